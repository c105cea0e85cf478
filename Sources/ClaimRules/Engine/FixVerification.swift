/// Keeps the promise of a fix: applied as it is, its finding is gone and no error is there that was not there before.
///
/// Rules build fixes from what they see; what a patch does to all the others only judging the patched month can tell.
/// Only broken months pay for that, and little: a trial shares all that does not depend on the lines with the claim,
/// asks only the rules whose break is an error and the one that proposed the fix, lets them count instead of speak, and
/// ends with the first that speaks against it.
enum FixVerification {
    /// The most fixes that are kept of a decision, and the most lines of a claim that gets any: each is tried by judging
    /// the claim again. An 837P claim has 50 lines.
    static let fixLimit = 16
    static let lineLimit = 50

    /// Takes back the fixes that do not hold.
    static func verify(_ report: inout RuleReport, _ context: RuleContext) {
        guard report.findings.contains(where: { !$0.fix.isEmpty }) else { return }
        var before = [Int](repeating: 0, count: context.facts.rules.count)
        for place in report.places { before[place] += 1 }
        var tried = 0
        for position in report.findings.indices where !report.findings[position].fix.isEmpty {
            tried += 1
            if tried > fixLimit || context.month.lines.count > lineLimit
                || !holds(report.findings[position].fix, of: report.places[position], context, before)
            {
                report.dropFix(at: position)
            }
        }
    }

    /// - Parameters:
    ///   - own: the position of the rule that proposes the fix.
    ///   - before: how often each rule is broken without it.
    private static func holds(
        _ fix: [PatchOperation],
        of own: Int,
        _ context: RuleContext,
        _ before: [Int]
    ) -> Bool {
        var patched = context.month
        guard patched.apply(fix), !patched.lines.isEmpty else { return false }
        let trial = RuleContext(patched, context.facts)
        let rules = context.facts.rules
        if patched.attestations.hasDenials { return holds(trial, own, before) }
        var report = RuleReport(rules, isTrial: true)
        return rules.withUnsafeBufferPointer { rules in
            for place in rules.indices where rules[place].severity == .error || place == own {
                report.begin(place)
                Rule.ask(rules, place, trial, &report)
                if report.count > before[place] || (place == own && report.count == before[place]) { return false }
            }
            return true
        }
    }

    /// The same by what all rules say: with stated absences one of them hangs on what the others have said.
    private static func holds(_ trial: RuleContext, _ own: Int, _ before: [Int]) -> Bool {
        let rules = trial.facts.rules
        var after = [Int](repeating: 0, count: rules.count)
        for place in ClaimEvaluator.judge(trial).places { after[place] += 1 }
        return after[own] < before[own]
            && rules.indices.allSatisfy { rules[$0].severity != .error || after[$0] <= before[$0] }
    }
}
