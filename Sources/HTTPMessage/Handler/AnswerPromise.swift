import Synchronization

/// An answer that a handler gives later, from any thread. Keep it once; further answers are dropped.
public struct AnswerPromise: Sendable {
    private let pending: PendingAnswer
    private let change: @Sendable (Response) -> Response

    init(_ pending: PendingAnswer, _ change: @escaping @Sendable (Response) -> Response = { $0 }) {
        self.pending = pending
        self.change = change
    }

    /// A promise outside a connection, for tests of handlers.
    public init(_ deliver: @escaping @Sendable (Response) -> Void) {
        let pending = PendingAnswer {}
        self.init(pending) { response in
            deliver(response)
            return response
        }
    }

    /// Gives the answer. After the client has gone or the time is up it does nothing.
    public func keep(_ response: Response) {
        pending.complete(change(response))
    }

    /// Whether nobody waits for the answer any more.
    public var isCancelled: Bool { pending.isCancelled }

    /// Calls the action, on the connection's queue, when nobody waits for the answer any more; at once if that is so
    /// already. A later call replaces the action of an earlier one.
    public func onCancel(_ action: @escaping @Sendable () -> Void) {
        pending.onCancel(action)
    }

    /// The same promise, with every answer changed on its way.
    public func changing(_ change: @escaping @Sendable (Response) -> Response) -> AnswerPromise {
        AnswerPromise(pending) { [inner = self.change] in inner(change($0)) }
    }
}

/// Where a promised answer waits for the queue of its connection.
final class PendingAnswer: Sendable {
    private enum State: Sendable {
        case open(onCancel: (@Sendable () -> Void)?)
        case complete(Response)
        case cancelled
        case taken
    }

    private let state = Mutex(State.open(onCancel: nil))
    private let wake: @Sendable () -> Void

    init(_ wake: @escaping @Sendable () -> Void) {
        self.wake = wake
    }

    var isComplete: Bool {
        state.withLock { if case .complete = $0 { true } else { false } }
    }

    var isCancelled: Bool {
        state.withLock { if case .cancelled = $0 { true } else { false } }
    }

    func complete(_ response: Response) {
        let isFirst = state.withLock { state in
            guard case .open = state else { return false }
            state = .complete(response)
            return true
        }
        if isFirst { wake() }
    }

    func take() -> Response? {
        state.withLock { state in
            guard case .complete(let response) = state else { return nil }
            state = .taken
            return response
        }
    }

    func cancel() {
        let action: (@Sendable () -> Void)? = state.withLock { state in
            guard case .open(let action) = state else { return nil }
            state = .cancelled
            return action
        }
        action?()
    }

    func onCancel(_ action: @escaping @Sendable () -> Void) {
        let isOver = state.withLock { state in
            switch state {
            case .open:
                state = .open(onCancel: action)
                return false
            case .cancelled: return true
            case .complete, .taken: return false
            }
        }
        if isOver { action() }
    }
}
