import ClaimRules
import TestSupport
import Testing

/// A day before and on each date on which the law changed.
@Suite("Rules by date")
struct DatedRulesTests {
    private func rules(_ month: CareMonth, _ profile: Profile = .cmsFeeForService) -> [RuleID] {
        ClaimEvaluator.evaluate(month, profile: profile).findings.filter { $0.severity != .info }.map(\.rule)
    }

    @Test(
        "a code is payable from its first to its last day",
        arguments: [
            ("2014-12-31", "99490", false), ("2015-01-01", "99490", true), ("2016-12-31", "99487", false),
            ("2017-01-01", "99487", true), ("2018-12-31", "99491", false), ("2019-01-01", "99491", true),
            ("2019-12-31", "G2058", false), ("2020-01-01", "G2058", true), ("2020-12-31", "G2058", true),
            ("2021-01-01", "G2058", false), ("2020-12-31", "99439", false), ("2021-01-01", "99439", true),
            ("2021-12-31", "99437", false), ("2022-01-01", "99437", true), ("2016-12-31", "G0506", false),
            ("2017-01-01", "G0506", true),
        ] as [(CalendarDate, ProcedureCode, Bool)]
    )
    func payable(date: CalendarDate, code: ProcedureCode, isPayable: Bool) {
        let month = CareMonth(serviceMonth: date.month).with {
            $0.lines = [ServiceLine(code: code, units: 1, date: date)]
        }
        #expect(rules(month).contains("code-in-force") != isPayable)
    }

    @Test(
        "a clinic bills its general code until 2025-09-30 and the individual codes from 2025-01-01",
        arguments: [
            ("2017-12-31", "G0511", false), ("2018-01-01", "G0511", true), ("2025-09-30", "G0511", true),
            ("2025-10-01", "G0511", false), ("2017-12-31", "99490", true), ("2018-01-01", "99490", false),
            ("2024-12-31", "99490", false), ("2025-01-01", "99490", true), ("2025-10-01", "99490", true),
        ] as [(CalendarDate, ProcedureCode, Bool)]
    )
    func clinics(date: CalendarDate, code: ProcedureCode, isPayable: Bool) {
        let month = CareMonth(serviceMonth: date.month).with {
            $0.lines = [ServiceLine(code: code, units: 1, date: date)]
            $0.setting = .ruralHealthClinic
        }
        #expect(rules(month).contains("code-in-force") != isPayable)
    }

    @Test("an office never bills the clinics' code")
    func office() {
        let month = CareMonth(serviceMonth: "2024-03").with {
            $0.lines = [ServiceLine(code: "G0511", units: 1, date: "2024-03-31")]
        }
        #expect(rules(month).contains("code-in-force"))
    }

    @Test(
        "transitional care excluded care management before 2020; since then it needs separate minutes",
        arguments: [
            ("2019-12", "no-excluded-service-in-month"), ("2020-01", "separate-time-from-other-services"),
        ] as [(CalendarMonth, RuleID)]
    )
    func transitionalCare(month: CalendarMonth, rule: RuleID) {
        let care = CareMonth.recorded(month, staff: 25, lines: [("99490", 1)]).with {
            $0.history = [BilledService(code: "99495", date: month.firstDay, units: 1)]
        }
        #expect(rules(care) == [rule])
        #expect(
            CodeSuggester.suggest(care.with { $0.lines = [] }, profile: .cmsFeeForService).blockedBy.map(\.rule)
                == (rule == "no-excluded-service-in-month" ? [rule] : [])
        )
    }

    @Test(
        "a service excludes care management from its first day on",
        arguments: [
            ("2019-12", "G2064", false), ("2020-01", "G2064", true), ("2024-12", "G0557", false),
            ("2025-01", "G0557", true),
            ("2015-01", "G0181", true), ("2026-03", "90960", true), ("2026-03", "99213", false),
        ] as [(CalendarMonth, ProcedureCode, Bool)]
    )
    func exclusions(month: CalendarMonth, code: ProcedureCode, isExcluded: Bool) {
        let care = CareMonth.recorded(month, staff: 25, lines: [("99490", 1)]).with {
            $0.history = [BilledService(code: code, date: month.firstDay, units: 1)]
        }
        #expect(rules(care).contains("no-excluded-service-in-month") == isExcluded)
        let byAnother = care.with { $0.history![0].practitionerNPI = NPI("1093817465") }
        #expect(rules(byAnother).contains("excluded-service-by-another-practitioner") == isExcluded)
    }

    @Test("before 2017 consent had to be written, and a known patient needed the visit too")
    func before2017() {
        let early = CareMonth.cleanEarlyExample
        #expect(ClaimEvaluator.evaluate(early, profile: .cmsFeeForService).verdict == .accept)
        let verbal = early.with { $0.consent?.form = .verbal }
        #expect(rules(verbal) == ["consent-written-before-2017"])
        let unvisited = early.with { $0.initiatingVisit = nil }
        let decision = ClaimEvaluator.evaluate(unvisited, profile: .cmsFeeForService)
        #expect(decision.unverified.map(\.rule) == ["initiating-visit"])
    }

    @Test("the pair edit binds on one date only, and a modifier that bypasses it ends it")
    func pairs() {
        let visit = CareMonth.cleanComplexExample.with { month in
            month.lines.append(ServiceLine(code: "99214", units: 1, date: "2026-03-25"))
        }
        #expect(rules(visit) == ["pair-needs-modifier", "pair-needs-modifier"])
        #expect(rules(visit.with { $0.lines[2].modifiers = ["25"] }).isEmpty)
        #expect(rules(visit.with { $0.lines[2].modifiers = ["22"] }).count == 2)
        #expect(rules(visit.with { $0.lines[2].date = "2026-03-24" }).isEmpty)
        let never = CareMonth.cleanStaffExample.with { month in
            month.history = [BilledService(code: "99358", date: "2026-03-18", units: 1)]
        }
        #expect(rules(never) == ["no-pair-that-is-never-paid"])
    }

    @Test(
        "a diagnosis is held against the edition in force",
        arguments: [
            ("2026-03", "E11", "too short"), ("2026-03", "E11.99", "not an ICD-10-CM code"), ("2023-09", "E11", nil),
            ("2026-10", "E11", nil), ("2026-09", "E11.9", nil),
        ] as [(CalendarMonth, DiagnosisCode, String?)]
    )
    func diagnoses(month: CalendarMonth, code: DiagnosisCode, says: String?) {
        let care = CareMonth.recorded(month, staff: 25, lines: [("99490", 1)]).with { $0.diagnoses = ["I10", code] }
        let finding = ClaimEvaluator.evaluate(care, profile: .cmsFeeForService).findings.first {
            $0.rule == "diagnosis-billable"
        }
        #expect((finding != nil) == (says != nil))
        if let says { #expect(finding?.message.contains(says) == true) }
    }
}
