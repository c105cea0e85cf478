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
            let proposed = ClaimEvaluator.judge(RuleContext(care, profile: profile)).findings
            let given = ClaimEvaluator.evaluate(care, profile: profile).findings
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

    @Test("applying every fix of a claim whose record suffices ends in accept", arguments: Profile.all)
    func endsInAccept(profile: Profile) throws {
        var mended = 0
        for var care in SufficientMonths(seed: 41, count: CaseCount.times(100)) {
            var decision = ClaimEvaluator.evaluate(care, profile: profile)
            if decision.verdict == .reject { mended += 1 }
            var rounds = 0
            while let fix = decision.findings.first(where: { !$0.fix.isEmpty })?.fix, rounds < 40 {
                care = try care.applying(fix)
                decision = ClaimEvaluator.evaluate(care, profile: profile)
                rounds += 1
            }
            if decision.verdict != .accept {
                let rest =
                    decision.findings.map { "\($0.rule) \($0.severity)" } + decision.unverified.map { "\($0.rule)?" }
                Issue.record("\(rest) \(care.lines) \(care.diagnoses ?? [])")
                return
            }
        }
        #expect(mended > 50)
    }
}

/// Care months whose record is complete and supports one path, and whose lines bill that path wrongly.
private struct SufficientMonths: Sequence, IteratorProtocol {
    private var random: SeededGenerator
    private var left: Int

    init(seed: UInt64, count: Int) {
        random = SeededGenerator(seed: seed)
        left = count
    }

    mutating func next() -> CareMonth? {
        guard left > 0 else { return nil }
        left -= 1
        let isPersonal = random.chance(30)
        let isComplex = !isPersonal && random.chance(30)
        let minutes = Int.random(in: (isPersonal ? 30 : isComplex ? 60 : 20)...140, using: &random)
        var care = CareMonth.recorded(
            staff: isPersonal ? 0 : minutes,
            practitioner: isPersonal ? minutes : 0,
            decisionMaking: isComplex ? .high : .low
        )
        let base: ProcedureCode = isPersonal ? "99491" : isComplex ? "99487" : "99490"
        let addOn: ProcedureCode = isPersonal ? "99437" : isComplex ? "99489" : "99439"
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            var line = ServiceLine(
                code: random.chance(60) ? base : addOn,
                units: Int.random(in: 1...5, using: &random),
                date: care.serviceMonth.firstDay.adding(days: Int.random(in: -3...35, using: &random))
            )
            line.placeOfService = "11"
            line.modifiers = random.list(0...2) { $0.pick(["95", "25", "GT"]) }
            line.diagnosisPointers = random.list(1...3) { Int.random(in: 1...4, using: &$0) } + [1]
            care.lines.append(line)
        }
        if random.chance(20) {
            care.diagnoses = random.pick([["E11.9"], ["I10"]])
            for index in care.lines.indices { care.lines[index].diagnosisPointers = [1, 2] }
        }
        return care
    }
}
