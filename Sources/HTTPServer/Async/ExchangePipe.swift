import HTTPMessage
import Synchronization

/// Where an asynchronous function and the queue of its connection meet: a piece of the body one way, bytes of the answer
/// the other, and whoever is too early waits.
final class ExchangePipe: BodyStream {
    fileprivate enum End: Sendable {
        case body
        case failed(ExchangeError)
    }

    fileprivate struct State: Sendable {
        /// What came of the body since the function last took it.
        var input: [UInt8] = []
        var inputEnd: End?
        /// Whether the function has asked for the body.
        var wantsInput = false
        /// Whether the connection waits to be called.
        var isConnectionWaiting = true
        /// What the function has written since the connection last took it.
        var output: [UInt8] = []
        var head: Response?
        var whole: Response?
        var hasEnded = false
        var hasFailed = false
        /// Whether the connection has been called since it last looked.
        var isCalled = false
        /// Tasks that look again when anything has changed.
        var waiting: [CheckedContinuation<Void, Never>] = []
        var waker: StreamWaker?
        var onCancel: (@Sendable () -> Void)?

        var hasBegun: Bool { head != nil || !output.isEmpty }
        var isOver: Bool { hasEnded || whole != nil }
    }

    /// Bytes of the answer that may wait here, and bytes of the body from which on no more of it is read.
    static let room = 64 * 1024

    fileprivate let state = Mutex(State())

    // MARK: The connection's side

    func begin(_ waker: StreamWaker) -> Bool {
        state.withLock { state in
            state.waker = waker
            // The task may have been quick; what it did is taken at the first call.
            if state.isCalled { waker() }
            state.isConnectionWaiting = !state.wantsInput
            return state.wantsInput
        }
    }

    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter) {
        exchange(&writer) { state in
            slice.withUnsafeBufferPointer { state.input.append(contentsOf: $0) }
        }
    }

    func finish(_ writer: inout StreamWriter) {
        exchange(&writer) { state in
            if state.inputEnd == nil { state.inputEnd = .body }
        }
    }

    func cancel() { fail(.cancelled) }

    func cutShort(by refusal: Refusal, _ writer: inout StreamWriter) { fail(.refused(refusal)) }

    /// Takes what the function has written, and says whether to come with more of the body or to wait.
    private func exchange(_ writer: inout StreamWriter, _ give: (inout State) -> Void) {
        let waiting: [CheckedContinuation<Void, Never>] = state.withLock { state in
            state.isCalled = false
            give(&state)
            writer.head = state.head
            if let whole = state.whole {
                writer.respond(instead: whole)
                state.inputEnd = .failed(.answered)
            } else {
                swap(&writer.bytes, &state.output)
                if state.hasFailed || state.hasEnded && !writer.hasBegun && state.head == nil && writer.bytes.isEmpty {
                    writer.fail(Self.failure)
                }
                writer.isComplete = state.hasEnded
            }
            writer.isWaiting = !state.wantsInput || state.input.count >= Self.room || state.inputEnd != nil
            state.isConnectionWaiting = writer.isWaiting
            return state.takeWaiting()
        }
        for task in waiting { task.resume() }
    }

    private func fail(_ error: ExchangeError) {
        let (waiting, action) = state.withLock { state in
            state.inputEnd = .failed(error)
            state.output = []
            state.waker = nil
            return (state.takeWaiting(), state.onCancel)
        }
        for task in waiting { task.resume() }
        action?()
    }

    private static var failure: Response {
        Response(.internalServerError, text: "The request could not be answered.\n")
    }

    // MARK: The function's side

    /// The next piece of the body; nil at its end.
    func read() async throws(ExchangeError) -> [UInt8]? {
        while true {
            let outcome: Result<[UInt8]?, ExchangeError>? = state.withLock { state in
                if Task.isCancelled { return .failure(.cancelled) }
                if case .failed(let error) = state.inputEnd { return .failure(error) }
                if state.isOver { return .failure(.answered) }
                if !state.input.isEmpty {
                    defer { state.input = [] }
                    if state.isConnectionWaiting, state.inputEnd == nil { state.call() }
                    return .success(state.input)
                }
                if case .body = state.inputEnd { return .success(nil) }
                return nil
            }
            if let outcome { return try outcome.get() }
            await wait { state in
                guard state.input.isEmpty, state.inputEnd == nil, !state.isOver else { return false }
                state.wantsInput = true
                if state.isConnectionWaiting { state.call() }
                return true
            }
        }
    }

    func begin(_ response: Response) {
        state.withLock { state in
            if !state.hasBegun, !state.isOver { state.head = response }
        }
    }

    func write(_ bytes: [UInt8]) async throws(ExchangeError) {
        if bytes.isEmpty { return }
        while true {
            let outcome: Result<Void, ExchangeError>? = state.withLock { state in
                if Task.isCancelled { return .failure(.cancelled) }
                if case .failed(let error) = state.inputEnd { return .failure(error) }
                if state.isOver { return .failure(.answered) }
                guard state.output.isEmpty || state.output.count + bytes.count <= Self.room else { return nil }
                if state.head == nil { state.head = Response(.ok) }
                state.output += bytes
                state.call()
                return .success(())
            }
            if let outcome { return try outcome.get() }
            await wait { state in
                if case .failed = state.inputEnd { return false }
                return !state.output.isEmpty
            }
        }
    }

    func send(_ response: Response) throws(ExchangeError) {
        let outcome: Result<Void, ExchangeError> = state.withLock { state in
            if case .failed(let error) = state.inputEnd { return .failure(error) }
            if state.hasBegun || state.isOver { return .failure(.answered) }
            state.whole = response
            state.call()
            return .success(())
        }
        try outcome.get()
    }

    /// The function has returned.
    func end(hasFailed: Bool) {
        state.withLock { state in
            state.hasEnded = true
            state.hasFailed = hasFailed
            state.onCancel = nil
            state.call()
        }
    }

    /// Calls the action when nobody waits for the answer any more.
    func onCancel(_ action: @escaping @Sendable () -> Void) {
        let isOver = state.withLock { state in
            if case .failed = state.inputEnd { return true }
            if !state.hasEnded { state.onCancel = action }
            return false
        }
        if isOver { action() }
    }

    /// Waits for any change if the condition, asked under the lock, says so.
    private func wait(if mustWait: (inout State) -> Bool) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = state.withLock { state in
                    guard !Task.isCancelled, mustWait(&state) else { return false }
                    state.waiting.append(continuation)
                    return true
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            for task in state.withLock({ $0.takeWaiting() }) { task.resume() }
        }
    }
}

extension ExchangePipe.State {
    /// Has the connection look again.
    fileprivate mutating func call() {
        if isCalled { return }
        isCalled = true
        waker?()
    }

    fileprivate mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
        defer { waiting = [] }
        return waiting
    }
}
