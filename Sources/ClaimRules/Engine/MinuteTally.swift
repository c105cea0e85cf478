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
        var hasIntervals = false
        for position in entries.indices {
            guard let duration = entries[position].duration else {
                hasUnmeasured = true
                excluded.append(ExcludedTime(entry: position, minutes: nil, reason: .noDuration))
                continue
            }
            let time = Time(
                duration: duration,
                performer: entries[position].performer?.kind,
                isFaceToFace: entries[position].faceToFace == true,
                isOwnProgram: entries[position].program == nil || entries[position].isOwnProgram
            )
            let milliseconds = duration.milliseconds
            if case .interval = duration { hasIntervals = true }
            if let reason = MinuteTally.exclusion(of: time, month, days) {
                if reason == .noDate || reason == .noPerformer { undecided += milliseconds }
                exclude(position, milliseconds, reason)
            } else if case .interval(let start, let end) = duration {
                countDays(time.performer, position, start, end, month, days)
            } else if let date = duration.date {
                count(time.performer, milliseconds, on: date, days)
            }
        }
        if hasIntervals { removeOverlaps(log, month, days) }
    }

    /// What of an entry decides whether and how its time counts.
    private struct Time {
        let duration: TimeEntry.Duration
        let performer: PerformerKind?
        let isFaceToFace: Bool
        let isOwnProgram: Bool
    }

    /// Takes back what was counted twice. Only entries with start and end can share time.
    private mutating func removeOverlaps(
        _ log: [TimeEntry],
        _ month: borrowing CareMonth,
        _ days: ClosedRange<CalendarDate>
    ) {
        overlaps = MinuteTally.overlaps(in: log, excluded: excluded)
        for overlap in overlaps where overlap.kind == .counted {
            let entry = log[overlap.entry]
            guard case .interval(let start, _)? = entry.duration else { continue }
            for day in MinuteTally.days(from: start, lasting: overlap.milliseconds, days)
            where MinuteTally.exclusion(on: day.date, month, days) == nil {
                count(entry.performer?.kind, -day.milliseconds, on: day.date, days)
            }
        }
    }

    /// Counts an interval on the days it lies in, each by its own part: minutes belong to the day on which they were
    /// spent, and none carries over to another month.
    private mutating func countDays(
        _ performer: PerformerKind?,
        _ position: Int,
        _ start: Timestamp,
        _ end: Timestamp,
        _ month: borrowing CareMonth,
        _ days: ClosedRange<CalendarDate>
    ) {
        let whole = end.milliseconds - start.milliseconds
        var inside: Int64 = 0
        var inFacility: Int64 = 0
        for day in MinuteTally.days(from: start, lasting: whole, days) {
            inside += day.milliseconds
            if MinuteTally.exclusion(on: day.date, month, days) == nil {
                count(performer, day.milliseconds, on: day.date, days)
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
        _ performer: PerformerKind?,
        _ milliseconds: Int64,
        on date: CalendarDate,
        _ days: ClosedRange<CalendarDate>
    ) {
        let day = Int(date.dayNumber - days.lowerBound.dayNumber) + 1
        if performer == .practitioner {
            practitioner.add(milliseconds, day: day)
        } else {
            staff.add(milliseconds, day: day)
        }
    }

    /// Why nothing of the entry counts, or nil where it does, or where for an interval its days decide. What is certain
    /// comes before what is merely not known.
    private static func exclusion(
        of time: Time,
        _ month: borrowing CareMonth,
        _ days: ClosedRange<CalendarDate>
    ) -> ExclusionReason? {
        if !time.isOwnProgram { return .otherProgram }
        if time.performer == .nonClinical { return .nonClinical }
        if time.isFaceToFace { return .faceToFace }
        guard let date = time.duration.date else { return .noDate }
        if time.performer != nil, case .interval = time.duration { return nil }
        return exclusion(on: date, month, days) ?? (time.performer == nil ? .noPerformer : nil)
    }

    /// Why nothing counts on the day, or nil where it does.
    private static func exclusion(
        on date: CalendarDate,
        _ month: borrowing CareMonth,
        _ days: ClosedRange<CalendarDate>
    ) -> ExclusionReason? {
        if !days.contains(date) { return .outsideMonth }
        guard let stays = month.stays, !stays.isEmpty else { return nil }
        return stays.contains { $0.excludes(date) } ? .facilityStay : nil
    }
}

extension Stay {
    fileprivate func excludes(_ date: CalendarDate) -> Bool {
        guard setting?.excludesMinutes == true, date >= from else { return false }
        guard let to else { return true }
        return date <= to
    }
}
