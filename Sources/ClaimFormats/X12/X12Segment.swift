/// A segment as it stands in the file, lent for the time of a call.
struct X12Segment {
    /// The segment without its terminator.
    let bytes: UnsafeBufferPointer<UInt8>
    /// Where each element begins, the segment's name first, and one past the end.
    let starts: UnsafeBufferPointer<Int32>
    let delimiters: X12Delimiters
    /// Position in the file, counted from 1.
    let number: Int
    /// Bytes of the file before it.
    let offset: Int

    /// How many elements follow the name.
    var count: Int { starts.count - 2 }

    /// The name, packed; 0 where it is longer than a name can be.
    var tag: UInt32 { X12Word.pack(element(0)) }

    /// The element at this position, counted from 1; empty where the segment ends before it.
    func element(_ position: Int) -> UnsafeBufferPointer<UInt8> {
        guard position < starts.count - 1 else { return UnsafeBufferPointer(start: nil, count: 0) }
        let start = Int(starts[position])
        return UnsafeBufferPointer(rebasing: bytes[start..<Int(starts[position + 1]) - 1])
    }

    /// The component at this position of an element, both counted from 1.
    func component(_ position: Int, _ component: Int) -> UnsafeBufferPointer<UInt8> {
        X12Segment.part(component, of: element(position), separatedBy: delimiters.component)
    }

    func packed(_ position: Int) -> UInt32 { X12Word.pack(element(position)) }
    func packed(_ position: Int, _ component: Int) -> UInt32 { X12Word.pack(self.component(position, component)) }
    /// The text of an element, or as much of its beginning as is kept.
    func text(_ position: Int) -> String {
        let element = element(position)
        return X12Bytes.text(UnsafeBufferPointer(rebasing: element[..<min(element.count, X12Limits.textBytes)]))
    }
    func isEmpty(_ position: Int) -> Bool { element(position).isEmpty }

    /// The part at this position, counted from 1; empty where there are fewer.
    static func part(
        _ wanted: Int,
        of bytes: UnsafeBufferPointer<UInt8>,
        separatedBy separator: UInt8
    ) -> UnsafeBufferPointer<UInt8> {
        var start = 0
        var number = 1
        for position in 0..<bytes.count where bytes[position] == separator {
            if number == wanted { return UnsafeBufferPointer(rebasing: bytes[start..<position]) }
            number += 1
            start = position + 1
        }
        return number == wanted
            ? UnsafeBufferPointer(rebasing: bytes[start...]) : UnsafeBufferPointer(start: nil, count: 0)
    }

    /// How many parts there are.
    static func parts(of bytes: UnsafeBufferPointer<UInt8>, separatedBy separator: UInt8) -> Int {
        var count = 1
        for byte in bytes where byte == separator { count += 1 }
        return count
    }
}

/// Names, qualifiers and codes of up to four characters as one machine word, so that comparing two is one instruction.
enum X12Word {
    static let isa = word("ISA")
    static let iea = word("IEA")
    static let gs = word("GS")
    static let ge = word("GE")
    static let st = word("ST")
    static let se = word("SE")
    static let ta1 = word("TA1")
    static let hl = word("HL")
    static let clm = word("CLM")

    /// The bytes from the most significant down; 0 for none and for more than four.
    @inline(__always)
    static func pack(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        guard bytes.count <= 4 else { return 0 }
        var word: UInt32 = 0
        for position in 0..<bytes.count { word |= UInt32(bytes[position]) << UInt32(24 - 8 * position) }
        return word
    }

    static func word(_ text: some StringProtocol) -> UInt32 {
        var text = String(text)
        return text.withUTF8(pack)
    }

    /// The text of a packed word without anything but letters and digits.
    static func text(_ word: UInt32) -> String {
        var text = ""
        for shift: UInt32 in [24, 16, 8, 0] {
            let byte = UInt8(truncatingIfNeeded: word >> shift)
            if X12Bytes.isAlphanumeric(byte) { text.unicodeScalars.append(Unicode.Scalar(byte)) }
        }
        return text
    }
}

/// Small readers of bytes.
enum X12Bytes {
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
    static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 32) &- 97 < 26 }
    static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }

    /// The number that these digits write; nil for none, for anything else and for more than nine.
    static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard (1...9).contains(bytes.count) else { return nil }
        var value = 0
        for byte in bytes {
            guard isDigit(byte) else { return nil }
            value = value * 10 + Int(byte &- 48)
        }
        return value
    }

    static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var from = 0
        var to = bytes.count
        while from < to, bytes[from] == 32 { from += 1 }
        while to > from, bytes[to - 1] == 32 { to -= 1 }
        return UnsafeBufferPointer(rebasing: bytes[from..<to])
    }

    static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
