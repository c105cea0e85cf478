/// Judges a care month's lines: care month in, decision out. Pure and total; the same input gives the same answer.
public enum ClaimEvaluator: Sendable {
    /// The decision on the month's lines under this profile.
    ///
    /// Evaluates every rule in force in the service month. A month without lines gets a decision about nothing; callers
    /// that need lines check for them first.
    public static func evaluate(_ month: CareMonth, profile: Profile) -> Decision {
        let context = RuleContext(month, profile: profile)
        var report = judge(context)
        FixVerification.verify(&report, context)
        return Decision(
            id: month.id,
            verdict: report.verdict,
            findings: report.findings,
            unverified: report.unverified,
            ruleset: Ruleset.Identity(profile: context.profile)
        )
    }

    /// What the rules say, sorted, with fixes as they propose them.
    static func judge(_ context: RuleContext) -> RuleReport {
        judge(context, inOrder: context.facts.rules.indices)
    }

    /// - Parameter order: positions of the rules in the order in which they are asked; it does not matter.
    static func judge(_ context: RuleContext, inOrder order: some Sequence<Int>) -> RuleReport {
        var report = RuleReport(context.facts)
        ask(context, order, &report)
        if context.month.attestations.hasDenials { report.dropRepetitions(of: RecordRules.documentationDenied) }
        report.sort()
        return report
    }

    private static func ask(_ context: RuleContext, _ order: some Sequence<Int>, _ report: inout RuleReport) {
        context.facts.rules.withUnsafeBufferPointer { rules in
            for place in order { Rule.ask(rules, place, context, &report) }
        }
    }
}

extension Rule {
    /// Lets the rule at this position speak if it applies.
    ///
    /// The list owns the rules for as long as they speak, so no references to them are counted: all threads would count
    /// in the same places of memory, and the processors would hand those to and fro for every rule of every claim.
    @inline(__always)
    static func ask(
        _ rules: UnsafeBufferPointer<(rule: Rule, severity: Severity)>,
        _ place: Int,
        _ context: RuleContext,
        _ report: inout RuleReport
    ) {
        Unmanaged.passUnretained(rules[place].rule)._withUnsafeGuaranteedRef { rule in
            guard rule.isInForce(context) else { return }
            report.begin(place)
            rule.check(context, &report)
        }
    }

    /// Whether the rule applies to the service month.
    func isInForce(_ context: RuleContext) -> Bool { effective.contains(context.facts.days.upperBound) }
}
