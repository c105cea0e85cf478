/// Takes a request body slice by slice and writes the answer's body as it goes.
///
/// The server gives at most `HTTPLimits.streamSliceBytes` a turn, serves other connections between turns, and stops
/// reading from a client that does not take its answers. One object serves one request.
public protocol BodyStream: AnyObject, Sendable {
    /// Called first and once. The waker is for streams that do their work elsewhere; see `StreamWriter.isWaiting`.
    ///
    /// - Returns: whether the stream takes the body as it comes. If not, nothing of it is read, and a client that waits
    ///   for `100 Continue` does not hear it, until the waker has been called and `receive` leaves off waiting.
    func begin(_ waker: StreamWaker) -> Bool

    /// Takes the next bytes of the body, which are only lent for the call. There are none when the stream was unfinished or
    /// has been woken.
    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter)

    /// The body is complete: write what is left. Nothing is called after this, unless the stream says that it is unfinished
    /// or waits; then `receive` is, without bytes, until it does neither.
    func finish(_ writer: inout StreamWriter)

    /// The connection ended before the body was complete, or before anything of the answer had been sent.
    ///
    /// Nothing is called after this and nothing more can be sent.
    func cancel()

    /// The answer has begun and ends here, unfinished: the body broke a rule of framing, size or time, or the client
    /// does not take what it is sent.
    ///
    /// What is written now is the last that the client gets before the connection closes without the body's proper end.
    /// Nothing is called after this.
    func cutShort(by refusal: Refusal, _ writer: inout StreamWriter)
}

extension BodyStream {
    public func begin(_ waker: StreamWaker) -> Bool { true }

    public func cutShort(by refusal: Refusal, _ writer: inout StreamWriter) { cancel() }
}

/// Calls a stream back that waits for something else than its client, from any thread and as often as one likes. After
/// the exchange it does nothing.
public struct StreamWaker: Sendable {
    private let action: @Sendable () -> Void

    public init(_ action: @escaping @Sendable () -> Void) {
        self.action = action
    }

    public func callAsFunction() { action() }
}

/// Where a `BodyStream` writes.
public struct StreamWriter: ~Copyable, Sendable {
    /// What has been written since the server last took it.
    ///
    /// Append to it; it is a variable so that an encoder can write into it without a copy.
    public var bytes: [UInt8] = []

    /// Whether there is more to do with what was received than one turn is for.
    ///
    /// A stream that sets it is called again in a later turn with an empty slice, before anything else is given to it. So a
    /// small body that makes much work does not hold up other connections.
    public var isUnfinished = false

    /// Whether the stream can do nothing more until its waker is called.
    ///
    /// Until then none of the body is read. One that waits longer than `HTTPLimits.answerTime` is refused with 503, or cut
    /// short.
    public var isWaiting = false

    /// Whether the answer is complete although the body may not be. The stream gets no more calls, and the rest of the body
    /// is thrown away as for `respond`.
    public var isComplete = false

    /// Status and fields in the place of those the stream began with. They count until the answer has begun.
    public var head: Response?

    /// The answer that takes the place of the stream's own, when one was asked for in time.
    public private(set) var replacement: Response?

    /// Whether the stream has given up.
    public private(set) var hasFailed = false

    /// Whether the stream takes more of the body in this turn.
    public var takesMore: Bool { !isUnfinished && !isWaiting && !isComplete && replacement == nil }

    /// Whether a byte of the streamed answer has gone out, or its head.
    public let hasBegun: Bool

    /// A writer outside a connection, for tests of streams.
    public init(hasBegun: Bool = false) {
        self.hasBegun = hasBegun
    }

    init(reusing bytes: consuming [UInt8], hasBegun: Bool) {
        self.bytes = bytes
        self.hasBegun = hasBegun
    }

    /// Answers with a whole response instead of the stream, if nothing has gone out yet; otherwise does nothing.
    ///
    /// The stream gets no more calls and the rest of the request body is thrown away as for `respond`.
    public mutating func respond(instead response: Response) {
        guard !hasBegun, replacement == nil else { return }
        replacement = response
        bytes.removeAll(keepingCapacity: true)
    }

    /// Gives up: answers with a whole response if nothing has gone out yet, and otherwise cuts the answer short after
    /// what has been written and closes the connection, so that the client does not take what it has for all.
    ///
    /// The stream gets no more calls.
    public mutating func fail(_ response: Response) {
        guard replacement == nil else { return }
        hasFailed = true
        replacement = response
        if !hasBegun { bytes.removeAll(keepingCapacity: true) }
    }
}
