/// The grammar of a Host value: `uri-host [ ":" port ]` (RFC 9110, section 7.2; RFC 3986, section 3.2.2).
///
/// An empty host is refused, as the http scheme asks (RFC 9110, section 4.2.1), and so is user information.
enum HostSyntax {
    static func isValid(_ text: Span<UInt8>) -> Bool {
        guard text.count > 0 else { return false }
        var end = 0
        if text[0] == UInt8(ascii: "[") {
            while end < text.count, text[end] != UInt8(ascii: "]") { end += 1 }
            guard end < text.count else { return false }
            let literal = text.extracting(1..<end)
            guard isIPv6(literal) || isIPvFuture(literal) else { return false }
            end += 1
        } else {
            while end < text.count, ByteClass.isHost(text[unchecked: end]) {
                if text[unchecked: end] == UInt8(ascii: "%") {
                    guard end + 2 < text.count, ByteClass.isHexadecimal(text[end + 1]),
                        ByteClass.isHexadecimal(text[end + 2])
                    else { return false }
                }
                end += 1
            }
            guard end > 0 else { return false }
        }
        return end == text.count || isPort(text.extracting(end..<text.count))
    }

    /// `:` and a number of at most 65535, or nothing after the colon.
    private static func isPort(_ text: Span<UInt8>) -> Bool {
        guard text[0] == UInt8(ascii: ":") else { return false }
        var value = 0
        for index in 1..<text.count {
            let byte = text[unchecked: index]
            guard ByteClass.isDigit(byte) else { return false }
            value = value &* 10 &+ Int(byte &- 0x30)
            guard value <= 65535 else { return false }
        }
        return true
    }

    /// Eight groups of hexadecimal digits, one run of them perhaps shortened to `::`, the last two perhaps an IPv4 address.
    private static func isIPv6(_ text: Span<UInt8>) -> Bool {
        var groups = 0
        var isShortened = false
        var index = 0
        if text.count >= 2, text[0] == UInt8(ascii: ":") {
            guard text[1] == UInt8(ascii: ":") else { return false }
            isShortened = true
            index = 2
        }
        while index < text.count {
            let start = index
            while index < text.count, ByteClass.isHexadecimal(text[index]) { index += 1 }
            if index < text.count, text[index] == UInt8(ascii: ".") {
                guard isIPv4(text.extracting(start..<text.count)) else { return false }
                groups += 2
                return groups == 8 || isShortened && groups < 8
            }
            guard (1...4).contains(index - start) else { return false }
            groups += 1
            if index == text.count { break }
            guard text[index] == UInt8(ascii: ":"), index + 1 < text.count else { return false }
            index += 1
            if text[index] == UInt8(ascii: ":") {
                guard !isShortened else { return false }
                isShortened = true
                index += 1
            }
        }
        return isShortened ? groups < 8 : groups == 8
    }

    /// `"v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )`, which no one has defined an address of yet.
    private static func isIPvFuture(_ text: Span<UInt8>) -> Bool {
        guard text.count > 0, ByteClass.lowercased(text[0]) == UInt8(ascii: "v") else { return false }
        var dot = 1
        while dot < text.count, ByteClass.isHexadecimal(text[dot]) { dot += 1 }
        guard dot > 1, dot + 1 < text.count, text[dot] == UInt8(ascii: ".") else { return false }
        for index in dot + 1..<text.count {
            let byte = text[index]
            let isAllowed = byte == UInt8(ascii: ":") || ByteClass.isHost(byte) && byte != UInt8(ascii: "%")
            guard isAllowed else { return false }
        }
        return true
    }

    private static func isIPv4(_ text: Span<UInt8>) -> Bool {
        var index = 0
        for part in 0..<4 {
            if part > 0 {
                guard index < text.count, text[index] == UInt8(ascii: ".") else { return false }
                index += 1
            }
            let start = index
            var value = 0
            while index < text.count, ByteClass.isDigit(text[index]), index - start < 3 {
                value = value * 10 + Int(text[index] &- 0x30)
                index += 1
            }
            guard index > start, value <= 255, index - start == 1 || text[start] != UInt8(ascii: "0") else {
                return false
            }
        }
        return index == text.count
    }
}
