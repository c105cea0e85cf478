/// A day of the Gregorian calendar, without time or zone, from year 1 to 9999.
///
/// Stored as a day count, so comparing and subtracting dates is integer arithmetic.
public struct CalendarDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01; negative before.
    public let dayNumber: Int32

    /// The day with this count of days since 1970-01-01.
    public init(dayNumber: Int32) {
        self.dayNumber = dayNumber
    }

    /// The day with these calendar parts, or nil where the calendar has no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= 28 || day <= CalendarDate.days(inMonth: month, ofYear: year)
        else { return nil }
        self.dayNumber = CalendarDate.dayNumber(year: year, month: month, day: day)
    }

    /// The day written `YYYY-MM-DD`, or nil for any other text and for impossible days.
    public init?(_ text: String) {
        var text = text
        guard let date = text.withUTF8({ CalendarDate(utf8: $0) }) else { return nil }
        self = date
    }

    /// The day written `YYYY-MM-DD` in these bytes, or nil for anything else.
    public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 10, let start = UnsafeRawPointer(bytes.baseAddress) else { return nil }
        // Seen as two words with the first byte lowest: digits become their values, the hyphens zero, and a byte that is
        // neither sets its top bit. A claim has a dozen dates.
        let word = UInt64(littleEndian: start.loadUnaligned(as: UInt64.self)) ^ 0x2D30_302D_3030_3030
        let tail = UInt16(littleEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt16.self)) ^ 0x3030
        guard ((word &+ 0x7F76_767F_7676_7676) | word) & 0x8080_8080_8080_8080 == 0,
            ((tail &+ 0x7676) | tail) & 0x8080 == 0
        else { return nil }
        let pairs = (UInt32(truncatingIfNeeded: word) &* 10) &+ UInt32(truncatingIfNeeded: word) >> 8
        let year = (pairs & 0xFF) &* 100 &+ (pairs >> 16 & 0xFF)
        let month = UInt32(truncatingIfNeeded: word >> 40 & 0xF) &* 10 &+ UInt32(truncatingIfNeeded: word >> 48 & 0xF)
        let day = UInt32(tail & 0xF) &* 10 &+ UInt32(tail >> 8)
        self.init(year: Int(year), month: Int(month), day: Int(day))
    }

    /// The year, month and day, for output and for month arithmetic.
    public var parts: (year: Int, month: Int, day: Int) {
        // Howard Hinnant's civil-from-days: years counted from March, so the leap day comes last.
        let shifted = Int(dayNumber) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The calendar month this day lies in.
    public var month: CalendarMonth {
        let (year, month, _) = parts
        return CalendarMonth(index: Int32(year * 12 + month - 1))
    }

    /// The day this many days later; earlier when negative.
    public func adding(days: Int) -> CalendarDate {
        CalendarDate(dayNumber: dayNumber + Int32(days))
    }

    /// The same day of the month this many months away, or that month's last day where it is shorter.
    public func adding(months: Int) -> CalendarDate {
        let (year, month, day) = parts
        let target = CalendarMonth(index: Int32(year * 12 + month - 1 + months))
        return target.firstDay.adding(days: min(day, target.dayCount) - 1)
    }

    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        left.dayNumber < right.dayNumber
    }

    static func days(inMonth month: Int, ofYear year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Howard Hinnant's days-from-civil, the inverse of ``parts``.
    static func dayNumber(year: Int, month: Int, day: Int) -> Int32 {
        let marchYear = month <= 2 ? year - 1 : year
        let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return Int32(marchYear * 365 + leapDays + dayOfYear - 719_468)
    }
}

extension CalendarDate: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = parts
        return String(unsafeUninitializedCapacity: 10) { buffer in
            ASCII.write(year, to: buffer, at: 0, width: 4)
            ASCII.write(month, to: buffer, at: 5, width: 2)
            ASCII.write(day, to: buffer, at: 8, width: 2)
            buffer[4] = UInt8(ascii: "-")
            buffer[7] = UInt8(ascii: "-")
            return 10
        }
    }
}

extension CalendarDate: ExpressibleByStringLiteral {
    /// A date written in source code; a literal that is no date stops the program at once.
    public init(stringLiteral value: StaticString) {
        let bytes = UnsafeBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount)
        guard let date = CalendarDate(utf8: bytes) else { preconditionFailure("not a date: \(value)") }
        self = date
    }
}
