public import HTTPMessage

/// A request whose body is read while it arrives.
public struct StreamedRequest: Sendable {
    public let head: RequestHead
    public let peer: PeerAddress
    /// The body, decoded, as it comes.
    public let body: RequestBody
}

/// Serves requests with one asynchronous function that reads the body and writes the answer in pieces, a bounded number
/// at a time.
///
///     let handler = StreamingHandler { request, answer in
///         answer.begin(.ok, fields: [.contentType: "text/plain"])
///         for try await bytes in request.body { try await answer.write(bytes) }
///     }
///
/// Both ways have backpressure: of a body that the function does not ask for, nothing is read, and a write waits for the
/// client to take what was written before. So an exchange holds at most some 100 KiB in memory.
public final class StreamingHandler: RequestHandler {
    private let maximumBodyBytes: Int
    private let tasks: TaskQueue
    private let executor: (any TaskExecutor)?
    private let refusal: AsyncHandler.Refuse
    private let exchange: @Sendable (StreamedRequest, AnswerWriter) async throws -> Void

    /// - Parameters:
    ///   - maximumBodyBytes: the largest body; one that is larger is refused with 413, or cuts the exchange short.
    ///   - maximumTasks: how many requests are worked on at a time; further ones wait for their turn.
    ///   - maximumWaiting: how many requests may wait for their turn; further ones are refused with 503.
    ///   - executor: where the tasks run; Swift's own threads if not given.
    ///   - refuse: makes the answer to a request that the server refuses; a line of plain text if not given.
    ///   - exchange: answers one request. The answer is complete when it returns. An error becomes a 500 without its text,
    ///     or cuts the answer short if that has begun; a function that returns without an answer is a 500 too. Its task is
    ///     cancelled when the client goes away, or when for `HTTPLimits.answerTime` it neither read nor wrote.
    public init(
        maximumBodyBytes: Int = 1 << 30,
        maximumTasks: Int = 256,
        maximumWaiting: Int = 4096,
        executor: (any TaskExecutor)? = nil,
        refuse: @escaping AsyncHandler.Refuse = AsyncHandler.plainRefusal,
        exchange: @escaping @Sendable (StreamedRequest, AnswerWriter) async throws -> Void
    ) {
        self.maximumBodyBytes = maximumBodyBytes
        tasks = TaskQueue(maximumTasks: maximumTasks, maximumWaiting: maximumWaiting)
        self.executor = executor
        refusal = refuse
        self.exchange = exchange
    }

    public func receive(_ head: RequestHead, from peer: PeerAddress) -> RequestDisposition {
        let pipe = ExchangePipe()
        let request = StreamedRequest(head: head, peer: peer, body: RequestBody(pipe))
        let isIn = tasks.enter(TaskQueue.Job { leave in self.run(request, pipe, leave) })
        guard isIn else { return .respond(refusal(.overloaded, head).refusing(.overloaded)) }
        return .stream(upTo: maximumBodyBytes, Response(.ok), pipe)
    }

    public func refuse(_ refusal: Refusal, head: RequestHead?) -> Response {
        self.refusal(refusal, head)
    }

    private func run(_ request: StreamedRequest, _ pipe: ExchangePipe, _ leave: @escaping @Sendable () -> Void) {
        let task = Task(executorPreference: executor) { [self] in
            do {
                if !Task.isCancelled { try await exchange(request, AnswerWriter(pipe)) }
                pipe.end(hasFailed: false)
            } catch {
                pipe.end(hasFailed: true)
            }
            leave()
        }
        pipe.onCancel { task.cancel() }
    }
}
