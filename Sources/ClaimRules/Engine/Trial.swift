/// A path's lines put on the claim and judged, before they are suggested: what the rules would reject is never proposed.
struct Trial {
    let path: BillingPath
    /// The lines that are still open: supported, and not billed by this practice already.
    let lines: [ProposedLine]
    /// What stands in the way of them; empty where nothing does.
    let blockers: [Blocker]

    init(_ path: BillingPath, _ context: RuleContext) {
        self.path = path
        let supported = context.supportedLines(path)
        lines = context.open(supported)
        // With nothing left open the judgment of all of it says that it was billed.
        blockers = Trial.blockers(lines.isEmpty ? supported : lines, context)
    }

    /// What would stand in the way if there were minutes, for a month that supports no path.
    static func withoutMinutes(_ context: RuleContext) -> [Blocker] {
        guard let base = context.codes(of: .staff).base else { return [] }
        return blockers([ProposedLine(code: base.code, units: 1)], context)
    }

    private static func blockers(_ lines: [ProposedLine], _ context: RuleContext) -> [Blocker] {
        var month = context.month
        month.lines = lines.map { ServiceLine(code: $0.code, units: $0.units, date: $0.earliestDate) }
        let report = ClaimEvaluator.judge(RuleContext(month, context.facts))
        let broken =
            report.findings.filter { $0.severity == .error && (!aboutTheClaim.contains($0.rule) || lacksDiagnosis($0)) }
            + excludedBesideOthers(month, context)
        let undecided = report.unverified.filter { eligibility.contains($0.rule) }
        return undecided.map { Blocker(rule: $0.rule, message: $0.message, needs: $0.needs) }
            + broken.map { Blocker(rule: $0.rule, message: $0.message, needs: []) }
    }

    /// A payer's second diagnosis is missing, and the record knows of none that could be put on the claim.
    private static func lacksDiagnosis(_ finding: Finding) -> Bool {
        finding.rule == LineRules.twoDiagnoses.id && finding.fix.isEmpty
    }

    /// What says that the claim's own lines of other services exclude the proposal, as they would in the history.
    private static func excludedBesideOthers(_ proposed: CareMonth, _ context: RuleContext) -> [Finding] {
        let others = context.month.lines.filter { CodeTable.path($0.code) == nil }
        guard !others.isEmpty else { return [] }
        var month = proposed
        month.lines += others
        return ClaimEvaluator.judge(RuleContext(month, context.facts)).findings.filter {
            $0.severity == .error && $0.rule == ConcurrentServiceRules.excluded.id
        }
    }

    /// Eligibility that is not recorded supports nothing; the rest of the record is the checklist's question.
    private static let eligibility: Set<RuleID> = [
        EligibilityRules.twoConditions.id, EligibilityRules.duration.id, EligibilityRules.risk.id,
    ]

    /// Rules about the claim as it was written, and about minutes that the proposal is made from: they say nothing of
    /// what may be billed.
    private static let aboutTheClaim: Set<RuleID> = [
        LineRules.diagnosisOnClaim.id, LineRules.twoDiagnoses.id, LineRules.modifierRequired.id,
        DiagnosisRules.billable.id,
        ClaimFactRules.npi.id, TimeThresholdRules.timeThreshold.id, TimeThresholdRules.addOnMinutes.id,
        TimeThresholdRules.staffCodesNeedStaffTime.id, TimeThresholdRules.personalCodesNeedPersonalTime.id,
    ]
}

extension RuleContext {
    /// The supported paths, the one to bill first: complex where that is documented, for the code should describe the
    /// service; then by what they pay.
    var rankedPaths: [BillingPath] {
        let supported = BillingPath.allCases.filter { mayBill($0) && !supportedLines($0).isEmpty }
        guard supported.count > 1 else { return supported }
        let amounts = supported.map { payment(for: supportedLines($0))?.nonFacility ?? Money(cents: 0) }
        return zip(supported, amounts).enumerated().sorted { left, right in
            if left.element.0 == .complex || right.element.0 == .complex { return left.element.0 == .complex }
            if left.element.1 != right.element.1 { return left.element.1 > right.element.1 }
            return left.offset < right.offset
        }.map(\.element.0)
    }

    /// These lines without the units that this practice has billed this month already.
    func open(_ lines: [ProposedLine]) -> [ProposedLine] {
        let billed = historyThisMonth.filter { isOwn($0.service) == true }
        guard !billed.isEmpty else { return lines }
        return lines.compactMap { line in
            let units = billed.reduce(0) { $0 + ($1.service.code == line.code ? $1.service.units ?? 1 : 0) }
            var rest = line
            rest.units -= units
            return rest.units > 0 ? rest : nil
        }
    }
}
