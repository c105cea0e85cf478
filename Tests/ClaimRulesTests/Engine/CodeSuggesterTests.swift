import ClaimRules
import TestSupport
import Testing

@Suite("The suggestion")
struct CodeSuggesterTests {
    /// Every boundary of the printed tables with its neighbours, and what lies between.
    static let staffMinutes =
        Array(0...125) + [
            149, 150, 151, 179, 180, 181, 209, 210, 330, 359, 360, 361, 389, 390, 391, 400,
        ]
    static let practitionerMinutes = [0, 1, 19, 29, 30, 31, 59, 60, 89, 90, 119, 120, 130]

    /// A sample, the boundaries more often than the rest; `bench/Micro` has the whole.
    @Test("every path is what the printed tables say, for every month class and profile", arguments: OracleSpace.months)
    func tables(month: CalendarMonth) throws {
        var random = SeededGenerator(seed: UInt64(month.year * 12 + month.number))
        for profile in Profile.all {
            for level in OracleSpace.levels {
                for _ in 0..<CaseCount.times(20) {
                    let isBoundary = random.chance(60)
                    let staff =
                        isBoundary ? random.pick(Self.staffMinutes) : random.pick(Array(OracleSpace.staffMinutes))
                    let practitioner =
                        isBoundary
                        ? random.pick(Self.practitionerMinutes) : random.pick(Array(OracleSpace.practitionerMinutes))
                    if let mismatch = OracleSpace.mismatch(
                        month,
                        profile,
                        level,
                        staff: staff,
                        practitioner: practitioner
                    ) {
                        Issue.record("\(mismatch)")
                        return
                    }
                }
            }
        }
    }

    @Test(
        "the worked examples of the practice guides and contractors come out as printed",
        arguments: [
            (0, 35, nil, ["99491": 1]), (0, 70, nil, ["99491": 1, "99437": 1]), (0, 90, nil, ["99491": 1, "99437": 2]),
            (0, 95, nil, ["99491": 1, "99437": 2]), (40, 0, nil, ["99490": 1, "99439": 1]), (25, 0, nil, ["99490": 1]),
            (45, 0, nil, ["99490": 1, "99439": 1]), (125, 0, .moderate, ["99487": 1, "99489": 2]),
            (65, 0, .high, ["99487": 1]), (55, 0, .moderate, ["99490": 1, "99439": 1]),
            (75, 0, .moderate, ["99487": 1]),
            (90, 0, .moderate, ["99487": 1, "99489": 1]), (65, 0, .low, ["99490": 1, "99439": 2]),
            (330, 0, nil, ["99490": 1, "99439": 2]), (0, 65, nil, ["99491": 1, "99437": 1]), (20, 0, nil, ["99490": 1]),
        ] as [(Int, Int, DecisionMaking?, [String: Int])]
    )
    func workedExamples(staff: Int, practitioner: Int, level: DecisionMaking?, expected: [String: Int]) {
        let care = CareMonth.recorded(staff: staff, practitioner: practitioner, decisionMaking: level)
        let suggestion = CodeSuggester.suggest(care, profile: .cmsFeeForService)
        #expect(suggestion.suggested?.lines.reduce(into: [:]) { $0[$1.code.text] = $1.units } == expected)
    }

    @Test("19 minutes and 30 seconds are not 20, and two halves of a minute are one")
    func seconds() throws {
        let start = try #require(Timestamp("2026-03-10T10:00:00Z"))
        func log(_ seconds: [Int64]) -> CareMonth {
            CareMonth.recorded().with { care in
                care.timeLog = seconds.enumerated().map { position, length in
                    var entry = TimeEntry.entry(1, on: "2026-03-10")
                    let from = start.milliseconds + Int64(position) * 3_600_000
                    entry.duration = .interval(
                        start: Timestamp(milliseconds: from, offsetMinutes: 0),
                        end: Timestamp(milliseconds: from + length * 1000, offsetMinutes: 0)
                    )
                    return entry
                }
            }
        }
        let short = CodeSuggester.suggest(log([19 * 60 + 30]), profile: .cmsFeeForService)
        #expect(short.suggested == nil && short.minutes.clinicalStaff == 19)
        #expect(short.next?.code == "99490" && short.next?.minutesNeeded == 1)
        #expect(short.next?.performer == .clinicalStaff)
        let halves = CodeSuggester.suggest(log([19 * 60 + 30, 30]), profile: .cmsFeeForService)
        #expect(halves.minutes.clinicalStaff == 20 && halves.suggested?.lines.map(\.code) == ["99490"])
    }

