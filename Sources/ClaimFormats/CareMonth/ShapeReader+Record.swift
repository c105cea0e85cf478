import ClaimRules

/// The parts of a care month that the patient's record holds: time, consent, plan, visit, attestations.
extension ShapeReader {
    /// An entry has `minutes`, or `start` and `end`; both at once would leave open which of them counts.
    mutating func timeEntry() throws(JSONError) -> TimeEntry? {
        guard var cursor = try object() else { return nil }
        var entry = TimeEntry()
        try read(&cursor, into: &entry)
        return entry
    }

    @inline(never)
    private mutating func read(_ cursor: inout JSONCursor, into entry: inout TimeEntry) throws(JSONError) {
        var minutes: Int?
        var day: CalendarDate?
        var start: Timestamp?
        var end: Timestamp?
        let noted = problemCount
        while let member = try json.nextMember(&cursor, of: TimeEntryMember.self) {
            switch member {
            case .date: day = try date()
            case .minutes: minutes = try int(0...CareMonthLimits.minutes)
            case .start: start = try timestamp()
            case .end: end = try timestamp()
            case .performer: entry.performer = try performer()
            case .activity: entry.activity = try text()
            case .faceToFace: entry.faceToFace = try bool()
            case .program: entry.program = try text()
            }
        }
        if problemCount == noted {
            entry.duration = duration(minutes: minutes, day: day, start: start, end: end, entryAt: cursor.offset)
        }
    }

    private mutating func duration(
        minutes: Int?,
        day: CalendarDate?,
        start: Timestamp?,
        end: Timestamp?,
        entryAt offset: Int
    ) -> TimeEntry.Duration? {
        guard start != nil || end != nil else { return minutes.map { .minutes($0, on: day) } }
        guard let start else {
            noteMissing("start", inObjectAt: offset)
            return nil
        }
        guard let end else {
            noteMissing("end", inObjectAt: offset)
            return nil
        }
        if minutes != nil {
            note(.contradictory, at: offset, "An entry has either minutes, or start and end.")
        } else if end < start {
            note(.contradictory, at: offset, "An entry must not end before it starts.")
        } else if end.milliseconds - start.milliseconds > Int64(CareMonthLimits.minutes) * 60_000 {
            note(.outOfRange, at: offset, "An entry must not last longer than a month.")
        } else if let day, day != start.localDate {
            note(.contradictory, at: offset, "An entry's date must be the day on which it starts.")
        }
        return .interval(start: start, end: end)
    }

    private mutating func performer() throws(JSONError) -> Performer? {
        guard var cursor = try object() else { return nil }
        var kind: PerformerKind?
        var id: String?
        var credential: String?
        while let member = try json.nextMember(&cursor, of: PerformerMember.self) {
            switch member {
            case .kind: kind = try word()
            case .id: id = try text()
            case .credential: credential = try text()
            }
        }
        return Performer(kind: kind, id: id, credential: credential)
    }

    mutating func consent() throws(JSONError) -> Consent? {
        guard var cursor = try object() else { return nil }
        var consent = Consent()
        while let member = try json.nextMember(&cursor, of: ConsentMember.self) {
            switch member {
            case .given: consent.given = try bool()
            case .date: consent.date = try date()
            case .form: consent.form = try word()
            case .covers: consent.covers = try words()
            }
        }
        return consent
    }

    mutating func carePlan() throws(JSONError) -> CarePlan? {
        guard var cursor = try object() else { return nil }
        var plan = CarePlan()
        while let member = try json.nextMember(&cursor, of: CarePlanMember.self) {
            switch member {
            case .activity: plan.activity = try words()
            case .date: plan.date = try date()
            case .electronic: plan.electronic = try bool()
            case .copyGiven: plan.copyGiven = try bool()
            case .addresses: plan.addresses = try words()
            }
        }
        return plan
    }

    mutating func initiatingVisit() throws(JSONError) -> InitiatingVisit? {
        guard var cursor = try object() else { return nil }
        var visit = InitiatingVisit()
        while let member = try json.nextMember(&cursor, of: InitiatingVisitMember.self) {
            switch member {
            case .code: visit.code = try procedureCode()
            case .date: visit.date = try date()
            case .ccmDiscussed: visit.ccmDiscussed = try bool()
            }
        }
        return visit
    }

    /// Checklist items with true or false; items that the checklist does not have are unread members.
    mutating func attestations() throws(JSONError) -> Attestations {
        var attestations = Attestations()
        guard var cursor = try object() else { return attestations }
        while let item = try json.nextMember(&cursor, of: ChecklistItemID.self) { attestations[item] = try bool() }
        return attestations
    }
}
