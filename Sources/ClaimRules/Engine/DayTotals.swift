/// Time by the day of the month, in milliseconds, so that seconds are summed exactly and floored once.
struct DayTotals: Sendable {
    /// By day of the month, in place: every month has some, and an array would be memory to ask for.
    private var days = InlineArray<32, Int64>(repeating: 0)
    private(set) var total: Int64 = 0

    /// Whole minutes in the month.
    var minutes: Int { Int(total / 60_000) }

    mutating func add(_ milliseconds: Int64, day: Int) {
        days[day] += milliseconds
        total += milliseconds
    }

    mutating func add(_ other: DayTotals) {
        for day in days.indices { days[day] += other.days[day] }
        total += other.total
    }

    static func + (left: DayTotals, right: DayTotals) -> DayTotals {
        var sum = left
        if right.total != 0 { sum.add(right) }
        return sum
    }

    /// The first day of the month with any time, or nil where there is none.
    var firstDay: Int? {
        // Seen in place: each look at the array itself would copy it.
        let days = days.span
        for day in days.indices where days[day] > 0 { return day }
        return nil
    }

    /// The days with more than this many minutes, and how many each has.
    func all(over minutes: Int) -> [(number: Int, minutes: Int)] {
        days.indices.compactMap { days[$0] > Int64(minutes) * 60_000 ? ($0, Int(days[$0] / 60_000)) : nil }
    }

    /// The day of the month on which this many minutes were complete, or nil where they never were.
    func day(reaching minutes: Int) -> Int? {
        let needed = Int64(minutes) * 60_000
        guard total >= needed else { return nil }
        let days = days.span
        var sum: Int64 = days[0]
        for day in 1..<days.count {
            sum += days[day]
            if sum >= needed { return day }
        }
        return nil
    }
}