    @Test("amounts are the schedule's, rounded once a unit")
    func amounts() {
        func payment(_ month: CalendarMonth, staff: Int, level: DecisionMaking? = nil) -> String? {
            let care = CareMonth.recorded(month, staff: staff, decisionMaking: level)
            let payment = CodeSuggester.suggest(care, profile: .cmsFeeForService).suggested?.payment
            return payment.map { "\($0.nonFacility) \($0.facility) \($0.basis)" }
        }
        #expect(payment("2026-03", staff: 47) == "116.57 74.49 national 2026")
        #expect(payment("2026-03", staff: 60) == "167.01 105.22 national 2026")
        #expect(payment("2025-03", staff: 60) == "152.35 113.85 national 2025")
        #expect(payment("2026-03", staff: 90, level: .high) == "222.45 122.92 national 2026")
        #expect(payment("2024-02", staff: 20) == "61.56 48.79 national 2024, conversion factor 32.7442")
        #expect(payment("2024-04", staff: 20) == "62.58 49.60 national 2024, conversion factor 33.2875")
        #expect(payment("2022-06", staff: 40) == "112.47 87.90 national 2022")
    }

    @Test("documented complexity is suggested though the staff codes pay more, and the difference is said")
    func pricingTrap() throws {
        let care = CareMonth.recorded(staff: 75, decisionMaking: .moderate)
        let suggestion = CodeSuggester.suggest(care, profile: .cmsFeeForService)
        #expect(suggestion.suggested?.path == .complex)
        let staff = try #require(suggestion.alternatives.first { $0.path == .staff })
        #expect(staff.payment?.nonFacility == Money(cents: 16_701))
        #expect(staff.reason?.contains("pays 22.72 more") == true)
    }

    @Test("of staff and practitioner time the one that pays more is suggested, the other listed")
    func dearer() {
        let both = CodeSuggester.suggest(.recorded(staff: 25, practitioner: 35), profile: .cmsFeeForService)
        #expect(both.suggested?.path == .practitioner)
        #expect(both.alternatives.first { $0.path == .staff }?.lines.map(\.code) == ["99490"])
        let staff = CodeSuggester.suggest(.recorded(staff: 60, practitioner: 35), profile: .cmsFeeForService)
        #expect(staff.suggested?.path == .staff)
    }

    @Test("the earliest date is the day the last suggested unit was complete")
    func earliestDate() {
        let care = CareMonth.recorded().with { care in
            care.timeLog = [.entry(20, on: "2026-03-20"), .entry(19, on: "2026-03-04"), .entry(8, on: "2026-03-27")]
        }
        let suggested = CodeSuggester.suggest(care, profile: .cmsFeeForService).suggested
        #expect(suggested?.earliestDate == "2026-03-27")
        #expect(suggested?.lines.map(\.earliestDate) == ["2026-03-20", "2026-03-27"])
    }

