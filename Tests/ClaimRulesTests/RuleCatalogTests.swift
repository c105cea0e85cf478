import ClaimRules
import Testing

@Suite("The catalogue")
struct RuleCatalogTests {
    @Test("ids are unique, kebab-case, and never those of a checklist item with another meaning")
    func ids() {
        let ids = RuleCatalog.all.map(\.id.description)
        #expect(Set(ids).count == ids.count)
        for id in ids {
            #expect(id.utf8.allSatisfy { ($0 >= 97 && $0 <= 122) || $0 == 45 || ($0 >= 48 && $0 <= 57) }, "\(id)")
        }
    }

    @Test("every rule cites, says what holds, says what to do, and reads something", arguments: RuleCatalog.all)
    func complete(rule: Rule) {
        #expect(!rule.citation.title.isEmpty && !rule.citation.section.isEmpty)
        #expect(rule.title.hasSuffix("."))
        #expect(rule.remedy.hasSuffix(".") || rule.remedy.hasSuffix("this month."))
        #expect(!rule.needs.isEmpty)
        #expect(Profile.all.contains { rule.severity(in: $0) != nil }, "no profile applies it")
    }

    @Test("a rule on an unconfirmed source is at most a warning", arguments: RuleCatalog.all)
    func unconfirmed(rule: Rule) {
        guard rule.citation.grade == .unconfirmed else { return }
        #expect(Profile.all.allSatisfy { rule.severity(in: $0) != .error })
    }

    @Test("the passing example keeps the rule and is accepted; the failing one breaks it", arguments: RuleCatalog.all)
    func examples(rule: Rule) {
        let profile = rule.example.profile
        let passes = ClaimEvaluator.evaluate(rule.example.passes, profile: profile)
        #expect(passes.verdict == .accept, "\(passes.findings.map(\.rule)) \(passes.unverified.map(\.rule))")
        #expect(!passes.findings.contains { $0.rule == rule.id })
        let fails = ClaimEvaluator.evaluate(rule.example.fails, profile: profile)
        let isBroken = fails.findings.contains { $0.rule == rule.id }
        let isUndecided = fails.unverified.contains { $0.rule == rule.id }
        #expect(isBroken || isUndecided, "\(fails.findings.map(\.rule))")
        for finding in fails.findings where finding.rule == rule.id {
            #expect(finding.severity == rule.severity(in: profile))
        }
    }

    @Test("a rule is found by its id, and no other text finds one")
    func lookup() {
        #expect(RuleCatalog.rule("add-on-needs-base")?.id == "add-on-needs-base")
        #expect(RuleCatalog.rule("consent-on-file") != nil)
        #expect(RuleCatalog.rule("no-such-rule") == nil)
        #expect(RuleCatalog.rule("") == nil)
    }
}
