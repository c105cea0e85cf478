import Foundation
import Testing

/// `claimgate rules test`, `show` and `diff`.
struct RulesCommandTests {
    private static let month = """
        {"id":"m","serviceMonth":"2026-03","timeLog":[{"date":"2026-03-04","minutes":70,"performer":{"kind":"practitioner"}}],
        "conditions":[{"icd10":"I10","lastsTwelveMonths":true,"significantRisk":true},
        {"icd10":"E11.9","lastsTwelveMonths":true,"significantRisk":true}],"lines":[{"code":"99491","units":1},{"code":"99437","units":1}]}
        """

    @Test("Every rule's examples are judged, a line a rule, and the end is 0")
    func examples() throws {
        let text = try Program.run(["rules", "test", "--format", "text"])
        #expect(text.status == 0)
        #expect(text.output.contains("ok    add-on-needs-base\n"))
        #expect(text.output.contains("all as they should be.\n"))
        #expect(!text.output.contains("FAIL"))
        let json = try Program.run(["rules", "test"])
        #expect(json.output.contains(#""faulty": 0"#))
    }

    @Test(
        "A form that a command does not answer in is refused, and its help does not offer it",
        arguments: [
            (["rules", "show", "consent-on-file"], ["fhir", "outcome", "ndjson"]),
            (["rules", "test"], ["fhir", "outcome", "ndjson"]),
            (["rules", "diff", "2025-12", "2026-01"], ["fhir", "outcome", "ndjson"]),
            (["suggest", "-"], ["fhir", "outcome"]), (["gaps", "-"], ["fhir", "outcome"]),
        ]
    )
    func forms(command: [String], others: [String]) throws {
        for form in others {
            let refused = try Program.run(command + ["--format", form])
            #expect(refused.status == 64 && refused.output.isEmpty, "\(form)")
        }
        let help = try Program.run(command.prefix(command[0] == "rules" ? 2 : 1) + ["--help"]).output
        let values = try #require(help.split(separator: "--format <format>").last?.prefix { $0 != ")" })
        #expect(values.contains("json") && values.contains("text"))
        for form in others { #expect(!values.contains(form), "\(form)") }
    }

    @Test("What changed between two months is said with 1, and that nothing did with 0")
    func months() throws {
        let changed = try Program.run(["rules", "diff", "--format", "text", "2025-12", "2026-01"])
        #expect(changed.status == 1)
        #expect(changed.output.hasPrefix("From December 2025 to January 2026: "))
        #expect(changed.output.contains("  * 99490: 60.49, in a facility 47.87 -> 66.13, in a facility 43.76\n"))
        let same = try Program.run(["rules", "diff", "2025-05", "2025-06"])
        #expect(same.status == 0)
        #expect(same.output == "{\n  \"from\": \"2025-05\",\n  \"to\": \"2025-06\",\n  \"changes\": []\n}\n")
        #expect(try Program.run(["rules", "diff", "2025-13", "2026-01"]).status == 64)
    }

    @Test("Care months, one or many, are judged in both months")
    func careMonths() throws {
        let one = Self.month.replacingOccurrences(of: "\n", with: " ")
        let blind = one.replacingOccurrences(of: "\"m\"", with: "\"n\"").replacingOccurrences(
            of: "99437",
            with: "99439"
        )
        for (input, count) in [(Self.month, 1), (one + "\n" + blind + "\n", 2)] {
            let result = try Program.run(["rules", "diff", "2021-12", "2022-01", "-"], input: input)
            #expect(result.status == 1)
            #expect(result.errors.isEmpty)
            #expect(result.output.contains("\"careMonths\": \(count),"))
            #expect(result.output.contains("\"flips\": true"))
            #expect(result.output.contains("\"rulesGone\": [\n        \"code-in-force\""))
        }
        let text = try Program.run(["rules", "diff", "--format", "text", "2021-12", "2022-01", "-"], input: Self.month)
        #expect(text.output.contains("Decision: reject -> review"))
        #expect(text.output.contains("Supports: 99491, $82.35 -> 99491 and 99437, $147.42"))
    }

    @Test("A line that cannot be used is named, the others are judged, and the end is 2")
    func unusable() throws {
        let one = Self.month.replacingOccurrences(of: "\n", with: " ")
        let result = try Program.run(["rules", "diff", "2021-12", "2022-01", "-"], input: one + "\n{}\n" + one)
        #expect(result.status == 2)
        #expect(result.errors == "standard input, line 2:1:1: /serviceMonth: This member is required.\n")
        #expect(result.output.contains("\"careMonths\": 2,"))
    }

    @Test("A rule is shown whole to a person too")
    func show() throws {
        let text = try Program.run(["rules", "show", "--format", "text", "add-on-needs-base"]).output
        for part in [
            "Source:   CMS NCCI add-on code edits", "In force: always", "Weight:   error in cms-ffs",
            "Denial:   CO-107, remark N122", "To do:    Bill the base code", "\nPasses, by cms-ffs:\n  {",
            "\nFails, by cms-ffs:\n  {",
        ] {
            #expect(text.contains(part), "\(part)")
        }
    }
}
