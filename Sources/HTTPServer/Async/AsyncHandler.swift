public import HTTPMessage

/// A whole request, for handlers that answer later.
public struct Request: Sendable {
    public let head: RequestHead
    /// The body, complete and decoded.
    public let body: [UInt8]
    public let peer: PeerAddress
}

/// Serves requests with one asynchronous function, a bounded number at a time.
///
/// The bodies are collected first. A connection whose request is being answered is not read, and a request for which
/// there is no task yet waits, so the work that clients can heap up is one request for each connection.
public final class AsyncHandler: RequestHandler {
    /// What an error thrown by the function or a refusal of the server becomes.
    public typealias Refuse = @Sendable (Refusal, RequestHead?) -> Response

    private let maximumBodyBytes: Int
    private let tasks: TaskQueue
    private let executor: (any TaskExecutor)?
    private let refusal: Refuse
    private let respond: @Sendable (Request) async throws -> Response

    /// - Parameters:
    ///   - maximumBodyBytes: the largest body; a larger one is refused with 413.
    ///   - maximumTasks: how many requests are worked on at a time; further ones wait for their turn.
    ///   - maximumWaiting: how many requests may wait for their turn; further ones are refused with 503.
    ///   - executor: where the tasks run; Swift's own threads if not given.
    ///   - refuse: makes the answer to a request that the server refuses; a line of plain text if not given.
    ///   - respond: makes the answer. An error becomes a 500 without its text. Its task is cancelled when the client
    ///     goes away or `HTTPLimits.answerTime` is up.
    public init(
        maximumBodyBytes: Int = 1 << 20,
        maximumTasks: Int = 256,
        maximumWaiting: Int = 4096,
        executor: (any TaskExecutor)? = nil,
        refuse: @escaping Refuse = AsyncHandler.plainRefusal,
        respond: @escaping @Sendable (Request) async throws -> Response
    ) {
        self.maximumBodyBytes = maximumBodyBytes
        tasks = TaskQueue(maximumTasks: maximumTasks, maximumWaiting: maximumWaiting)
        self.executor = executor
        refusal = refuse
        self.respond = respond
    }

    /// The refusal's own sentence as plain text.
    public static let plainRefusal: Refuse = { refusal, _ in Response(refusal.status, text: refusal.text + "\n") }

    public func receive(_ head: RequestHead, from peer: PeerAddress) -> RequestDisposition {
        .later(upTo: maximumBodyBytes) { [self] body, promise in
            let request = Request(head: head, body: body, peer: peer)
            let isIn = tasks.enter(TaskQueue.Job { leave in self.run(request, promise, leave) })
            if !isIn { promise.keep(refusal(.overloaded, head).refusing(.overloaded)) }
        }
    }

    public func refuse(_ refusal: Refusal, head: RequestHead?) -> Response {
        self.refusal(refusal, head)
    }

    private func run(_ request: Request, _ promise: AnswerPromise, _ leave: @escaping @Sendable () -> Void) {
        let task = Task(executorPreference: executor) { [self] in
            if !promise.isCancelled {
                do {
                    promise.keep(try await respond(request))
                } catch {
                    promise.keep(Response(.internalServerError, text: "The request could not be answered.\n"))
                }
            }
            leave()
        }
        promise.onCancel { task.cancel() }
    }
}

extension Server {
    /// A server whose answers an asynchronous function makes; see `AsyncHandler`.
    public convenience init(
        _ configuration: ServerConfiguration,
        respond: @escaping @Sendable (Request) async throws -> Response
    ) throws(ServerError) {
        try self.init(configuration, handler: AsyncHandler(respond: respond))
    }

    /// A server whose requests an asynchronous function reads, and whose answers it writes, in pieces; see
    /// `StreamingHandler`.
    public convenience init(
        _ configuration: ServerConfiguration,
        exchange: @escaping @Sendable (StreamedRequest, AnswerWriter) async throws -> Void
    ) throws(ServerError) {
        try self.init(configuration, handler: StreamingHandler(exchange: exchange))
    }

    /// Serves until the task is cancelled, then stops as `shutDown` does.
    public func run(grace: Duration = .seconds(10)) async {
        start()
        let (end, continuation) = AsyncStream.makeStream(of: Never.self)
        await withTaskCancellationHandler {
            for await _ in end {}
        } onCancel: {
            continuation.finish()
        }
        await shutDown(grace: grace)
    }
}
