/// Judges a care month's lines: care month in, decision out. Pure and total; the same input gives the same answer.
public enum ClaimEvaluator: Sendable {
    /// The decision on the month's lines under this profile.
    ///
    /// Evaluates every rule in force in the service month. A month without lines gets a decision about nothing; callers
    /// that need lines check for them first.
    public static func evaluate(_ month: CareMonth, profile: Profile) -> Decision {
        var decision = judge(month, profile: profile)
        decision.findings = FixVerification.verified(decision.findings, of: month, profile: profile)
        return decision
    }

    /// The decision with fixes as the rules propose them.
    static func judge(_ month: CareMonth, profile: Profile) -> Decision {
        let context = RuleContext(month, profile: profile)
        let rules = RuleCatalog.active(in: profile)
        var report = RuleReport(first: RuleCatalog.all[0])
        for (rule, severity) in rules where rule.effective.contains(month.serviceMonth.lastDay) {
            report.begin(rule, severity: severity)
            rule.check(context, &report)
        }
        return Decision(
            id: month.id,
            verdict: verdict(report),
            findings: sorted(report.findings),
            unverified: report.unverified,
            ruleset: Ruleset.Identity(profile: profile)
        )
    }

    private static func verdict(_ report: RuleReport) -> Verdict {
        let worst = report.findings.map(\.severity).max()
        if worst == .error { return .reject }
        return worst == .warning || !report.unverified.isEmpty ? .review : .accept
    }

    /// Whole-claim findings first, then by line; within one place in the catalogue's order, which is how they came.
    private static func sorted(_ findings: [Finding]) -> [Finding] {
        guard findings.count > 1 else { return findings }
        return findings.enumerated().sorted { left, right in
            (left.element.line ?? -1, left.offset) < (right.element.line ?? -1, right.offset)
        }.map(\.element)
    }
}
