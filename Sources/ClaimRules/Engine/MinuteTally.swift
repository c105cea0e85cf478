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
        for (position, entry) in log.enumerated() {
            guard let milliseconds = entry.milliseconds else {
                hasUnmeasured = true
                excluded.append(ExcludedTime(entry: position, minutes: nil, reason: .noDuration))
                continue
            }
            if let reason = MinuteTally.exclusion(of: entry, month) {
                if reason == .noDate || reason == .noPerformer { undecided += milliseconds }
                exclude(position, milliseconds, reason)
            } else if case .interval(let start, let end)? = entry.duration {
                countDays(entry, position, start, end, month)
            } else if let date = entry.date {
                count(entry, milliseconds, on: date, month)
            }
        }
        overlaps = MinuteTally.overlaps(in: log, excluded: excluded)
        for overlap in overlaps where !overlap.isOtherProgram {
            let entry = log[overlap.entry]
            guard case .interval(let start, _)? = entry.duration else { continue }
            for day in MinuteTally.days(from: start, lasting: overlap.milliseconds, month)
            where MinuteTally.exclusion(on: day.date, month) == nil {
                count(entry, -day.milliseconds, on: day.date, month)
            }
        }
    }

    /// Counts an interval on the days it lies in, each by its own part: minutes belong to the day on which they were
    /// spent, and none carries over to another month.
    private mutating func countDays(
        _ entry: TimeEntry,
        _ position: Int,
        _ start: Timestamp,
        _ end: Timestamp,
        _ month: CareMonth
    ) {
        let whole = end.milliseconds - start.milliseconds
        var inside: Int64 = 0
        var inFacility: Int64 = 0
        for day in MinuteTally.days(from: start, lasting: whole, month) {
            inside += day.milliseconds
            if MinuteTally.exclusion(on: day.date, month) == nil {
                count(entry, day.milliseconds, on: day.date, month)
            } else {
                inFacility += day.milliseconds
            }
        }
        if inside < whole { exclude(position, whole - inside, .outsideMonth) }
        if inFacility > 0 { exclude(position, inFacility, .facilityStay) }
    }

    /// The days of the service month that an interval touches on the wall calendar, and how much of it each holds.
    private static func days(
        from start: Timestamp,
        lasting milliseconds: Int64,
        _ month: CareMonth
    ) -> [(date: CalendarDate, milliseconds: Int64)] {
        let dayLength: Int64 = 86_400_000
        let first = month.serviceMonth.firstDay.dayNumber
        let monthStart = Int64(first) * dayLength
        let monthEnd = monthStart + Int64(month.serviceMonth.dayCount) * dayLength
        let localStart = start.milliseconds + Int64(start.offsetMinutes) * 60_000
        var at = max(localStart, monthStart)
        let end = min(localStart + milliseconds, monthEnd)
        var found: [(date: CalendarDate, milliseconds: Int64)] = []
        while at < end {
            let day = Int32((at - monthStart) / dayLength)
            let dayEnd = min(end, monthStart + Int64(day + 1) * dayLength)
            found.append((CalendarDate(dayNumber: first + day), dayEnd - at))
            at = dayEnd
        }
        return found
    }

    private mutating func exclude(_ position: Int, _ milliseconds: Int64, _ reason: ExclusionReason) {
        excluded.append(ExcludedTime(entry: position, minutes: Int(milliseconds / 60_000), reason: reason))
    }

    private mutating func count(_ entry: TimeEntry, _ milliseconds: Int64, on date: CalendarDate, _ month: CareMonth) {
        let day = Int(date.dayNumber - month.serviceMonth.firstDay.dayNumber) + 1
        if entry.performer?.kind == .practitioner {
            practitioner.add(milliseconds, day: day)
        } else {
            staff.add(milliseconds, day: day)
        }
    }

    /// Why nothing of the entry counts, or nil where it does, or where for an interval its days decide. What is certain
    /// comes before what is merely not known.
    private static func exclusion(of entry: TimeEntry, _ month: CareMonth) -> ExclusionReason? {
        if !entry.isOwnProgram { return .otherProgram }
        if entry.performer?.kind == .nonClinical { return .nonClinical }
        if entry.faceToFace == true { return .faceToFace }
        guard let date = entry.date else { return .noDate }
        if entry.performer?.kind != nil, case .interval? = entry.duration { return nil }
        return exclusion(on: date, month) ?? (entry.performer?.kind == nil ? .noPerformer : nil)
    }

    /// Why nothing counts on the day, or nil where it does.
    private static func exclusion(on date: CalendarDate, _ month: CareMonth) -> ExclusionReason? {
        if !month.serviceMonth.days.contains(date) { return .outsideMonth }
        return month.stays?.contains { $0.excludes(date) } == true ? .facilityStay : nil
    }
}

extension Stay {
    fileprivate func excludes(_ date: CalendarDate) -> Bool {
        guard setting?.excludesMinutes == true, date >= from else { return false }
        guard let to else { return true }
        return date <= to
    }
}