    @Test("what does not count is listed with its reason")
    func excluded() {
        let care = CareMonth.recorded().with { care in
            care.stays = [Stay(from: "2026-03-12", to: "2026-03-13", setting: .inpatient)]
            care.timeLog = (1...9).map { .entry($0, on: "2026-03-10") }
            care.timeLog![0].faceToFace = true
            care.timeLog![1].program = "rpm"
            care.timeLog![2].performer?.kind = .nonClinical
            care.timeLog![3].performer = nil
            care.timeLog![4].duration = .minutes(5, on: nil)
            care.timeLog![5].duration = nil
            care.timeLog![6].duration = .minutes(7, on: "2026-04-01")
            care.timeLog![7].duration = .minutes(8, on: "2026-03-13")
        }
        let minutes = CodeSuggester.suggest(care, profile: .cmsFeeForService).minutes
        #expect(minutes.clinicalStaff == 9)
        #expect(
            minutes.excluded.map(\.reason) == [
                .faceToFace, .otherProgram, .nonClinical, .noPerformer, .noDate, .noDuration, .outsideMonth,
                .facilityStay,
            ]
        )
        #expect(minutes.excluded.map(\.minutes) == [1, 2, 3, 4, 5, nil, 7, 8])
    }

    @Test("conditions that are missing or too few block everything, and say which rule does")
    func blocked() {
        let silent = CodeSuggester.suggest(
            CareMonth.recorded(staff: 47).with { $0.conditions = nil },
            profile: .cmsFeeForService
        )
        #expect(silent.suggested == nil && silent.blockedBy.map(\.rule) == ["two-chronic-conditions"])
        #expect(silent.blockedBy[0].needs == ["/conditions"])
        #expect(silent.alternatives.first { $0.path == .staff }?.lines.map(\.code) == ["99490", "99439"])
        let one = CodeSuggester.suggest(
            CareMonth.recorded(staff: 47).with { $0.conditions!.removeLast() },
            profile: .cmsFeeForService
        )
        #expect(one.suggested == nil && one.blockedBy[0].needs.isEmpty)
    }

    @Test("a bill that stands blocks the suggestion: another practitioner's, or our own for the month")
    func history() {
        let other = CareMonth.recorded(staff: 47).with { care in
            care.history = [BilledService(code: "99490", date: "2026-03-02")]
            care.history![0].practitionerNPI = NPI("1093817465")
        }
        #expect(
            CodeSuggester.suggest(other, profile: .cmsFeeForService).blockedBy.map(\.rule) == [
                "one-practitioner-a-month"
            ]
        )
        let own = CareMonth.recorded(staff: 39).with { $0.history = [BilledService(code: "99490", date: "2026-03-02")] }
        #expect(CodeSuggester.suggest(own, profile: .cmsFeeForService).blockedBy.map(\.rule) == ["not-billed-twice"])
        let earlier = CareMonth.recorded(staff: 47).with {
            $0.history = [BilledService(code: "99490", date: "2026-02-28")]
        }
        #expect(CodeSuggester.suggest(earlier, profile: .cmsFeeForService).blockedBy.isEmpty)
    }

    @Test(
        "billed lines are compared with the suggestion",
        arguments: [
            ([("99490", 1), ("99439", 1)], .matches, 0), ([("99490", 1)], .underbilled, 5044),
            ([("99490", 1), ("99439", 2)], .overbilled, -5044), ([("99491", 1)], .different, 11_657 - 8918),
        ] as [([(ProcedureCode, Int)], BilledComparison.Verdict, Int64)]
    )
    func billed(lines: [(ProcedureCode, Int)], verdict: BilledComparison.Verdict, cents: Int64) {
        let suggestion = CodeSuggester.suggest(.recorded(staff: 47, lines: lines), profile: .cmsFeeForService)
        #expect(suggestion.billed?.verdict == verdict)
        #expect(suggestion.billed?.difference == Money(cents: cents))
    }

    @Test("billed lines are not called too much where minutes that were not sent may carry them")
    func undecided() {
        let billed = CareMonth.recorded(staff: 47, lines: [("99490", 1), ("99439", 2)])
        func comparison(_ change: (inout CareMonth) -> Void) -> BilledComparison? {
            CodeSuggester.suggest(billed.with(change), profile: .cmsFeeForService).billed
        }
        for undecided in [comparison { $0.timeLog = nil }, comparison { $0.timeLog?.append(TimeEntry()) }] {
            #expect(undecided?.verdict == .undecided)
            #expect(undecided?.difference == nil && undecided?.gain == nil)
        }
        #expect(comparison { $0.timeLog = [] }?.verdict == .overbilled)
        // What does not hang on the minutes is said all the same.
        #expect(
            comparison {
                $0.lines.removeLast()
                $0.timeLog?.append(TimeEntry())
            }?.verdict == .underbilled
        )
    }
}
