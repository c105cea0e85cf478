extension RequestParser {
    /// Finds path and query in the request target and checks its form (RFC 9112, section 3.2).
    func resolveTarget(_ input: Span<UInt8>, _ head: inout RequestHead) -> Refusal? {
        let target = head.target
        if case .other("CONNECT") = head.method { return .methodNotImplemented }
        head.queryRange = nil
        head.hasEncodedPath = false
        head.isSecureTarget = false
        switch input[target.lowerBound] {
        case UInt8(ascii: "/"):
            return resolvePath(input, from: target.lowerBound, &head)
        case UInt8(ascii: "*") where target.count == 1 && head.method == .options:
            head.pathRange = target
            return nil
        default:
            return resolveAbsolute(input, &head)
        }
    }

    /// `http://authority[/path][?query]`, or the same with `https`. The authority is checked and then left alone:
    /// this server answers for whatever name it is asked by.
    private func resolveAbsolute(_ input: Span<UInt8>, _ head: inout RequestHead) -> Refusal? {
        let target = input.extracting(head.target)
        let schemeLength: Int
        if target.startsLowercased(with: "http://") {
            schemeLength = 7
        } else if target.startsLowercased(with: "https://") {
            schemeLength = 8
            head.isSecureTarget = true
        } else {
            return .malformedRequest
        }
        var end = head.target.lowerBound + schemeLength
        let start = end
        while end < head.target.upperBound, input[end] != UInt8(ascii: "/"), input[end] != UInt8(ascii: "?") {
            end += 1
        }
        guard HostSyntax.isValid(input.extracting(start..<end)) else { return .malformedRequest }
        if let refusal = resolvePath(input, from: end, &head) { return refusal }
        // An empty path stands for the server as a whole under OPTIONS (RFC 9112, section 3.2.4). The path is then
        // left empty, which reads as "/": no resource of this server differs between the two.
        return nil
    }

    private func resolvePath(_ input: Span<UInt8>, from start: Int, _ head: inout RequestHead) -> Refusal? {
        let end = head.target.upperBound
        var index = start
        while index < end, ByteClass.isPath(input[unchecked: index]) {
            if input[unchecked: index] == UInt8(ascii: "%") {
                guard Self.isEncodingIntact(input, index, end) else { return .malformedRequest }
                head.hasEncodedPath = true
            }
            index += 1
        }
        head.pathRange = start..<index
        guard index < end else { return nil }
        guard input[index] == UInt8(ascii: "?") else { return .malformedRequest }
        head.queryRange = index + 1..<end
        index += 1
        while index < end {
            guard ByteClass.isQuery(input[index]), Self.isEncodingIntact(input, index, end) else {
                return .malformedRequest
            }
            index += 1
        }
        return nil
    }

    /// Whether a `%` has its two digits (RFC 3986, section 2.1); true for any other byte.
    @inline(__always)
    private static func isEncodingIntact(_ input: Span<UInt8>, _ index: Int, _ end: Int) -> Bool {
        guard input[index] == UInt8(ascii: "%") else { return true }
        return index + 2 < end && ByteClass.isHexadecimal(input[index + 1]) && ByteClass.isHexadecimal(input[index + 2])
    }
}
