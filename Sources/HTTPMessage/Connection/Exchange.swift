/// A request whose body has not all arrived, and what is to become of it.
///
/// Only such requests pay for this object; a request that is complete in one read is answered without it.
final class Exchange {
    enum Purpose {
        case collect(upTo: Int, @Sendable (Span<UInt8>) -> Response)
        case stream(upTo: Int, any BodyStream)
        case collectForLater(upTo: Int, @Sendable ([UInt8], AnswerPromise) -> Void)
        /// The body is complete and with the handler, which will answer.
        case awaitAnswer(PendingAnswer)
        /// The answer is known and needs nothing of the body; it is given when that has been read past.
        case readPast(then: Response)
        /// The answer has been given; the body is only read past.
        case discard
    }

    enum Event {
        case needsMore
        case data(Range<Int>)
        case end
        case refused(Refusal)
    }

    let head: RequestHead
    var purpose: Purpose
    /// Status and fields of a stream's answer.
    var response: Response?
    /// The body so far, when it is collected.
    var body: [UInt8] = []
    /// Decoded bytes of the body so far.
    var received = 0
    /// Bytes of the request so far as they came on the wire.
    var wireBytes: Int
    /// Whether the head of a streamed answer has been sent.
    var hasBegunAnswer = false
    /// Whether a streamed answer closes the connection.
    var closes = false
    /// Bytes of a streamed answer so far.
    var answerBytes = 0
    /// Since when the body's rate is watched, and how much has come since.
    var watchStart: UInt64
    var watchedBytes = 0
    /// What a stream was given in this turn, a small slice counting for more.
    var turnBytes = 0
    /// Whether a stream has more to do with what it was given.
    var isUnfinished = false
    /// Whether it waits for the client to take answers.
    var isHeldUp = false
    /// Whether a stream waits for its waker to be called.
    var isWaiting = false
    /// Whether a stream has all of the body.
    var isBodyOver = false
    /// Whether the client waits to hear that its body is wanted.
    var owesContinue = false

    private var remaining: Int
    private var chunks: ChunkDecoder?

    init(head: RequestHead, headBytes: Int, purpose: Purpose, now: UInt64) {
        self.head = head
        self.purpose = purpose
        wireBytes = headBytes
        watchStart = now
        switch head.framing {
        case .none: remaining = 0
        case .length(let count): remaining = count
        case .chunked:
            remaining = 0
            chunks = ChunkDecoder()
        }
    }

    /// Whether a streamed answer has a body (RFC 9110, section 6.4.1).
    var sendsBody: Bool { head.method != .head && response?.status.forbidsBody != true }

    /// Bytes that are known to follow the ones already given.
    var announced: Int { chunks?.remaining ?? remaining }

    /// The next piece of the body in `input`, of at most `most` bytes.
    func next(_ input: Span<UInt8>, _ index: inout Int, most: Int, _ limits: HTTPLimits) -> Event {
        let start = index
        defer {
            wireBytes += index - start
            watchedBytes += index - start
        }
        if chunks == nil {
            if remaining == 0 { return .end }
            let range = index..<min(input.count, index + min(remaining, most))
            if range.isEmpty { return .needsMore }
            index = range.upperBound
            remaining -= range.count
            received += range.count
            return .data(range)
        }
        switch chunks!.next(input, &index, most: most, limits) {
        case .needsMore: return .needsMore
        case .data(let range):
            received += range.count
            return .data(range)
        case .end: return .end
        case .refused(let refusal): return .refused(refusal)
        }
    }

    func keep(_ slice: Span<UInt8>) {
        if body.isEmpty { body.reserveCapacity(slice.count + min(announced, 1 << 16)) }
        slice.withUnsafeBufferPointer { body.append(contentsOf: $0) }
    }

    /// Tells the stream, or whoever owes the answer, that nobody waits for it.
    func cancel() {
        switch purpose {
        case .stream(_, let stream): stream.cancel()
        case .awaitAnswer(let pending): pending.cancel()
        case .collect, .collectForLater, .readPast, .discard: break
        }
    }

    func watch(from now: UInt64) {
        watchStart = now
        watchedBytes = 0
    }
}
