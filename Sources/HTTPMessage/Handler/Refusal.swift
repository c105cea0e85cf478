/// A reason for which the server refuses a request before, or instead of, the application's answer.
///
/// Each is one declaration: a status, a fixed text, and whether the connection can go on. The text never contains
/// anything a client sent.
public struct Refusal: Sendable, Hashable {
    /// A stable name for logs and metrics.
    public let name: String
    public let status: Status
    /// One sentence for people.
    public let text: String
    /// Whether the connection closes after the answer, because where the next request begins cannot be trusted or
    /// because reading up to it is not wanted.
    public let closesConnection: Bool
    /// Seconds after which another attempt may do better, for `Retry-After` (RFC 9110, section 10.2.3).
    public let retryAfterSeconds: Int?

    private init(_ name: String, _ status: Status, _ text: String, closes: Bool = true, retryAfter: Int? = nil) {
        self.name = name
        self.status = status
        self.text = text
        closesConnection = closes
        retryAfterSeconds = retryAfter
    }
}

extension Refusal {
    public static let malformedRequest = Refusal(
        "malformed-request",
        .badRequest,
        "The request is not well-formed HTTP/1.1."
    )
    public static let ambiguousFraming = Refusal(
        "ambiguous-framing",
        .badRequest,
        "The length of the request body is not stated in exactly one valid way."
    )
    public static let invalidHost = Refusal(
        "invalid-host",
        .badRequest,
        "An HTTP/1.1 request needs exactly one valid Host field."
    )
    public static let malformedChunk = Refusal(
        "malformed-chunk",
        .badRequest,
        "The chunked request body is not well-formed."
    )
    public static let chunkFramingTooLarge = Refusal(
        "chunk-framing-too-large",
        .contentTooLarge,
        "The chunks of the request body have longer size lines, or more of them for their data, than this server accepts."
    )
    public static let misdirectedRequest = Refusal(
        "misdirected-request",
        .misdirectedRequest,
        "The request is for an https resource and did not come by TLS."
    )
    public static let incompleteBody = Refusal(
        "incomplete-body",
        .badRequest,
        "The connection was closed for sending before the request body was complete."
    )
    public static let headTimeout = Refusal(
        "head-timeout",
        .requestTimeout,
        "The request head did not arrive in time."
    )
    public static let bodyTimeout = Refusal(
        "body-timeout",
        .requestTimeout,
        "The request body did not arrive in time."
    )
    public static let bodyTooLarge = Refusal(
        "body-too-large",
        .contentTooLarge,
        "The request body is larger than this resource accepts."
    )
    /// Of the same name as ``bodyTooLarge``: what is too large is what it decodes to.
    public static let bodyTooDense = Refusal(
        "body-too-large",
        .contentTooLarge,
        "The compressed request body decodes to more than 1 MiB and to more bytes for each that was sent than this "
            + "server accepts. Send it without Content-Encoding."
    )
    public static let answersNotTaken = Refusal(
        "answers-not-taken",
        .serviceUnavailable,
        "More answers wait for the client than this server keeps. Read the answers while sending."
    )
    public static let targetTooLong = Refusal(
        "target-too-long",
        .uriTooLong,
        "The request target is longer than this server accepts."
    )
    public static let unsupportedContentCoding = Refusal(
        "unsupported-content-coding",
        .unsupportedMediaType,
        "The content codings this server decodes are gzip and deflate.",
        closes: false
    )
    public static let malformedContentCoding = Refusal(
        "malformed-content-coding",
        .badRequest,
        "The request body is not what its Content-Encoding says.",
        closes: false
    )
    public static let expectationFailed = Refusal(
        "expectation-failed",
        .expectationFailed,
        "The only expectation this server meets is 100-continue."
    )
    public static let fieldsTooLarge = Refusal(
        "fields-too-large",
        .fieldsTooLarge,
        "The request has more header fields, or longer ones, than this server accepts."
    )
    public static let methodNotImplemented = Refusal(
        "method-not-implemented",
        .notImplemented,
        "This server does not implement the request method."
    )
    public static let transferCodingNotImplemented = Refusal(
        "transfer-coding-not-implemented",
        .notImplemented,
        "The only transfer coding this server reads is chunked."
    )
    public static let tooManyConnections = Refusal(
        "too-many-connections",
        .serviceUnavailable,
        "The server has as many connections as it allows. Try again shortly.",
        retryAfter: 1
    )
    public static let stopping = Refusal(
        "stopping",
        .serviceUnavailable,
        "The server is stopping and takes no new connections. Try again shortly.",
        retryAfter: 5
    )
    public static let overloaded = Refusal(
        "overloaded",
        .serviceUnavailable,
        "The server has more requests to work on than it allows. Try again shortly.",
        closes: false,
        retryAfter: 1
    )
    public static let answerTimeout = Refusal(
        "answer-timeout",
        .serviceUnavailable,
        "The answer was not ready in time.",
        closes: false,
        retryAfter: 5
    )
    public static let versionNotSupported = Refusal(
        "version-not-supported",
        .versionNotSupported,
        "This server speaks HTTP/1.1 and HTTP/1.0."
    )

    /// Every refusal, for documentation and tests.
    public static let all: [Refusal] = [
        malformedRequest, ambiguousFraming, invalidHost, misdirectedRequest, malformedChunk, chunkFramingTooLarge,
        incompleteBody, headTimeout, bodyTimeout,
        bodyTooLarge, bodyTooDense, answersNotTaken,
        targetTooLong, expectationFailed, fieldsTooLarge, methodNotImplemented, transferCodingNotImplemented,
        tooManyConnections, stopping, overloaded, answerTimeout, versionNotSupported, unsupportedContentCoding,
        malformedContentCoding,
    ]
}
