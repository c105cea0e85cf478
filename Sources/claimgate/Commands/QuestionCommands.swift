import ArgumentParser
import ClaimRules
import ClaimService

/// May these lines be billed?
struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decide whether the lines of a care month may be billed.",
        discussion: """
            Exit status: 0 accept, 1 review or reject, 2 the input cannot be used.

              claimgate validate month.json
              claimgate validate --format json --profile seed-strict < month.json
            """
    )

    @OptionGroup var input: QuestionOptions

    func run() throws { try input.ask(.validate) }
}

/// What do the recorded minutes and conditions support?
struct Suggest: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Work out which codes the recorded care supports.",
        discussion: """
            Exit status: 0 codes are supported, and lines that are there match them; 1 nothing may be billed, or the \
            lines differ; 2 the input cannot be used.

              claimgate suggest month.json
              claimgate suggest --format json -
            """
    )

    @OptionGroup var input: QuestionOptions

    func run() throws { try input.ask(.suggest) }
}

/// What is missing from the record?
struct Gaps: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List what is missing from the record for the codes of a care month.",
        discussion: """
            The codes are those of --codes, or of the lines, or those that the record supports.
            Exit status: 0 nothing required is missing, 1 something is, 2 the input cannot be used.

              claimgate gaps month.json
              claimgate gaps --codes 99490,99439 month.json
            """
    )

    @OptionGroup var input: QuestionOptions

    @Option(
        help: ArgumentHelp("Codes to ask about instead of the month's own.", valueName: "code,..."),
        transform: { text in
            guard let codes = ProcedureCodeList.codes(text) else {
                throw ValidationError("Give codes that claimgate codes lists, separated by commas.")
            }
            return codes
        }
    )
    var codes: [ProcedureCode]?

    func run() throws { try input.ask(.gaps, codes: codes) }
}

/// What the three questions share.
struct QuestionOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("A care month as JSON; - or nothing is standard input.", valueName: "file"))
    var file = "-"

    @Option(help: "Form of the answer; text at a terminal, json elsewhere, unless given.")
    var format: AnswerForm?

    @Option(help: ArgumentHelp("Rule set to judge by, instead of the document's own.", valueName: "profile"))
    var profile: String?

    @OptionGroup var own: ProfileSettings

    /// Answers on standard output; ends with 1 when something is in the way and with 2 when the input cannot be used.
    func ask(_ question: ClaimQuestion, codes: [ProcedureCode]? = nil) throws {
        let profiles = try own.load()
        let profile = try profile.map { try profiles.chosen($0) }
        let document = try DocumentInput(file)
        let form = format ?? (StandardOutput.isTerminal ? .text : .json)
        let answer: ClaimAnswer
        do throws(UnusableDocument) {
            answer = try document.bytes.withUnsafeBufferPointer { (bytes) throws(UnusableDocument) in
                try ClaimDesk(documentBytes: DocumentInput.limit, profiles: profiles)
                    .answer(question, about: bytes, as: form, profile: profile, codes: codes)
            }
        } catch {
            document.report(error)
            throw ExitCode(2)
        }
        guard StandardOutput.write(answer.bytes) else { throw ExitCode(2) }
        if !answer.isClear { throw ExitCode(1) }
    }
}
