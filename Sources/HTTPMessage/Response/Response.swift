/// A whole answer to one request.
///
/// The server adds `Date`, `Server`, `Connection` and the body's framing, leaves the body out for `HEAD` and for
/// statuses that have none, and sends head and body together.
public struct Response: Sendable {
    public var status: Status
    public var fields: ResponseFields
    /// The body; a document kept as one array is shared between responses, not copied. A 304 may keep the body of the
    /// 200 it stands for, so that its fields can be those of the 200; it is not sent.
    public var body: [UInt8]
    /// Whether the connection ends after this response, whatever the client wished.
    public var closesConnection: Bool
    /// Called once, when the answer has been handed to the connection whole or has been cut short.
    ///
    /// It runs on the connection's queue and must not block. A log line goes here.
    public var onFinish: (@Sendable (FinishedExchange) -> Void)?

    public init(
        _ status: Status,
        fields: ResponseFields = ResponseFields(),
        body: [UInt8] = [],
        closesConnection: Bool = false,
        onFinish: (@Sendable (FinishedExchange) -> Void)? = nil
    ) {
        self.status = status
        self.fields = fields
        self.body = body
        self.closesConnection = closesConnection
        self.onFinish = onFinish
    }

    /// The same with what a refusal asks of its answer: status, `Retry-After`, and whether the connection ends.
    public func refusing(_ refusal: Refusal) -> Response {
        var response = self
        response.status = refusal.status
        response.closesConnection = closesConnection || refusal.closesConnection
        if let seconds = refusal.retryAfterSeconds, fields[.retryAfter] == nil {
            response.fields.append(.retryAfter, String(seconds))
        }
        return response
    }

    /// A line or more of plain text in UTF-8.
    public init(_ status: Status, text: String) {
        self.init(status, fields: [.contentType: "text/plain; charset=utf-8"], body: Array(text.utf8))
    }
}

/// What one exchange came to, for one line of an access log.
public struct FinishedExchange: Sendable, Hashable {
    public var status: Status
    /// Bytes of the request: head and body, framing included.
    public var requestBytes: Int
    /// Bytes of the answer: head and body, framing included.
    public var responseBytes: Int
    /// Nanoseconds from the first byte of the request head to the end of the answer.
    public var nanoseconds: UInt64
    /// False when the connection ended before the answer was complete.
    public var isComplete: Bool
    /// The number of the event loop that it happened on, so that each can count for itself.
    public var loop: Int

    public init(
        status: Status,
        requestBytes: Int,
        responseBytes: Int,
        nanoseconds: UInt64,
        isComplete: Bool,
        loop: Int = 0
    ) {
        self.status = status
        self.requestBytes = requestBytes
        self.responseBytes = responseBytes
        self.nanoseconds = nanoseconds
        self.isComplete = isComplete
        self.loop = loop
    }
}
