import ClaimRules
import TestSupport
import Testing

/// A finding names the source that it rests on, not its neighbor.
@Suite("Citations of limits and of a payer's own rules")
struct CitationTests {
    private func citation(
        _ rule: RuleID,
        _ month: CalendarMonth,
        _ profile: Profile = .cmsFeeForService,
        _ change: (inout CareMonth) -> Void
    ) -> Citation? {
        let care = CareMonth.recorded(month, staff: 140, practitioner: 140, decisionMaking: .high).with(change)
        return ClaimEvaluator.evaluate(care, profile: profile).findings.first { $0.rule == rule }?.citation
    }

    @Test(
        "a unit limit cites the file that speaks for the month, and says when that is the oldest at hand",
        arguments: [
            ("2018-05", "99490", "file effective 2024-07-01, the oldest at hand, taken for the months before it too"),
            ("2024-07", "99439", "file effective 2024-07-01"), ("2026-03", "99490", "file effective 2024-07-01"),
            ("2026-04", "99439", "file effective 2026-04-01"),
            ("2020-05", "G2058", "units of the staff add-on in a month"),
        ] as [(CalendarMonth, ProcedureCode, String)]
    )
    func limits(month: CalendarMonth, code: ProcedureCode, section: String) {
        let found = citation("unit-limit", month) { $0.lines = [ServiceLine(code: code, units: 3)] }
        #expect(found?.section == section)
    }

    @Test("the clinics' general code is limited by the clinics' rule, an edit by its own file")
    func others() {
        let clinic = citation("unit-limit", "2022-05") { care in
            care.setting = .ruralHealthClinic
            care.lines = [ServiceLine(code: "G0511", units: 2)]
        }
        #expect(clinic?.title == "Noridian JE Part A, article 10521")
        let hospital = citation("unit-edit", "2026-05") { care in
            care.setting = .hospitalOutpatient
            care.lines = [ServiceLine(code: "99489", units: 5)]
        }
        #expect(hospital?.title == "CMS NCCI medically unlikely edits, outpatient hospital services")
        #expect(hospital?.section == "file effective 2024-07-01")
        let early = citation("unit-edit", "2022-05") { $0.lines = [ServiceLine(code: "99437", units: 3)] }
        #expect(early?.section.contains("the oldest at hand") == true)
    }

    @Test("what the payer asks for cites the payer's own policy")
    func payer() {
        var profile = Profile.extending(.cmsFeeForService, id: ProfileID(rawValue: "payer"), title: "Payer")
        profile.requiredModifiers = ["99490": ["U1"]]
        profile.unitLimits = ["99439": 1]
        let modifier = citation("modifier-required", "2026-03", profile) { $0.lines = [ServiceLine(code: "99490")] }
        #expect(modifier?.title == "The payer's own policy")
        let limit = citation("unit-limit", "2026-03", profile) { $0.lines = [ServiceLine(code: "99439", units: 2)] }
        #expect(limit?.title == "The payer's own policy")
    }

    @Test("a hospital does not bill the practitioner's codes: an error, and mended where staff minutes suffice")
    func hospital() throws {
        let care = CareMonth.recorded("2026-03", staff: 25, lines: [("99491", 1)]).with { care in
            care.setting = .hospitalOutpatient
            care.lines[0].placeOfService = "22"
            care.timeLog!.append(.entry(35, on: "2026-03-12", by: .practitioner))
        }
        let finding = try #require(
            ClaimEvaluator.evaluate(care, profile: .cmsFeeForService).findings.first {
                $0.rule == "hospital-bills-staff-codes-only"
            }
        )
        #expect(finding.severity == .error)
        let mended = try care.applying(finding.fix)
        #expect(mended.lines.map(\.code) == ["99490"])
        #expect(ClaimEvaluator.evaluate(mended, profile: .cmsFeeForService).verdict == .accept)
    }
}
