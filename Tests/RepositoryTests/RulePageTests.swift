import Foundation
import Testing

@testable import ClaimRules

/// The rule that the page for rule authors shows, word for word.
enum RulePageExample {
    static let recordRead = Rule(
        "record-read",
        title: "What holds when the rule is kept, in one sentence.",
        citation: .noridianReview,
        effective: EffectivePeriod(from: "2026-01-01"),
        severity: .warning,
        needs: ["/timeLog"],
        remedy: "What to do about a break.",
        adjustment: Adjustment("CO", "252", "N706"),
        example: RuleExample { $0.timeLog = [] }
    ) { context, report in
        guard let log = context.month.timeLog else {
            return report.cannotTell(["/timeLog"], "What is missing, and what it would decide.")
        }
        if log.isEmpty { report.broken("/timeLog", "What is wrong.", fix: []) }
    }
}

struct RulePageTests {
    @Test("The rule of the page for rule authors is one that compiles")
    func compiles() throws {
        let page = try #require(Repository.file("docs/adding-a-rule.md")?.text)
        let compiled = try #require(Repository.file("Tests/RepositoryTests/RulePageTests.swift")?.text)
        let examples = page.matches(of: /```swift\n([^`]*)```/)
        #expect(examples.count == 1)
        for example in examples {
            let lines = example.1.split(separator: "\n")
            #expect(lines.count > 10)
            for line in lines { #expect(compiled.contains(line), "\(line)") }
        }
    }

    @Test("Its example keeps the rule, and breaks it by one change")
    func example() {
        let rule = RulePageExample.recordRead
        #expect(rule.id == "record-read")
        #expect(rule.example.passes.timeLog?.isEmpty == false)
        #expect(rule.example.fails.timeLog?.isEmpty == true)
        #expect(rule.severity(in: .cmsFeeForService) == .warning)
    }
}
