/// The visit at which care management begins: needed for a patient who is new or was not seen for a year.
enum InitiatingVisitRules {
    static let visit = Rule(
        "initiating-visit",
        title:
            "A new patient, or one not seen for a year, had a qualifying face-to-face visit before care management began.",
        citation: .noridianQuestions,
        severity: .errorOutsideCPT,
        needs: ["/initiatingVisit", "/patient/newToPractice", "/patient/lastSeen"],
        remedy:
            "Begin with a visit that qualifies: an office or home visit of level 2 to 5, a wellness visit, the first "
            + "preventive visit, or transitional care.",
        adjustment: Adjustment("CO", "50", "M25"),
        example: RuleExample { month in
            month.patient?.newToPractice = true
            month.initiatingVisit?.code = "99211"
        }
    ) { context, report in
        guard context.billsCareManagement else { return }
        switch context.facts.initiatingVisit {
        case .notNeeded, .held: break
        case .doesNotQualify:
            report.broken("/initiatingVisit/code", "This visit does not qualify for beginning care management.")
        case .tooLate:
            report.broken("/initiatingVisit/date", "The visit came after the first care of the service month.")
        case .stated(let holds):
            if !holds { report.broken("/attestations/initiating-visit", "There was no initiating visit.") }
        case .unknown(let needs):
            report.cannotTell(needs, "Whether an initiating visit was needed and held cannot be told.")
        }
    }

    static let careDiscussed = Rule(
        "care-management-discussed-at-visit",
        title: "Care management was discussed at the initiating visit.",
        citation: .noridianQuestions,
        severity: .errorOutsideCPT,
        needs: ["/initiatingVisit/ccmDiscussed"],
        remedy: "Discuss care management at a qualifying visit and record it.",
        adjustment: Adjustment("CO", "50", "M25"),
        example: RuleExample { month in
            month.patient?.newToPractice = true
            month.initiatingVisit?.ccmDiscussed = false
        }
    ) { context, report in
        guard context.billsCareManagement, context.facts.initiatingVisit == .held else { return }
        switch context.stated(context.month.initiatingVisit?.ccmDiscussed, .initiatingVisitCCM) {
        case true?: break
        case false?: report.broken("/initiatingVisit/ccmDiscussed", "Care management was not discussed at the visit.")
        case nil:
            report.cannotTell(
                ["/initiatingVisit/ccmDiscussed"],
                "Whether care management was discussed at the visit was not sent."
            )
        }
    }
}

/// Whether a visit was needed, and whether it was held.
enum InitiatingVisitStatus: Equatable {
    /// The practice knows the patient: seen within a year, or under care management already.
    case notNeeded
    /// Needed or not, a qualifying visit is recorded.
    case held
    case doesNotQualify
    case tooLate
    /// No visit was sent, but the caller says that it was held or that it was not.
    case stated(Bool)
    case unknown([Pointer])

    /// - Parameters:
    ///   - days: the days of the service month.
    ///   - firstCareDay: the first of them with counted minutes.
    init(_ month: borrowing CareMonth, days: ClosedRange<CalendarDate>, firstCareDay: CalendarDate?) {
        let lastMoment = firstCareDay ?? days.upperBound
        let patient = month.patient
        let first = days.lowerBound
        // The year runs back from the start of care management, which the consent marks best.
        let start = min(month.consent?.date ?? first, first)
        if let visit = month.initiatingVisit, let code = visit.code, let date = visit.date,
            Self.qualifies(code), date <= lastMoment, date.adding(months: 12) >= start
        {
            self = .held
            return
        }
        let managedBefore = month.history?.contains { service in
            service.date < first && CodeTable.path(service.code) != nil && service.practitionerNPI == nil
                && service.groupTIN == nil
        }
        // Until 2017 every patient needed the visit, known to the practice or not.
        let isKnownEnough = first >= Self.visitForKnownPatients
        if isKnownEnough, managedBefore == true {
            self = .notNeeded
        } else if isKnownEnough, patient?.newToPractice == false, let seen = patient?.lastSeen,
            seen.adding(months: 12) >= first
        {
            self = .notNeeded
        } else if let stated = month.attestations[.initiatingVisit] {
            self = .stated(stated)
        } else if let visit = month.initiatingVisit {
            if let code = visit.code, !Self.qualifies(code) {
                self = .doesNotQualify
            } else if let date = visit.date, date > lastMoment {
                self = .tooLate
            } else {
                var needs: [Pointer] = []
                if visit.code == nil { needs.append("/initiatingVisit/code") }
                if visit.date == nil { needs.append("/initiatingVisit/date") }
                // A qualifying visit more than a year before the start says nothing; a later one would.
                self = .unknown(needs.isEmpty ? ["/patient/lastSeen", "/history"] : needs)
            }
        } else {
            var needs: [Pointer] = ["/initiatingVisit"]
            if patient?.newToPractice == nil { needs.append("/patient/newToPractice") }
            if patient?.lastSeen == nil, patient?.newToPractice != true { needs.append("/patient/lastSeen") }
            self = .unknown(needs)
        }
    }

    /// From here on a patient whom the practice knows needs no initiating visit.
    private static let visitForKnownPatients: CalendarDate = "2017-01-01"

    /// Office and home visits of level 2 to 5, the first preventive visit, wellness visits, transitional care.
    /// Source: CMS NCCI add-on code file 2026 Q3, parents of the care-planning add-on; contractors' lists agree.
    static func qualifies(_ code: ProcedureCode) -> Bool { qualifying.contains(code) }

    private static let qualifying: Set<ProcedureCode> = [
        "99202", "99203", "99204", "99205", "99212", "99213", "99214", "99215", "99341", "99342", "99343", "99344",
        "99345",
        "99347", "99348", "99349", "99350", "G0402", "G0438", "G0439", "99495", "99496",
    ]
}

extension InitiatingVisit {
    /// Whether a visit of this code can begin care management.
    public static func qualifies(_ code: ProcedureCode) -> Bool { InitiatingVisitStatus.qualifies(code) }
}
