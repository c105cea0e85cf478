/// A calendar month, the billing period of every care-management code.
public struct CalendarMonth: Hashable, Comparable, Sendable {
    /// Months since year 0: `year * 12 + (month - 1)`.
    let index: Int32

    init(index: Int32) {
        self.index = index
    }

    /// The month with these calendar parts, or nil where there is none; years 1 to 9999.
    public init?(year: Int, month: Int) {
        guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
        index = Int32(year * 12 + month - 1)
    }

    /// The month written `YYYY-MM`, or nil for any other text.
    public init?(_ text: String) {
        guard let month = Array(text.utf8).withUnsafeBufferPointer({ CalendarMonth(utf8: $0) }) else { return nil }
        self = month
    }

    /// The month written `YYYY-MM` in these bytes, or nil for anything else.
    public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 7, bytes[4] == UInt8(ascii: "-"), let year = ASCII.number(bytes, 0..<4),
            let month = ASCII.number(bytes, 5..<7)
        else { return nil }
        self.init(year: year, month: month)
    }

    /// The year.
    public var year: Int { Int(index) / 12 }
    /// The month of the year, 1 to 12.
    public var number: Int { Int(index) % 12 + 1 }
    /// The number of days, 28 to 31.
    public var dayCount: Int { CalendarDate.days(inMonth: number, ofYear: year) }
    /// The 1st.
    public var firstDay: CalendarDate {
        CalendarDate(dayNumber: CalendarDate.dayNumber(year: year, month: number, day: 1))
    }
    /// The 28th to 31st.
    public var lastDay: CalendarDate { firstDay.adding(days: dayCount - 1) }
    /// First to last day.
    public var days: ClosedRange<CalendarDate> { firstDay...lastDay }

    /// The month this many months later; earlier when negative.
    public func adding(months: Int) -> CalendarMonth {
        CalendarMonth(index: index + Int32(months))
    }

    public static func < (left: CalendarMonth, right: CalendarMonth) -> Bool {
        left.index < right.index
    }
}

extension CalendarMonth: CustomStringConvertible {
    /// `YYYY-MM`.
    public var description: String { ASCII.padded(year, 4) + "-" + ASCII.padded(number, 2) }
}

extension CalendarMonth: ExpressibleByStringLiteral {
    /// A month written in source code; a literal that is no month stops the program at once.
    public init(stringLiteral value: StaticString) {
        guard let month = CalendarMonth("\(value)") else { preconditionFailure("not a month: \(value)") }
        self = month
    }
}
