import ClaimRules
import TestSupport
import Testing

@Suite("Properties of the decision")
struct PropertyTests {
    @Test("a fix removes its finding and makes no new error", arguments: Profile.all)
    func fixes(profile: Profile) throws {
        var applied = 0
        for care in BrokenMonths(seed: 7, count: CaseCount.times(500)) {
            let before = ClaimEvaluator.evaluate(care, profile: profile)
            let errors = Set(before.findings.filter { $0.severity == .error }.map(\.rule))
            for finding in before.findings where !finding.fix.isEmpty {
                applied += 1
                let mended = try care.applying(finding.fix)
                let after = ClaimEvaluator.evaluate(mended, profile: profile)
                let again = after.findings.contains {
                    $0.rule == finding.rule && $0.path == finding.path && $0.message == finding.message
                }
                let fresh = after.findings.filter { $0.severity == .error && !errors.contains($0.rule) }
                if again || !fresh.isEmpty || mended.lines.isEmpty {
                    Issue.record(
                        "\(finding.rule) \(finding.fix) -> \(fresh.map(\.rule)) again \(again)\n\(care.lines)\n\(care.timeLog!)"
                    )
                    return
                }
            }
        }
        #expect(applied > 300)
    }

    @Test("applying every fix in turn comes to an end, and ends without a finding that has one", arguments: Profile.all)
    func allFixes(profile: Profile) throws {
        var accepted = 0
        for var care in BrokenMonths(seed: 11, count: CaseCount.times(250)) {
            var rounds = 0
            var decision = ClaimEvaluator.evaluate(care, profile: profile)
            while let fix = decision.findings.first(where: { !$0.fix.isEmpty })?.fix {
                care = try care.applying(fix)
                decision = ClaimEvaluator.evaluate(care, profile: profile)
                rounds += 1
                if rounds > 40 {
                    Issue.record("no end: \(care.lines) \(care.timeLog!) \(decision.findings.map(\.rule))")
                    return
                }
            }
            if decision.verdict == .accept { accepted += 1 }
        }
        #expect(accepted > 50)
    }

    @Test(
        "nothing sent is never taken for a yes: a bare month with a line is at best to be reviewed",
        arguments: Profile.all
    )
    func nothingSent(profile: Profile) {
        for entry in CodeTable.entries {
            let care = CareMonth(serviceMonth: "2026-03").with { $0.lines = [ServiceLine(code: entry.code)] }
            let decision = ClaimEvaluator.evaluate(care, profile: profile)
            #expect(decision.verdict != .accept)
            guard entry.path != nil else { continue }
            #expect(decision.unverified.contains { $0.rule == "time-threshold" || $0.rule == "add-on-minutes" })
        }
    }

    @Test("the same month gives an equal decision every time")
    func deterministic() {
        for care in BrokenMonths(seed: 9, count: CaseCount.times(200)) {
            #expect(
                ClaimEvaluator.evaluate(care, profile: .cmsFeeForService)
                    == ClaimEvaluator.evaluate(care, profile: .cmsFeeForService)
            )
        }
    }
}
