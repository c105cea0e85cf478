import ArgumentParser
import ClaimFormats
import ClaimRules
import ClaimService

/// The catalogue of rules.
struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the rules that claims are judged by.",
        discussion: """
              claimgate rules
              claimgate rules show consent-on-file
            """,
        subcommands: [List.self, Show.self],
        defaultSubcommand: List.self
    )

    /// Every rule on a line.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List every rule on a line.")

        func run() {
            let width = RuleCatalog.all.map { $0.id.description.count }.max() ?? 0
            var text = ""
            for rule in RuleCatalog.all {
                let severity = rule.severity(in: .cmsFeeForService)?.rawValue ?? "off"
                text += "\(pad(rule.id.description, width))  \(pad(severity, 7))  \(rule.title)\n"
            }
            StandardOutput.write(text)
        }

        private func pad(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
    }

    /// One rule whole.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one rule with its citation and examples, as JSON."
        )

        @Argument(help: "The rule's id.")
        var id: String

        func run() throws {
            guard let rule = RuleCatalog.all.first(where: { $0.id.description == id }) else {
                let near = RuleCatalog.all.map { ($0.id, Spelling.distance($0.id.description, id)) }.min { $0.1 < $1.1 }
                let hint = near.flatMap { $0.1 <= 5 ? "; did you mean \($0.0)?" : nil } ?? "; see claimgate rules"
                StandardError.write("claimgate: there is no rule of this id\(hint)\n")
                throw ExitCode(2)
            }
            var writer = JSONWriter(form: .pretty)
            RuleDocument.write(rule, to: &writer)
            writer.endLine()
            StandardOutput.write(writer.bytes)
        }
    }
}
