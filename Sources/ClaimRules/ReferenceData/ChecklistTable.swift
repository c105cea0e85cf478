/// One element of the record that an audit asks for: where it is required, how it is decided, what to do about it.
struct ChecklistItem: Sendable {
    /// What an item is for the codes of each path; nil where it does not apply.
    struct Requirements: Sendable {
        let staff: Requirement?
        let practitioner: Requirement?
        let complex: Requirement?
        /// Applies to add-ons only.
        var addOnsOnly = false

        static let everywhere = Requirements(staff: .required, practitioner: .required, complex: .required)
        static let recommended = Requirements(staff: .recommended, practitioner: .recommended, complex: .recommended)
        static let staffCodes = Requirements(staff: .required, practitioner: nil, complex: .required)
        static let practitionerCodes = Requirements(staff: nil, practitioner: .required, complex: nil)
        static let complexCodes = Requirements(staff: nil, practitioner: nil, complex: .required)
        /// Required for the practitioner codes, good to have for the others.
        static let practitionerFirst = Requirements(
            staff: .recommended,
            practitioner: .required,
            complex: .recommended
        )
        static let addOns = Requirements(
            staff: .required,
            practitioner: .required,
            complex: .required,
            addOnsOnly: true
        )
    }

    let id: ChecklistItemID
    let requirements: Requirements
    /// What has to be in the record.
    let message: String
    let remedy: String
    let citation: Citation
    /// Decides the item from the care month; nil where only an attestation shows it.
    let evidence: (@Sendable (ChecklistEvidence) -> ChecklistFact)?

    func requirement(for entry: CodeEntry) -> Requirement? {
        if requirements.addOnsOnly && !entry.isAddOn { return nil }
        return switch entry.path {
        case .staff: requirements.staff
        case .practitioner: requirements.practitioner
        case .complex: requirements.complex
        case nil: ChecklistItem.beginning.contains(id) ? .required : nil
        }
    }

    /// What the care-planning code needs, which is on no path.
    private static let beginning: Set<ChecklistItemID> = [.initiatingVisit, .performedPersonally, .carePlan]
}

/// What an item is decided from: the month and the codes that are asked about.
struct ChecklistEvidence: Sendable {
    let context: RuleContext
    let codes: [CodeEntry]

    var month: CareMonth { context.month }

    /// The units that the claim bills of a code; 1 where it bills none.
    func units(of code: CodeEntry) -> Int {
        context.lines.first { $0.entry.code == code.code }?.units ?? 1
    }
}

/// What the care month's own members show of an item.
enum ChecklistFact {
    case met
    case contradicted([Pointer])
    /// They do not say; these would.
    case silent([Pointer])

    init(_ member: Bool?, _ path: Pointer) {
        self =
            switch member {
            case true?: .met
            case false?: .contradicted([path])
            case nil: .silent([path])
            }
    }
}

/// The documentation checklist.
///
/// Sources: contractors' care-management pages and review results, CMS questions and answers, the practice guides; each
/// item cites its own.
enum ChecklistTable {
    static let items: [ChecklistItem] = timeItems + eligibilityItems + planItems + consentItems + recordItems

    private static func item(
        _ id: ChecklistItemID,
        _ requirements: ChecklistItem.Requirements,
        _ message: String,
        remedy: String,
        _ citation: Citation,
        evidence: (@Sendable (ChecklistEvidence) -> ChecklistFact)? = nil
    ) -> ChecklistItem {
        ChecklistItem(
            id: id,
            requirements: requirements,
            message: message,
            remedy: remedy,
            citation: citation,
            evidence: evidence
        )
    }

