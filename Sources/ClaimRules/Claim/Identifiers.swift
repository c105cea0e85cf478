/// A National Provider Identifier by its form: ten digits. The check digit is a rule's question.
public struct NPI: WrittenValue {
    let number: UInt64

    /// The identifier in these bytes, or nil for anything but ten digits.
    public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 10, bytes.allSatisfy(ASCII.isDigit) else { return nil }
        number = bytes.reduce(0) { $0 * 10 + UInt64($1 &- 48) }
    }

    /// The ten digits.
    public var text: String { ASCII.padded(Int(number), 10) }

    /// The last digit makes the Luhn sum over `80840` and the ten digits a multiple of ten (45 CFR 162.406; ISO/IEC 7812).
    public var hasValidCheckDigit: Bool {
        // 24 is the sum that the constant prefix 80840 adds.
        var sum: UInt64 = 24
        var rest = number
        for position in 0..<10 {
            let digit = rest % 10
            rest /= 10
            let doubled = digit * 2
            sum += position % 2 == 0 ? digit : doubled / 10 + doubled % 10
        }
        return sum % 10 == 0
    }
}

/// A taxpayer identification number: nine digits, with or without the hyphen after the second.
public struct TaxpayerID: WrittenValue {
    let number: UInt32

    /// The number in these bytes, or nil for anything but nine digits and the one hyphen.
    public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        var digits: UInt32 = 0
        var count = 0
        for (position, byte) in bytes.enumerated() {
            if position == 2, byte == UInt8(ascii: "-") { continue }
            guard ASCII.isDigit(byte), count < 9 else { return nil }
            digits = digits * 10 + UInt32(byte &- 48)
            count += 1
        }
        guard count == 9 else { return nil }
        number = digits
    }

    /// The nine digits without a hyphen.
    public var text: String { ASCII.padded(Int(number), 9) }
}
