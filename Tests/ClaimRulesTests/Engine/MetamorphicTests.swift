import ClaimRules
import TestSupport
import Testing

/// What a change to the document must not change, or may change in one direction only.
struct MetamorphicTests {
    @Test("the order of time entries and of history does not matter, nor does splitting an entry")
    func record() {
        var random = SeededGenerator(seed: 17)
        for care in BrokenMonths(seed: 3, count: CaseCount.times(200)) {
            let shuffled = care.with {
                $0.timeLog!.shuffle(using: &random)
                $0.history?.shuffle(using: &random)
            }
            let split = care.with { month in
                month.timeLog = month.timeLog!.flatMap { entry -> [TimeEntry] in
                    guard case .minutes(let minutes, let day)? = entry.duration, minutes > 1 else { return [entry] }
                    let first = Int.random(in: 1..<minutes, using: &random)
                    return [first, minutes - first].map { part in
                        var piece = entry
                        piece.duration = .minutes(part, on: day)
                        return piece
                    }
                }
            }
            let one = ClaimEvaluator.evaluate(care, profile: .cmsFeeForService)
            let suggested = CodeSuggester.suggest(care, profile: .cmsFeeForService).suggested
            for other in [shuffled, split] {
                let two = ClaimEvaluator.evaluate(other, profile: .cmsFeeForService)
                #expect(one.verdict == two.verdict && one.findings.map(\.rule) == two.findings.map(\.rule))
                #expect(suggested == CodeSuggester.suggest(other, profile: .cmsFeeForService).suggested)
            }
        }
    }

    @Test(
        "the order of lines changes neither verdict nor, where no code is twice, what is found",
        arguments: Profile.all
    )
    func lines(profile: Profile) {
        var random = SeededGenerator(seed: 19)
        for care in BrokenMonths(seed: 4, count: CaseCount.times(80)) {
            let one = ClaimEvaluator.evaluate(care, profile: profile)
            let two = ClaimEvaluator.evaluate(care.with { $0.lines.shuffle(using: &random) }, profile: profile)
            #expect(one.verdict == two.verdict)
            guard Set(care.lines.map(\.code)).count == care.lines.count else { continue }
            #expect(rules(one) == rules(two), "\(care.lines)")
            #expect(Set(one.unverified.map(\.rule.description)) == Set(two.unverified.map(\.rule.description)))
        }
    }

    private func rules(_ decision: Decision) -> [String] { decision.findings.map(\.rule.description).sorted() }

    @Test("an interval that is cut in two says the same as before")
    func cutIntervals() throws {
        let start = try #require(Timestamp("2026-03-10T10:00:00Z"))
        var random = SeededGenerator(seed: 23)
        for seconds in stride(from: 60, through: 6_000, by: 97) {
            func care(_ cuts: [Int64]) -> CareMonth {
                CareMonth.recorded(lines: [("99490", 1)]).with { month in
                    month.timeLog = zip([0] + cuts, cuts + [Int64(seconds)]).map { from, to in
                        var entry = TimeEntry.entry(1, on: "2026-03-10")
                        entry.duration = .interval(start: at(start, from), end: at(start, to))
                        return entry
                    }
                }
            }
            let cut = care([Int64.random(in: 1..<Int64(seconds), using: &random)])
            let one = ClaimEvaluator.evaluate(care([]), profile: .cmsFeeForService)
            let two = ClaimEvaluator.evaluate(cut, profile: .cmsFeeForService)
            #expect(one.findings == two.findings && one.verdict == two.verdict)
        }
    }

    private func at(_ start: Timestamp, _ seconds: Int64) -> Timestamp {
        Timestamp(milliseconds: start.milliseconds + seconds * 1_000, offsetMinutes: 0)
    }

    /// The practitioner's minutes count toward staff codes only while they do not reach a code of their own, so each
    /// path is asked about the minutes of its own performer.
    @Test(
        "another minute never lowers what is supported on a path",
        arguments: BillingPath.allCases,
        Profile.all
    )
    func anotherMinute(path: BillingPath, profile: Profile) {
        for others in [0, 12, 29, 30, 64] {
            for year in [2017, 2020, 2024, 2026] {
                var last = 0
                for minutes in stride(from: 0, through: 220, by: CaseCount.factor > 1 ? 1 : 10) {
                    let care = CareMonth.recorded(
                        CalendarMonth(year: year, month: 5)!,
                        staff: path == .practitioner ? others : minutes,
                        practitioner: path == .practitioner ? minutes : others,
                        decisionMaking: .high
                    )
                    let suggestion = CodeSuggester.suggest(care, profile: profile)
                    let proposals = suggestion.alternatives + [suggestion.suggested].compactMap { $0 }
                    let units = proposals.first { $0.path == path }!.lines.reduce(0) { $0 + $1.units }
                    #expect(units >= last, "\(year) \(minutes) beside \(others)")
                    last = units
                }
            }
        }
    }

    @Test("taking evidence away never turns reject into accept", arguments: Profile.all)
    func removal(profile: Profile) {
        for care in BrokenMonths(seed: 5, count: CaseCount.times(30)) {
            guard ClaimEvaluator.evaluate(care, profile: profile).verdict == .reject else { continue }
            for removal in Self.removals {
                #expect(ClaimEvaluator.evaluate(care.with(removal), profile: profile).verdict != .accept)
            }
        }
    }

    private static let removals: [@Sendable (inout CareMonth) -> Void] = [
        { $0.conditions = nil }, { $0.consent = nil }, { $0.carePlan = nil }, { $0.history = nil },
        { $0.stays = nil }, { $0.timeLog = nil }, { $0.practitioner = nil }, { $0.patient = nil },
        { $0.initiatingVisit = nil }, { $0.attestations = Attestations() }, { $0.diagnoses = nil },
        { $0.medicalDecisionMaking = nil }, { $0.consent?.given = nil }, { $0.consent?.date = nil },
        { $0.consent?.covers = nil }, { $0.carePlan?.activity = nil }, { $0.carePlan?.electronic = nil },
        { $0.carePlan?.copyGiven = nil }, { $0.carePlan?.addresses = nil }, { $0.practitioner?.kind = nil },
        { $0.practitioner?.npi = nil }, { $0.initiatingVisit?.date = nil }, { $0.patient?.lastSeen = nil },
        { month in for index in month.timeLog?.indices ?? 0..<0 { month.timeLog![index].duration = nil } },
        { month in for index in month.timeLog?.indices ?? 0..<0 { month.timeLog![index].activity = nil } },
        { month in for index in month.timeLog?.indices ?? 0..<0 { month.timeLog![index].performer = nil } },
        { month in for index in month.lines.indices { month.lines[index].units = nil } },
        { month in for index in month.lines.indices { month.lines[index].date = nil } },
        { month in for index in month.conditions?.indices ?? 0..<0 { month.conditions![index].significantRisk = nil } },
    ]
}
