public import ClaimRules

/// Care months in the contract's names and order. What was not sent is not written, and what is written reads back as the
/// same month.
extension JSONWriter {
    public mutating func careMonth(_ month: CareMonth) {
        beginObject()
        member("id", month.id)
        name("serviceMonth")
        self.month(month.serviceMonth)
        member("profile", month.profile)
        member("setting", month.setting)
        object("locality", month.locality) { writer, locality in
            writer.member("contractor", locality.contractor)
            writer.member("locality", locality.locality)
        }
        object("patient", month.patient) { $0.members(of: $1) }
        object("practitioner", month.practitioner) { $0.members(of: $1) }
        list("diagnoses", month.diagnoses) { $0.string($1.text) }
        if !month.lines.isEmpty { list("lines", month.lines) { $0.line($1) } }
        list("conditions", month.conditions) { $0.condition($1) }
        member("medicalDecisionMaking", month.medicalDecisionMaking)
        list("timeLog", month.timeLog) { $0.timeEntry($1) }
        object("consent", month.consent) { $0.members(of: $1) }
        object("carePlan", month.carePlan) { $0.members(of: $1) }
        object("initiatingVisit", month.initiatingVisit) { writer, visit in
            writer.member("code", visit.code?.text)
            writer.member("date", visit.date)
            writer.member("ccmDiscussed", visit.ccmDiscussed)
        }
        attestations(month.attestations)
        list("history", month.history) { $0.billedService($1) }
        list("stays", month.stays) { $0.stay($1) }
        member("receivedOn", month.receivedOn)
        member("hospice", month.hospice)
        endObject()
    }

    private mutating func members(of patient: Patient) {
        member("id", patient.id)
        member("birthDate", patient.birthDate)
        member("newToPractice", patient.newToPractice)
        member("lastSeen", patient.lastSeen)
    }

    private mutating func members(of practitioner: Practitioner) {
        member("npi", practitioner.npi?.text)
        member("kind", practitioner.kind?.word)
        member("taxonomy", practitioner.taxonomy)
        member("groupTIN", practitioner.groupTIN?.text)
    }

    private mutating func members(of consent: Consent) {
        member("given", consent.given)
        member("date", consent.date)
        member("form", consent.form)
        words("covers", consent.covers)
    }

    private mutating func members(of plan: CarePlan) {
        words("activity", plan.activity)
        member("date", plan.date)
        member("electronic", plan.electronic)
        member("copyGiven", plan.copyGiven)
        words("addresses", plan.addresses)
    }

    private mutating func line(_ line: ServiceLine) {
        beginObject()
        member("code", line.code.text)
        member("units", line.units)
        member("date", line.date)
        if !line.modifiers.isEmpty { list("modifiers", line.modifiers) { $0.string($1.text) } }
        member("placeOfService", line.placeOfService?.text)
        list("diagnosisPointers", line.diagnosisPointers) { $0.int($1) }
        member("charge", line.charge)
        endObject()
    }

    private mutating func condition(_ condition: ChronicCondition) {
        beginObject()
        member("icd10", condition.icd10?.text)
        member("lastsTwelveMonths", condition.lastsTwelveMonths)
        member("significantRisk", condition.significantRisk)
        endObject()
    }

    private mutating func timeEntry(_ entry: TimeEntry) {
        beginObject()
        switch entry.duration {
        case .minutes(let minutes, let date):
            member("date", date)
            member("minutes", minutes)
        case .interval(let start, let end):
            member("start", start.description)
            member("end", end.description)
        case nil: break
        }
        object("performer", entry.performer) { writer, performer in
            writer.member("kind", performer.kind)
            writer.member("id", performer.id)
            writer.member("credential", performer.credential)
        }
        member("activity", entry.activity)
        member("faceToFace", entry.faceToFace)
        member("program", entry.program)
        endObject()
    }

    private mutating func billedService(_ service: BilledService) {
        beginObject()
        member("code", service.code.text)
        member("units", service.units)
        member("date", service.date)
        member("practitionerNPI", service.practitionerNPI?.text)
        member("groupTIN", service.groupTIN?.text)
        endObject()
    }

    private mutating func stay(_ stay: Stay) {
        beginObject()
        member("from", stay.from)
        member("to", stay.to)
        member("setting", stay.setting)
        endObject()
    }

    private mutating func attestations(_ attestations: Attestations) {
        let all = attestations.all
        if all.isEmpty { return }
        name("attestations")
        beginObject()
        for (item, isTrue) in all {
            name(item.rawValue)
            bool(isTrue)
        }
        endObject()
    }

    private mutating func words<Word: RawRepresentable<String>>(_ name: StaticString, _ words: WordSet<Word>?) {
        list(name, words?.words) { $0.string($1.rawValue) }
    }
}
