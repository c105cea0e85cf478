import TestSupport
import Testing

@testable import ClaimRules

struct FixVerificationTests {
    /// Broken months of three kinds: mistakes in lines, anything anywhere, and stated absences.
    private static func months() -> [CareMonth] {
        let broken = Array(BrokenMonths(seed: 31, count: CaseCount.times(50)))
        let random = (0..<UInt64(CaseCount.times(50))).map { CareMonth.random(seed: $0) }
        let denying = broken.enumerated().map { index, care in
            care.with { $0.attestations[ChecklistItemID.allCases[index % ChecklistItemID.allCases.count]] = false }
        }
        return (broken + random + denying).filter { !$0.lines.isEmpty }
    }

    @Test(
        "trying a fix by counting keeps the fixes that judging the mended month in full keeps",
        arguments: Profile.all
    )
    func sameAsInFull(profile: Profile) throws {
        var kept = 0
        var dropped = 0
        for care in Self.months() {
            let context = RuleContext(care, profile: profile)
            var report = ClaimEvaluator.judge(context)
            let proposed = report.findings
            FixVerification.tryAlone(&report, context, Self.counts(report, context))
            let given = report.findings
            let withFix = proposed.filter { !$0.fix.isEmpty }.count
            guard withFix <= FixVerification.fixLimit else { continue }
            for (proposal, finding) in zip(proposed, given) where !proposal.fix.isEmpty {
                let isKept = try holdsInFull(proposal, care, profile, proposed)
                #expect(finding.fix == (isKept ? proposal.fix : []), "\(proposal.rule) \(proposal.fix)")
                if isKept { kept += 1 } else { dropped += 1 }
            }
        }
        // The bare code set has no fix that breaks another of its rules.
        #expect(kept > 40 && (dropped > 0 || profile.id == .cptAMA))
    }

    private static func counts(_ report: RuleReport, _ context: RuleContext) -> [Int] {
        report.places.reduce(into: Array(repeating: 0, count: context.facts.rules.count)) { $0[$1] += 1 }
    }

    @Test("all fixes of an answer, applied in its order, take away all their findings together", arguments: Profile.all)
    func together(profile: Profile) throws {
        var several = 0
        var dropped = 0
        for care in Self.months() + Array(SufficientMonths(seed: 43, count: CaseCount.times(30))) {
            let before = ClaimEvaluator.evaluate(care, profile: profile).findings
            let fixes = before.filter { !$0.fix.isEmpty }
            let proposed = ClaimEvaluator.judge(RuleContext(care, profile: profile)).findings.filter { !$0.fix.isEmpty }
            if proposed.count > fixes.count { dropped += 1 }
            guard fixes.count > 1 else { continue }
            several += 1
            let mended = try care.applying(fixes.flatMap(\.fix))
            let after = ClaimEvaluator.judge(RuleContext(mended, profile: profile)).findings
            for rule in Set(before.map(\.rule)).union(after.map(\.rule)) {
                let was = before.count { $0.rule == rule }
                let gone = fixes.count { $0.rule == rule }
                let isError = after.contains { $0.rule == rule && $0.severity == .error }
                let now = after.count { $0.rule == rule }
                #expect(!(isError || gone > 0) || now <= was - gone, "\(rule) \(care.lines) \(fixes.map(\.fix))")
            }
        }
        #expect(several > 40 && dropped > 5)
    }

    /// The definition: the mended month is judged from nothing, and every finding counts.
    private func holdsInFull(
        _ proposal: Finding,
        _ care: CareMonth,
        _ profile: Profile,
        _ before: [Finding]
    ) throws -> Bool {
        let mended = try care.applying(proposal.fix)
        guard !mended.lines.isEmpty else { return false }
        let after = ClaimEvaluator.judge(RuleContext(mended, profile: profile)).findings
        func count(_ findings: [Finding], _ rule: RuleID) -> Int { findings.count { $0.rule == rule } }
        let noNewError = after.allSatisfy { finding in
            finding.severity != .error || count(after, finding.rule) <= count(before, finding.rule)
        }
        return noNewError && count(after, proposal.rule) < count(before, proposal.rule)
    }

    @Test("facts of the record serve a month with other lines as its own would", arguments: Profile.all)
    func sharedFacts(profile: Profile) {
        for (seed, care) in Self.months().enumerated() {
            let other = care.with { month in
                month.lines = CareMonth.random(seed: UInt64(seed + 5_000)).lines
                month.diagnoses = ["E11.9"]
            }
            let shared = RuleContext(other, RecordFacts(care, profile: profile))
            let one = ClaimEvaluator.judge(shared)
            let two = ClaimEvaluator.judge(RuleContext(other, profile: profile))
            #expect(one.findings == two.findings && one.unverified == two.unverified)
        }
    }

    @Test("the order in which the rules are asked does not matter", arguments: Profile.all)
    func anyOrder(profile: Profile) {
        var random = SeededGenerator(seed: 37)
        for care in Self.months() {
            let context = RuleContext(care, profile: profile)
            let one = ClaimEvaluator.judge(context)
            let two = ClaimEvaluator.judge(context, inOrder: context.facts.rules.indices.shuffled(using: &random))
            #expect(one.findings == two.findings && one.unverified == two.unverified)
        }
    }

    /// How a client may apply what an answer gives.
    enum Manner: CaseIterable {
        /// The first fix, then ask again.
        case first
        /// The last fix, then ask again.
        case last
        /// All in the answer's order, then ask again.
        case all
    }

    @Test(
        "applying every fix of a claim whose record suffices ends in accept, in whatever manner they are applied",
        arguments: Profile.all,
        Manner.allCases
    )
    func endsInAccept(profile: Profile, manner: Manner) throws {
        var mended = 0
        for sent in SufficientMonths(seed: 41, count: CaseCount.times(40)) {
            var care = sent
            var decision = ClaimEvaluator.evaluate(care, profile: profile)
            if decision.verdict == .reject { mended += 1 }
            var rounds = 0
            while rounds < 40 {
                let fixes = decision.findings.map(\.fix).filter { !$0.isEmpty }
                guard let first = fixes.first, let last = fixes.last else { break }
                switch manner {
                case .first: care = try care.applying(first)
                case .last: care = try care.applying(last)
                case .all: care = try care.applying(fixes.flatMap { $0 })
                }
                decision = ClaimEvaluator.evaluate(care, profile: profile)
                rounds += 1
            }
            if decision.verdict != .accept {
                let rest =
                    decision.findings.map { "\($0.rule)" }
                    + decision.unverified.map { "\($0.rule)?" }
                Issue.record(
                    """
                    \(rest) \(sent.serviceMonth) \(sent.setting?.rawValue ?? "") \(sent.timeLog?[0].duration as Any)
                    sent \(sent.lines.map { "\($0.code) x \($0.units ?? 0) \($0.date as Any)" })
                    left \(care.lines.map { "\($0.code) x \($0.units ?? 0) \($0.date as Any)" })
                    """
                )
                return
            }
        }
        #expect(mended > 20)
    }
}
