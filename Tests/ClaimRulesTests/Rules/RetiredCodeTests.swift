import ClaimRules
import TestSupport
import Testing

/// Codes of another time or another kind of biller, and the fixes that put the right one in their place.
@Suite("A code that is not payable")
struct RetiredCodeTests {
    struct Row: CustomTestStringConvertible {
        let month: CalendarMonth
        let setting: PracticeSetting
        let minutes: Int
        let sent: [(ProcedureCode, Int)]
        let mended: [String: Int]
        var testDescription: String { "\(month) \(setting.rawValue) \(minutes) minutes, \(sent)" }

        init(
            _ month: CalendarMonth,
            _ setting: PracticeSetting,
            _ minutes: Int,
            _ sent: [(ProcedureCode, Int)],
            _ mended: [String: Int]
        ) {
            (self.month, self.setting, self.minutes, self.sent, self.mended) = (month, setting, minutes, sent, mended)
        }

        var care: CareMonth {
            CareMonth.recorded(month, staff: minutes, lines: sent).with { care in
                care.setting = setting
                if month.year < 2017 { care.consent?.form = .written }
                for index in care.lines.indices where setting.isClinic { care.lines[index].placeOfService = "72" }
            }
        }
    }

    static let rows = [
        Row("2021-01", .office, 65, [("99490", 1), ("G2058", 2)], ["99490": 1, "99439": 2]),
        Row("2021-01", .office, 65, [("99490", 1), ("G2058", 1), ("99439", 1)], ["99490": 1, "99439": 2]),
        Row("2020-12", .office, 45, [("99490", 1), ("99439", 1)], ["99490": 1, "G2058": 1]),
        Row("2019-12", .office, 65, [("99490", 1), ("99439", 2)], ["99490": 1]),
        Row("2021-06", .office, 25, [("99490", 1), ("G2058", 1)], ["99490": 1]),
        Row("2016-06", .office, 65, [("99487", 1)], ["99490": 1]),
        Row("2016-06", .office, 95, [("99487", 1), ("99489", 1)], ["99490": 1]),
        Row("2018-05", .ruralHealthClinic, 25, [("99490", 1)], ["G0511": 1]),
        Row("2022-05", .federallyQualifiedHealthCenter, 45, [("99490", 1), ("99439", 1)], ["G0511": 1]),
        Row("2022-05", .ruralHealthClinic, 65, [("99487", 1)], ["G0511": 1]),
        Row("2017-12", .ruralHealthClinic, 25, [("G0511", 1)], ["99490": 1]),
        Row("2025-10", .ruralHealthClinic, 25, [("G0511", 1)], ["99490": 1]),
        Row("2025-03", .ruralHealthClinic, 45, [("G0511", 1), ("99439", 1)], ["99490": 1, "99439": 1]),
        Row("2024-05", .office, 25, [("G0511", 1)], ["99490": 1]),
    ]

    @Test("is replaced with the one that was, and the claim is accepted", arguments: rows)
    func mended(row: Row) throws {
        var care = row.care
        #expect(ClaimEvaluator.evaluate(care, profile: .cmsFeeForService).verdict == .reject)
        for _ in 0..<8 {
            let fixes = ClaimEvaluator.evaluate(care, profile: .cmsFeeForService).findings.map(\.fix)
            if fixes.allSatisfy(\.isEmpty) { break }
            care = try care.applying(fixes.flatMap { $0 })
        }
        let decision = ClaimEvaluator.evaluate(care, profile: .cmsFeeForService)
        #expect(decision.verdict == .accept, "\(decision.findings.map(\.message))")
        #expect(care.lines.reduce(into: [:]) { $0[$1.code.text, default: 0] += $1.units ?? 1 } == row.mended)
    }

    @Test("no fix of one answer adds what another puts in place")
    func oneAnswer() throws {
        let care = Self.rows[0].care
        let findings = ClaimEvaluator.evaluate(care, profile: .cmsFeeForService).findings
        #expect(findings.first { $0.rule == "code-in-force" }?.fix == [.replace("/lines/1/code", .text("99439"))])
        #expect(findings.first { $0.rule == "add-on-skipped" }?.fix == [])
    }

    @Test(
        "a service beside care management is questioned on the claim and in the history before its first day",
        arguments: [
            ("2017-05", "99484", true), ("2018-01", "99484", false), ("2017-05", "G0507", false),
            ("2018-01", "G0507", true), ("2016-12", "G0507", true), ("2020-12", "G2214", true),
            ("2021-01", "G2214", false), ("2018-12", "99457", true), ("2019-01", "99457", false),
            ("2019-12", "99421", true), ("2020-01", "99421", false), ("2021-12", "98975", true),
            ("2022-01", "98975", false),
        ] as [(CalendarMonth, ProcedureCode, Bool)]
    )
    func neighbors(month: CalendarMonth, code: ProcedureCode, isQuestioned: Bool) {
        func questions(_ change: (inout CareMonth) -> Void) -> [Pointer] {
            let care = CareMonth.recorded(month, staff: 25, lines: [("99490", 1)]).with(change)
            return ClaimEvaluator.evaluate(care, profile: .cmsFeeForService).findings
                .filter { $0.rule == "other-code-not-payable" }.map(\.path)
        }
        let line = questions { $0.lines.append(ServiceLine(code: code, units: 1, date: month.firstDay)) }
        #expect(line == (isQuestioned ? ["/lines/1/code"] : []))
        let billed = questions { $0.history = [BilledService(code: code, date: month.firstDay, units: 1)] }
        // What has ended may have been billed to another payer.
        let hasEnded = code == "G0507" && month.year > 2017
        #expect(billed == (isQuestioned && !hasEnded ? ["/history/0/code"] : []))
    }

    @Test("behavioral health integration shares a month only with separate minutes, by the codes of its time")
    func behavioralHealth() {
        for (month, code) in [("2017-05", "G0507"), ("2018-05", "99484")] as [(CalendarMonth, ProcedureCode)] {
            let care = CareMonth.recorded(month, staff: 25, lines: [("99490", 1)]).with {
                $0.history = [BilledService(code: code, date: month.firstDay, units: 1)]
            }
            let findings = ClaimEvaluator.evaluate(care, profile: .cmsFeeForService).findings.filter {
                $0.severity != .info
            }
            #expect(findings.map(\.rule) == ["separate-time-from-other-services"], "\(code)")
        }
    }
}
