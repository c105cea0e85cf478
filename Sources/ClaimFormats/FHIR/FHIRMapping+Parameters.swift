import ClaimRules

/// What `Parameters` says beside the resources: members of the care month that FHIR has no element for, by the contract's
/// names, a group of them as a parameter with parts. They go before what the resources say.
extension FHIRMapping {
    func mapParameters() {
        for parameter in parameters {
            let value = Value(parameter)
            switch parameter.string("name") {
            case "profile": month.profile = value.text
            case "setting": month.setting = value.word(PracticeSetting.self)
            case "medicalDecisionMaking": month.medicalDecisionMaking = value.word(DecisionMaking.self)
            case "receivedOn": month.receivedOn = value.day
            case "hospice": month.hospice = value.flag
            case "locality": mapLocality(parameter)
            case "patient": mapPatient(parameter)
            case "practitioner": mapPractitioner(parameter)
            case "initiatingVisit": mapInitiatingVisit(parameter)
            case "carePlan": mapCarePlan(parameter)
            case "consent": mapConsent(parameter)
            case "attestations": mapAttestations(parameter)
            default:
                reading.tape.unmark(parameter.index)
                continue
            }
            if let name = parameter.string("name") { place("/\(name)", parameter) }
        }
    }

    /// The value of one parameter or part, in the form that is asked for.
    private struct Value {
        let element: FHIRElement

        init(_ element: FHIRElement) { self.element = element }

        var text: String? {
            for name: StaticString in ["valueCode", "valueString"] {
                if element.child(name) != nil { return element.string(name) }
            }
            missing("valueCode")
            return nil
        }

        var flag: Bool? {
            if element.child("valueBoolean") == nil { missing("valueBoolean") }
            return element.bool("valueBoolean")
        }

        var day: CalendarDate? {
            guard let moment = element.moment("valueDate") ?? element.moment("valueDateTime") else {
                if element.child("valueDate") == nil, element.child("valueDateTime") == nil { missing("valueDate") }
                return nil
            }
            return moment.day
        }

        func word<Word: CaseIterable & RawRepresentable<String>>(_: Word.Type) -> Word? {
            guard let text else { return nil }
            if let word = Word(rawValue: text) { return word }
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            element.reading.problem(.unknownWord, element, "The value must be one of \(words).")
            return nil
        }

        var code: ProcedureCode? {
            guard let text else { return nil }
            if let code = ProcedureCode(text) { return code }
            element.reading.problem(
                .invalidProcedureCode,
                element,
                "The value must be a CPT or HCPCS code of five characters."
            )
            return nil
        }

        private func missing(_ member: StaticString) { element.reading.missing(member, in: element) }
    }

    /// Lets `take` take each part by its name; what it does not know is listed as not read.
    private func parts(_ parameter: FHIRElement, _ take: (String, Value) -> Bool) {
        for part in parameter.list("part") {
            guard let name = part.string("name") else {
                reading.missing("name", in: part)
                continue
            }
            if !take(name, Value(part)) { reading.tape.unmark(part.index) }
        }
    }

    private func mapLocality(_ parameter: FHIRElement) {
        var contractor: String?
        var locality: String?
        parts(parameter) { name, value in
            switch name {
            case "contractor": contractor = value.text
            case "locality": locality = value.text
            default: return false
            }
            return true
        }
        if let contractor, let locality {
            month.locality = Locality(contractor: contractor, locality: locality)
        } else {
            reading.problem(.required, parameter, "The parts contractor and locality are required.")
        }
    }

    private func mapPatient(_ parameter: FHIRElement) {
        var patient = month.patient ?? Patient()
        parts(parameter) { name, value in
            switch name {
            case "newToPractice": patient.newToPractice = value.flag
            case "lastSeen": patient.lastSeen = value.day
            default: return false
            }
            return true
        }
        month.patient = patient
    }

    private func mapPractitioner(_ parameter: FHIRElement) {
        var practitioner = month.practitioner ?? Practitioner()
        parts(parameter) { name, value in
            guard name == "kind" else { return false }
            practitioner.kind = value.text.map { PractitionerKind($0) }
            return true
        }
        month.practitioner = practitioner
    }

    private func mapInitiatingVisit(_ parameter: FHIRElement) {
        var visit = month.initiatingVisit ?? InitiatingVisit()
        parts(parameter) { name, value in
            switch name {
            case "code": visit.code = value.code
            case "date": visit.date = value.day
            case "ccmDiscussed": visit.ccmDiscussed = value.flag
            default: return false
            }
            return true
        }
        month.initiatingVisit = visit
    }

    private func mapCarePlan(_ parameter: FHIRElement) {
        var plan = month.carePlan ?? CarePlan()
        parts(parameter) { name, value in
            switch name {
            case "electronic": plan.electronic = value.flag
            case "copyGiven": plan.copyGiven = value.flag
            default: return false
            }
            return true
        }
        month.carePlan = plan
    }

    private func mapConsent(_ parameter: FHIRElement) {
        var consent = month.consent ?? Consent()
        parts(parameter) { name, value in
            switch name {
            case "given": consent.given = value.flag
            case "date": consent.date = value.day
            case "form": consent.form = value.word(ConsentForm.self)
            default: return false
            }
            return true
        }
        month.consent = consent
    }

    private func mapAttestations(_ parameter: FHIRElement) {
        parts(parameter) { name, value in
            guard let item = ChecklistItemID(rawValue: name) else { return false }
            month.attestations[item] = value.flag
            return true
        }
    }
}
