import ClaimFormats
import ClaimRules
import StructuredLog

/// Files of professional claims (837P) over HTTP.
enum X12Endpoint {
    /// A session that answers what is asked in the form that was chosen.
    ///
    /// - Parameter mayRemember: whether there is room to remember so many more services and claims.
    static func session(
        _ asked: StreamQuestion,
        _ call: Call,
        mayRemember: @escaping @Sendable (Int) -> Bool
    ) throws(Problem) -> X12Session {
        X12Session(
            X12Inquiry(asked.question, codes: asked.codes, profile: call.desk.profiles.standard),
            form: try form(call),
            stamp: stamp(call.clock()),
            mayRemember: mayRemember
        )
    }

    /// The form by the media type that was chosen, and for X12 by the parameter.
    private static func form(_ call: Call) throws(Problem) -> X12Form {
        let acknowledgment = try acknowledgment(call)
        switch call.media {
        case .text: return .text
        case .ndjson: return .ndjson
        case .x12: return acknowledgment
        default: return .json
        }
    }

    /// The acknowledgement that `acknowledgment` names, the one of claims where it is not there.
    static func acknowledgment(_ call: Call) throws(Problem) -> X12Form {
        try namedAcknowledgment(call.query) ?? .claims
    }

    /// The same, nil where it is not there: a word that none has is a mistake, whatever the body is.
    static func namedAcknowledgment(_ query: QueryString) throws(Problem) -> X12Form? {
        guard let word = query["acknowledgment"] else { return nil }
        guard let form = X12Form(rawValue: word.lowercased()), form.isX12 else {
            let error = ProblemError(
                place: .parameter("acknowledgment"),
                code: ShapeProblemCode.unknownWord.rawValue,
                detail: "Give 277ca, 999 or ta1."
            )
            throw Problem(.badQuery, errors: [error])
        }
        return form
    }

    /// Universal time; interchanges are numbered by its seconds.
    private static func stamp(_ time: LogTime) -> X12Stamp {
        let seconds = Int(time.milliseconds / 1_000)
        return X12Stamp(
            date: CalendarDate(dayNumber: Int32(clamping: seconds / 86_400)),
            minute: seconds % 86_400 / 60,
            control: seconds % 999_999_999 + 1
        )
    }

    static func problem(_ refusal: X12Refusal) -> Problem {
        switch refusal {
        case .unreadable(let failure):
            let error = ProblemError(
                place: .segment(offset: failure.offset, segment: failure.segment),
                code: failure.kind.rawValue,
                detail: failure.detail
            )
            return Problem(
                .notX12,
                detail: "Byte \(failure.offset), segment \(failure.segment): \(failure.detail)",
                errors: [error]
            )
        case .notProfessional(let name):
            return Problem(
                .notProfessionalClaims,
                detail: "This is \(name); professional claims (837P), 005010X222A1 or A2, are taken."
            )
        }
    }
}
