/// A number of the document, kept as its digits: nothing is rounded. Valid only while the document's bytes are borrowed.
struct JSONNumber {
    let start: UnsafePointer<UInt8>
    /// Length in bytes, sign included.
    let count: Int
    /// Whether it was written without fraction and exponent.
    let isInteger: Bool

    /// Its exact value, or nil if it was written with a fraction or an exponent or does not fit 64 bits.
    var int: Int? {
        guard isInteger else { return nil }
        let isNegative = start[0] == JSONByte.minus
        var value = 0
        for index in (isNegative ? 1 : 0)..<count {
            let (tens, first) = value.multipliedReportingOverflow(by: 10)
            let digit = Int(start[index] &- JSONByte.zero)
            let (sum, second) =
                isNegative ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
            if first || second { return nil }
            value = sum
        }
        return value
    }

    /// The number as it was written.
    var text: String { String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self) }
}
