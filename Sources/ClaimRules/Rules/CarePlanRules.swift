/// The comprehensive care plan: there, worked on this month, reachable, handed over.
enum CarePlanRules {
    static let exists = Rule(
        "care-plan-on-file",
        title: "A comprehensive care plan is in the record.",
        citation: .noridianReview,
        severity: .errorOutsideCPT,
        needs: ["/carePlan"],
        remedy: "Set up a comprehensive, patient-specific care plan before billing.",
        adjustment: Adjustment("CO", "252", "N706"),
        example: RuleExample { month in
            month.carePlan = nil
            month.attestations[.carePlan] = false
        }
    ) { context, report in
        guard context.billsCareManagement, context.month.carePlan == nil else { return }
        switch context.month.attestations[.carePlan] {
        case true?: break
        case false?: report.broken("/attestations/care-plan", "There is no comprehensive care plan.")
        case nil: report.cannotTell(["/carePlan"], "Nothing was sent of the care plan.")
        }
    }

    static let touchedThisMonth = Rule(
        "care-plan-active-this-month",
        title: "The care plan was established, implemented, revised or monitored in the service month.",
        citation: .noridianReview,
        severity: .errorOutsideCPT,
        needs: ["/carePlan/activity", "/carePlan/date"],
        remedy: "Work on the plan in the month that is billed, and record what was done and when.",
        adjustment: Adjustment("CO", "50", "M25"),
        example: RuleExample { $0.carePlan?.date = "2026-02-10" }
    ) { context, report in
        guard context.billsCareManagement else { return }
        let plan = context.month.carePlan
        let attested = context.month.attestations[.carePlanActivity]
        if attested == false {
            return report.broken("/attestations/care-plan-activity", "Nothing was done on the care plan this month.")
        }
        if let activity = plan?.activity, activity.isEmpty {
            return report.broken("/carePlan/activity", "Nothing was done on the care plan this month.")
        }
        if let date = plan?.date, !context.facts.days.contains(date) {
            return report.broken(
                "/carePlan/date",
                "The care plan was last worked on outside the service month.",
                facts: [.init("date", .text(date.description))]
            )
        }
        guard attested != true else { return }
        var needs: [Pointer] = []
        if plan?.activity == nil { needs.append("/carePlan/activity") }
        if plan?.date == nil { needs.append("/carePlan/date") }
        if !needs.isEmpty { report.cannotTell(needs, "What was done on the care plan this month was not sent.") }
    }

    static let electronic = planFact(
        "care-plan-electronic",
        .carePlanElectronic,
        "electronic",
        title: "The care plan is available electronically to the care team.",
        citation: .ngsCareManagement,
        denial: "The care plan is not available electronically.",
        remedy: "Keep the plan where everyone who furnishes care can reach it at any hour.",
        fact: { $0?.electronic },
        breaks: { $0.carePlan?.electronic = false }
    )

    static let copyGiven = planFact(
        "care-plan-copy-given",
        .carePlanCopy,
        "copyGiven",
        title: "A copy of the care plan went to the patient or caregiver.",
        citation: .ngsErrors,
        denial: "No copy of the care plan went to the patient or caregiver.",
        remedy: "Give the patient or caregiver a copy and record when.",
        fact: { $0?.copyGiven },
        breaks: { $0.carePlan?.copyGiven = false }
    )

    static let addressesNeeds = Rule(
        "care-plan-addresses-needs",
        title: "For the practitioner codes, the plan speaks to medical, psychosocial and functional needs.",
        citation: .guide99491,
        severity: .errorOutsideCPT,
        needs: ["/carePlan/addresses"],
        remedy: "Complete the plan with the needs it leaves out.",
        adjustment: Adjustment("CO", "50", "M25"),
        example: RuleExample(.cleanPractitionerExample) { $0.carePlan?.addresses = [.medical] }
    ) { context, report in
        guard context.bills(.practitioner) else { return }
        guard let addresses = context.month.carePlan?.addresses else {
            switch context.month.attestations[.psychosocialFunctional] {
            case true?: break
            case false?:
                report.broken("/attestations/psychosocial-functional", "The plan does not speak to all needs.")
            case nil: report.cannotTell(["/carePlan/addresses"], "Which needs the plan speaks to was not sent.")
            }
            return
        }
        let missing = addresses.missing.map(\.rawValue)
        if !missing.isEmpty {
            report.broken(
                "/carePlan/addresses",
                "The plan does not speak to \(missing.joined(separator: " and ")) needs.",
                facts: [.init("missing", .list(missing.map { .text($0) }))]
            )
        }
    }

    private static func planFact(
        _ id: RuleID,
        _ item: ChecklistItemID,
        _ member: String,
        title: String,
        citation: Citation,
        denial: String,
        remedy: String,
        fact: @escaping @Sendable (CarePlan?) -> Bool?,
        breaks: (inout CareMonth) -> Void
    ) -> Rule {
        let path = Pointer("/carePlan/\(member)")
        return Rule(
            id,
            title: title,
            citation: citation,
            severity: .errorOutsideCPT,
            needs: [path],
            remedy: remedy,
            adjustment: Adjustment("CO", "252", "N706"),
            example: RuleExample(.cleanStaffExample, breaks: breaks)
        ) { context, report in
            guard context.billsCareManagement else { return }
            switch context.stated(fact(context.month.carePlan), item) {
            case true?: break
            case false?: report.broken(path, denial)
            case nil: report.cannotTell([path], "It was not sent whether this holds: " + title)
            }
        }
    }
}
