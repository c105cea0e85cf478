public import ClaimRules
public import HTTPMessage
public import StructuredLog

/// Answers requests: the application that the server serves.
///
/// It has no sockets, and no clock but the one that dates acknowledgements; a test calls it with a request head and reads the response.
public final class ServiceHandler: RequestHandler {
    private let router: Router
    private let limits: ServiceLimits
    private let desk: ClaimDesk
    private let seenBudget: SeenServicesBudget
    /// Nil where everyone may ask for everything.
    let gate: AccessGate?
    /// Nil where callers may send as much as they like.
    let limiter: RateLimiter?
    /// How often an address may fail to say who it is; nil where it may always.
    let failures: RateLimiter?
    /// Nil where `Idempotency-Key` is not looked at.
    let repeats: RepeatedRequests?
    let largeRequests: LargeRequests
    let metrics: ServiceMetrics
    let logs: LogStreams
    private let requestIDs: RequestIDSource
    private let constants: [ConstantAnswer]
    let clock: @Sendable () -> LogTime
    private let readiness: Readiness
    let firstLoop: Int
    private let host: HostDocuments
    /// Whether each document of a stream has a record of its own, by which it can be found again.
    private let recordsDocuments: Bool

    /// - Parameters:
    ///   - metrics: where requests are counted, and what `/metrics` shows.
    ///   - firstLoop: the number of the first loop's counters, for a second server beside another.
    ///   - failures: how often an address may fail to say who it is.
    ///   - pseudonyms: what claims are called in the log of decisions; nil for nothing.
    ///   - securityContact: what `/.well-known/security.txt` says.
    ///   - routes: what is answered.
    public init(
        logs: LogStreams,
        requestIDs: RequestIDSource = RequestIDSource(),
        limits: ServiceLimits = ServiceLimits(),
        profiles: ProfileSet = .builtIn,
        access gate: AccessGate? = nil,
        limiter: RateLimiter? = nil,
        failures: RateLimiter? = nil,
        repeats: RepeatedRequests? = nil,
        metrics: ServiceMetrics = ServiceMetrics(),
        firstLoop: Int = 0,
        readiness: Readiness = Readiness(),
        pseudonyms: Pseudonyms? = nil,
        securityContact: SecurityContact? = nil,
        routes: [Route] = RouteTable.all,
        clock: @escaping @Sendable () -> LogTime = { .now }
    ) {
        router = Router(routes)
        self.metrics = metrics
        self.firstLoop = firstLoop
        self.readiness = readiness
        self.logs = logs
        host = HostDocuments(routes, securityContact)
        recordsDocuments = pseudonyms != nil && logs.decisions.takes(.info)
        self.requestIDs = requestIDs
        self.limits = limits
        self.clock = clock
        self.gate = gate
        self.limiter = limiter
        self.failures = failures
        self.repeats = repeats
        largeRequests = LargeRequests(limit: limits.largeRequests)
        desk = ClaimDesk(documentBytes: limits.documentBytes, profiles: profiles, pseudonyms: pseudonyms)
        seenBudget = SeenServicesBudget(limits.rememberedServicesOverall)
        constants = ConstantAnswer.all(router, desk, metrics, logs, firstLoop: firstLoop)
    }

    public func receive(_ head: RequestHead, from peer: PeerAddress) -> RequestDisposition {
        let id = requestID(of: head)
        if let constant = constants.first(where: { $0.answers(head) }), readiness.isReady {
            return .prepared(constant.answer(isSecure: peer.isSecure), number: id.number)
        }
        let found = router.find(head.pathBytes)
        var exchange = Exchange(
            id: id,
            method: head.method,
            resource: found?.resource
        )
        exchange.isSecure = peer.isSecure
        setTrace(of: head, in: &exchange)
        do throws(Problem) {
            if gate != nil || limiter != nil { try admit(head, peer, found?.resource, &exchange) }
            if head.method == .options {
                return .respond(try options(head, found?.resource, exchange))
            }
            if case .other = head.method { throw Problem(ProblemKind(.methodNotImplemented)) }
            guard let found else { throw Problem(.notFound) }
            guard let route = found.resource.route(for: head.method) else {
                throw Problem(
                    .methodNotAllowed,
                    detail: "This resource supports \(found.resource.allow).",
                    fields: [.allow: found.resource.allow]
                )
            }
            let form = try Negotiation.settle(head, route)
            let call = Call(
                parameter: found.parameter,
                form: form,
                desk: desk,
                metrics: metrics,
                readiness: readiness,
                clock: clock,
                host: host
            )
            return try perform(route, call, head, exchange, peer)
        } catch {
            return .respond(response(error, exchange, asFHIR: Problem.areFHIR(for: head)))
        }
    }

