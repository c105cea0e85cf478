public import ArgumentParser
public import ClaimFormats
public import ClaimService

extension AnswerForm: ExpressibleByArgument {}
extension X12Form: ExpressibleByArgument {}

/// The forms of answers that validate alone has others for.
enum PlainForm: String, CaseIterable, ExpressibleByArgument {
    case json, ndjson, text

    var answerForm: AnswerForm {
        switch self {
        case .json: .json
        case .ndjson: .ndjson
        case .text: .text
        }
    }
}

/// The forms of what is said of rules.
enum CatalogForm: String, CaseIterable, ExpressibleByArgument {
    case json, text

    /// For a person at a terminal, else for a program.
    static var unlessGiven: CatalogForm { StandardOutput.isTerminal ? .text : .json }
}
