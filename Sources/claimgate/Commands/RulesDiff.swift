public import ArgumentParser
import ClaimFormats
public import ClaimRules
import ClaimService

extension CalendarMonth: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension Rules {
    /// What changed from one month to another.
    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare what holds in two months, and how care months are judged in both.",
            discussion: """
                Each month is looked at on its last day: rules in force, codes payable, minutes, unit limits, conflicts,
                edits, fees and conversion factors. A care month of a file is judged twice: all its dates are moved by
                whole months into the first month, then into the second. Days keep their number, or become the last day
                of a shorter month; the birth date stays. Said of each is whether the decision flips or other lines are
                supported.

                A file holds one care month, or one a line (NDJSON); - is standard input.
                Exit status: 0 nothing differs, 1 something does, 2 the input cannot be used.

                  claimgate rules diff 2025-12 2026-01
                  claimgate rules diff --format json 2025-12 2026-01 months.ndjson
                """
        )

        @Argument(help: ArgumentHelp("A calendar month, YYYY-MM.", valueName: "from"))
        var from: CalendarMonth

        @Argument(help: ArgumentHelp("Another calendar month.", valueName: "to"))
        var to: CalendarMonth

        @Argument(help: ArgumentHelp("Files of care months.", valueName: "file"))
        var files: [String] = []

        @Option(help: "Form of the answer; text at a terminal, json elsewhere, unless given.")
        var format: CatalogForm?

        @Option(help: ArgumentHelp("Rule set to judge by, instead of the documents' own.", valueName: "profile"))
        var profile: String?

        @OptionGroup var own: ProfileSettings

        func run() throws {
            let profiles = try own.load()
            let chosen = try profile.map { try profiles.chosen($0) }
            let difference = MonthDifference(
                from: MonthFacts(of: from, profile: chosen ?? profiles.standard),
                to: MonthFacts(of: to, profile: chosen ?? profiles.standard)
            )
            let desk = ClaimDesk(documentBytes: DocumentInput.limit, profiles: profiles)
            var judged: [JudgedMonth] = []
            var isUsable = true
            for file in files {
                var input = try InputFile(file)
                isUsable =
                    try input.eachDocument { document in
                        do throws(UnusableDocument) {
                            judged.append(
                                try document.bytes.withUnsafeBufferPointer { (bytes) throws(UnusableDocument) in
                                    try desk.compare(bytes, from: from, to: to, place: document.name, profile: chosen)
                                }
                            )
                            return true
                        } catch {
                            document.report(error)
                            return false
                        }
                    } && isUsable
            }
            let comparison = MonthComparison(difference: difference, months: judged, hasFiles: !files.isEmpty)
            switch format ?? .unlessGiven {
            case .text: try StandardOutput.put(TextReport.comparison(comparison))
            case .json: try StandardOutput.put(AnswerJSON.comparison(comparison))
            }
            if !isUsable { throw ExitCode(2) }
            if comparison.isDifferent { throw ExitCode(1) }
        }
    }
}
