import ClaimRules
import TestSupport
import Testing

/// What a claim is questioned for beside codes and minutes, each with the neighboring case that is not.
@Suite("Questions about a claim")
struct ClaimQuestionTests {
    private func rules(_ month: CareMonth, above severity: Severity = .info) -> [RuleID] {
        ClaimEvaluator.evaluate(month, profile: .cmsFeeForService).findings.filter { $0.severity > severity }.map(
            \.rule
        )
    }

    private func clean(_ change: (inout CareMonth) -> Void) -> CareMonth { .cleanStaffExample.with(change) }

    @Test(
        "a Z code in the first place is questioned, behind a condition it is not, and the fix turns the pointers round"
    )
    func principal() {
        let first = clean { month in
            month.diagnoses = ["Z79.4", "E11.9", "I10"]
            month.lines[0].diagnosisPointers = [1, 2]
        }
        let finding = ClaimEvaluator.evaluate(first, profile: .cmsFeeForService).findings.first
        #expect(finding?.rule == "principal-diagnosis-names-a-condition")
        #expect(finding?.adjustment == Adjustment("PR", "49", "N111"))
        #expect(finding?.fix == [.replace("/lines/0/diagnosisPointers", .list([.integer(2), .integer(1)]))])
        #expect(rules(first.with { $0.lines[0].diagnosisPointers = [2, 1] }).isEmpty)
    }

    @Test("diagnoses that name none of the recorded conditions are questioned; one of the same disease is enough")
    func unrelated() {
        #expect(rules(clean { $0.diagnoses = ["J45.909", "M17.11"] }) == ["diagnoses-name-managed-conditions"])
        #expect(rules(clean { $0.diagnoses = ["E11.65", "M17.11"] }).isEmpty)
    }

    @Test("a line without place of service or pointers leaves the claim in review", arguments: [true, false])
    func incomplete(place: Bool) {
        let month = clean { month in
            if place { month.lines[0].placeOfService = nil } else { month.lines[0].diagnosisPointers = nil }
        }
        let decision = ClaimEvaluator.evaluate(month, profile: .cmsFeeForService)
        #expect(decision.verdict == .review)
        #expect(decision.unverified.map(\.rule) == ["line-complete"])
        #expect(decision.unverified[0].needs == [Pointer("/lines/0/\(place ? "placeOfService" : "diagnosisPointers")")])
    }

    @Test(
        "a place is questioned where care management is not billed from, or where there is none of that code",
        arguments: [
            ("11", false), ("19", false), ("22", false), ("50", false), ("12", true), ("02", true), ("10", true),
            ("21", true),
            ("31", true), ("88", true),
        ] as [(PlaceOfService, Bool)]
    )
    func places(place: PlaceOfService, isQuestioned: Bool) {
        let found = rules(clean { $0.lines[0].placeOfService = place })
        #expect(found == (isQuestioned ? ["place-of-service-fits"] : []))
    }

    @Test(
        "a neighboring code is questioned outside its years",
        arguments: [
            ("2021-12", "G2064", false), ("2022-01", "G2064", true), ("2021-12", "99424", true),
            ("2022-01", "99424", false),
            ("2025-12", "G0512", false), ("2026-01", "G0512", true), ("2024-12", "99441", false),
            ("2025-01", "99441", true),
            ("2022-12", "99358", false), ("2023-01", "99358", true), ("2025-12", "G0568", true),
            ("2026-01", "G0568", false),
        ] as [(CalendarMonth, ProcedureCode, Bool)]
    )
    func neighbors(month: CalendarMonth, code: ProcedureCode, isQuestioned: Bool) {
        let care = CareMonth.recorded(month, staff: 25, lines: [("99490", 1)]).with { care in
            care.lines.append(ServiceLine(code: code, units: 1, date: month.firstDay))
        }
        #expect(rules(care).contains("other-code-not-payable") == isQuestioned)
    }