    private static let timeItems = [
        item(
            .timeLog,
            .everywhere,
            "Dated time entries with minutes and activity, and the month's total.",
            remedy: "Send the time log with a date, minutes and the activity in every entry.",
            .guide99490
        ) { evidence in
            guard let log = evidence.month.timeLog else { return .silent(["/timeLog"]) }
            if log.isEmpty { return .contradicted(["/timeLog"]) }
            let gaps = log.enumerated().flatMap { index, entry -> [Pointer] in
                var needs: [Pointer] = []
                if entry.milliseconds == nil { needs.append(.item("timeLog", index, "minutes")) }
                if entry.milliseconds != nil, entry.date == nil { needs.append(.item("timeLog", index, "date")) }
                if !entry.hasActivity { needs.append(.item("timeLog", index, "activity")) }
                return needs
            }
            return gaps.isEmpty ? .met : .silent(Array(gaps.prefix(TimeEntryRules.listed)))
        },
        item(
            .timeThreshold,
            .everywhere,
            "Countable minutes that reach the base code and every claimed increment.",
            remedy: "Record the minutes that are missing, or bill what the minutes support.",
            .staffMinutes
        ) { evidence in
            guard evidence.month.timeLog != nil else { return .silent(["/timeLog"]) }
            let context = evidence.context
            for code in evidence.codes {
                let needed = code.minutes(forUnits: evidence.units(of: code))
                guard let path = code.path, context.minutes(for: path) < needed else { continue }
                let gaps = TimeThresholdRules.incompleteEntries(context)
                return gaps.isEmpty ? .contradicted(["/timeLog"]) : .silent(gaps)
            }
            return .met
        },
        item(
            .staffIdentity,
            .staffCodes,
            "Name and credential of the staff member in every entry.",
            remedy: "Add the performer's identity and credential to the entries.",
            .ngsErrors
        ) { evidence in
            guard let log = evidence.month.timeLog, !log.isEmpty else { return .silent(["/timeLog"]) }
            let gaps = log.indices.filter {
                log[$0].performer?.kind == .clinicalStaff
                    && (log[$0].performer?.id == nil || log[$0].performer?.credential == nil)
            }
            return gaps.isEmpty
                ? .met : .silent(gaps.prefix(TimeEntryRules.listed).map { .item("timeLog", $0, "performer") })
        },
        item(
            .clinicalStaffQualified,
            .staffCodes,
            "The people whose time counts are clinical staff under the incident-to rules.",
            remedy: "Say of every performer whether they are clinical staff, and keep their credentials on file.",
            .cmsQuestions
        ) { evidence in
            guard let log = evidence.month.timeLog, !log.isEmpty else { return .silent(["/timeLog"]) }
            let gaps = log.indices.filter {
                log[$0].performer?.kind == nil
                    || (log[$0].performer?.kind == .clinicalStaff && log[$0].performer?.credential == nil)
            }
            return gaps.isEmpty
                ? .met : .silent(gaps.prefix(TimeEntryRules.listed).map { .item("timeLog", $0, "performer") })
        },
        item(
            .performedPersonally,
            .practitionerCodes,
            "A record that the practitioner did the work in person and delegated none of it.",
            remedy: "Record the practitioner's own entries; staff time belongs to the staff codes.",
            .guide99491
        ) { evidence in
            guard evidence.month.timeLog != nil else { return .silent(["/timeLog"]) }
            let needed = evidence.codes.filter { $0.path == .practitioner }.map {
                $0.minutes(forUnits: evidence.units(of: $0))
            }
            return evidence.context.tally.practitioner.minutes >= needed.max() ?? 0 ? .met : .contradicted(["/timeLog"])
        },
        item(
            .activityNotes,
            .everywhere,
            "Notes of what was done: reconciliation, results, contacts, education.",
            remedy: "Say in every entry what was done.",
            .guide99491
        ) { evidence in
            guard let log = evidence.month.timeLog, !log.isEmpty else { return .silent(["/timeLog"]) }
            let gaps = log.indices.filter { !log[$0].hasActivity }
            return gaps.isEmpty
                ? .met : .silent(gaps.prefix(TimeEntryRules.listed).map { .item("timeLog", $0, "activity") })
        },
        item(
            .separateFromVisits,
            .everywhere,
            "No minute was counted from a face-to-face visit.",
            remedy: "Keep visit time out of the care-management log, or mark it face to face.",
            .guide99490
        ) { evidence in
            // Marked entries are left out of the count, so a log that was sent meets this.
            guard let log = evidence.month.timeLog, !log.isEmpty else { return .silent(["/timeLog"]) }
            return .met
        },
        item(
            .nonOverlapStatement,
            .practitionerFirst,
            "A statement that no minute was used for another time-based code.",
            remedy: "Add the statement to the record.",
            .guide99491
        ),
        item(
            .inpatientMinutesExcluded,
            .everywhere,
            "No minutes from hospital inpatient or Part A nursing facility days.",
            remedy: "Send the patient's stays of the month, an empty list where there were none.",
            .cmsQuestions
        ) { evidence in evidence.month.stays == nil ? .silent(["/stays"]) : .met },
    ]

