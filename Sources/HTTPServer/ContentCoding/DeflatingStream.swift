import HTTPMessage
import Synchronization

/// Compresses what a stream writes, turn by turn.
final class DeflatingStream: BodyStream {
    /// What becomes of the answers of streams whose head is known only when they begin.
    struct Choice: Sendable {
        /// Puts into the head what the coding asks for, and gives the encoder if there is to be one. The size is that of
        /// the body, if all of it is there.
        let prepare: @Sendable (_ head: inout Response, _ size: Int?) -> Deflater?
        /// Encodes an answer that is given as a whole.
        let encode: @Sendable (Response) -> Response
    }

    private enum Coding {
        case undecided(Response, Choice)
        case gzip(Deflater)
        case none
    }

    private struct State {
        var coding: Coding
        var isBodyOver = false
    }

    private let inner: any BodyStream
    private let state: Mutex<State>
    private let pool: DeflaterPool

    init(_ inner: any BodyStream, _ deflater: Deflater, _ pool: DeflaterPool) {
        self.inner = inner
        state = Mutex(State(coding: .gzip(deflater)))
        self.pool = pool
        deflater.begin()
    }

    /// For a stream that gives its head when it begins to answer.
    init(_ inner: any BodyStream, head: Response, _ choice: Choice, _ pool: DeflaterPool) {
        self.inner = inner
        state = Mutex(State(coding: .undecided(head, choice)))
        self.pool = pool
    }

    deinit { state.withLock { release(&$0) } }

    func begin(_ waker: StreamWaker) -> Bool { inner.begin(waker) }

    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter) {
        var plain = StreamWriter(hasBegun: writer.hasBegun)
        inner.receive(slice, &plain)
        pass(plain, &writer)
    }

    func finish(_ writer: inout StreamWriter) {
        state.withLock { $0.isBodyOver = true }
        var plain = StreamWriter(hasBegun: writer.hasBegun)
        inner.finish(&plain)
        pass(plain, &writer)
    }

    func cancel() {
        inner.cancel()
        state.withLock { release(&$0) }
    }

    func cutShort(by refusal: Refusal, _ writer: inout StreamWriter) {
        var plain = StreamWriter(hasBegun: true)
        inner.cutShort(by: refusal, &plain)
        plain.isComplete = true
        pass(plain, &writer)
    }

    private func pass(_ plain: consuming StreamWriter, _ writer: inout StreamWriter) {
        let replacement = plain.replacement
        let hasFailed = plain.hasFailed
        state.withLock { state in
            if replacement != nil, !writer.hasBegun { return }
            let isLast = plain.isComplete || hasFailed || state.isBodyOver && !plain.isUnfinished && !plain.isWaiting
            if let head = plain.head, case .undecided(_, let choice) = state.coding {
                state.coding = .undecided(head, choice)
            }
            if isLast || !plain.bytes.isEmpty {
                decide(&state, size: isLast ? plain.bytes.count : nil, &writer)
                if case .gzip(let deflater) = state.coding {
                    deflater.encode(plain.bytes, isLast: isLast, into: &writer.bytes)
                } else {
                    writer.bytes += plain.bytes
                }
            }
            if isLast { release(&state) }
        }
        writer.isUnfinished = plain.isUnfinished
        writer.isWaiting = plain.isWaiting
        writer.isComplete = plain.isComplete
        guard let replacement else { return }
        if hasFailed { writer.fail(replacement) } else { writer.respond(instead: encode(replacement)) }
    }

    private func decide(_ state: inout State, size: Int?, _ writer: inout StreamWriter) {
        guard case .undecided(var head, let choice) = state.coding else { return }
        if let deflater = choice.prepare(&head, size) {
            deflater.begin()
            state.coding = .gzip(deflater)
        } else {
            state.coding = .none
        }
        writer.head = head
    }

    private func encode(_ response: Response) -> Response {
        state.withLock { state in
            if case .undecided(_, let choice) = state.coding { choice.encode(response) } else { response }
        }
    }

    private func release(_ state: inout State) {
        guard case .gzip(let deflater) = state.coding else { return }
        pool.giveBack(deflater)
        state.coding = .none
    }
}