    public func refuse(_ refusal: Refusal, head: RequestHead?) -> Response {
        let resource = head.flatMap { router.find($0.pathBytes) }?.resource
        var exchange = Exchange(
            id: head.map(requestID) ?? requestIDs.next(),
            method: head?.method,
            resource: resource
        )
        if let head { setTrace(of: head, in: &exchange) }
        var detail = refusal.text
        if refusal == .bodyTooLarge { detail = "The body may have at most \(limits.documentBytes) bytes." }
        let isFHIR = head.map(Problem.areFHIR) ?? false
        return response(Problem(ProblemKind(refusal), detail: detail), exchange, asFHIR: isFHIR)
    }

    private func perform(
        _ route: Route,
        _ call: consuming Call,
        _ head: RequestHead,
        _ exchange: Exchange,
        _ peer: PeerAddress
    ) throws(Problem) -> RequestDisposition {
        let call = call
        switch route.endpoint {
        case .head(let answer):
            let reply = try answer(call)
            let verdict = Preconditions.evaluate(head, etag: reply.caching.etag)
            if verdict == .failed { throw Problem(.preconditionFailed) }
            return .respond(response(reply, exchange, isUnchanged: verdict == .notModified))
        case .body(_, let lines) where call.taken == .ndjson:
            try checkPreconditions(head)
            return try stream(lines(call), call, exchange)
        case .body(_, let lines) where call.taken == .x12:
            try checkPreconditions(head)
            return try file(lines(call), call, exchange)
        case .body(let answer, _):
            try checkPreconditions(head)
            let place = try place(head)
            let turn = try turn(head, exchange.caller, peer)
            return .collect(upTo: limits.documentBytes) { body in
                withExtendedLifetime(place) {
                    body.withUnsafeBufferPointer { bytes in
                        guard let turn else { return self.answer(answer, call, bytes, head, exchange) }
                        do throws(Problem) {
                            let response = try turn.answer(head, bytes) {
                                self.answer(answer, call, bytes, head, exchange)
                            }
                            return turn.isRepeat ? self.again(response, exchange) : response
                        } catch {
                            self.metrics.admission.count(.reused)
                            return self.response(error, exchange, asFHIR: Problem.areFHIR(for: head))
                        }
                    }
                }
            }
        }
    }

    private func answer(
        _ make: (Call, UnsafeBufferPointer<UInt8>) throws(Problem) -> Reply,
        _ call: Call,
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ head: RequestHead,
        _ exchange: Exchange
    ) -> Response {
        do throws(Problem) {
            return response(try make(call, bytes), exchange)
        } catch {
            return response(error, exchange, asFHIR: Problem.areFHIR(for: head))
        }
    }

    /// Answers a body of many documents line by line; its log line says what all of them came to.
    private func stream(
        _ asked: StreamQuestion,
        _ call: Call,
        _ exchange: Exchange
    ) throws(Problem) -> RequestDisposition {
        let wantsSummary = try ClaimEndpoints.wantsSummary(call)
        var asked = asked
        asked.isMeasuring = wantsSummary
        asked.requestID = exchange.id
        asked.onDecision = record(exchange)
        let seen = SeenServices(limit: limits.rememberedServices, budget: seenBudget)
        let stream = ClaimStream(desk, asked, seen, wantsSummary: wantsSummary, metrics: metrics)
        return try disposition(stream, .ndjson, exchange) { stream.facts }
    }

    /// Answers a file of professional claims month by month.
    private func file(
        _ asked: StreamQuestion,
        _ call: Call,
        _ exchange: Exchange
    ) throws(Problem) -> RequestDisposition {
        _ = try ClaimEndpoints.wantsSummary(call)
        var asked = asked
        asked.onDecision = record(exchange)
        let stream = try X12Stream(asked, call, exchange.id, SeenServicesRoom(seenBudget)) { [self] problem in
            response(problem, exchange)
        }
        return try disposition(stream, call.media, exchange) { stream.facts }
    }

    /// Writes the decision about one document of a stream to its log; nil where that is not wanted.
    private func record(_ exchange: Exchange) -> (@Sendable (LogFacts) -> Void)? {
        guard recordsDocuments else { return nil }
        return { [logs] facts in exchange.logDecision(facts, to: logs.decisions) }
    }

    /// A streamed answer whose log line says what all of it came to.
    private func disposition(
        _ stream: any BodyStream,
        _ media: MediaType,
        _ exchange: Exchange,
        _ facts: @escaping @Sendable () -> LogFacts
    ) throws(Problem) -> RequestDisposition {
        let place = try largePlace(isOpenEnded: true)
        var response = Response(.ok, fields: FieldBlocks.answer(media))
        response.fields.append(FieldBlocks.noStore)
        exchange.append(to: &response.fields)
        response.onFinish = { [self] finished in
            withExtendedLifetime(place) {
                let facts = facts()
                metrics.count(finished, firstLoop, exchange, facts)
                exchange.log(finished, facts, to: logs)
            }
        }
        return .stream(upTo: limits.streamBytes, response, stream)
    }

