/// The bytes that JSON gives a meaning to (RFC 8259 section 2).
enum JSONByte {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let plus: UInt8 = 0x2B
    static let comma: UInt8 = 0x2C
    static let minus: UInt8 = 0x2D
    static let dot: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let nine: UInt8 = 0x39
    static let colon: UInt8 = 0x3A
    static let openArray: UInt8 = 0x5B
    static let backslash: UInt8 = 0x5C
    static let closeArray: UInt8 = 0x5D
    static let letterN: UInt8 = 0x6E
    static let openObject: UInt8 = 0x7B
    static let closeObject: UInt8 = 0x7D

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }

    /// The value of a hexadecimal digit, or nil.
    @inline(__always)
    static func hexValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte &- 0x30)
        case 0x41...0x46: UInt32(byte &- 0x37)
        case 0x61...0x66: UInt32(byte &- 0x57)
        default: nil
        }
    }
}

/// Eight bytes at a time, first byte lowest.
enum JSONWord {
    @inline(__always)
    static func load(_ address: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(address).loadUnaligned(as: UInt64.self))
    }

    /// The top bit of each byte that must be escaped inside a string: a quote, a backslash or a control character. Only the
    /// lowest mark is exact, because a borrow may mark bytes above it.
    @inline(__always)
    static func escapes(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ 0x2222_2222_2222_2222
        let backslashes = word ^ 0x5C5C_5C5C_5C5C_5C5C
        let marks =
            ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
            | ((word &- 0x2020_2020_2020_2020) & ~word)
        return marks & 0x8080_8080_8080_8080
    }

    /// The top bit of each byte that is a quote; only the lowest mark is exact.
    @inline(__always)
    static func quotes(_ word: UInt64) -> UInt64 {
        let quotes = word ^ 0x2222_2222_2222_2222
        return (quotes &- 0x0101_0101_0101_0101) & ~quotes & 0x8080_8080_8080_8080
    }

    /// As `escapes`, and the bytes beyond ASCII with them: whatever ends a run that needs no second look.
    @inline(__always)
    static func stops(_ word: UInt64) -> UInt64 { escapes(word) | word & 0x8080_8080_8080_8080 }
}

/// Well-formed UTF-8 (Unicode 16, table 3-7).
enum UTF8Form {
    /// The length of the well-formed sequence that begins at `address`, or nil: overlong forms, encoded surrogates, values
    /// past U+10FFFF, stray continuations and truncated sequences have none.
    @inline(__always)
    static func length(at address: UnsafePointer<UInt8>, available: Int) -> Int? {
        let lead = address[0]
        switch lead {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF:
            return available >= 2 && isContinuation(address[1]) ? 2 : nil
        case 0xE0...0xEF:
            guard available >= 3, isContinuation(address[1]), isContinuation(address[2]) else { return nil }
            if lead == 0xE0 && address[1] < 0xA0 { return nil }
            if lead == 0xED && address[1] > 0x9F { return nil }
            return 3
        case 0xF0...0xF4:
            guard available >= 4, isContinuation(address[1]), isContinuation(address[2]), isContinuation(address[3])
            else { return nil }
            if lead == 0xF0 && address[1] < 0x90 { return nil }
            if lead == 0xF4 && address[1] > 0x8F { return nil }
            return 4
        default: return nil
        }
    }

    @inline(__always)
    static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
