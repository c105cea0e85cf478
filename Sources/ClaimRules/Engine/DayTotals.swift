/// Time by the day of the month, in milliseconds, so that seconds are summed exactly and floored once.
struct DayTotals: Sendable {
    /// By day of the month; empty while there is no time, as most months have time of one kind of performer only.
    private var days: [Int64] = []
    private(set) var total: Int64 = 0

    /// Whole minutes in the month.
    var minutes: Int { Int(total / 60_000) }

    mutating func add(_ milliseconds: Int64, day: Int) {
        if days.isEmpty { days = Array(repeating: 0, count: 32) }
        days[day] += milliseconds
        total += milliseconds
    }

    static func + (left: DayTotals, right: DayTotals) -> DayTotals {
        if left.days.isEmpty { return right }
        var sum = left
        for (day, milliseconds) in right.days.enumerated() where milliseconds != 0 { sum.add(milliseconds, day: day) }
        return sum
    }

    /// The first day of the month with any time, or nil where there is none.
    var firstDay: Int? { days.firstIndex { $0 > 0 } }

    /// The days with more than this many minutes, and how many each has.
    func all(over minutes: Int) -> [(number: Int, minutes: Int)] {
        days.indices.compactMap { days[$0] > Int64(minutes) * 60_000 ? ($0, Int(days[$0] / 60_000)) : nil }
    }

    /// The day of the month on which this many minutes were complete, or nil where they never were.
    func day(reaching minutes: Int) -> Int? {
        let needed = Int64(minutes) * 60_000
        guard total >= needed else { return nil }
        var sum: Int64 = 0
        for (day, milliseconds) in days.enumerated() {
            sum += milliseconds
            if day > 0, sum >= needed { return day }
        }
        return days.isEmpty ? 1 : nil
    }
}
