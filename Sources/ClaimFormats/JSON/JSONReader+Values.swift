extension JSONReader {
    /// Reads a string; `peek` has said that one comes.
    @inline(__always)
    mutating func readString() throws(JSONError) -> JSONText {
        let offset = offset
        at += 1
        let first = at
        let isEscaped = try scanString()
        let text = JSONText(start: first, count: at - first, isEscaped: isEscaped, offset: offset)
        at += 1
        return text
    }

    /// Reads a number; `peek` has said that one comes. RFC 8259 section 6.
    @inline(__always)
    mutating func readNumber() throws(JSONError) -> JSONNumber {
        let first = at
        if at.pointee == JSONByte.minus { at += 1 }
        guard at < end else { throw unexpectedEnd() }
        if at.pointee == JSONByte.zero {
            at += 1
            if at < end, JSONByte.isDigit(at.pointee) { throw JSONError(.leadingZero, at: offset - 1) }
        } else {
            try readDigits()
        }
        var isInteger = true
        if at < end {
            if at.pointee == JSONByte.dot {
                isInteger = false
                at += 1
                try readDigits()
            }
            if at < end, at.pointee | 0x20 == 0x65 {
                isInteger = false
                at += 1
                if at < end, at.pointee == JSONByte.plus || at.pointee == JSONByte.minus { at += 1 }
                try readDigits()
            }
        }
        return JSONNumber(start: first, count: at - first, isInteger: isInteger)
    }

    /// Reads a whole number from 1 to 999,999,999 without a sign that a comma or a bracket follows, as nearly all are; nil,
    /// with some of it passed over, for whatever else stands here.
    @inline(__always)
    mutating func readPlainInt() -> Int? {
        guard end - at > 10, at.pointee != JSONByte.zero else { return nil }
        var value = 0
        let last = at + 9
        while at < last, JSONByte.isDigit(at.pointee) {
            value = value &* 10 &+ Int(at.pointee &- JSONByte.zero)
            at += 1
        }
        let next = at.pointee
        guard next == JSONByte.comma || next == JSONByte.closeObject || next == JSONByte.closeArray, value > 0 else {
            return nil
        }
        return value
    }

    /// The bytes between two quotes of which the first comes next and the second so many bytes behind it; nil where they do
    /// not stand so. What is between them may be no text at all until it has been looked at.
    @inline(__always)
    mutating func plainString(_ count: Int) -> UnsafeBufferPointer<UInt8>? {
        skipWhitespace()
        guard end - at >= count + 2, at.pointee == JSONByte.quote, at[count + 1] == JSONByte.quote else { return nil }
        return UnsafeBufferPointer(start: at + 1, count: count)
    }

    /// Reads `true` or `false`; `peek` has said that one comes.
    @inline(__always)
    mutating func readBool() throws(JSONError) -> Bool {
        if at.pointee == 0x74 {
            try readLiteral("true")
            return true
        }
        try readLiteral("false")
        return false
    }

    /// Whether a value that begins with this byte comes next, white space passed over: where one kind is expected, sooner
    /// found out than which kind it is.
    @inline(__always)
    mutating func isAt(_ byte: UInt8) -> Bool {
        skipWhitespace()
        return at < end && at.pointee == byte
    }

    /// Reads `null`; `peek` has said that it comes.
    @inline(__always)
    mutating func readNull() throws(JSONError) { try readLiteral("null") }

    /// Passes over the value that comes next, whatever it is, and refuses in it all that would be refused elsewhere.
    mutating func skipValue() throws(JSONError) {
        switch try peek() {
        case .string: _ = try readString()
        case .number: _ = try readNumber()
        case .boolean: _ = try readBool()
        case .null: try readNull()
        case .object:
            var cursor = try openObject()
            while let name = try nextName(&cursor) {
                try noteName(name, &cursor)
                try skipValue()
            }
        case .array:
            var cursor = try openArray()
            while try nextElement(&cursor) { try skipValue() }
        }
    }

    @inline(__always)
    private mutating func readDigits() throws(JSONError) {
        guard at < end else { throw unexpectedEnd() }
        guard JSONByte.isDigit(at.pointee) else { throw error(.invalidNumber) }
        repeat { at += 1 } while at < end && JSONByte.isDigit(at.pointee)
    }

    @inline(__always)
    private mutating func readLiteral(_ word: StaticString) throws(JSONError) {
        let first = offset
        let letters = word.utf8Start
        for index in 0..<word.utf8CodeUnitCount {
            guard at < end else { throw unexpectedEnd() }
            guard at.pointee == letters[index] else { throw JSONError(.invalidLiteral, at: first) }
            at += 1
        }
    }

    /// Runs to the closing quote of a string, checking every byte on the way; true if there was an escape.
    @inline(__always)
    mutating func scanString() throws(JSONError) -> Bool {
        var isEscaped = false
        while true {
            while end - at >= 8 {
                let stop = JSONWord.stops(JSONWord.load(at))
                if stop == 0 {
                    at += 8
                    continue
                }
                at += stop.trailingZeroBitCount >> 3
                break
            }
            guard at < end else { throw unexpectedEnd() }
            let byte = at.pointee
            if byte == JSONByte.quote { return isEscaped }
            if byte == JSONByte.backslash {
                isEscaped = true
                try scanEscape()
            } else if byte >= 0x80 {
                guard let length = UTF8Form.length(at: at, available: end - at) else { throw error(.invalidUTF8) }
                at += length
            } else if byte < JSONByte.space {
                throw error(.controlCharacter)
            } else {
                at += 1
            }
        }
    }

    /// Passes over one escape, or a surrogate pair of two. RFC 8259 section 7.
    @inline(never)
    private mutating func scanEscape() throws(JSONError) {
        let first = offset
        at += 1
        guard at < end else { throw unexpectedEnd() }
        switch at.pointee {
        case JSONByte.quote, JSONByte.backslash, JSONByte.slash, 0x62, 0x66, 0x6E, 0x72, 0x74:
            at += 1
        case 0x75:
            let unit = try scanHex4(escapeAt: first)
            if unit & 0xFC00 == 0xDC00 { throw JSONError(.loneSurrogate, at: first) }
            if unit & 0xFC00 == 0xD800 { try scanLowSurrogate(escapeAt: first) }
        default:
            throw JSONError(.invalidEscape, at: first)
        }
    }

    private mutating func scanLowSurrogate(escapeAt first: Int) throws(JSONError) {
        guard at < end else { throw unexpectedEnd() }
        guard at.pointee == JSONByte.backslash else { throw JSONError(.loneSurrogate, at: first) }
        guard end - at >= 2 else {
            at = end
            throw unexpectedEnd()
        }
        guard at[1] == 0x75 else { throw JSONError(.loneSurrogate, at: first) }
        let second = offset
        at += 1
        let unit = try scanHex4(escapeAt: second)
        if unit & 0xFC00 != 0xDC00 { throw JSONError(.loneSurrogate, at: first) }
    }

    /// Four hexadecimal digits; stands on the `u` before them.
    private mutating func scanHex4(escapeAt first: Int) throws(JSONError) -> UInt32 {
        at += 1
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard at < end else { throw unexpectedEnd() }
            guard let digit = JSONByte.hexValue(at.pointee) else { throw JSONError(.invalidEscape, at: first) }
            value = value << 4 | digit
            at += 1
        }
        return value
    }
}
