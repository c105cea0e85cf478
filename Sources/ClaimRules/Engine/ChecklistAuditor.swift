/// Holds a month's record against the documentation checklist: recorded documentation in, gaps out.
public enum ChecklistAuditor: Sendable {
    /// The checklist for these codes, or for the codes of the claim's lines, or without lines for those that the
    /// minutes point to.
    ///
    /// - Parameter codes: codes of ``CodeTable`` to ask about instead of the month's own; others are left out.
    public static func audit(_ month: CareMonth, codes: [ProcedureCode]? = nil, profile: Profile) -> Checklist {
        let context = RuleContext(month, profile: profile)
        let entries = unique(codes ?? ownCodes(context)).compactMap(CodeTable.entry)
        let evidence = ChecklistEvidence(context: context, codes: entries)
        var summary = Checklist.Summary(required: 0, met: 0, missing: 0, contradicted: 0)
        var items: [ChecklistEntry] = []
        for item in ChecklistTable.items {
            let requirements = entries.compactMap { item.requirement(for: $0) }
            guard let requirement = requirements.contains(.required) ? .required : requirements.first else { continue }
            let entry = entry(item, requirement, evidence)
            items.append(entry)
            guard requirement == .required else { continue }
            summary.required += 1
            switch entry.status {
            case .met: summary.met += 1
            case .missing: summary.missing += 1
            case .contradicted: summary.contradicted += 1
            }
        }
        let blockers = entries.isEmpty ? [nothingToAsk(context)] : blockers(entries, context)
        return Checklist(
            id: month.id,
            codes: entries.map(\.code),
            ready: summary.required > 0 && summary.met == summary.required && blockers.isEmpty,
            blockedBy: blockers,
            items: items,
            summary: summary,
            ruleset: Ruleset.Identity(profile: profile)
        )
    }

    /// The members decide where they speak; an attestation decides where they are silent, and a stated absence always
    /// counts: a record that says both is contradicted.
    private static func entry(
        _ item: ChecklistItem,
        _ requirement: Requirement,
        _ evidence: ChecklistEvidence
    ) -> ChecklistEntry {
        let path = Pointer("/attestations/\(item.id.rawValue)")
        let attested = evidence.month.attestations[item.id]
        let fact = item.evidence?(evidence) ?? ChecklistFact(attested, path)
        let status: ChecklistStatus
        let needs: [Pointer]
        switch (fact, attested) {
        case (.contradicted(let paths), _): (status, needs) = (.contradicted, paths)
        case (_, false?): (status, needs) = (.contradicted, [path])
        case (.met, _), (.silent, true?): (status, needs) = (.met, [])
        case (.silent(let paths), nil): (status, needs) = (.missing, paths)
        }
        return ChecklistEntry(
            id: item.id,
            requirement: requirement,
            status: status,
            needs: needs,
            message: item.message,
            remedy: item.remedy,
            citation: item.citation
        )
    }

    /// What the rules say against billing these codes in the month, and together. Asks only the rules that no record
    /// can answer: which codes, by whom, beside what.
    private static func blockers(_ entries: [CodeEntry], _ context: RuleContext) -> [Blocker] {
        var month = context.month
        month.lines = entries.map { entry in
            let billed = context.lines.first { $0.entry.code == entry.code }
            return ServiceLine(code: entry.code, units: billed?.units ?? 1, date: billed?.line.date)
        }
        // Lines of other services stay beside them.
        month.lines += context.month.lines.filter { CodeTable.entry($0.code) == nil }
        let asked = RuleContext(month, context.facts)
        let rules = context.facts.rules
        var report = RuleReport(context.facts)
        for place in rules.indices
        where rules[place].severity == .error && barriers.contains(rules[place].rule.id)
            && rules[place].rule.isInForce(asked)
        {
            report.begin(place)
            rules[place].rule.check(asked, &report)
        }
        return report.findings.map { Blocker(rule: $0.rule, message: $0.message, needs: []) }
    }

    /// Why there is no code to hold the record against.
    private static func nothingToAsk(_ context: RuleContext) -> Blocker {
        if !context.month.lines.isEmpty {
            return Blocker(
                rule: LineRules.codeNotJudged.id,
                message: "No line has a code with a checklist: none is of chronic care management.",
                needs: []
            )
        }
        return Blocker(
            rule: TimeThresholdRules.timeThreshold.id,
            message: context.month.timeLog == nil
                ? "Nothing is billed, and no time log was sent that would point to a code."
                : "Nothing is billed, and the recorded minutes support no code.",
            needs: ["/lines", "/timeLog"]
        )
    }

    private static let barriers: Set<RuleID> = [
        LineRules.twoDiagnoses.id,
        LineRules.codeInForce.id, LineRules.unitLimit.id, PathRules.onePath.id, LineRules.practitionerMayBill.id,
        HistoryRules.onePractitioner.id, HistoryRules.notBilledTwice.id, HistoryRules.unitsSupported.id,
        HistoryRules.onePathWithHistory.id, SettingRules.generalOrIndividual.id, SettingRules.hospitalCodes.id,
        CarePlanningRules.once.id, ConcurrentServiceRules.excluded.id, ConcurrentServiceRules.strictExclusions.id,
    ]

    private static func ownCodes(_ context: RuleContext) -> [ProcedureCode] {
        if !context.month.lines.isEmpty { return context.month.lines.map(\.code) }
        let path = context.bestPath
        return path.map { context.supportedLines($0).map(\.code) } ?? []
    }

    private static func unique(_ codes: [ProcedureCode]) -> [ProcedureCode] {
        codes.enumerated().filter { !codes[..<$0.offset].contains($0.element) }.map(\.element)
    }
}
