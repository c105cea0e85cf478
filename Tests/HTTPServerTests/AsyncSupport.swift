import Dispatch
import HTTPMessage
import HTTPServer
import Synchronization

/// Tasks that are let go one by one.
final class Gate: Sendable {
    private struct State: Sendable {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.waiting.count } }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// Runs blocking calls on a thread of their own: tasks that wait for them to go on must find theirs free.
func onThread(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        DispatchQueue(label: "client").async { continuation.resume(with: Result { try body() }) }
    }
}

/// A thread for the tasks of a test, since Swift's own may all be taken by tests that compute.
final class QueueExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "tasks")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}

/// A server of a handler for the length of a test; the test blocks, on a thread of its own.
func withHandler(
    _ handler: any RequestHandler,
    _ change: (inout ServerConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (Server) throws -> Void
) async throws {
    var configuration = ServerConfiguration(listeners: [.ip("127.0.0.1", port: 0)])
    configuration.loops = 2
    change(&configuration)
    let server = try Server(configuration, handler: handler)
    server.start()
    let result: Result<Void, any Error>
    do { result = .success(try await onThread { try body(server) }) } catch { result = .failure(error) }
    await server.shutDown(grace: .zero)
    try result.get()
}
