import ArgumentParser
import ClaimFormats
import ClaimRules
import ClaimService

/// The catalogue of rules.
struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show, test and compare the rules that claims are judged by.",
        discussion: """
              claimgate rules
              claimgate rules list --profiles acme.json --profile acme
              claimgate rules show consent-on-file
              claimgate rules test
              claimgate rules diff 2025-12 2026-01
            """,
        subcommands: [List.self, Show.self, Test.self, Diff.self],
        defaultSubcommand: List.self
    )

    /// Every rule on a line.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List every rule on a line.")

        @Option(help: ArgumentHelp("Whose weights to show.", valueName: "profile"))
        var profile = Profile.cmsFeeForService.id.rawValue

        @OptionGroup var own: ProfileSettings

        func run() throws {
            let profile = try own.load().chosen(profile)
            let width = RuleCatalog.all.map { $0.id.description.count }.max() ?? 0
            var text = ""
            for rule in RuleCatalog.all {
                let severity = rule.severity(in: profile)?.rawValue ?? "off"
                text += "\(pad(rule.id.description, width))  \(pad(severity, 7))  \(rule.title)\n"
            }
            try StandardOutput.put(text)
        }

        private func pad(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
    }

    /// One rule whole.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one rule: citation, dates, weights, facts it reads, remedy and both examples."
        )

        @Argument(help: "The rule's id.")
        var id: String

        @Option(help: "Form of the answer; text at a terminal, json elsewhere, unless given.")
        var format: CatalogForm?

        @OptionGroup var own: ProfileSettings

        func run() throws {
            guard let rule = RuleCatalog.all.first(where: { $0.id.description == id }) else {
                let near = Spelling.nearest(to: id, among: RuleCatalog.all.map(\.id.description))
                let hint = near.map { "; did you mean \($0)?" } ?? "; see claimgate rules"
                StandardError.write("claimgate: there is no rule of this id\(hint)\n")
                throw ExitCode(2)
            }
            let profiles = try own.load()
            if (format ?? .unlessGiven) == .text {
                try StandardOutput.put(TextReport.rule(rule, in: profiles))
                return
            }
            var writer = JSONWriter(form: .pretty)
            RuleDocument.write(rule, in: profiles, to: &writer)
            writer.endLine()
            try StandardOutput.put(writer.bytes)
        }
    }

    /// Both examples of every rule, judged.
    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Judge the passing and the failing example of every rule.",
            discussion: """
                The passing example has to be accepted, the failing one has to break the rule or leave it undecided. Files
                of own profiles are read as well.
                Exit status: 0 all do, 1 one does not.

                  claimgate rules test
                  claimgate rules test --format json
                """
        )

        @Option(help: "Form of the answer; text at a terminal, json elsewhere, unless given.")
        var format: CatalogForm?

        @OptionGroup var own: ProfileSettings

        func run() throws {
            _ = try own.load()
            let results = RuleCatalog.all.map { $0.checkExamples() }
            switch format ?? .unlessGiven {
            case .text: try StandardOutput.put(TextReport.ruleExamples(results))
            case .json: try StandardOutput.put(AnswerJSON.ruleExamples(results))
            }
            if results.contains(where: { !$0.faults.isEmpty }) { throw ExitCode(1) }
        }
    }
}
