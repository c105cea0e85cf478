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

    /// - Parameter days: the days of the service month.
    init(_ month: borrowing CareMonth, days: ClosedRange<CalendarDate>) {
        guard let log = month.timeLog else { return }
        // Seen in place: an entry has texts, and a copy of it would count references to each of them.
        let entries = log.span
        for position in entries.indices {
            guard let milliseconds = entries[position].milliseconds else {
                hasUnmeasured = true
                excluded.append(ExcludedTime(entry: position, minutes: nil, reason: .noDuration))
                continue
            }
            if let reason = MinuteTally.exclusion(of: entries[position], month, days) {
                if reason == .noDate || reason == .noPerformer { undecided += milliseconds }
                exclude(position, milliseconds, reason)
            } else if case .interval(let start, let end)? = entries[position].duration {
                countDays(entries[position], position, start, end, month, days)
            } else if let date = entries[position].date {
                count(entries[position], milliseconds, on: date, days)
            }
        }
        overlaps = MinuteTally.overlaps(in: log, excluded: excluded)
        for overlap in overlaps where overlap.kind == .counted {
            let entry = log[overlap.entry]
            guard case .interval(let start, _)? = entry.duration else { continue }
            for day in MinuteTally.days(from: start, lasting: overlap.milliseconds, days)
            where MinuteTally.exclusion(on: day.date, month, days) == nil {
                count(entry, -day.milliseconds, on: day.date, days)
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
        _ month: CareMonth,
        _ days: ClosedRange<CalendarDate>
    ) {
        let whole = end.milliseconds - start.milliseconds
        var inside: Int64 = 0
        var inFacility: Int64 = 0
        for day in MinuteTally.days(from: start, lasting: whole, days) {
            inside += day.milliseconds
            if MinuteTally.exclusion(on: day.date, month, days) == nil {
                count(entry, day.milliseconds, on: day.date, days)
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
        _ month: ClosedRange<CalendarDate>
    ) -> [(date: CalendarDate, milliseconds: Int64)] {
        let dayLength: Int64 = 86_400_000
        let first = month.lowerBound.dayNumber
        let monthStart = Int64(first) * dayLength
        let monthEnd = Int64(month.upperBound.dayNumber + 1) * dayLength
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

    private mutating func count(
        _ entry: TimeEntry,
        _ milliseconds: Int64,
        on date: CalendarDate,
        _ days: ClosedRange<CalendarDate>
    ) {
        let day = Int(date.dayNumber - days.lowerBound.dayNumber) + 1
        if entry.performer?.kind == .practitioner {
            practitioner.add(milliseconds, day: day)
        } else {
            staff.add(milliseconds, day: day)
        }
    }

    /// Why nothing of the entry counts, or nil where it does, or where for an interval its days decide. What is certain
    /// comes before what is merely not known.
    private static func exclusion(
        of entry: TimeEntry,
        _ month: CareMonth,
        _ days: ClosedRange<CalendarDate>
    ) -> ExclusionReason? {
        if !entry.isOwnProgram { return .otherProgram }
        if entry.performer?.kind == .nonClinical { return .nonClinical }
        if entry.faceToFace == true { return .faceToFace }
        guard let date = entry.date else { return .noDate }
        if entry.performer?.kind != nil, case .interval? = entry.duration { return nil }
        return exclusion(on: date, month, days) ?? (entry.performer?.kind == nil ? .noPerformer : nil)
    }

    /// Why nothing counts on the day, or nil where it does.
    private static func exclusion(
        on date: CalendarDate,
        _ month: CareMonth,
        _ days: ClosedRange<CalendarDate>
    ) -> ExclusionReason? {
        if !days.contains(date) { return .outsideMonth }
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
