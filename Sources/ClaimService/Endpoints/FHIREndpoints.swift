import ClaimFormats
import ClaimRules
import HTTPMessage

/// FHIR R4 for clients that speak nothing else.
enum FHIREndpoints {
    /// Whatever could be decided is a 200, with the verdict and all findings in an OperationOutcome.
    static func validate(_ call: Call, _ body: UnsafeBufferPointer<UInt8>) throws(Problem) -> Reply {
        do throws(UnusableDocument) {
            let answer = try call.desk.answer(.validate, about: body, in: .fhir, as: .outcome)
            return Reply(media: call.media, body: answer.bytes, facts: answer.facts)
        } catch {
            throw error.problem
        }
    }

    private static let statement = StaticDocument(
        .fhir,
        CapabilityStatementJSON.statement(
            operations: RouteTable.all.compactMap { operation($0.template.description) },
            formats: [MediaType.fhir.rawValue, "json"],
            version: Ruleset.version
        )
    )

    static func metadata(_ call: Call) throws(Problem) -> Reply {
        var reply = statement.reply
        reply.media = call.media
        return reply
    }

    /// The operation that a route is, `/fhir/Type/$name`; nil for other routes.
    static func operation(_ template: String) -> CapabilityStatementJSON.Operation? {
        let steps = template.split(separator: "/")
        guard steps.count == 3, steps[0] == "fhir", steps[2].hasPrefix("$") else { return nil }
        return .init(resource: String(steps[1]), name: String(steps[2].dropFirst()))
    }
}

/// Problems for FHIR clients.
extension Problem {
    /// The problem as an OperationOutcome.
    var outcome: [UInt8] {
        OperationOutcomeJSON.problem(
            name: "\(kind.name)",
            title: "\(kind.title)",
            detail: detail ?? "\(kind.remedy)",
            type: Self.issueType(kind.status),
            isFatal: kind.status == .badRequest,
            faults: errors.map { error in
                .init(code: error.code, detail: error.detail, expression: error.expression, place: error.words)
            }
        )
    }

    /// A code of FHIR's value set issue-type.
    private static func issueType(_ status: Status) -> StaticString {
        switch status {
        case .badRequest: "structure"
        case .unauthorized: "login"
        case .forbidden: "forbidden"
        case .tooManyRequests: "throttled"
        case .conflict: "conflict"
        case .notFound: "not-found"
        case .methodNotAllowed, .notAcceptable, .unsupportedMediaType, .notImplemented: "not-supported"
        case .contentTooLarge, .uriTooLong, .fieldsTooLarge: "too-long"
        case .requestTimeout: "timeout"
        case .serviceUnavailable: "transient"
        default: "processing"
        }
    }

    /// Whether a client wants its problems in FHIR: it asks a FHIR resource, or would rather have FHIR than plain JSON.
    static func areFHIR(for head: RequestHead) -> Bool {
        if head.path.hasPrefix("/fhir/") || head.path == "/fhir" { return true }
        guard let accept = head.combinedValue(.accept) else { return false }
        return AcceptField(accept).choose(from: [.problem, .json, .fhir, .text]) == .fhir
    }
}