    private static let eligibilityItems = [
        item(
            .eligibilityTwoChronic,
            .everywhere,
            "Two or more chronic conditions, named.",
            remedy: "Record every condition that the plan manages.",
            .noridianReview
        ) { evidence in
            switch evidence.context.facts.eligibility {
            case .notRecorded: .silent(["/conditions"])
            case .tooFew: .contradicted(["/conditions"])
            case .unknown(_, _, let names) where !names.isEmpty: .silent(names)
            default: .met
            }
        },
        item(
            .durationTwelveMonths,
            .everywhere,
            "Each condition is expected to last twelve months or more, or for life.",
            remedy: "Record the expected duration of the conditions.",
            .guide99490
        ) { evidence in
            switch evidence.context.facts.eligibility {
            case .notRecorded: .silent(["/conditions"])
            case .tooFew, .tooShort: .contradicted(["/conditions"])
            case .unknown(let duration, _, _) where !duration.isEmpty: .silent(duration)
            default: .met
            }
        },
        item(
            .risk,
            .everywhere,
            "Why the conditions endanger life, stability or function.",
            remedy: "Record the risk that the conditions carry.",
            .noridianReview
        ) { evidence in
            switch evidence.context.facts.eligibility {
            case .notRecorded: .silent(["/conditions"])
            case .tooFew, .tooShort, .noRisk: .contradicted(["/conditions"])
            case .unknown(_, let risk, _) where !risk.isEmpty: .silent(risk)
            default: .met
            }
        },
        item(
            .complexityMDM,
            .complexCodes,
            "Medical decision making of moderate or high complexity.",
            remedy: "Document the decision making, or bill the staff codes.",
            .complexMinutes
        ) { evidence in ChecklistFact(evidence.context.isComplex, "/medicalDecisionMaking") },
    ]

    private static let planItems = [
        item(
            .carePlan,
            .everywhere,
            "A comprehensive, patient-specific care plan that covers all health issues.",
            remedy: "Set up the plan.",
            .noridianReview
        ) { evidence in evidence.month.carePlan == nil ? .silent(["/carePlan"]) : .met },
        item(
            .carePlanActivity,
            .everywhere,
            "The plan was established, implemented, revised or monitored in the month.",
            remedy: "Record what was done on the plan this month, and when.",
            .noridianReview
        ) { evidence in
            let plan = evidence.month.carePlan
            if let activity = plan?.activity, activity.isEmpty { return .contradicted(["/carePlan/activity"]) }
            if let date = plan?.date, !evidence.month.serviceMonth.days.contains(date) {
                return .contradicted(["/carePlan/date"])
            }
            var needs: [Pointer] = []
            if plan?.activity == nil { needs.append("/carePlan/activity") }
            if plan?.date == nil { needs.append("/carePlan/date") }
            return needs.isEmpty ? .met : .silent(needs)
        },
        item(
            .carePlanElements,
            .recommended,
            "Problems, prognosis, measurable goals, function, symptoms, interventions, medication, environment, caregiver, "
                + "outside resources, review schedule.",
            remedy: "Go through the elements and complete the plan.",
            .noridianReview
        ),
        item(
            .psychosocialFunctional,
            .practitionerFirst,
            "The plan speaks to medical, psychosocial and functional needs.",
            remedy: "Complete the plan with the needs it leaves out.",
            .guide99491
        ) { evidence in
            guard let addresses = evidence.month.carePlan?.addresses else { return .silent(["/carePlan/addresses"]) }
            return addresses.missing.isEmpty ? .met : .contradicted(["/carePlan/addresses"])
        },
        item(
            .carePlanElectronic,
            .everywhere,
            "The plan is available electronically to the care team.",
            remedy: "Keep the plan where everyone who furnishes care can reach it.",
            .ngsCareManagement
        ) { evidence in ChecklistFact(evidence.month.carePlan?.electronic, "/carePlan/electronic") },
        item(
            .carePlanCopy,
            .everywhere,
            "A copy of the plan went to the patient or caregiver.",
            remedy: "Give the copy and record when.",
            .ngsErrors
        ) { evidence in ChecklistFact(evidence.month.carePlan?.copyGiven, "/carePlan/copyGiven") },
        item(
            .goalsTemplate,
            .recommended,
            "A note template with time, name, care provided and the patient's goals.",
            remedy: "Use one template for all care-management notes.",
            .guide99490
        ),
    ]

    private static let consentItems = [
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

    private static let recordItems = [
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
    ]
}
