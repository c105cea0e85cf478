/// What became of a rule's two examples.
public struct RuleExampleResult: Equatable, Sendable {
    public let rule: RuleID
    public let passes: Verdict
    public let fails: Verdict
    /// What is not as it should be; empty where everything is.
    public let faults: [String]
}

extension Rule {
    /// Judges both examples: the passing one has to be accepted without a word of the rule, the failing one has to break
    /// it, with the weight the profile gives it, or leave it undecided.
    public func checkExamples() -> RuleExampleResult {
        let passing = ClaimEvaluator.evaluate(example.passes, profile: example.profile)
        let failing = ClaimEvaluator.evaluate(example.fails, profile: example.profile)
        var faults: [String] = []
        if passing.verdict != .accept { faults.append("the passing example is not accepted") }
        if passing.findings.contains(where: { $0.rule == id }) { faults.append("the passing example breaks the rule") }
        let findings = failing.findings.filter { $0.rule == id }
        if findings.isEmpty, !failing.unverified.contains(where: { $0.rule == id }) {
            faults.append("the failing example does not break the rule")
        }
        if findings.contains(where: { $0.severity != severity(in: example.profile) }) {
            faults.append("the finding has another weight than the rule")
        }
        return RuleExampleResult(rule: id, passes: passing.verdict, fails: failing.verdict, faults: faults)
    }
}
