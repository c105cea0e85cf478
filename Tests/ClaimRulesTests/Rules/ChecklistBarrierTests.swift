import ClaimRules
import TestSupport
import Testing

/// A record is not ready for codes that may not be billed, however complete it is.
@Suite("The checklist and codes that may not be billed")
struct ChecklistBarrierTests {
    struct Row: CustomTestStringConvertible {
        let month: CalendarMonth
        let setting: PracticeSetting
        let codes: [ProcedureCode]
        let rule: RuleID?
        let history: [BilledService]
        var testDescription: String { "\(month) \(setting.rawValue) \(codes.map(\.text)) \(history.map(\.code.text))" }

        init(
            _ month: CalendarMonth,
            _ setting: PracticeSetting,
            _ codes: [ProcedureCode],
            _ rule: RuleID?,
            history: [BilledService] = []
        ) {
            (self.month, self.setting, self.codes, self.rule, self.history) = (month, setting, codes, rule, history)
        }
    }

    static let rows = [
        Row("2018-12", .office, ["99491"], "code-in-force"), Row("2019-01", .office, ["99491"], nil),
        Row("2025-10", .ruralHealthClinic, ["G0511"], "code-in-force"),
        Row("2025-09", .ruralHealthClinic, ["G0511"], nil), Row("2025-03", .office, ["G0511"], "code-in-force"),
        Row("2026-03", .office, ["99490", "99491"], "one-path-a-month"),
        Row("2026-03", .office, ["99490", "99439"], nil),
        Row("2025-03", .ruralHealthClinic, ["G0511", "99490"], "clinic-general-or-individual-codes"),
        Row("2026-03", .hospitalOutpatient, ["99491"], "hospital-bills-staff-codes-only"),
        Row(
            "2026-03",
            .office,
            ["99490"],
            "no-excluded-service-in-month",
            history: [BilledService(code: "99426", date: "2026-03-02", units: 1)]
        ),
        Row(
            "2026-03",
            .office,
            ["99490"],
            "not-billed-twice",
            history: [BilledService(code: "99490", date: "2026-03-02", units: 1)]
        ),
        Row(
            "2026-03",
            .office,
            ["99490"],
            "one-path-with-history",
            history: [BilledService(code: "99491", date: "2026-03-02", units: 1)]
        ),
    ]

    @Test("not ready, with the rule that says why", arguments: rows)
    func asked(row: Row) {
        var care = CareMonth.recorded(row.month, staff: 45, practitioner: 35).with { care in
            care.setting = row.setting
            care.history = row.history
        }
        // Everything that the record can be asked for is there.
        for item in ChecklistItemID.allCases { care.attestations[item] = true }
        let checklist = ChecklistAuditor.audit(care, codes: row.codes, profile: .cmsFeeForService)
        #expect(checklist.blockedBy.map(\.rule) == (row.rule.map { [$0] } ?? []))
        #expect(checklist.summary.met == checklist.summary.required, "\(checklist.items.filter { $0.status != .met })")
        #expect(checklist.ready == (row.rule == nil))
        let billed = care.with { $0.lines = row.codes.map { ServiceLine(code: $0, units: 1, date: row.month.lastDay) } }
        let own = ChecklistAuditor.audit(billed, profile: .cmsFeeForService)
        #expect(own.blockedBy.map(\.rule) == checklist.blockedBy.map(\.rule))
    }
}