    /// A resource that takes `POST` only has no representation for a condition to name.
    private func checkPreconditions(_ head: RequestHead) throws(Problem) {
        if Preconditions.evaluate(head, exists: false, etag: nil) == .failed { throw Problem(.preconditionFailed) }
    }

    /// What may be done with a resource, or with the server for `OPTIONS *` (RFC 9110 section 9.3.7).
    private func options(
        _ head: RequestHead,
        _ resource: Router.Resource?,
        _ exchange: Exchange
    ) throws(Problem) -> Response {
        var fields = ResponseFields()
        if let resource {
            fields.append(.allow, resource.allow)
            if !resource.takes.isEmpty { fields.append(.acceptPost, Negotiation.list(resource.takes)) }
        } else if head.path == "*" {
            fields.append(.allow, "GET, HEAD, POST, OPTIONS")
        } else {
            throw Problem(.notFound)
        }
        return finished(Response(.noContent, fields: fields), exchange, LogFacts())
    }
}

/// What names a request, here and elsewhere.
extension ServiceHandler {
    /// The client's own id if it is a number, otherwise a new one.
    private func requestID(of head: RequestHead) -> RequestID {
        head.valueBytes(.xRequestID).flatMap { RequestID(written: $0) } ?? requestIDs.next()
    }

    /// The place in the trace that the client names, or in a new one if it cannot be taken; nothing without a trace. What
    /// came with a trace that cannot be taken is not looked at (W3C Trace Context section 4.3).
    private func setTrace(of head: RequestHead, in exchange: inout Exchange) {
        guard let value = head.valueBytes(.traceparent) else { return }
        // An id of the client may be the same for several requests.
        let trace = TraceContext(answering: head.count(.traceparent) == 1 ? value : nil, as: requestIDs.next())
        exchange.trace = trace
        if trace.goesOn, head.contains(.tracestate) { exchange.traceState = TraceState(head.values(.tracestate)) }
    }
}

/// From a reply or a problem to the response that goes out.
extension ServiceHandler {
    private func response(_ reply: Reply, _ exchange: Exchange, isUnchanged: Bool = false) -> Response {
        // The body stays: it is not sent, and the server gives a 304 the fields its 200 would have.
        var fields = reply.allFields
        exchange.append(to: &fields)
        return Response(
            isUnchanged ? .notModified : .ok,
            fields: fields,
            body: reply.body,
            onFinish: record(exchange, reply.facts)
        )
    }

    private func response(_ problem: Problem, _ exchange: Exchange, asFHIR: Bool = false) -> Response {
        var response = Response(
            problem.kind.status,
            fields: FieldBlocks.unkept(asFHIR ? .fhir : .problem),
            body: asFHIR ? problem.outcome : problem.document(requestID: exchange.id)
        )
        response.fields.append(problem.fields)
        response.closesConnection = problem.closesConnection
        return finished(response, exchange, LogFacts(problem: problem.kind, reason: problem.reason))
    }

    private func finished(_ response: Response, _ exchange: Exchange, _ facts: LogFacts) -> Response {
        var response = response
        exchange.append(to: &response.fields)
        response.onFinish = record(exchange, facts)
        return response
    }

    /// Counts the exchange and writes its records once its answer has gone out.
    private func record(_ exchange: Exchange, _ facts: LogFacts) -> @Sendable (FinishedExchange) -> Void {
        { [self] finished in
            metrics.count(finished, firstLoop, exchange, facts)
            exchange.log(finished, facts, to: logs)
        }
    }
}

extension Reply {
    /// The fields of its response, without what belongs to one request.
    var allFields: ResponseFields {
        switch caching {
        case .never:
            guard let contentType else { return FieldBlocks.unkept(media) }
            var fields = FieldBlocks.block(contentType)
            fields.append(FieldBlocks.noStore)
            return fields
        case .revalidate(let etag):
            var fields = contentType.map(FieldBlocks.block) ?? FieldBlocks.answer(media)
            fields.append(.etag, etag)
            fields.append(self.fields)
            fields.append(FieldBlocks.revalidate)
            return fields
        }
    }
}

/// What the application bounds.
public struct ServiceLimits: Sendable {
    /// The most bytes of a document, 1 MiB unless told. A larger one is refused with 413, a longer line of a stream with a
    /// problem in its place.
    public var documentBytes = 1 << 20
    /// The most bytes of a stream of documents, decoded, 1 TiB unless told. A longer one is cut short.
    public var streamBytes = 1 << 40
    /// How many services of a stream are remembered to find those that come twice, 4,194,304 unless told, in about 70 MiB.
    /// When there are more, the summary says that it is not complete.
    public var rememberedServices = 1 << 22
    /// How many services are remembered for all streams together, twice as many unless told.
    public var rememberedServicesOverall = 1 << 23
    /// How many streams, bodies over 64 KiB and bodies of unknown length are in work at a time, 256 unless told. A further one
    /// is refused with 503 at once.
    public var largeRequests = 256

    public init() {}
}
