public import HTTPMessage
import Synchronization

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

    private struct State: Sendable {
        var running = 0
        var waiting: [Job] = []
        /// The first of those that wait which has not had its turn.
        var next = 0
    }

    private struct Job: Sendable {
        let request: Request
        let promise: AnswerPromise
    }

    private let maximumBodyBytes: Int
    private let maximumTasks: Int
    private let maximumWaiting: Int
    private let executor: (any TaskExecutor)?
    private let refusal: Refuse
    private let respond: @Sendable (Request) async throws -> Response
    private let state = Mutex(State())

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
        self.maximumTasks = max(1, maximumTasks)
        self.maximumWaiting = maximumWaiting
        self.executor = executor
        refusal = refuse
        self.respond = respond
    }

    /// The refusal's own sentence as plain text.
    public static let plainRefusal: Refuse = { refusal, _ in Response(refusal.status, text: refusal.text + "\n") }

    public func receive(_ head: RequestHead, from peer: PeerAddress) -> RequestDisposition {
        .later(upTo: maximumBodyBytes) { [self] body, promise in
            enter(Job(request: Request(head: head, body: body, peer: peer), promise: promise))
        }
    }

    public func refuse(_ refusal: Refusal, head: RequestHead?) -> Response {
        self.refusal(refusal, head)
    }

    private enum Entrance {
        case runs
        case waits
        case isRefused
    }

    private func enter(_ job: Job) {
        let entrance: Entrance = state.withLock { state in
            if state.running < maximumTasks {
                state.running += 1
                return .runs
            }
            guard state.waiting.count - state.next < maximumWaiting else { return .isRefused }
            state.waiting.append(job)
            return .waits
        }
        switch entrance {
        case .runs: run(job)
        case .waits: break
        case .isRefused: job.promise.keep(refusal(.overloaded, job.request.head).refusing(.overloaded))
        }
    }

    private func run(_ job: Job) {
        let task = Task(executorPreference: executor) { [self] in
            if !job.promise.isCancelled {
                do {
                    job.promise.keep(try await respond(job.request))
                } catch {
                    job.promise.keep(Response(.internalServerError, text: "The request could not be answered.\n"))
                }
            }
            leave()
        }
        job.promise.onCancel { task.cancel() }
    }

    /// Gives the place of a task that has ended to the next in line.
    private func leave() {
        let job: Job? = state.withLock { state in
            guard state.next < state.waiting.count else {
                state.waiting = []
                state.next = 0
                state.running -= 1
                return nil
            }
            state.next += 1
            let job = state.waiting[state.next - 1]
            if state.next > 1024 {
                state.waiting.removeFirst(state.next)
                state.next = 0
            }
            return job
        }
        if let job { run(job) }
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
