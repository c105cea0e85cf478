import ClaimRules

/// Visits and stays.
extension FHIRMapping {
    /// How an encounter was held, by its class (HL7 ActCode).
    enum Manner {
        /// Face to face, on one day.
        case visit
        case virtual
        case stay
        case unknown
    }

    func manner(of encounter: FHIRElement) -> Manner {
        guard let coding = encounter.codingConcept("class")?.codings.first else { return .unknown }
        return switch coding.code.uppercased() {
        case "AMB", "HH", "FLD", "EMER", "SS", "OBSENC": .visit
        case "VR": .virtual
        case "IMP", "ACUTE", "NONAC": .stay
        default: .unknown
        }
    }

    /// Stays in the month, the last visit before it, and the visit at which care management began.
    func mapEncounters() {
        var stays: [Stay] = []
        var initiating: (element: FHIRElement, day: CalendarDate?)?
        for resource in resources[.encounter] {
            let element = resource.element
            guard isOfPatient(element, "subject"),
                isInForce(element, ["finished", "in-progress", "arrived", "triaged", "onleave", "unknown"])
            else {
                encountersWithoutEntry.insert(resource.index)
                continue
            }
            for name: StaticString in ["serviceProvider", "hospitalization", "location", "reasonReference", "priority"]
            {
                if let child = element.child(name) { reading.tape.markWhole(child.index) }
            }
            let period = element.period("period")
            let types = element.concepts("type")
            for participant in element.list("participant") { reading.tape.markWhole(participant.index) }
            switch manner(of: element) {
            case .stay:
                if let stay = stay(element, period, types), fits(stays.count, element) {
                    place("/stays/\(stays.count)", element)
                    stays.append(stay)
                }
            case .visit:
                noteLastSeen(element, period)
                let day = period?.start?.day
                guard isInitiating(element, types, day) else { break }
                if let found = initiating, (found.day ?? month.serviceMonth.firstDay) >= (day ?? .init(dayNumber: 0)) {
                    break
                }
                initiating = (element, day)
            case .virtual, .unknown: break
            }
        }
        if !stays.isEmpty { month.stays = stays }
        if let initiating { mapInitiatingVisit(initiating.element) }
    }

    private func stay(_ element: FHIRElement, _ period: FHIRPeriod?, _ types: [FHIRConcept]) -> Stay? {
        guard let from = period?.start?.day else { return nil }
        // Days on the wall of two time zones may be the wrong way round where moments are not.
        let to = period?.end?.day.map { max($0, from) }
        guard from <= month.serviceMonth.lastDay, to ?? from >= month.serviceMonth.firstDay || to == nil else {
            return nil
        }
        let named = types.lazy.compactMap { $0.firstNamed(StaySetting.init(rawValue:)) }.first
        let isAcute = element.codingConcept("class").map { $0.has("IMP") || $0.has("ACUTE") } ?? false
        return Stay(from: from, to: to, setting: named ?? (isAcute ? .inpatient : nil))
    }

    /// The latest visit before the month with the billing practitioner.
    private func noteLastSeen(_ element: FHIRElement, _ period: FHIRPeriod?) {
        guard let day = period?.latestDay, day < month.serviceMonth.firstDay,
            month.patient?.lastSeen.map({ $0 < day }) ?? true,
            element.list("participant").contains(where: { isBiller($0.reference("individual")) })
        else { return }
        var patient = month.patient ?? Patient()
        patient.lastSeen = day
        month.patient = patient
        place("/patient/lastSeen", element)
    }

    /// Whether a reference names the practitioner who bills the claim.
    func isBiller(_ reference: FHIRReference?) -> Bool {
        guard let reference else { return false }
        let person = people.person(reference)
        if let npi = person.npi, npi == biller.npi { return true }
        guard let own = biller.element, let resource = person.resource?.index else { return false }
        return resource == own.index
    }

    /// A visit before the month's end of a code that can begin care management, or one that is marked as having done so.
    private func isInitiating(_ element: FHIRElement, _ types: [FHIRConcept], _ day: CalendarDate?) -> Bool {
        if let day, day > month.serviceMonth.lastDay { return false }
        if types.contains(where: { $0.has("initiating-visit") }) || discussesCare(element) { return true }
        guard let code = visitCode(types)?.code else { return false }
        return day != nil && InitiatingVisit.qualifies(code)
    }

    private func visitCode(_ types: [FHIRConcept]) -> (code: ProcedureCode, element: FHIRElement)? {
        types.lazy.flatMap(\.codings).filter { $0.system == .procedure }
            .compactMap { coding in ProcedureCode(coding.code).map { ($0, coding.element) } }.first
    }

    /// Care management is among the reasons for the visit, by one of its codes.
    private func discussesCare(_ element: FHIRElement) -> Bool {
        element.concepts("reasonCode").flatMap(\.codings).contains { coding in
            coding.system == .procedure && ProcedureCode(coding.code).flatMap(CodeTable.entry) != nil
        }
    }

    private func mapInitiatingVisit(_ element: FHIRElement) {
        var visit = InitiatingVisit()
        let code = visitCode(element.concepts("type"))
        visit.code = code?.code
        visit.date = element.period("period")?.start?.day
        visit.ccmDiscussed = discussesCare(element) ? true : nil
        month.initiatingVisit = visit
        place("/initiatingVisit", element)
        place("/initiatingVisit/code", code?.element)
        place("/initiatingVisit/date", element.object("period"))
    }
}
