public import HTTPMessage

/// Where an asynchronous function writes its answer.
public struct AnswerWriter: Sendable {
    private let pipe: ExchangePipe

    init(_ pipe: ExchangePipe) {
        self.pipe = pipe
    }

    /// Begins the answer. It is sent with the first bytes that are written. Without it the answer begins as a 200 without
    /// fields; once it has begun, a call does nothing.
    public func begin(_ status: Status, fields: ResponseFields = ResponseFields()) {
        begin(Response(status, fields: fields))
    }

    /// The same, with what else a response has; its body is not sent.
    public func begin(_ response: Response) {
        pipe.begin(response)
    }

    /// Writes the next bytes of the answer, once the client has taken so much of what was written before that no more than
    /// 64 KiB of it wait.
    ///
    /// Bytes that are written go out at once, without waiting for more.
    public func write(_ bytes: some Collection<UInt8>) async throws(ExchangeError) {
        try await pipe.write(Array(bytes))
    }

    /// The same for text, in UTF-8.
    public func write(_ text: some StringProtocol) async throws(ExchangeError) {
        try await pipe.write(Array(text.utf8))
    }

    /// Gives the whole answer; after it nothing can be written. If the answer has begun, this does nothing and throws.
    public func send(_ response: Response) throws(ExchangeError) {
        try pipe.send(response)
    }
}