    @Test("a clinic's general code is one unit until 2023, several from 2024")
    func generalUnits() {
        for (month, isError) in [("2023-12", true), ("2024-01", false)] as [(CalendarMonth, Bool)] {
            let care = CareMonth.recorded(month, staff: 25, lines: [("G0511", 2)]).with {
                $0.setting = .ruralHealthClinic
            }
            #expect(rules(care).contains("unit-limit") == isError)
        }
    }

    @Test("a hospital's edit for 99489 is 4 units, a practice's 10")
    func outpatientEdit() {
        for (setting, units, isQuestioned) in [
            (PracticeSetting.office, 5, false), (.hospitalOutpatient, 4, false), (.hospitalOutpatient, 5, true),
            (.office, 11, true),
        ] {
            let care = CareMonth.recorded(
                staff: 60 + 30 * units,
                decisionMaking: .high,
                lines: [("99487", 1), ("99489", units)]
            ).with { $0.setting = setting }
            #expect(rules(care).contains("unit-edit") == isQuestioned, "\(setting) \(units)")
        }
    }

    @Test("consent that another practitioner's bills came after is questioned; a newer one is not")
    func newPractitioner() {
        let month = clean { month in
            month.history = [BilledService(code: "99490", date: "2026-01-20", units: 1)]
            month.history![0].practitionerNPI = NPI("1093817465")
        }
        #expect(rules(month) == ["consent-renewed-for-new-practitioner"])
        let renewed = month.with { $0.consent?.date = "2026-02-02" }
        #expect(rules(renewed).isEmpty)
        #expect(rules(month.with { $0.history![0].practitionerNPI = nil }).isEmpty)
    }

    @Test("care planning is questioned when it is dated far from its visit, and telephone visits carried it to 2024")
    func carePlanning() {
        let away = CareMonth.cleanBeginningExample.with { $0.lines[2].date = "2026-03-17" }
        #expect(rules(away) == ["care-planning-on-visit-date"])
        #expect(rules(.cleanBeginningExample).isEmpty)
        for (month, qualifies) in [("2024-12", true), ("2025-01", false)] as [(CalendarMonth, Bool)] {
            let care = CareMonth.cleanBeginningExample.moved(to: month).with { care in
                care.lines[1].code = "99441"
                care.initiatingVisit?.code = "99441"
                care.patient?.lastSeen = care.serviceMonth.firstDay.adding(days: -9)
            }
            #expect(!rules(care).contains("care-planning-with-initiating-visit") == qualifies, "\(month)")
        }
    }

    @Test("every day that is too long is questioned")
    func timeLog() {
        let days = ClaimEvaluator.evaluate(
            clean { month in
                month.timeLog![0].duration = .minutes(500, on: "2026-03-04")
                month.timeLog![1].duration = .minutes(600, on: "2026-03-18")
            },
            profile: .cmsFeeForService
        ).findings.filter { $0.rule == "plausible-days" }
        #expect(days.count == 2)
    }

    @Test("oversight codes of the code set bind on one date only; those of Medicare for the month")
    func oversight() {
        let month = clean { $0.history = [BilledService(code: "99374", date: "2026-03-05", units: 1)] }
        #expect(rules(month).isEmpty)
        #expect(rules(month.with { $0.history![0].date = "2026-03-18" }) == ["no-pair-that-is-never-paid"])
        #expect(rules(month.with { $0.history![0].code = "G0181" }) == ["no-excluded-service-in-month"])
    }

    @Test(
        "a leap second is taken where one can be",
        arguments: [
            ("2016-12-31T23:59:60Z", true), ("2016-12-31T18:59:60-05:00", true), ("2026-03-18T14:00:60Z", false),
            ("2026-03-18T23:59:60Z", false), ("2016-12-31T23:59:60-05:00", false),
        ]
    )
    func leapSecond(text: String, isTaken: Bool) {
        #expect((Timestamp(text) != nil) == isTaken)
    }
}
