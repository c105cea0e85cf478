import ArgumentParser
import ClaimFormats
import ClaimRules
import ClaimService
import Glibc

/// May these lines be billed?
struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decide whether the lines of a care month may be billed.",
        discussion: """
            Exit status: 0 accept, 1 review or reject, 2 the input cannot be used or the answer not be written. Of many \
            care months or claims the worst counts, and a care month that cannot be used gets a problem in its place; \
            130 after Ctrl-C, with what there is until then, closed so that it can be read; 141 when the reader of the \
            answer goes away, as head does.

              claimgate validate month.json
              claimgate validate --out 277ca claims.837
              claimgate validate --format json --profile seed-strict < month.json
              claimgate validate --jobs 8 march.ndjson > decisions.ndjson
            """
    )

    @OptionGroup var input: QuestionOptions

    @Option(
        help: """
            Form of the answer: text at a terminal, elsewhere json for one care month and ndjson for many, unless given; \
            json for many is one array; fhir is a FHIR ClaimResponse, outcome an OperationOutcome.
            """
    )
    var format: AnswerForm?

    @Option(
        help: ArgumentHelp(
            "Answer to professional claims: text, json, ndjson, ta1, 999 or 277ca; takes the input for X12.",
            valueName: "form"
        )
    )
    var out: X12Form?

    func run() throws { try input.ask(.validate, as: format, x12: out) }
}

/// What do the recorded minutes and conditions support?
struct Suggest: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Work out which codes the recorded care supports.",
        discussion: """
            Exit status: 0 codes are supported, and lines that are there match them; 1 nothing may be billed, or the \
            lines differ; 2 the input cannot be used. Of many care months the worst counts, see claimgate validate --help.

              claimgate suggest month.json
              claimgate suggest --format json -
            """
    )

    @OptionGroup var input: QuestionOptions

    @OptionGroup var form: PlainFormOption

    func run() throws { try input.ask(.suggest, as: form.format?.answerForm) }
}

/// What is missing from the record?
struct Gaps: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List what is missing from the record for the codes of a care month.",
        discussion: """
            The codes are those of --codes, or of the lines, or those that the record supports.
            Exit status: 0 nothing required is missing, 1 something is, 2 the input cannot be used. Of many care months \
            the worst counts, see claimgate validate --help.

              claimgate gaps month.json
              claimgate gaps --codes 99490,99439 month.json
            """
    )

    @OptionGroup var input: QuestionOptions

    @OptionGroup var form: PlainFormOption

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

    func run() throws { try input.ask(.gaps, as: form.format?.answerForm, codes: codes) }
}

/// The form of an answer that has no form of another standard.
struct PlainFormOption: ParsableArguments {
    @Option(
        help: """
            Form of the answer: text at a terminal, elsewhere json for one care month and ndjson for many, unless given; \
            json for many is one array.
            """
    )
    var format: PlainForm?
}

