import ClaimRules
import TestSupport
import Testing

@Suite("Properties of the decision")
struct PropertyTests {
    @Test("a fix removes its finding and makes no new error", arguments: Profile.all)
    func fixes(profile: Profile) throws {
        var applied = 0
        for care in BrokenMonths(seed: 7, count: 500) {
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
        for var care in BrokenMonths(seed: 11, count: 250) {
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

    @Test("order of time entries and of history does not matter, nor does splitting an entry")
    func order() {
        for care in BrokenMonths(seed: 3, count: 500) {
            let shuffled = care.with {
                $0.timeLog!.reverse()
                $0.history?.reverse()
            }
            let split = care.with { month in
                month.timeLog = month.timeLog!.flatMap { entry -> [TimeEntry] in
                    guard case .minutes(let minutes, let day)? = entry.duration, minutes > 1 else { return [entry] }
                    var first = entry
                    var second = entry
                    first.duration = .minutes(minutes / 2, on: day)
                    second.duration = .minutes(minutes - minutes / 2, on: day)
                    return [first, second]
                }
            }
            for other in [shuffled, split] {
                let one = ClaimEvaluator.evaluate(care, profile: .cmsFeeForService)
                let two = ClaimEvaluator.evaluate(other, profile: .cmsFeeForService)
                #expect(one.verdict == two.verdict && one.findings.map(\.rule) == two.findings.map(\.rule))
                #expect(
                    CodeSuggester.suggest(care, profile: .cmsFeeForService).suggested
                        == CodeSuggester.suggest(other, profile: .cmsFeeForService).suggested
                )
            }
        }
    }

    @Test("another minute never lowers what is supported on a path", arguments: BillingPath.allCases)
    func monotone(path: BillingPath) {
        var last = 0
        for minutes in 0...420 {
            let care =
                path == .practitioner
                ? CareMonth.recorded(practitioner: minutes) : .recorded(staff: minutes, decisionMaking: .high)
            let suggestion = CodeSuggester.suggest(care, profile: .seedStrict)
            let proposals = suggestion.alternatives + [suggestion.suggested].compactMap { $0 }
            let units = proposals.first { $0.path == path }!.lines.reduce(0) { $0 + $1.units }
            #expect(units >= last)
            last = units
        }
    }

    @Test("taking evidence away never turns reject into accept", arguments: Profile.all)
    func removal(profile: Profile) {
        let removals: [(inout CareMonth) -> Void] = [
            { $0.conditions = nil }, { $0.consent = nil }, { $0.carePlan = nil }, { $0.history = nil },
            { $0.stays = nil },
            { $0.timeLog = nil }, { $0.practitioner = nil }, { $0.patient = nil }, { $0.initiatingVisit = nil },
            { $0.attestations = Attestations() }, { $0.diagnoses = nil }, { $0.medicalDecisionMaking = nil },
        ]
        for care in BrokenMonths(seed: 5, count: 400) {
            guard ClaimEvaluator.evaluate(care, profile: profile).verdict == .reject else { continue }
            for removal in removals {
                #expect(ClaimEvaluator.evaluate(care.with(removal), profile: profile).verdict != .accept)
            }
        }
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
        for care in BrokenMonths(seed: 9, count: 200) {
            #expect(
                ClaimEvaluator.evaluate(care, profile: .cmsFeeForService)
                    == ClaimEvaluator.evaluate(care, profile: .cmsFeeForService)
            )
        }
    }
}
