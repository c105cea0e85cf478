public import HTTPMessage

/// Why a body cannot be read to its end, or an answer not be written.
public enum ExchangeError: Error, Hashable {
    /// The client has gone, or the task that asked was cancelled.
    case cancelled
    /// The server ended the exchange, for instance because the body was too large, too slow or cut off.
    case refused(Refusal)
    /// The answer was given as a whole already, or is complete.
    case answered
}

/// A request's body, in pieces as they come; a piece is what came since the last was asked for.
///
/// It can be gone through once; whoever asks next goes on where the last left off. Until someone asks nothing is read, and
/// then no more than 64 KiB and a slice ahead.
public struct RequestBody: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    public typealias Failure = ExchangeError

    private let pipe: ExchangePipe

    init(_ pipe: ExchangePipe) {
        self.pipe = pipe
    }

    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        fileprivate let pipe: ExchangePipe

        public mutating func next() async throws(ExchangeError) -> [UInt8]? {
            try await pipe.read()
        }

        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(ExchangeError) -> [UInt8]? {
            try await pipe.read()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pipe: pipe) }

    /// What is left of the body as one array; nil when that is more than so many bytes.
    public func collect(upTo maximum: Int) async throws(ExchangeError) -> [UInt8]? {
        var whole: [UInt8] = []
        while let piece = try await pipe.read() {
            guard piece.count <= maximum - whole.count else { return nil }
            whole += piece
        }
        return whole
    }
}
