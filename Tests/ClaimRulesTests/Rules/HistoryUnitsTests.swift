import ClaimRules
import TestSupport
import Testing

/// What was billed for the month before counts toward its minutes, its limits and its dates.
@Suite("Units in the history")
struct HistoryUnitsTests {
    private func month(
        staff: Int = 0,
        practitioner: Int = 0,
        lines: [(ProcedureCode, Int)],
        history: [(ProcedureCode, Int)]
    ) -> CareMonth {
        CareMonth.recorded(staff: staff, practitioner: practitioner, lines: lines).with { care in
            care.history = history.map { BilledService(code: $0, date: "2026-03-20", units: $1) }
        }
    }

    private func decide(_ month: CareMonth, _ profile: Profile = .cmsFeeForService) -> Decision {
        ClaimEvaluator.evaluate(month, profile: profile)
    }

    @Test("add-ons billed before need their minutes beside the base that is billed now", arguments: Profile.all)
    func addOnsBefore(profile: Profile) {
        func care(_ staff: Int) -> CareMonth {
            month(staff: staff, lines: [("99490", 1)], history: [("99439", 2)]).with { $0.setting = .office }
        }
        let short = decide(care(59), profile)
        #expect(short.verdict == .reject)
        #expect(short.findings.contains { $0.rule == "history-units-supported" && $0.path == "/history/0" })
        #expect(!decide(care(60), profile).findings.contains { $0.rule == "history-units-supported" })
        let suggestion = CodeSuggester.suggest(care(25), profile: profile)
        #expect(suggestion.suggested == nil)
        #expect(suggestion.blockedBy.contains { $0.rule == "history-units-supported" })
        #expect(suggestion.billed?.verdict != .matches)
    }

    @Test("another practitioner's add-ons are not added to this one's")
    func anothers() {
        let care = month(staff: 25, lines: [("99490", 1)], history: [("99439", 2)]).with {
            $0.history![0].practitionerNPI = NPI("1093817465")
        }
        #expect(decide(care).findings.map(\.rule) == ["one-practitioner-a-month"])
    }

    @Test("a limit is that of the month, whatever claim the units are on")
    func limits() {
        let over = decide(month(staff: 80, lines: [("99439", 2)], history: [("99490", 1), ("99439", 1)]))
        let limit = over.findings.first { $0.rule == "unit-limit" }
        #expect(limit?.severity == .error)
        #expect(limit?.fix == [.replace("/lines/0/units", .integer(1))])
        #expect(over.findings.first { $0.rule == "not-billed-twice" }?.fix == limit?.fix)
        let within = decide(month(staff: 80, lines: [("99439", 1)], history: [("99490", 1), ("99439", 1)]))
        #expect(within.findings.map(\.rule) == ["add-on-on-later-claim"])
        let full = decide(month(staff: 80, lines: [("99439", 1)], history: [("99490", 1), ("99439", 2)]))
        #expect(full.findings.contains { $0.rule == "unit-limit" })
        #expect(full.findings.allSatisfy { $0.fix.isEmpty })
    }

    @Test("an edit is held against the sum, too")
    func edits() {
        let care = month(practitioner: 120, lines: [("99437", 1)], history: [("99491", 1), ("99437", 2)])
        let finding = decide(care, .cmsFeeForService).findings.first { $0.rule == "unit-edit" }
        #expect(finding?.severity == .warning)
        #expect(finding?.facts.contains(.init("earlierUnits", .integer(2))) == true)
        let within = month(practitioner: 120, lines: [("99437", 1)], history: [("99491", 1), ("99437", 1)])
        #expect(!decide(within).findings.contains { $0.rule == "unit-edit" })
    }

    @Test("a further unit is dated when the minutes of all units were complete")
    func dates() {
        let care = month(staff: 0, lines: [("99439", 1)], history: [("99490", 1), ("99439", 1)]).with { care in
            care.timeLog = [.entry(45, on: "2026-03-10"), .entry(15, on: "2026-03-25")]
            care.lines[0].date = "2026-03-20"
        }
        let finding = decide(care).findings.first { $0.rule == "date-not-before-threshold" }
        #expect(finding?.fix == [.replace("/lines/0/date", .text("2026-03-25"))])
        #expect(!decide(care.with { $0.lines[0].date = "2026-03-25" }).findings.contains { $0.severity == .error })
    }

    @Test("a clinic's general code above one unit is at least to be reviewed from 2024 on, and rejected before")
    func generalCode() throws {
        func care(_ month: CalendarMonth, _ units: Int) -> CareMonth {
            CareMonth.recorded(month, staff: 25, lines: [("G0511", units)]).with { care in
                care.setting = .ruralHealthClinic
                care.lines[0].placeOfService = "72"
            }
        }
        #expect(decide(care("2023-12", 3)).verdict == .reject)
        for month in ["2024-01", "2025-09"] as [CalendarMonth] {
            let decision = decide(care(month, 3))
            #expect(decision.verdict == .review)
            #expect(decision.findings.map(\.rule) == ["clinic-general-code-units"])
            #expect(decide(try care(month, 3).applying(decision.findings[0].fix)).verdict == .accept)
            #expect(decide(care(month, 1)).verdict == .accept)
        }
    }
}
