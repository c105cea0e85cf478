import ClaimRules

/// The month's time log.
extension FHIRMapping {
    /// Tasks, procedures, calls and virtual encounters of the service month, in the document's order. Work of other months
    /// belongs to their logs.
    func mapTimeLog() {
        var entries: [(index: Int, entry: TimeEntry, element: FHIRElement)] = []
        func add(_ resource: FHIRResource, _ entry: TimeEntry?) {
            guard let entry, fits(entries.count, resource.element) else { return }
            if let date = entry.date, !month.serviceMonth.days.contains(date) { return }
            entries.append((resource.index, entry, resource.element))
        }
        for resource in resources[.task] { add(resource, task(resource.element)) }
        for resource in resources[.procedure] { add(resource, procedure(resource.element)) }
        for resource in resources[.communication] { add(resource, communication(resource.element)) }
        for resource in resources[.encounter] where !encountersWithoutEntry.contains(resource.index) {
            add(resource, encounter(resource.element))
        }
        entries.sort { $0.index < $1.index }
        for (position, entry) in entries.enumerated() { place("/timeLog/\(position)", entry.element) }
        if !entries.isEmpty { month.timeLog = entries.map(\.entry) }
    }

    private func task(_ element: FHIRElement) -> TimeEntry? {
        guard isOfPatient(element, "for"),
            isInForce(element, ["completed", "in-progress", "on-hold", "accepted", "received", "ready"])
        else { return nil }
        mark(element, ["intent", "priority", "authoredOn", "lastModified", "basedOn", "focus", "partOf", "requester"])
        let spent = element.list("output").first { $0.child("valueDuration") != nil }
        for output in element.list("output") { reading.tape.markRead(output.index) }
        if let type = spent?.child("type") { reading.tape.markWhole(type.index) }
        var entry = TimeEntry()
        entry.duration = duration(element.period("executionPeriod"), minutes: spent?.minutes("valueDuration"))
        entry.performer = performer(element.reference("owner"), roles: element.concepts("performerType"))
        entry.activity = element.string("description") ?? element.concept("code")?.words
        describe(element, [element.concept("code")].compactMap { $0 }, &entry)
        return entry
    }

    private func procedure(_ element: FHIRElement) -> TimeEntry? {
        guard isOfPatient(element, "subject"), isInForce(element, ["completed", "in-progress", "on-hold", "stopped"])
        else {
            return nil
        }
        // Without a period nothing says how long it took.
        guard let period = element.period("performedPeriod") else { return nil }
        mark(element, ["basedOn", "partOf", "reasonCode", "reasonReference", "location", "outcome", "recorder"])
        var entry = TimeEntry()
        entry.duration = duration(period, minutes: nil)
        let performers = element.list("performer")
        entry.performer = performer(
            performers.first?.reference("actor"),
            roles: performers.first?.concept("function").map { [$0] } ?? []
        )
        let code = element.concept("code")
        entry.activity = element.list("note").lazy.compactMap { $0.string("text") }.first ?? code?.words
        describe(element, [element.concept("category"), code].compactMap { $0 }, &entry)
        return entry
    }

    /// A call: what was sent and received over a line that both were on. A letter, or what does not say how it
    /// went, says nothing of the time it took.
    private func communication(_ element: FHIRElement) -> TimeEntry? {
        guard isOfPatient(element, "subject"), isInForce(element, ["completed", "in-progress"]) else { return nil }
        let media = element.concepts("medium")
        let live: [StaticString] = ["PHONE", "VIDEOCONF", "ELECTRONIC", "REMOTE", "VERBAL"]
        guard let start = element.moment("sent"), let end = element.moment("received"), start.time != nil,
            media.contains(where: { medium in live.contains(where: medium.has) })
        else { return nil }
        mark(element, ["basedOn", "partOf", "priority", "recipient", "about"])
        if end.isBefore(start) {
            reading.problem(.contradictory, element, "A communication must not be received before it is sent.")
            return nil
        }
        var entry = TimeEntry()
        entry.duration = duration(FHIRPeriod(start: start, end: end, element: element), minutes: nil)
        entry.performer = performer(element.reference("sender"), roles: [])
        let reasons = element.concepts("reasonCode")
        entry.activity = element.concept("topic")?.words ?? reasons.lazy.compactMap(\.words).first
        describe(element, element.concepts("category") + reasons, &entry)
        return entry
    }

