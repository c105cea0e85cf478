import Access
import ClaimFormats
import ClaimRules
import HTTPMessage
import StructuredLog

/// What the logs and the figures say of an answer: words of our own and counts, see `LogValue`.
struct LogFacts: Sendable {
    var verdict: AnswerVerdict?
    /// The rules that were broken, or that stand in the way.
    var rules: [RuleID] = []
    /// What a decision found, for the figures alone.
    var findings: [Finding] = []
    var unverified: [Unverified] = []
    /// Counts of the document's parts, for capacity planning; of a stream, what all of it came to.
    var counts: [LogField] = []
    /// Whose claim it was, where the operator wants to find that again.
    var ids: LoggedIDs?
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

    /// As the semantic conventions write it.
    var word: LogWord { self == .other ? "_OTHER" : LogWord(self) }
}

/// One request on its way to its records.
struct Exchange: Sendable {
    /// The route template of a path that no resource has.
    static let unmatched: StaticString = "unmatched"

    let id: RequestID
    /// The place in a trace, for a client that named one.
    var trace: TraceContext?
    /// What came with it for whoever is next in the trace.
    var traceState: TraceState?
    let method: RequestMethodWord
    let route: StaticString
    /// Whether it came by TLS; nil where that is not known.
    var isSecure: Bool?
    /// Who asks; nil where callers are not told apart.
    var caller: Caller?
    /// Whether the audit has not heard of this caller's credential lately.
    var isFirstUse = false
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
        if let traceState { fields.append(.tracestate, traceState.text) }
        if let standing { fields.append(standing.fields) }
    }

    /// The fields that `append` adds.
    static let fieldNames: Set<FieldName> = [.xRequestID, .traceparent, .tracestate, .rateLimit, .rateLimitPolicy]
}

extension FieldName {
    static let tracestate = FieldName("tracestate")!
}

/// The records of a request, written once the answer has gone out.
extension Exchange {
    /// The level of the record about an answer of this status.
    static func level(_ status: Status) -> LogLevel { status.code >= 500 ? .warning : .info }

    func log(_ finished: FinishedExchange, _ facts: LogFacts, to logs: LogStreams) {
        let level = Self.level(finished.status)
        if logs.access.takes(level) { logs.access.log(level, "http.request", trace: trace, fields(finished, facts)) }
        if facts.verdict != nil || !facts.counts.isEmpty { logDecision(facts, finished.isComplete, to: logs.decisions) }
        audit(finished, facts, to: logs.audit)
    }

    private func fields(_ finished: FinishedExchange, _ facts: LogFacts) -> [LogField] {
        var fields = place
        fields.append(LogField("http.response.status_code", .integer(finished.status.code)))
        if let isSecure { fields.append(LogField("url.scheme", isSecure ? "https" : "http")) }
        fields.append(LogField("http.request.size", .integer(finished.requestBytes)))
        fields.append(LogField("http.response.size", .integer(finished.responseBytes)))
        let duration = Duration.nanoseconds(Int64(clamping: finished.nanoseconds))
        fields.append(LogField("http.server.request.duration", .duration(duration)))
        if !finished.isComplete { fields.append(LogField("claimgate.complete", false)) }
        fields += callerFields
        if let problem = facts.problem { fields.append(LogField("error.type", .word(LogWord(problem.name)))) }
        if facts.isRepeat { fields.append(LogField("claimgate.repeat", true)) }
        if let reason = facts.reason { fields.append(LogField("claimgate.reason", .word(reason))) }
        return fields
    }

    /// What was decided about a claim, or what the decisions about a stream came to.
    func logDecision(_ facts: LogFacts, _ isComplete: Bool = true, to logger: Logger) {
        guard logger.takes(.info) else { return }
        var fields = [
            LogField("claimgate.request.id", .requestID(id)),
            LogField("http.route", .word(LogWord(route))),
        ]
        if let verdict = facts.verdict {
            fields.append(LogField("claimgate.verdict", .word(LogWord(verdict))))
            fields.append(LogField("claimgate.rules", .words(facts.rules.map { LogWord($0.name) })))
        }
        fields += facts.counts
        if let ids = facts.ids { fields += ids.fields }
        if let version = Self.rulesetVersion { fields.append(LogField("claimgate.ruleset.version", .version(version))) }
        if !isComplete { fields.append(LogField("claimgate.complete", false)) }
        logger.log(.info, facts.verdict == nil ? "claim.decisions" : "claim.decision", trace: trace, fields)
    }

    private static let rulesetVersion = LogVersion(written: Ruleset.version)

    /// Whether somebody was let in, once in a while for each credential, and each time that somebody was not.
    private func audit(_ finished: FinishedExchange, _ facts: LogFacts, to logger: Logger) {
        if isFirstUse { logger.log(.notice, "access.granted", trace: trace, place + callerFields) }
        guard finished.status == .unauthorized || finished.status == .forbidden else { return }
        var fields = place + callerFields
        fields.append(LogField("http.response.status_code", .integer(finished.status.code)))
        if let reason = facts.reason { fields.append(LogField("claimgate.reason", .word(reason))) }
        logger.log(.notice, "access.refused", trace: trace, fields)
    }

    /// Which request it was, and what it asked for.
    private var place: [LogField] {
        var fields = [
            LogField("claimgate.request.id", .requestID(id)),
            LogField("http.request.method", .word(method.word)),
        ]
        // The conventions want no route where none was found.
        if routeNumber > 0 { fields.append(LogField("http.route", .word(LogWord(route)))) }
        return fields
    }

    private var callerFields: [LogField] {
        guard let caller else { return [] }
        var fields = [LogField("claimgate.caller.kind", .word(caller.kind))]
        if let number = caller.number { fields.append(LogField("claimgate.caller.id", .identifier(number))) }
        return fields
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
