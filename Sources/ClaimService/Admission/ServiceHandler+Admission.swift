import Access
import HTTPMessage
import StructuredLog

/// What stands before an endpoint once it is known who calls.
extension ServiceHandler {
    static let overloaded = Problem(ProblemKind(.overloaded), fields: [.retryAfter: "1"])

    /// Finds out who calls, takes the request off the caller's allowance, and sees whether the caller may ask this. What was
    /// found out is in the exchange also when this throws, so that the log has it.
    func admit(
        _ head: RequestHead,
        _ peer: PeerAddress,
        _ resource: Router.Resource?,
        _ exchange: inout Exchange
    ) throws(Problem) {
        if let gate {
            let now = clock()
            exchange.caller = try caller(head, peer, resource, gate, now)
            if let caller = exchange.caller { exchange.isFirstUse = gate.isFirstUse(of: caller, at: now) }
        }
        if let limiter { exchange.standing = try take(limiter, resource, exchange.caller, peer) }
        if let gate, let caller = exchange.caller { try gate.check(caller, head.method, of: resource) }
    }

    /// Who calls. An address that fails too often is told to wait instead of why; whoever has a good key is not held up by
    /// others who share the address.
    private func caller(
        _ head: RequestHead,
        _ peer: PeerAddress,
        _ resource: Router.Resource?,
        _ gate: AccessGate,
        _ now: LogTime
    ) throws(Problem) -> Caller? {
        do throws(Problem) {
            return try gate.caller(head, from: peer, of: resource, at: now)
        } catch {
            if let standing = failures?.take(.network(peer.network)), standing.wait > 0 {
                throw rateLimited(standing, .failedLogins, "The next attempt")
            }
            throw error
        }
    }

    private func rateLimited(_ standing: RateStanding, _ limit: RateLimitWord, _ what: StaticString) -> Problem {
        metrics.admission.count(limit)
        var fields = limit == .caller ? standing.fields : ResponseFields()
        fields.append(.retryAfter, "\(standing.wait)")
        var problem = Problem(
            .rateLimited,
            detail: "\(what) is taken in \(standing.wait) \(standing.wait == 1 ? "second" : "seconds").",
            fields: fields
        )
        problem.reason = LogWord(limit)
        return problem
    }

    /// Takes a request off the caller's allowance. What is open to everyone costs nothing: an orchestrator must not be told
    /// that it asks too often whether the service lives.
    private func take(
        _ limiter: RateLimiter,
        _ resource: Router.Resource?,
        _ caller: Caller?,
        _ peer: PeerAddress
    ) throws(Problem) -> RateStanding? {
        if let resource, resource.isOpen { return nil }
        let standing = limiter.take(Self.key(caller, peer))
        if standing.wait > 0 { throw rateLimited(standing, .caller, "The next request") }
        return standing
    }

    /// A place among the large requests for a body that may be one; nil for a small one.
    func place(_ head: RequestHead) throws(Problem) -> LargeRequests.Place? {
        switch head.framing {
        case .none: return nil
        case .length(let count) where count <= LargeRequests.smallBytes: return nil
        case .length, .chunked:
            return try largePlace(isOpenEnded: head.framing == .chunked)
        }
    }

    /// A place among the large requests.
    ///
    /// - Parameter isOpenEnded: whether the client may wait for its first answer before it goes on with the body, so that
    ///   a refusal must not wait for the end of that.
    func largePlace(isOpenEnded: Bool) throws(Problem) -> LargeRequests.Place {
        if let place = largeRequests.enter() { return place }
        var problem = Self.overloaded
        problem.closesConnection = isOpenEnded
        throw problem
    }

    /// The turn of a request that came with an `Idempotency-Key`.
    func turn(
        _ head: RequestHead,
        _ caller: Caller?,
        _ peer: PeerAddress
    ) throws(Problem) -> RepeatedRequests.Turn? {
        guard let repeats, head.contains(IdempotencyKey.field), let key = try IdempotencyKey(head) else { return nil }
        do throws(Problem) {
            let turn = try repeats.begin(RepeatedRequests.Name(caller: Self.key(caller, peer), key: key))
            if !turn.isRepeat { metrics.admission.count(.first) }
            return turn
        } catch {
            metrics.admission.count(.inUse)
            throw error
        }
    }

    /// An answer that was given before, for this request: the same bytes, and an id of its own.
    func again(_ response: Response, _ exchange: Exchange) -> Response {
        var response = response
        var fields = ResponseFields()
        for (name, value) in response.fields.list {
            guard let name = FieldName(name), !Exchange.fieldNames.contains(name) else { continue }
            fields.append(name, value)
        }
        exchange.append(to: &fields)
        response.fields = fields
        response.fields.append(.idempotentReplayed, "true")
        metrics.admission.count(.replayed)
        response.onFinish = { [logs, metrics, firstLoop] finished in
            let facts = LogFacts(isRepeat: true)
            metrics.count(finished, firstLoop, exchange, facts)
            exchange.log(finished, facts, to: logs)
        }
        return response
    }

    private static func key(_ caller: Caller?, _ peer: PeerAddress) -> RateLimiter.Key {
        caller.map { .caller($0.id) } ?? .network(peer.network)
    }
}

extension FieldName {
    static let idempotentReplayed = FieldName("Idempotent-Replayed")!
}