    /// A virtual encounter in which no work was logged by itself.
    private func encounter(_ element: FHIRElement) -> TimeEntry? {
        guard case .virtual = manner(of: element) else { return nil }
        let minutes = element.minutes("length")
        let period = element.period("period")
        guard minutes != nil || period != nil else { return nil }
        var entry = TimeEntry()
        entry.duration = duration(period, minutes: minutes)
        let participant = element.list("participant").first
        entry.performer = performer(participant?.reference("individual"), roles: participant?.concepts("type") ?? [])
        let types = element.concepts("type")
        let reasons = element.concepts("reasonCode")
        entry.activity = reasons.lazy.compactMap(\.words).first ?? types.lazy.compactMap(\.words).first
        entry.faceToFace = false
        entry.program = program(types + reasons)
        return entry
    }

    private func mark(_ element: FHIRElement, _ names: [StaticString]) {
        for name in names {
            if let child = element.child(name) { reading.tape.markWhole(child.index) }
        }
    }

    /// The program, and whether the work was done face to face: during an encounter that was.
    private func describe(_ element: FHIRElement, _ concepts: [FHIRConcept], _ entry: inout TimeEntry) {
        entry.program = program(concepts)
        let reference = element.reference("encounter")
        resources.noteUnresolved(reference)
        guard let encounter = reference.flatMap(resources.resolve), encounter.type == .encounter else { return }
        encountersWithoutEntry.insert(encounter.index)
        switch manner(of: encounter.element) {
        case .visit, .stay: entry.faceToFace = true
        case .virtual: entry.faceToFace = false
        case .unknown: break
        }
    }

    /// The program that work is recorded for: a program's own word, or the code of a service. Work under a code of care
    /// management is that program's; under another code it belongs to that service.
    private func program(_ concepts: [FHIRConcept]) -> String? {
        for coding in concepts.lazy.flatMap(\.codings) {
            let word = coding.code.lowercased()
            if ["ccm", "pcm", "rpm", "rtm", "bhi", "cocm", "tcm", "apcm", "chi", "pin"].contains(word) { return word }
            if coding.system == .procedure, let code = ProcedureCode(coding.code) {
                return CodeTable.entry(code) == nil ? code.text : TimeEntry.program
            }
        }
        return nil
    }

    /// A length in one of the two forms of an entry: stated minutes, or a moment to a moment.
    private func duration(_ period: FHIRPeriod?, minutes: Int?) -> TimeEntry.Duration? {
        if let minutes { return .minutes(minutes, on: period?.start?.day ?? period?.end?.day) }
        guard let period, let start = period.start?.time, let end = period.end?.time else { return nil }
        guard end.milliseconds - start.milliseconds <= 24 * 3_600_000 else {
            let message = "A period of more than a day is not the length of work; the entry has no time."
            reading.note(.severalDays, period.element, message, severity: .warning)
            return nil
        }
        return .interval(start: start, end: end)
    }

    /// Who did the work: by the role it was done in, else by what the person is.
    private func performer(_ reference: FHIRReference?, roles: [FHIRConcept]) -> Performer? {
        var performer = Performer(kind: roles.lazy.compactMap { $0.firstNamed(Credentials.performer) }.first)
        if let reference {
            let person = people.person(reference)
            // Who did much of the month's work is asked for once.
            if person.resource == nil, let text = reference.text, unknownPerformers.insert(text).inserted {
                resources.noteUnresolved(reference)
            }
            performer.kind = performer.kind ?? person.performer ?? (isBiller(reference) ? .practitioner : nil)
            performer.id = person.id ?? (person.resource == nil ? reference.text : nil)
            performer.credential = person.credential
        }
        return performer == Performer() ? nil : performer
    }
}