/// What the three questions share.
struct QuestionOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            """
            A care month as JSON, or many, one a line (NDJSON), or a FHIR R4 Claim, Bundle or Parameters, or a file of \
            professional claims (837P), whose name ends in .837, .x12 or .edi or that begins with ISA; - or nothing is \
            standard input.
            """,
            valueName: "file"
        )
    )
    var file = "-"

    @Flag(
        help: """
            Take the input as care months one a line. Files named .ndjson or .jsonl and input that begins with two such \
            lines are taken so anyway; from a pipe the first line is then answered when the second is there.
            """
    )
    var lines = false

    @Option(
        help: ArgumentHelp(
            """
            Threads that answer many care months; one for each core unless given. Of a file of claims they judge the \
            months, while one thread reads, joins and writes.
            """,
            valueName: "count"
        ),
        transform: { try number($0, in: 1...256) }
    )
    var jobs: Int?

    @Option(
        help: ArgumentHelp(
            "How many services are remembered to find those that come twice in one input, in about 17 bytes each; "
                + "CLAIMGATE_MAX_REMEMBERED_SERVICES or \(ServiceLimits().rememberedServices) unless given.",
            valueName: "count"
        ),
        transform: { try number($0, in: QuestionOptions.rememberedServices) }
    )
    var maxRememberedServices: Int?

    @Option(help: ArgumentHelp("Rule set to judge by, instead of the document's own.", valueName: "profile"))
    var profile: String?

    @OptionGroup var own: ProfileSettings

    /// Answers on standard output; ends with 1 when something is in the way and with 2 when the input cannot be used.
    ///
    /// - Parameters:
    ///   - format: nil chooses by where the answer goes and by what was sent; one that answers the question.
    ///   - x12: takes the input for a file of claims and is the form of the answer.
    func ask(
        _ question: ClaimQuestion,
        as format: AnswerForm?,
        codes: [ProcedureCode]? = nil,
        x12: X12Form? = nil
    ) throws {
        let remembered = try maxRememberedServices ?? Self.rememberedByVariable()
        let profiles = try own.load()
        let profile = try profile.map { try profiles.chosen($0) }
        var input = try InputFile(file)
        let kind: InputKind = if x12 != nil { .claims } else if lines { .lines } else { try input.kind() }
        if kind == .claims {
            let inquiry = X12Inquiry(question, codes: codes, profile: profile ?? profiles.standard)
            let form = try x12 ?? x12Form(format)
            X12Run(inquiry, form: form, size: input.size, jobs: jobs ?? Self.processors).run(input)
        }
        if kind == .lines {
            let form = format ?? (StandardOutput.isTerminal ? .text : .ndjson)
            guard form != .fhir, form != .outcome else {
                throw ValidationError("Many care months are not answered in the form \(form.rawValue).")
            }
            let run = LineRun(
                ClaimDesk(documentBytes: DocumentInput.limit, profiles: profiles),
                StreamQuestion(question, codes: codes, profile: profile, form: form),
                size: input.size,
                jobs: jobs ?? Self.processors,
                rememberedServices: remembered
            )
            run.run(input)
        }
        let document = try DocumentInput(input)
        let form = format ?? (StandardOutput.isTerminal ? .text : .json)
        let answer: ClaimAnswer
        do throws(UnusableDocument) {
            answer = try document.bytes.withUnsafeBufferPointer { (bytes) throws(UnusableDocument) in
                try ClaimDesk(documentBytes: DocumentInput.limit, profiles: profiles)
                    .answer(
                        question,
                        about: bytes,
                        in: DocumentForm(sniffing: bytes),
                        as: form,
                        profile: profile,
                        codes: codes
                    )
            }
        } catch {
            document.report(error)
            throw ExitCode(2)
        }
        try StandardOutput.put(answer.line)
        if !answer.isClear { throw ExitCode(1) }
    }
}

extension QuestionOptions {
    private static let rememberedServices = 0...1_000_000_000

    private static func rememberedByVariable() throws -> Int {
        let name = "max-remembered-services"
        guard let text = SharedSetting.value(of: name) else { return ServiceLimits().rememberedServices }
        guard let value = try? number(text, in: rememberedServices) else {
            throw ValidationError("Give a whole number up to 1000000000 as \(Setting.variable(name)).")
        }
        return value
    }

    private static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// The form of an answer about a file of claims.
    private func x12Form(_ format: AnswerForm?) throws -> X12Form {
        let form = format ?? (StandardOutput.isTerminal ? .text : .json)
        guard let known = X12Form(rawValue: form.rawValue) else {
            throw ValidationError("A file of claims is not answered in the form \(form.rawValue).")
        }
        return known
    }
}

/// A whole number in a range, for a flag.
private func number(_ text: String, in range: ClosedRange<Int>) throws -> Int {
    guard let value = Int(text), range.contains(value) else {
        throw ValidationError("Give a whole number from \(range.lowerBound) to \(range.upperBound).")
    }
    return value
}
