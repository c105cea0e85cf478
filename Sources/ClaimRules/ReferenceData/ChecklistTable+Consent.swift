/// Consent, the visit at the beginning, and what else an audit asks for.
extension ChecklistTable {
    static let consentItems = [
        item(
            .consent,
            .everywhere,
            "Verbal or written consent, dated, in the record.",
            remedy: "Obtain and record the patient's consent.",
            .consentMyth
        ) { evidence in
            let consent = evidence.month.consent
            switch consent?.given {
            case nil: return .silent([consent == nil ? "/consent" : "/consent/given"])
            case false?: return .contradicted(["/consent/given"])
            case true?: break
            }
            guard let date = consent?.date else { return .silent(["/consent/date"]) }
            return date <= evidence.month.serviceMonth.lastDay ? .met : .contradicted(["/consent/date"])
        },
        item(
            .consentContent,
            .everywhere,
            "The patient was told of cost sharing, the single practitioner and the right to stop.",
            remedy: "Tell the patient what is missing and record it.",
            .ngsCareManagement
        ) { evidence in
            guard let covers = evidence.month.consent?.covers else { return .silent(["/consent/covers"]) }
            return covers.missing.isEmpty ? .met : .contradicted(["/consent/covers"])
        },
        item(
            .consentAnnual,
            .recommended,
            "Consent reconfirmed within a year. Good practice; Medicare does not ask for it.",
            remedy: "Reconfirm consent once a year if the practice's own rules ask for it.",
            .guide99490
        ) { evidence in
            guard let date = evidence.month.consent?.date else { return .silent(["/consent/date"]) }
            return date.adding(months: 12) >= evidence.month.serviceMonth.firstDay
                ? .met : .silent(["/attestations/consent-annual"])
        },
        item(
            .initiatingVisit,
            .everywhere,
            "A qualifying visit within the year before care management began, or a patient the practice knows.",
            remedy: "Hold a qualifying visit and record its code and date.",
            .noridianQuestions
        ) { evidence in
            switch evidence.context.facts.initiatingVisit {
            case .notNeeded, .held, .stated(true): .met
            case .doesNotQualify: .contradicted(["/initiatingVisit/code"])
            case .tooLate: .contradicted(["/initiatingVisit/date"])
            case .stated(false): .contradicted(["/attestations/initiating-visit"])
            case .unknown(let needs): .silent(needs)
            }
        },
        item(
            .initiatingVisitCCM,
            .everywhere,
            "Care management was discussed at that visit.",
            remedy: "Discuss care management at the visit and record it.",
            .noridianQuestions
        ) { evidence in
            if evidence.context.facts.initiatingVisit == .notNeeded, evidence.month.initiatingVisit == nil {
                return .met
            }
            return ChecklistFact(evidence.month.initiatingVisit?.ccmDiscussed, "/initiatingVisit/ccmDiscussed")
        },
    ]

    static let recordItems = [
        item(
            .supervisionGeneral,
            .staffCodes,
            "The billing practitioner directs the clinical staff.",
            remedy: "Record who directs the staff.",
            .guide99490
        ),
        item(
            .access247,
            .everywhere,
            "Urgent access at any hour, and continuity with a named member of the team.",
            remedy: "Set up access at any hour and name the patient's contact.",
            .ruralHealthInformation
        ),
        item(
            .structuredRecord,
            .everywhere,
            "Structured recording of demographics, problems, medications and allergies in certified technology.",
            remedy: "Record in certified technology.",
            .ngsCareManagement
        ),
        item(
            .transitions,
            .everywhere,
            "Care transitions managed: referrals, follow-up after emergency visits and discharges, summaries exchanged.",
            remedy: "Record how transitions are managed.",
            .ngsCareManagement
        ),
        item(
            .homeCommunity,
            .everywhere,
            "Coordination with home and community services.",
            remedy: "Record the coordination with outside services.",
            .ruralHealthInformation
        ),
        item(
            .singlePractitioner,
            .everywhere,
            "No other practitioner bills care management this month.",
            remedy: "Ask the patient and check eligibility responses; settle with the other practitioner.",
            .inspectorAudit
        ) { evidence in
            let context = evidence.context
            guard evidence.month.history != nil else { return .silent(["/history"]) }
            let care = context.historyThisMonth.filter { CodeTable.path($0.service.code) != nil }
            if let other = care.first(where: { context.isOwn($0.service) == false }) {
                return .contradicted([.item("history", other.index)])
            }
            return care.contains { context.isOwn($0.service) == nil } ? .silent(["/practitioner/npi"]) : .met
        },
        item(
            .baseSameMonth,
            .addOns,
            "The base code is billed for the same month.",
            remedy: "Bill the base code.",
            .addOnEdits
        ) { evidence in
            let context = evidence.context
            for parent in evidence.codes.compactMap(\.parent) {
                if evidence.codes.contains(where: { $0.code == parent }) { continue }
                if context.historyThisMonth.contains(where: { $0.service.code == parent }) { continue }
                return .contradicted(["/lines"])
            }
            return .met
        },
        item(
            .signature,
            .everywhere,
            "The record is authenticated by who performed the service.",
            remedy: "Sign the record.",
            .ngsErrors
        ),
        item(
            .workBeyondVisit,
            .carePlanning,
            "Assessment and care planning beyond the usual work of the visit itself.",
            remedy: "Record what was assessed and planned on top of the visit.",
            .carePlanningWork
        ),
    ]
}
