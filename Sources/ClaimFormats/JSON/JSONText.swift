/// A string of the document, as it stands between its quotes. Valid only while the document's bytes are borrowed.
struct JSONText {
    let start: UnsafePointer<UInt8>
    /// Length between the quotes, in bytes, escapes not yet resolved.
    let count: Int
    /// Whether there is an escape among the bytes.
    let isEscaped: Bool
    /// Where the opening quote stands.
    let offset: Int

    /// The text with its escapes resolved.
    var string: String {
        if !isEscaped {
            // What fits into the value itself takes the short way.
            if count <= 15 {
                return String(unsafeUninitializedCapacity: count) { buffer in
                    for index in 0..<count { buffer[index] = start[index] }
                    return count
                }
            }
            return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
        }
        return String(unsafeUninitializedCapacity: count) { JSONText.unescape(start, count, into: $0.baseAddress!) }
    }

    /// The text in a form that compares fast; nil if it has escapes, which hardly any word of a contract has.
    @inline(__always)
    var plainName: JSONName? { isEscaped ? nil : JSONName(start, count, offset: offset) }

    /// Lends the UTF-8 of the text with its escapes resolved; copies only if there are any.
    @inline(__always)
    func withUTF8<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        if !isEscaped { return body(UnsafeBufferPointer(start: start, count: count)) }
        return withUnescaped(body)
    }

    @inline(never)
    private func withUnescaped<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { buffer in
            let length = JSONText.unescape(start, count, into: buffer.baseAddress!)
            return body(UnsafeBufferPointer(start: buffer.baseAddress!, count: length))
        }
    }

    /// Resolves the escapes of a string that the reader has already found well formed. The result is never longer than
    /// the source. Returns its length in bytes.
    static func unescape(
        _ source: UnsafePointer<UInt8>,
        _ count: Int,
        into target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var from = 0
        var to = 0
        while from < count {
            let byte = source[from]
            guard byte == JSONByte.backslash else {
                target[to] = byte
                from += 1
                to += 1
                continue
            }
            let kind = source[from + 1]
            from += 2
            if kind != 0x75 {
                target[to] = simpleEscape(kind)
                to += 1
                continue
            }
            var value = hex4(source + from)
            from += 4
            if value & 0xFC00 == 0xD800 {
                value = 0x10000 + ((value & 0x3FF) << 10) + (hex4(source + from + 2) & 0x3FF)
                from += 6
            }
            to += encode(value, into: target + to)
        }
        return to
    }

    @inline(__always)
    private static func simpleEscape(_ kind: UInt8) -> UInt8 {
        switch kind {
        case 0x62: 0x08
        case 0x66: 0x0C
        case 0x6E: 0x0A
        case 0x72: 0x0D
        case 0x74: 0x09
        default: kind
        }
    }

    private static func hex4(_ digits: UnsafePointer<UInt8>) -> UInt32 {
        var value: UInt32 = 0
        for index in 0..<4 { value = value << 4 | (JSONByte.hexValue(digits[index]) ?? 0) }
        return value
    }

    private static func encode(_ value: UInt32, into target: UnsafeMutablePointer<UInt8>) -> Int {
        switch value {
        case ..<0x80:
            target[0] = UInt8(value)
            return 1
        case ..<0x800:
            target[0] = UInt8(0xC0 | value >> 6)
            target[1] = UInt8(0x80 | value & 0x3F)
            return 2
        case ..<0x10000:
            target[0] = UInt8(0xE0 | value >> 12)
            target[1] = UInt8(0x80 | value >> 6 & 0x3F)
            target[2] = UInt8(0x80 | value & 0x3F)
            return 3
        default:
            target[0] = UInt8(0xF0 | value >> 18)
            target[1] = UInt8(0x80 | value >> 12 & 0x3F)
            target[2] = UInt8(0x80 | value >> 6 & 0x3F)
            target[3] = UInt8(0x80 | value & 0x3F)
            return 4
        }
    }
}
