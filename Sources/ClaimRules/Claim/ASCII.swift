/// Small readers and writers for the digits and letters that codes and dates are made of.
enum ASCII {
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
    static func isUpper(_ byte: UInt8) -> Bool { byte &- 65 < 26 }
    static func uppercased(_ byte: UInt8) -> UInt8 { byte &- 97 < 26 ? byte &- 32 : byte }

    /// The number that these digits write, or nil where one is no digit.
    static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        var value = 0
        for index in range {
            guard isDigit(bytes[index]) else { return nil }
            value = value * 10 + Int(bytes[index] &- 48)
        }
        return value
    }

    /// The number that this many digits write, packed from the most significant byte down.
    static func number(packed word: UInt64, _ count: Int) -> Int {
        var value = 0
        var shift: UInt64 = 56
        var left = count
        while left > 0 {
            value = value &* 10 &+ Int((word &>> shift) & 0xFF) &- 48
            shift &-= 8
            left &-= 1
        }
        return value
    }

    /// The last digits of a number, at most eight, packed from the most significant byte down.
    static func packed(_ number: Int, _ count: Int) -> UInt64 {
        var word: UInt64 = 0
        var shift = 64 - 8 * UInt64(count)
        var rest = number
        while shift < 64 {
            word |= UInt64(48 + rest % 10) &<< shift
            rest /= 10
            shift &+= 8
        }
        return word
    }

    /// Copies a text's bytes; where they end.
    @discardableResult
    static func write(_ text: String, to buffer: UnsafeMutableBufferPointer<UInt8>, at start: Int) -> Int {
        var text = text
        return text.withUTF8 { bytes in
            for (offset, byte) in bytes.enumerated() { buffer[start + offset] = byte }
            return start + bytes.count
        }
    }

    /// Writes the last digits of a number, filled with zeros on the left.
    static func write(_ number: Int, to buffer: UnsafeMutableBufferPointer<UInt8>, at start: Int, width: Int) {
        var rest = number
        for position in stride(from: start + width - 1, through: start, by: -1) {
            buffer[position] = UInt8(48 + rest % 10)
            rest /= 10
        }
    }

    /// The number in decimal, filled with zeros on the left to at least this width.
    static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension StaticString {
    /// Whether a text is this one, byte for byte.
    func isWritten(_ text: String) -> Bool {
        guard text.utf8.count == utf8CodeUnitCount else { return false }
        var text = text
        return text.withUTF8 { bytes in
            for index in 0..<bytes.count where bytes[index] != utf8Start[index] { return false }
            return true
        }
    }
}

/// Up to eight ASCII characters in one machine word: what codes are stored as, so that comparing two is one
/// instruction and a claim full of codes allocates nothing.
struct PackedASCII: Hashable, Comparable, Sendable {
    /// The characters from the most significant byte down, zero after the last: integer order is text order.
    let word: UInt64

    init(word: UInt64) {
        self.word = word
    }

    /// These bytes in upper case, or nil for more than eight.
    init?(uppercasing bytes: some Sequence<UInt8>) {
        var word: UInt64 = 0
        var count: UInt64 = 0
        for byte in bytes {
            guard count < 8 else { return nil }
            word |= UInt64(ASCII.uppercased(byte)) << (56 - 8 * count)
            count += 1
        }
        self.word = word
    }

    var count: Int { (64 - word.trailingZeroBitCount + 7) / 8 }

    subscript(position: Int) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64(position))) }

    var text: String {
        String(unsafeUninitializedCapacity: 8) { buffer in
            let length = count
            for position in 0..<length { buffer[position] = self[position] }
            return length
        }
    }

    static func < (left: PackedASCII, right: PackedASCII) -> Bool { left.word < right.word }
}
