/// What else the record has to show.
enum RecordRules {
    static let aroundTheClock = attested(
        "access-around-the-clock",
        .access247,
        title: "The patient can reach the care team at any hour, with continuity with one named member.",
        citation: .ruralHealthInformation,
        denial: "There is no access to care at any hour."
    )

    static let structuredRecord = attested(
        "structured-record",
        .structuredRecord,
        title: "Problems, medications, allergies and demographics are recorded in certified technology.",
        citation: .ngsCareManagement,
        denial: "The record is not structured in certified technology."
    )

    static let signed = attested(
        "record-signed",
        .signature,
        title: "The record is signed by who performed the service.",
        citation: .ngsErrors,
        denial: "The record is not signed."
    )

    static let activitiesRecorded = Rule(
        "activities-recorded",
        title: "Every counted time entry says what was done.",
        citation: .guide99491,
        severity: .errorOutsideCPT,
        needs: ["/timeLog"],
        remedy: "Add the activity: reconciliation, results reviewed, contacts, education, coordination.",
        adjustment: Adjustment("CO", "252", "N706"),
        example: RuleExample { $0.timeLog![0].activity = nil }
    ) { context, report in
        name(
            context.facts.unexplainedEntries,
            context,
            &report,
            "activity",
            "Counted time entries do not say what was done."
        )
    }

    static let staffIdentified = Rule(
        "staff-identified",
        title: "Every counted staff entry says who did the work and with which credential.",
        citation: .ngsErrors,
        severity: .errorOutsideCPT,
        needs: ["/timeLog"],
        remedy: "Add the performer's identity and credential to the entry.",
        adjustment: Adjustment("CO", "252", "N706"),
        example: RuleExample { $0.timeLog![0].performer?.credential = nil }
    ) { context, report in
        guard context.bills(.staff) || context.bills(.complex) else { return }
        name(
            context.facts.anonymousEntries,
            context,
            &report,
            "performer",
            "Counted staff entries lack the performer's identity or credential."
        )
    }

    static let documentationDenied = Rule(
        "documentation-denied",
        title: "No required element of the record is stated to be absent.",
        citation: .noridianReview,
        severity: .errorOutsideCPT,
        needs: ["/attestations"],
        remedy: "Complete the record before billing.",
        adjustment: Adjustment("CO", "252", "N706"),
        example: RuleExample { $0.attestations[.transitions] = false }
    ) { context, report in
        guard context.billsCareManagement, context.month.attestations.hasDenials else { return }
        for item in ChecklistTable.items
        where context.month.attestations[item.id] == false && !itemsWithRules.contains(item.id)
            && context.lines.contains(where: { item.requirement(for: $0.entry) == .required })
        {
            // Left out afterwards where the rule about the item itself says it.
            report.broken(
                Pointer("/attestations/\(item.id.rawValue)"),
                "A required element is stated to be absent: \(item.message)"
            )
        }
    }

    /// Items that only an attestation shows, whose absence a rule of their own reports.
    private static let itemsWithRules: Set<ChecklistItemID> = [.access247, .structuredRecord, .signature]

    private static func attested(
        _ id: RuleID,
        _ item: ChecklistItemID,
        title: String,
        citation: Citation,
        denial: String
    ) -> Rule {
        let path = Pointer("/attestations/\(item.rawValue)")
        return Rule(
            id,
            title: title,
            citation: citation,
            severity: .errorOutsideCPT,
            needs: [path],
            remedy: "Bring this into being and state it in the attestations.",
            adjustment: Adjustment("CO", "252", "N706"),
            example: RuleExample { $0.attestations[item] = false }
        ) { context, report in
            guard context.billsCareManagement else { return }
            switch context.month.attestations[item] {
            case true?: break
            case false?: report.broken(path, denial)
            case nil: report.cannotTell([path], "It was not stated whether this holds: " + title)
            }
        }
    }

    /// Says that these counted entries lack a member.
    private static func name(
        _ entries: [Int],
        _ context: RuleContext,
        _ report: inout RuleReport,
        _ member: String,
        _ message: String
    ) {
        guard context.billsCareManagement, !entries.isEmpty else { return }
        report.cannotTell(entries.prefix(TimeEntryRules.listed).map { .item("timeLog", $0, member) }, message)
    }
}
