/// Time by the day of the month, in milliseconds, so that seconds are summed exactly and floored once.
struct DayTotals: Sendable {
    private var days = InlineArray<32, Int64>(repeating: 0)
    private(set) var total: Int64 = 0

    /// Whole minutes in the month.
    var minutes: Int { Int(total / 60_000) }

    mutating func add(_ milliseconds: Int64, day: Int) {
        days[day] += milliseconds
        total += milliseconds
    }

    static func + (left: DayTotals, right: DayTotals) -> DayTotals {
        var sum = left
        for day in 1...31 where right.days[day] != 0 { sum.add(right.days[day], day: day) }
        return sum
    }

    /// The first day of the month with any time, or nil where there is none.
    var firstDay: Int? { (1...31).first { days[$0] > 0 } }

    /// The first day with more than this many minutes, and how many it has; nil where there is none.
    func firstDay(over minutes: Int) -> (number: Int, minutes: Int)? {
        (1...31).first { days[$0] > Int64(minutes) * 60_000 }.map { ($0, Int(days[$0] / 60_000)) }
    }

    /// The day of the month on which this many minutes were complete, or nil where they never were.
    func day(reaching minutes: Int) -> Int? {
        let needed = Int64(minutes) * 60_000
        guard total >= needed else { return nil }
        var sum: Int64 = 0
        for day in 1...31 {
            sum += days[day]
            if sum >= needed { return day }
        }
        return nil
    }
}

/// The month's time log, counted: who spent how much on which day, and what does not count and why.
struct MinuteTally: Sendable {
    private(set) var staff = DayTotals()
    private(set) var practitioner = DayTotals()
    private(set) var excluded: [ExcludedTime] = []
    /// Time that would count for somebody if its date or performer were known.
    private(set) var undecided: Int64 = 0
    /// Time that one performer recorded twice.
    private(set) var overlaps: [TimeOverlap] = []
    /// Entries that record no time at all: nobody knows what they would add.
    private(set) var hasUnmeasured = false

    init(_ month: CareMonth) {
        guard let log = month.timeLog else { return }
        let first = month.serviceMonth.firstDay.dayNumber
        let dayCount = Int32(month.serviceMonth.dayCount)
        for (position, entry) in log.enumerated() {
            guard let milliseconds = entry.milliseconds else {
                hasUnmeasured = true
                excluded.append(ExcludedTime(entry: position, minutes: nil, reason: .noDuration))
                continue
            }
            let day = entry.date.map { $0.dayNumber - first }
            if let reason = MinuteTally.exclusion(of: entry, day: day, dayCount: dayCount, stays: month.stays) {
                if reason == .noDate || reason == .noPerformer { undecided += milliseconds }
                excluded.append(ExcludedTime(entry: position, minutes: Int(milliseconds / 60_000), reason: reason))
            } else {
                count(entry, milliseconds, day: Int(day!) + 1)
            }
        }
        overlaps = MinuteTally.overlaps(in: log, excluded: excluded)
        for overlap in overlaps where !overlap.isOtherProgram {
            let entry = log[overlap.entry]
            count(entry, -overlap.milliseconds, day: Int(entry.date!.dayNumber - first) + 1)
        }
    }

    private mutating func count(_ entry: TimeEntry, _ milliseconds: Int64, day: Int) {
        if entry.performer?.kind == .practitioner {
            practitioner.add(milliseconds, day: day)
        } else {
            staff.add(milliseconds, day: day)
        }
    }

    /// Why the entry does not count, or nil where it does. What is certain comes before what is merely not known.
    private static func exclusion(
        of entry: TimeEntry,
        day: Int32?,
        dayCount: Int32,
        stays: [Stay]?
    ) -> ExclusionReason? {
        if !entry.isOwnProgram { return .otherProgram }
        if entry.performer?.kind == .nonClinical { return .nonClinical }
        if entry.faceToFace == true { return .faceToFace }
        guard let day, let date = entry.date else { return .noDate }
        guard (0..<dayCount).contains(day) else { return .outsideMonth }
        if let stays, stays.contains(where: { $0.excludes(date) }) { return .facilityStay }
        return entry.performer?.kind == nil ? .noPerformer : nil
    }
}

extension Stay {
    fileprivate func excludes(_ date: CalendarDate) -> Bool {
        guard setting?.excludesMinutes == true, date >= from else { return false }
        guard let to else { return true }
        return date <= to
    }
}
