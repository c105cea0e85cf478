extension RequestParser {
    /// `method SP request-target SP HTTP-version CRLF` (RFC 9112, section 3).
    func parseRequestLine(_ input: Span<UInt8>, _ cursor: inout Cursor, _ head: inout RequestHead) -> Stop? {
        let methodStart = cursor.index
        if let stop = scan(input, &cursor, while: ByteClass.isToken, limit: limits.methodBytes) {
            return stop ?? .refusal(.methodNotImplemented)
        }
        let method = methodStart..<cursor.index
        guard !method.isEmpty, input[cursor.index] == UInt8(ascii: " ") else { return .malformed }
        cursor.index += 1

        let targetStart = cursor.index
        if let stop = scan(input, &cursor, while: { $0 &- 0x21 < 0x5E }, limit: limits.targetBytes) {
            return stop ?? .refusal(.targetTooLong)
        }
        head.target = targetStart..<cursor.index
        guard !head.target.isEmpty, input[cursor.index] == UInt8(ascii: " ") else { return .malformed }
        cursor.index += 1

        if let stop = parseVersion(input, &cursor, &head) { return stop }
        head.method = Self.method(input.extracting(method))
        if let refusal = resolveTarget(input, &head) { return .refusal(refusal) }
        return nil
    }

    /// Moves over the bytes of a class, at least to one that is not of it.
    ///
    /// The result is nil when such a byte is there, `.some(nil)` when there are more bytes than the limit.
    @inline(__always)
    private func scan(
        _ input: Span<UInt8>,
        _ cursor: inout Cursor,
        while isMember: (UInt8) -> Bool,
        limit: Int
    ) -> Stop?? {
        let end = min(input.count, cursor.index + limit + 1)
        var index = cursor.index
        while index < end, isMember(input[unchecked: index]) { index += 1 }
        let length = index - cursor.index
        cursor.index = index
        if length > limit { return .some(nil) }
        return index == input.count ? .some(.needsMore) : nil
    }

    /// `HTTP/1.0` or `HTTP/1.1` and the line's end; a higher minor version counts as 1.1, another major is refused.
    private func parseVersion(_ input: Span<UInt8>, _ cursor: inout Cursor, _ head: inout RequestHead) -> Stop? {
        let prefix: StaticString = "HTTP/"
        for offset in 0..<prefix.utf8CodeUnitCount {
            if cursor.index >= input.count { return .needsMore }
            if input[cursor.index] != prefix.utf8Start[offset] { return .malformed }
            cursor.index += 1
        }
        if cursor.index + 3 > input.count { return .needsMore }
        let major = input[cursor.index]
        let minor = input[cursor.index + 2]
        guard ByteClass.isDigit(major), input[cursor.index + 1] == UInt8(ascii: "."), ByteClass.isDigit(minor) else {
            return .malformed
        }
        cursor.index += 3
        if let stop = Self.lineEnd(input, &cursor) { return stop }
        if major != UInt8(ascii: "1") { return .refusal(.versionNotSupported) }
        head.version = minor == UInt8(ascii: "0") ? .http10 : .http11
        return nil
    }

    private static func method(_ bytes: Span<UInt8>) -> RequestMethod {
        switch bytes.count {
        case 3:
            if bytes.equals("GET") { return .get }
            if bytes.equals("PUT") { return .put }
        case 4:
            if bytes.equals("POST") { return .post }
            if bytes.equals("HEAD") { return .head }
        case 5:
            if bytes.equals("PATCH") { return .patch }
            if bytes.equals("TRACE") { return .trace }
            if bytes.equals("QUERY") { return .query }
        case 6:
            if bytes.equals("DELETE") { return .delete }
        case 7:
            if bytes.equals("OPTIONS") { return .options }
        default:
            break
        }
        return .other(bytes.text)
    }
}
