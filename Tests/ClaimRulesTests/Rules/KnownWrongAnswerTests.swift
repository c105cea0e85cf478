import ClaimRules
import TestSupport
import Testing

/// Answers that are wrong elsewhere and have to stay right here.
@Suite("Known wrong answers of others")
struct KnownWrongAnswerTests {
    private func suggest(_ month: CareMonth) -> [String] {
        let lines = CodeSuggester.suggest(month, profile: .cmsFeeForService).suggested?.lines ?? []
        return lines.map { "\($0.code) x \($0.units)" }
    }

    private func rules(_ month: CareMonth) -> [RuleID] {
        ClaimEvaluator.evaluate(month, profile: .cmsFeeForService).findings.filter { $0.severity == .error }.map(\.rule)
    }

    @Test("330 staff minutes are two units of 99439, not fifteen")
    func fifteenUnits() {
        #expect(suggest(.recorded(staff: 330)) == ["99490 x 1", "99439 x 2"])
        let billed = CareMonth.recorded(staff: 330, lines: [("99490", 1), ("99439", 15)])
        #expect(rules(billed) == ["unit-limit"])
    }

    @Test("19 minutes and 30 seconds are not 20 minutes")
    func roundedUp() throws {
        var entry = TimeEntry.entry(0, on: "2026-03-10")
        entry.duration = .interval(
            start: try #require(Timestamp("2026-03-10T10:00:00Z")),
            end: try #require(Timestamp("2026-03-10T10:19:30Z"))
        )
        let month = CareMonth.recorded(lines: [("99490", 1)]).with { $0.timeLog = [entry] }
        #expect(rules(month) == ["time-threshold"])
        #expect(suggest(month).isEmpty)
    }

    @Test("the date of service is a day of the month the minutes were spent in, not the first of the next")
    func nextMonth() {
        let month = CareMonth.recorded(staff: 25, lines: [("99490", 1)]).with { $0.lines[0].date = "2026-04-01" }
        let finding = ClaimEvaluator.evaluate(month, profile: .cmsFeeForService).findings.first
        #expect(finding?.rule == "date-in-service-month")
        #expect(finding?.fix == [.replace("/lines/0/date", .text("2026-03-10"))])
        #expect(CodeSuggester.suggest(month, profile: .cmsFeeForService).suggested?.earliestDate == "2026-03-10")
    }

    @Test("below 20 minutes nothing is suggested, and no advanced primary care code in its place")
    func primaryCareFallback() {
        for minutes in 0..<20 { #expect(suggest(.recorded(staff: minutes)).isEmpty) }
    }

    @Test("99437 goes in steps of 30 minutes from 60 and stands on 99491, not in steps of 20 on 99490")
    func wrongAddOn() throws {
        let entry = try #require(CodeTable.entry("99437"))
        #expect((entry.firstUnitMinutes, entry.furtherUnitMinutes ?? 0) == (60, 30))
        #expect(entry.parent == "99491")
        #expect(suggest(.recorded(practitioner: 50)) == ["99491 x 1"])
        let billed = CareMonth.recorded(staff: 45, lines: [("99490", 1), ("99437", 1)])
        #expect(rules(billed).contains("one-path-a-month"))
        #expect(rules(billed).contains("add-on-needs-base"))
    }

    @Test("two conditions suffice for complex care")
    func threeConditions() {
        let month = CareMonth.recorded(staff: 65, decisionMaking: .moderate, lines: [("99487", 1)])
        #expect(month.conditions?.count == 2)
        #expect(ClaimEvaluator.evaluate(month, profile: .cmsFeeForService).verdict == .accept)
    }

    @Test("complex care asks for neither direct supervision nor time in person")
    func directSupervision() throws {
        let entry = try #require(CodeTable.entry("99487"))
        #expect(entry.supervision == .general)
        #expect(entry.performer == .clinicalStaff)
        let faceToFace = CareMonth.recorded(staff: 65, decisionMaking: .moderate, lines: [("99487", 1)]).with { month in
            month.timeLog![0].faceToFace = true
        }
        #expect(rules(faceToFace) == ["time-threshold"])
    }

    @Test("care management and transitional care may share a month from 2020 on, with separate minutes")
    func neverTogether() {
        let month = CareMonth.recorded(staff: 25, lines: [("99490", 1)]).with { month in
            month.history = [BilledService(code: "99495", date: "2026-03-02", units: 1)]
            month.attestations[.nonOverlapStatement] = true
        }
        #expect(ClaimEvaluator.evaluate(month, profile: .cmsFeeForService).verdict == .accept)
    }

    @Test(
        "the worked examples of section 8 come out as printed",
        arguments: [
            (0, 35, nil, ["99491 x 1"]), (0, 70, nil, ["99491 x 1", "99437 x 1"]),
            (0, 90, nil, ["99491 x 1", "99437 x 2"]),
            (40, 0, nil, ["99490 x 1", "99439 x 1"]), (25, 0, nil, ["99490 x 1"]),
            (45, 0, nil, ["99490 x 1", "99439 x 1"]),
            (125, 0, .moderate, ["99487 x 1", "99489 x 2"]), (65, 0, .moderate, ["99487 x 1"]),
            (0, 65, nil, ["99491 x 1", "99437 x 1"]), (55, 0, .moderate, ["99490 x 1", "99439 x 1"]),
            (75, 0, .high, ["99487 x 1"]), (90, 0, .high, ["99487 x 1", "99489 x 1"]),
            (60, 0, .low, ["99490 x 1", "99439 x 2"]),
        ] as [(Int, Int, DecisionMaking?, [String])]
    )
    func worked(staff: Int, practitioner: Int, decisionMaking: DecisionMaking?, lines: [String]) {
        #expect(suggest(.recorded(staff: staff, practitioner: practitioner, decisionMaking: decisionMaking)) == lines)
    }
}
