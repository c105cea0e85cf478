/// A moment in whole seconds since the beginning of 1970, UTC.
public struct Instant: Sendable, Hashable, Comparable {
    public let seconds: Int

    public init(seconds: Int) { self.seconds = seconds }

    public static func < (left: Instant, right: Instant) -> Bool { left.seconds < right.seconds }

    public func adding(_ seconds: Int) -> Instant { Instant(seconds: self.seconds + seconds) }

    /// Reads RFC 3339 in UTC to the second, `2027-01-31T00:00:00Z`, or a date alone for its beginning; nil for anything else.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10 || bytes.count == 20 else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].reduce(into: 0 as Int?) { value, byte in
                value = (0x30...0x39).contains(byte) ? value.map { 10 * $0 + Int(byte - 0x30) } : nil
            }
        }
        guard bytes[4] == 0x2d, bytes[7] == 0x2d, let year = number(0..<4), let month = number(5..<7),
            let day = number(8..<10), (1970...9999).contains(year), (1...12).contains(month),
            (1...Self.days(inMonth: month, of: year)).contains(day)
        else { return nil }
        let midnight = 86_400 * Self.days(year, month, day)
        if bytes.count == 10 {
            seconds = midnight
            return
        }
        guard bytes[10] == 0x54, bytes[13] == 0x3a, bytes[16] == 0x3a, bytes[19] == 0x5a, let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), hour < 24, minute < 60, second < 60
        else { return nil }
        seconds = midnight + 3600 * hour + 60 * minute + second
    }

    /// As RFC 3339 in UTC, `2027-01-31T00:00:00Z`.
    public var text: String {
        let days = seconds / 86_400
        var year = 1970 + days / 366
        while Self.days(year + 1, 1, 1) <= days { year += 1 }
        var month = 1
        while month < 12, Self.days(year, month + 1, 1) <= days { month += 1 }
        let day = days - Self.days(year, month, 1) + 1
        let second = seconds % 86_400
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let date = "\(year)-\(two(month))-\(two(day))"
        return "\(date)T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
    }

    /// Days from the beginning of 1970 to a day of the Gregorian calendar.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let before = year - 1
        let leapDays = before / 4 - before / 100 + before / 400 - 477
        return 365 * (year - 1970) + leapDays + (1..<month).reduce(0) { $0 + days(inMonth: $1, of: year) } + day - 1
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
