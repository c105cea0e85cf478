import HTTPMessage
import Synchronization

/// What the requests of one event loop came to. Only that loop writes.
final class LoopCounters: Sendable {
    /// The statuses that are told apart; any other is counted as 0.
    static let statuses = [
        0, 200, 204, 304, 400, 401, 403, 404, 405, 406, 408, 409, 412, 413, 414, 415, 417, 421, 422, 429, 431, 500, 501,
        503, 505,
    ]

    let receivedBytes = Atomic<UInt64>(0)
    let sentBytes = Atomic<UInt64>(0)
    let cutShort = Atomic<UInt64>(0)
    let answers = AnswerCounters()
    let problems = InlineArray<64, Atomic<UInt64>> { _ in Atomic(0) }

    /// The requests that nearly all are, and the others by the position of their status, made when the first comes.
    private let ok = RequestSeries()
    private let others = InlineArray<32, AtomicLazyReference<RequestSeries>> { _ in AtomicLazyReference() }

    func count(_ finished: FinishedExchange, route: Int, method: RequestMethodWord) {
        receivedBytes.addByOwner(UInt64(finished.requestBytes))
        sentBytes.addByOwner(UInt64(finished.responseBytes))
        if !finished.isComplete { cutShort.addByOwner(1) }
        let code = finished.status.code
        let series = code == 200 ? ok : series(at: Self.statuses.firstIndex(of: code) ?? 0)
        series.count(route: route, method: method, nanoseconds: finished.nanoseconds)
    }

    func count(_ finished: FinishedExchange, _ exchange: Exchange, _ facts: LogFacts) {
        count(finished, route: exchange.routeNumber, method: exchange.method)
        if let problem = facts.problem, let index = problem.position { problems[index].addByOwner(1) }
        answers.count(facts)
    }

    /// The requests of a status; nil as long as there was none.
    func series(of status: Int) -> RequestSeries? {
        status == 200 ? ok : Self.statuses.firstIndex(of: status).flatMap { others[$0].load() }
    }

    private func series(at position: Int) -> RequestSeries {
        others[position].load() ?? others[position].storeIfNil(RequestSeries())
    }
}
