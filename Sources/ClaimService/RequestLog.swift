import Access
import HTTPMessage
import StructuredLog

/// What a log line says of an answer: words of our own and counts, see `LogValue`.
struct LogFacts: Sendable {
    var verdict: LogWord?
    var rules: [LogWord] = []
    /// Counts of the document's parts, for capacity planning.
    var counts: [LogField] = []
    /// The kind of problem, for a refusal.
    var problem: LogWord?
    /// More than the client is told of it.
    var reason: LogWord?
}

/// One request on its way to its line in the log.
struct Exchange: Sendable {
    /// The route template of a path that no resource has.
    static let unmatched: StaticString = "unmatched"

    let id: RequestID
    let method: LogWord
    let route: StaticString
    /// Who asks; nil where callers are not told apart.
    var caller: Caller?

    init(id: RequestID, method: RequestMethod?, route: StaticString) {
        self.id = id
        self.route = route
        self.method =
            switch method {
            case .get: "GET"
            case .head: "HEAD"
            case .post: "POST"
            case .put: "PUT"
            case .delete: "DELETE"
            case .patch: "PATCH"
            case .options: "OPTIONS"
            case .trace: "TRACE"
            case .query: "QUERY"
            case .other: "other"
            case nil: "unknown"
            }
    }

    /// Writes the line once the answer has gone out.
    func log(_ finished: FinishedExchange, _ facts: LogFacts, to logger: Logger) {
        var fields = [
            LogField("requestId", .requestID(id)),
            LogField("method", .word(method)),
            LogField("route", .word(LogWord(route))),
            LogField("status", .integer(finished.status.code)),
            LogField("bytesIn", .integer(finished.requestBytes)),
            LogField("bytesOut", .integer(finished.responseBytes)),
            LogField("durationMs", .duration(.nanoseconds(Int64(clamping: finished.nanoseconds)))),
        ]
        if !finished.isComplete { fields.append(LogField("complete", false)) }
        if let caller {
            fields.append(LogField("callerKind", .word(caller.kind)))
            if let number = caller.number { fields.append(LogField("caller", .identifier(number))) }
        }
        if let problem = facts.problem { fields.append(LogField("problem", .word(problem))) }
        if let reason = facts.reason { fields.append(LogField("reason", .word(reason))) }
        if let verdict = facts.verdict {
            fields.append(LogField("verdict", .word(verdict)))
            fields.append(LogField("rules", .words(facts.rules)))
        }
        fields += facts.counts
        logger.log(finished.status.code >= 500 ? .warning : .info, "request", fields)
    }
}

extension Caller {
    /// How the caller showed who it is.
    fileprivate var kind: LogWord {
        switch id {
        case .key: "key"
        case .certificate, .anyCertificate: "certificate"
        case .token: "token"
        }
    }
}
