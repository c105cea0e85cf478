/// The months that rule examples start from: each is accepted as it stands.
extension CareMonth {
    /// 99490 on 23 staff minutes.
    public static let cleanStaffExample = CareMonth(serviceMonth: "2026-03").with { month in
        month.id = "example-staff"
        month.patient = Patient()
        month.patient?.newToPractice = false
        month.patient?.lastSeen = "2025-11-18"
        month.practitioner = Practitioner()
        month.practitioner?.npi = NPI("1234567893")
        month.practitioner?.kind = .physician
        month.diagnoses = ["I10", "E11.9"]
        month.lines = [.example("99490", on: "2026-03-18")]
        month.conditions = [
            ChronicCondition(icd10: "I10", lastsTwelveMonths: true, significantRisk: true),
            ChronicCondition(icd10: "E11.9", lastsTwelveMonths: true, significantRisk: true),
        ]
        month.timeLog = [
            .example(12, on: "2026-03-04", "medication reconciliation"),
            .example(11, on: "2026-03-18", "care plan review by phone"),
        ]
        month.consent = Consent()
        month.consent?.given = true
        month.consent?.date = "2025-11-18"
        month.consent?.form = .verbal
        month.consent?.covers = [.costSharing, .singlePractitioner, .rightToStop]
        month.carePlan = CarePlan()
        month.carePlan?.activity = [.monitored]
        month.carePlan?.date = "2026-03-18"
        month.carePlan?.electronic = true
        month.carePlan?.copyGiven = true
        month.carePlan?.addresses = [.medical, .psychosocial, .functional]
        month.initiatingVisit = InitiatingVisit()
        month.initiatingVisit?.code = "99214"
        month.initiatingVisit?.date = "2025-11-18"
        month.initiatingVisit?.ccmDiscussed = true
        for item: ChecklistItemID in [.access247, .structuredRecord, .signature] { month.attestations[item] = true }
        month.history = []
        month.stays = []
    }

    /// 99491 and 99437 on 70 minutes of the practitioner's own.
    public static let cleanPractitionerExample = cleanStaffExample.with { month in
        month.id = "example-practitioner"
        month.lines = [.example("99491", on: "2026-03-20"), .example("99437", on: "2026-03-20")]
        month.timeLog = [
            .example(40, on: "2026-03-06", "insulin titration", by: .practitioner),
            .example(30, on: "2026-03-20", "goal setting by video", by: .practitioner),
        ]
        month.attestations[.nonOverlapStatement] = true
    }

    /// G0511 from a rural health clinic, in the months in which it had a choice.
    public static let cleanClinicExample = cleanStaffExample.with { month in
        month.id = "example-clinic"
        month.setting = .ruralHealthClinic
        month.serviceMonth = "2025-03"
        month.lines = [.example("G0511", on: "2025-03-18")]
        month.timeLog = [.example(23, on: "2025-03-18", "medication reconciliation")]
        month.carePlan?.date = "2025-03-18"
        month.consent?.date = "2024-11-18"
        month.initiatingVisit?.date = "2024-11-18"
        month.patient?.lastSeen = "2024-11-18"
    }

    /// 99490 in the time when consent had to be written and every patient needed a visit first.
    public static let cleanEarlyExample = cleanStaffExample.with { month in
        month.id = "example-early"
        month.serviceMonth = "2016-03"
        month.lines = [.example("99490", on: "2016-03-18")]
        month.timeLog = [.example(23, on: "2016-03-18", "medication reconciliation")]
        month.carePlan?.date = "2016-03-18"
        month.consent?.date = "2015-11-18"
        month.consent?.form = .written
        month.initiatingVisit?.date = "2015-11-18"
        month.patient?.lastSeen = "2015-11-18"
    }

    /// The first month: the visit, care planning beside it, and 99490.
    public static let cleanBeginningExample = cleanStaffExample.with { month in
        month.id = "example-beginning"
        month.lines.append(.example("99214", on: "2026-03-02"))
        month.lines.append(.example("G0506", on: "2026-03-02"))
        month.consent?.date = "2026-03-02"
        month.initiatingVisit?.date = "2026-03-02"
    }

    /// 99487 and 99489 on 95 staff minutes with moderate decision making.
    public static let cleanComplexExample = cleanStaffExample.with { month in
        month.id = "example-complex"
        month.medicalDecisionMaking = .moderate
        month.lines = [.example("99487", on: "2026-03-25"), .example("99489", on: "2026-03-25")]
        month.timeLog = [
            .example(50, on: "2026-03-05", "coordination with cardiology"),
            .example(45, on: "2026-03-25", "care plan revision by phone"),
        ]
    }
}

extension ServiceLine {
    static func example(_ code: ProcedureCode, _ units: Int = 1, on date: CalendarDate) -> ServiceLine {
        var line = ServiceLine(code: code, units: units, date: date)
        line.placeOfService = "11"
        line.diagnosisPointers = [1, 2]
        return line
    }
}

extension TimeEntry {
    static func example(
        _ minutes: Int,
        on date: CalendarDate,
        _ activity: String,
        by kind: PerformerKind = .clinicalStaff
    ) -> TimeEntry {
        var entry = TimeEntry()
        entry.duration = .minutes(minutes, on: date)
        entry.performer =
            kind == .practitioner
            ? Performer(kind: kind, id: "DR-1", credential: "MD") : Performer(kind: kind, id: "RN-7", credential: "RN")
        entry.activity = activity
        return entry
    }

    /// A staff entry with start and end.
    static func example(from start: String, to end: String) -> TimeEntry {
        var entry = example(0, on: "2026-03-18", "care plan review by phone")
        if let start = Timestamp(start), let end = Timestamp(end) { entry.duration = .interval(start: start, end: end) }
        return entry
    }
}

extension Profile {
    /// A payer that asks for a modifier, for the example of that rule.
    static let askingForModifier: Profile = {
        var profile = Profile.extending(.cmsFeeForService, id: ProfileID(rawValue: "example"), title: "Example payer")
        profile.requiredModifiers = ["99490": ["U1"]]
        return profile
    }()
}
