import Access
import ClaimFormats
import ClaimRules
import HTTPMessage
import StructuredLog

/// What a log line and the figures say of an answer: words of our own and counts, see `LogValue`.
struct LogFacts: Sendable {
    var verdict: AnswerVerdict?
    /// The rules that were broken, or that stand in the way.
    var rules: [RuleID] = []
    /// What a decision found, for the figures alone.
    var findings: [Finding] = []
    var unverified: [Unverified] = []
    /// Counts of the document's parts, for capacity planning.
    var counts: [LogField] = []
    /// The kind of problem, for a refusal.
    var problem: ProblemKind?
    /// More than the client is told of it.
    var reason: LogWord?
    /// Whether the answer was given before, under the same `Idempotency-Key`.
    var isRepeat = false
}

/// A request method as a word of the log and a label of the figures.
enum RequestMethodWord: String, CaseIterable, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case options = "OPTIONS"
    /// One that no resource has.
    case other

    init(_ method: RequestMethod?) {
        switch method {
        case .get: self = .get
        case .head: self = .head
        case .post: self = .post
        case .options: self = .options
        default: self = .other
        }
    }

    /// The place in the declaration.
    var position: Int {
        switch self {
        case .get: 0
        case .head: 1
        case .post: 2
        case .options: 3
        case .other: 4
        }
    }
}

/// One request on its way to its line in the log.
struct Exchange: Sendable {
    /// The route template of a path that no resource has.
    static let unmatched: StaticString = "unmatched"

    let id: RequestID
    /// The place in a trace, for a client that named one.
    var trace: TraceContext?
    let method: RequestMethodWord
    let route: StaticString
    /// Who asks; nil where callers are not told apart.
    var caller: Caller?
    /// What the caller has left; nil without a limit.
    var standing: RateStanding?
    /// The route's place in ``RouteTable/numbered``.
    let routeNumber: Int

    /// - Parameter resource: what the path names; nil for nothing.
    init(id: RequestID, method: RequestMethod?, resource: Router.Resource?) {
        self.id = id
        route = resource?.template ?? Self.unmatched
        routeNumber = resource?.number ?? 0
        self.method = RequestMethodWord(method)
    }

    /// Adds what belongs to this one request to the fields of its answer.
    func append(to fields: inout ResponseFields) {
        fields.append(.xRequestID, reserving: RequestID.digits) { id.write(to: &$0) }
        if let trace { fields.append(.traceparent, trace.description) }
        if let standing { fields.append(standing.fields) }
    }

    /// The fields that `append` adds.
    static let fieldNames: Set<FieldName> = [.xRequestID, .traceparent, .rateLimit, .rateLimitPolicy]

    /// The level of the line about an answer of this status.
    static func level(_ status: Status) -> LogLevel { status.code >= 500 ? .warning : .info }

    /// Writes the line once the answer has gone out.
    func log(_ finished: FinishedExchange, _ facts: LogFacts, to logger: Logger) {
        let level = Self.level(finished.status)
        guard level >= logger.level else { return }
        var fields = [
            LogField("requestId", .requestID(id)),
            LogField("method", .word(LogWord(method))),
            LogField("route", .word(LogWord(route))),
            LogField("status", .integer(finished.status.code)),
            LogField("bytesIn", .integer(finished.requestBytes)),
            LogField("bytesOut", .integer(finished.responseBytes)),
            LogField("durationMs", .duration(.nanoseconds(Int64(clamping: finished.nanoseconds)))),
        ]
        if let trace { fields.append(LogField("traceparent", .trace(trace))) }
        if !finished.isComplete { fields.append(LogField("complete", false)) }
        if let caller {
            fields.append(LogField("callerKind", .word(caller.kind)))
            if let number = caller.number { fields.append(LogField("caller", .identifier(number))) }
        }
        if let problem = facts.problem { fields.append(LogField("problem", .word(LogWord(problem.name)))) }
        if facts.isRepeat { fields.append(LogField("repeat", true)) }
        if let reason = facts.reason { fields.append(LogField("reason", .word(reason))) }
        if let verdict = facts.verdict {
            fields.append(LogField("verdict", .word(LogWord(verdict))))
            fields.append(LogField("rules", .words(facts.rules.map { LogWord($0.name) })))
        }
        fields += facts.counts
        logger.log(level, "request", fields)
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
