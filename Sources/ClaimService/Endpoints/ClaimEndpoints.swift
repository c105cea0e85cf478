import ClaimFormats
public import ClaimRules

/// The three questions over HTTP.
enum ClaimEndpoints {
    static func validate(_ call: Call, _ body: UnsafeBufferPointer<UInt8>) throws(Problem) -> Reply {
        _ = try X12Endpoint.acknowledgment(call)
        return try answer(.validate, call, body)
    }

    /// What ``validate`` asks about each line of a stream, and each month of a file of claims.
    static func validateByLine(_ call: Call) throws(Problem) -> StreamQuestion {
        _ = try X12Endpoint.acknowledgment(call)
        return StreamQuestion(.validate)
    }

    static func suggest(_ call: Call, _ body: UnsafeBufferPointer<UInt8>) throws(Problem) -> Reply {
        try answer(.suggest, call, body)
    }

    static func gaps(_ call: Call, _ body: UnsafeBufferPointer<UInt8>) throws(Problem) -> Reply {
        try answer(.gaps, call, body, codes: codes(call.query["codes"]))
    }

    /// What ``gaps`` asks about each line of a stream, and each month of a file of claims.
    static func gapsByLine(_ call: Call) throws(Problem) -> StreamQuestion {
        StreamQuestion(.gaps, codes: try codes(call.query["codes"]))
    }

    /// Whether a stream is to end with a summary.
    static func wantsSummary(_ call: Call) throws(Problem) -> Bool {
        switch call.query["summary"] {
        case nil, "false": return false
        case "true": return true
        default:
            let error = ProblemError(
                place: .parameter("summary"),
                code: ShapeProblemCode.unknownWord.rawValue,
                detail: "Give true or false."
            )
            throw Problem(.badQuery, errors: [error])
        }
    }

    private static func answer(
        _ question: ClaimQuestion,
        _ call: Call,
        _ body: UnsafeBufferPointer<UInt8>,
        codes: [ProcedureCode]? = nil
    ) throws(Problem) -> Reply {
        _ = try wantsSummary(call)
        do throws(UnusableDocument) {
            let form: AnswerForm =
                switch call.media {
                case .text: .text
                case .ndjson: .ndjson
                case .fhir: .fhir
                default: .json
                }
            let answer = try call.desk.answer(question, about: body, in: call.source, as: form, codes: codes)
            return Reply(media: call.media, body: answer.line, facts: answer.facts)
        } catch {
            throw error.problem
        }
    }

    /// The codes of a `codes` parameter, which are all codes of the table; nil without the parameter.
    private static func codes(_ text: String?) throws(Problem) -> [ProcedureCode]? {
        guard let text else { return nil }
        if let codes = ProcedureCodeList.codes(text) { return codes }
        let error = ProblemError(
            place: .parameter("codes"),
            code: ShapeProblemCode.invalidProcedureCode.rawValue,
            detail: "Give codes of GET /v1/codes, separated by commas."
        )
        throw Problem(.badQuery, errors: [error])
    }
}

/// Codes separated by commas, as a query or a flag gives them.
public enum ProcedureCodeList: Sendable {
    /// The codes, blanks around them left out; nil if there is none or one of them is not in the code table.
    public static func codes(_ text: String) -> [ProcedureCode]? {
        var codes: [ProcedureCode] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let code = ProcedureCode(trimmed(part)), CodeTable.entry(code) != nil else { return nil }
            codes.append(code)
        }
        return codes
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
