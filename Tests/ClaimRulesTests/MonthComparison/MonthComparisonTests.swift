import TestSupport
import Testing

@testable import ClaimRules

@Suite("Two months compared")
struct MonthComparisonTests {
    private func changes(_ from: CalendarMonth, _ to: CalendarMonth) -> [String] {
        let profile = Profile.cmsFeeForService
        let difference = MonthDifference(
            from: MonthFacts(of: from, profile: profile),
            to: MonthFacts(of: to, profile: profile)
        )
        return difference.changes.map { "\($0.section.rawValue) \($0.name): \($0.from ?? "-") > \($0.to ?? "-")" }
    }

    @Test("a month is like itself, and like its neighbor where nothing was changed between them")
    func same() {
        #expect(changes("2026-03", "2026-03").isEmpty)
        #expect(changes("2025-05", "2025-06").isEmpty)
    }

    @Test(
        "what is known to have changed is said",
        arguments: [
            ("2016-12", "2017-01", "codes 99487: - > office, hospital-outpatient, rhc, fqhc"),
            ("2016-12", "2017-01", "rules consent-written-before-2017: warning > -"),
            ("2020-12", "2021-01", "codes G2058: office, hospital-outpatient > -"),
            ("2020-12", "2021-01", "thresholds 99439: - > 40 clinical staff minutes, 20 for each further unit"),
            (
                "2019-12", "2020-01",
                "conflicts 99495, transitional care management: not in one month > only with separate minutes"
            ),
            ("2019-12", "2020-01", "pair-edits 99490 / 99495: never > -"),
            ("2024-02", "2024-03", "conversion-factors everyone else: 32.7442 > 33.2875"),
            ("2024-02", "2024-03", "fees 99490: 61.56, in a facility 48.79 > 62.58, in a facility 49.60"),
            ("2025-12", "2026-01", "fees 99490: 60.49, in a facility 47.87 > 66.13, in a facility 43.76"),
            ("2025-09", "2025-10", "codes G0511: rhc, fqhc > -"),
            ("2025-09", "2025-10", "tables diagnosis codes: 74260, ICD-10-CM FY2025 > 74719, ICD-10-CM FY2026"),
            ("2026-03", "2026-04", "tables unit edits: file of 2024-07-01 > file of 2026-04-01"),
        ] as [(CalendarMonth, CalendarMonth, String)]
    )
    func known(from: CalendarMonth, to: CalendarMonth, change: String) {
        let found = changes(from, to)
        #expect(found.contains(change), "\(found)")
    }

    @Test("looked at backwards, every change is turned round")
    func backwards() {
        let profile = Profile.cmsFeeForService
        let old = MonthFacts(of: "2019-06", profile: profile)
        let new = MonthFacts(of: "2026-06", profile: profile)
        let forth = MonthDifference(from: old, to: new).changes
        let back = MonthDifference(from: new, to: old).changes
        #expect(forth.map(\.name) == back.map(\.name))
        #expect(forth.map(\.from) == back.map(\.to))
        #expect(forth.count > 50)
    }

    @Test("a moved care month keeps days, clocks and lengths, and its decision where the law is the same")
    func moved() throws {
        let month = CareMonth.cleanComplexExample.with { month in
            month.timeLog!.append(.example(from: "2026-03-31T23:50:00-06:00", to: "2026-03-31T23:59:30-06:00"))
            month.stays = [Stay(from: "2026-02-27", to: "2026-03-01", setting: .inpatient)]
            month.patient?.birthDate = "1947-05-31"
        }
        let moved = month.moved(to: "2025-02")
        #expect(moved.serviceMonth == "2025-02")
        #expect(moved.lines.map(\.date) == ["2025-02-25", "2025-02-25"])
        #expect(moved.consent?.date == "2024-10-18")
        #expect(moved.patient?.birthDate == "1947-05-31")
        #expect(moved.stays == [Stay(from: "2025-01-27", to: "2025-02-01", setting: .inpatient)])
        let entry = try #require(moved.timeLog?.last)
        #expect(entry.date == "2025-02-28")
        #expect(entry.milliseconds == month.timeLog?.last?.milliseconds)
        #expect(month.moved(to: "2026-03") == month)
        #expect(CareMonth.cleanComplexExample.moved(to: "2025-05").moved(to: "2026-03") == .cleanComplexExample)
        let decision = ClaimEvaluator.evaluate(.cleanStaffExample.moved(to: "2025-07"), profile: .cmsFeeForService)
        #expect(decision.verdict == .accept)
    }

    @Test("a decision flips where a code is not payable, and the reason is named")
    func flip() {
        let change = VerdictChange(
            of: .cleanPractitionerExample,
            from: "2021-12",
            to: "2022-01",
            profile: .cmsFeeForService
        )
        #expect(change.isFlip)
        #expect(change.from.verdict == .reject)
        #expect(change.to.verdict == .accept)
        #expect(change.gone.contains("code-in-force"))
        #expect(change.added.isEmpty)
        #expect(change.from.suggested.map(\.code) == ["99491"])
        #expect(change.to.suggested.map(\.code) == ["99491", "99437"])
        let same = VerdictChange(of: .cleanStaffExample, from: "2025-12", to: "2026-01", profile: .cmsFeeForService)
        #expect(!same.isFlip && !same.isOtherSuggestion)
        #expect(same.from.payment == Money(cents: 6049))
        #expect(same.to.payment == Money(cents: 6613))
    }

    @Test("the examples of every rule are as they should be, and a wrong one is found out")
    func examples() {
        for rule in RuleCatalog.all { #expect(rule.checkExamples().faults.isEmpty, "\(rule.id)") }
        let rule = RuleCatalog.all[0]
        let idle = Rule(
            rule.id,
            title: rule.title,
            citation: rule.citation,
            severity: rule.severity,
            needs: rule.needs,
            remedy: rule.remedy,
            example: RuleExample { $0.lines[0].units = 2 }
        ) { _, _ in }
        #expect(idle.checkExamples().faults == ["the failing example does not break the rule"])
        let refused = Rule(
            rule.id,
            title: rule.title,
            citation: rule.citation,
            severity: rule.severity,
            needs: rule.needs,
            remedy: rule.remedy,
            example: RuleExample(.cleanStaffExample.with { $0.consent?.given = false }) { _ in }
        ) { _, _ in }
        #expect(refused.checkExamples().faults.first == "the passing example is not accepted")
    }
}
