internal import CReferenceData

/// A reference table in the program's constant bytes: records of one width, sorted, one a line.
///
/// The one place that holds pointers to the tables. They are safe to read from anywhere at any time: the bytes are
/// constants of the binary, so they are there before the first line runs, never move and never change. Every read is
/// checked against the table's size. Values of this type are made where they are used, which costs a call into C.
struct EmbeddedTable {
    private let start: UnsafePointer<UInt8>
    /// The bytes of one record, its line end among them; at least eight.
    private let width: Int
    let count: Int

    private init(_ table: creferencedata_table, width: Int) {
        precondition(width >= 8 && table.count.isMultiple(of: width), "not records of one width")
        start = table.start
        self.width = width
        count = table.count / width
    }

    static var addOns: EmbeddedTable { EmbeddedTable(creferencedata_add_ons(), width: 32) }
    static var diagnoses: EmbeddedTable { EmbeddedTable(creferencedata_diagnoses(), width: 10) }
    static var factors: EmbeddedTable { EmbeddedTable(creferencedata_factors(), width: 18) }
    static var localities: EmbeddedTable { EmbeddedTable(creferencedata_localities(), width: 29) }
    static var pairs: EmbeddedTable { EmbeddedTable(creferencedata_pairs(), width: 23) }
    static var places: EmbeddedTable { EmbeddedTable(creferencedata_places(), width: 40) }
    static var relativeValues: EmbeddedTable { EmbeddedTable(creferencedata_relative_values(), width: 31) }
    static var taxonomies: EmbeddedTable { EmbeddedTable(creferencedata_taxonomies(), width: 13) }
    static var unitEdits: EmbeddedTable { EmbeddedTable(creferencedata_unit_edits(), width: 21) }

    /// The byte at this offset of the record.
    func byte(_ record: Int, _ offset: Int) -> UInt8 {
        precondition(record >= 0 && record < count && offset >= 0 && offset < width)
        return start[record * width + offset]
    }

    /// Up to eight characters of the record as ``PackedASCII`` packs them; blanks at the end are kept.
    func word(_ record: Int, _ offset: Int, _ length: Int) -> UInt64 {
        precondition(record >= 0 && record < count && offset >= 0 && offset + length <= width && length <= 8)
        // Eight bytes that end with the field where the record has no eight from its start: a record has eight at least.
        let shift = max(0, offset + 8 - width)
        let bytes = UnsafeRawPointer(start + record * width + offset - shift).loadUnaligned(as: UInt64.self).bigEndian
        return bytes << (8 * UInt64(shift)) & ~0 << (64 - 8 * UInt64(length))
    }

    /// The number that up to eight digits of the record write.
    func number(_ record: Int, _ offset: Int, _ length: Int) -> Int {
        ASCII.number(packed: word(record, offset, length), length)
    }

    /// The date that these eight characters of the record write, or nil where they are no digits.
    func date(_ record: Int, _ offset: Int) -> CalendarDate? {
        guard ASCII.isDigit(byte(record, offset)) else { return nil }
        let number = number(record, offset, 8)
        return CalendarDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    }

    /// The text of these characters of the record, without blanks at its end.
    func text(_ record: Int, _ offset: Int, _ length: Int) -> String {
        var end = offset + length
        while end > offset, byte(record, end - 1) == UInt8(ascii: " ") { end -= 1 }
        return String(unsafeUninitializedCapacity: end - offset) { buffer in
            for index in offset..<end { buffer[index - offset] = byte(record, index) }
            return end - offset
        }
    }

    /// The first record that does not begin with less than these characters; ``count`` where all do.
    func first(notBelow key: UInt64, _ length: Int) -> Int { first(notBelow: key, length, among: 0..<count) }

    /// The same for a key that is known to belong among these records, or behind the last of them.
    func first(notBelow key: UInt64, _ length: Int, among range: Range<Int>) -> Int {
        precondition(range.upperBound <= count, "not records of this table")
        precondition((1...8).contains(length), "not a part of a machine word")
        // Every record begins with eight bytes of its own, so that what is checked once holds for all steps.
        let mask: UInt64 = ~0 << (64 - 8 * UInt64(length))
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let middle = (low + high) / 2
            let bytes = UnsafeRawPointer(start + middle * width).loadUnaligned(as: UInt64.self).bigEndian
            if bytes & mask < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The records that begin with these characters.
    func records(beginningWith key: UInt64, _ length: Int) -> Range<Int> {
        let start = first(notBelow: key, length)
        var end = start
        while end < count, word(end, 0, length) == key { end += 1 }
        return start..<end
    }
}
