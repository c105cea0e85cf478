public import HTTPMessage

/// A kind of problem: what RFC 9457 calls a problem type.
///
/// Its `type` is `/problems/<name>`, a reference to this service itself, which serves a page for each kind under that very
/// path. So it says what it means without claiming a domain, resolves wherever the service runs, and is stable: a name is
/// never given another meaning. RFC 9457 section 3.1.1 asks that a relative reference hold the whole path; it does.
public struct ProblemKind: Sendable {
    /// A stable name, lower case with hyphens.
    public let name: StaticString
    public let status: Status
    /// A short summary that is the same for every occurrence.
    public let title: StaticString
    /// What to do about it.
    public let remedy: StaticString

    /// The value of the `type` member.
    public var type: String { "/problems/\(name)" }

    private init(_ name: StaticString, _ status: Status, _ title: StaticString, _ remedy: StaticString) {
        self.name = name
        self.status = status
        self.title = title
        self.remedy = remedy
    }
}

/// What the application refuses.
extension ProblemKind {
    static let notJSON = ProblemKind(
        "not-json",
        .badRequest,
        "The body is not JSON",
        "Send one JSON document in UTF-8. `errors` has the line and column where reading stopped."
    )
    static let notX12 = ProblemKind(
        "not-x12",
        .badRequest,
        "The body is not X12",
        "Send whole interchanges, ISA to IEA. `errors` has the byte and the segment where reading stopped."
    )
    static let notProfessionalClaims = ProblemKind(
        "not-professional-claims",
        .unprocessableContent,
        "The interchange holds no professional claims",
        "Send professional claims (837P), guide 005010X222A1 or A2."
    )
    static let badQuery = ProblemKind(
        "bad-query",
        .badRequest,
        "The query is not understood",
        "Use only the parameters that `errors` names, each at most once, with values of the form it names."
    )
    static let notFound = ProblemKind(
        "not-found",
        .notFound,
        "There is nothing at this path",
        "GET / lists the resources of this service."
    )
    static let noSuchCode = ProblemKind(
        "no-such-code",
        .notFound,
        "The code table has no such code",
        "GET /v1/codes lists the codes that this service knows."
    )
    static let noSuchRule = ProblemKind(
        "no-such-rule",
        .notFound,
        "The catalogue has no such rule",
        "GET /v1/rules lists the rules that this service applies."
    )
    static let methodNotAllowed = ProblemKind(
        "method-not-allowed",
        .methodNotAllowed,
        "This resource does not support the method",
        "Use one of the methods that the Allow field names."
    )
    static let notAcceptable = ProblemKind(
        "not-acceptable",
        .notAcceptable,
        "No representation is acceptable to the client",
        "Ask for one of the media types that `detail` names, or send no Accept field."
    )
    static let unsupportedMediaType = ProblemKind(
        "unsupported-media-type",
        .unsupportedMediaType,
        "The body's media type is not supported",
        "Send one of the media types that the Accept-Post field names, in UTF-8."
    )
    static let unsupportedContentCoding = ProblemKind(
        "unsupported-content-coding",
        .unsupportedMediaType,
        "The body's content coding is not supported",
        "Send the body in a coding that the Accept-Encoding field of this answer names."
    )
    static let preconditionFailed = ProblemKind(
        "precondition-failed",
        .preconditionFailed,
        "A precondition of the request does not hold",
        "Send If-Match only with the ETag of the representation that is meant, and not with POST."
    )
    static let notACareMonth = ProblemKind(
        "not-a-care-month",
        .unprocessableContent,
        "The document is not a care month",
        "Correct every member that `errors` points at."
    )
    static let notAFHIRClaim = ProblemKind(
        "not-a-fhir-claim",
        .unprocessableContent,
        "The document is not a FHIR claim that can be judged",
        "Correct every element that `errors` points at."
    )
    static let noLines = ProblemKind(
        "no-lines",
        .unprocessableContent,
        "The care month has no lines to validate",
        "Send at least one line, or ask /v1/codes/suggest what the month supports."
    )
    static let lineTooLong = ProblemKind(
        "line-too-long",
        .contentTooLarge,
        "A line of the stream is too long",
        "Send one care month a line; `detail` has the limit in bytes."
    )
    static let unauthenticated = ProblemKind(
        "unauthenticated",
        .unauthorized,
        "The service does not know who is calling",
        "Send a key or token that is valid now, as `Authorization: Bearer`."
    )
    static let forbidden = ProblemKind(
        "forbidden",
        .forbidden,
        "The caller may not do this",
        "Ask the service's operator for the scope that `detail` names."
    )
    static let rateLimited = ProblemKind(
        "rate-limited",
        .tooManyRequests,
        "The caller has sent more requests than it may",
        "Wait as many seconds as Retry-After says, and send many care months as one stream."
    )
    static let badIdempotencyKey = ProblemKind(
        "bad-idempotency-key",
        .badRequest,
        "The Idempotency-Key is not well-formed",
        "Send one key of 1 to 255 visible ASCII characters without quotes, commas and backslashes, in double quotes or without."
    )
    static let idempotencyKeyInUse = ProblemKind(
        "idempotency-key-in-use",
        .conflict,
        "A request of this Idempotency-Key is still in work",
        "Wait for its answer, or send the request again shortly."
    )
    static let idempotencyKeyReused = ProblemKind(
        "idempotency-key-reused",
        .unprocessableContent,
        "The Idempotency-Key belongs to another request",
        "Send a new key with each new request, and the same key only with the same request."
    )
    static let starting = ProblemKind(
        "starting",
        .serviceUnavailable,
        "The service is starting",
        "Send the request to another instance or try again shortly."
    )
    static let reloadFailed = ProblemKind(
        "reload-failed",
        .serviceUnavailable,
        "The last reload failed",
        "The service goes on with what it had before. Its log says what could not be used: put that right and reload."
    )
}

/// What the server refuses before the application sees it: one kind for each `Refusal`, by its name.
extension ProblemKind {
    static let refusals: [ProblemKind] = [
        ProblemKind(
            "malformed-request",
            .badRequest,
            "The request is not well-formed",
            "Send HTTP/1.1 as RFC 9112 defines it."
        ),
        ProblemKind(
            "ambiguous-framing",
            .badRequest,
            "The length of the body is ambiguous",
            "State the length once: by Content-Length or by Transfer-Encoding: chunked."
        ),
        ProblemKind(
            "invalid-host",
            .badRequest,
            "The Host field is missing or not valid",
            "Send exactly one Host field."
        ),
        ProblemKind(
            "malformed-chunk",
            .badRequest,
            "The chunked body is not well-formed",
            "Send chunks as RFC 9112 section 7.1 defines them."
        ),
        ProblemKind(
            "chunk-framing-too-large",
            .contentTooLarge,
            "The chunks of the body have too much framing",
            "Send larger chunks, without long extensions."
        ),
        ProblemKind(
            "misdirected-request",
            .misdirectedRequest,
            "The request is for an https resource and did not come by TLS",
            "Ask for the path alone, or by TLS."
        ),
        unsupportedContentCoding,
        ProblemKind(
            "malformed-content-coding",
            .badRequest,
            "The body is not what its Content-Encoding says",
            "Send a whole gzip or zlib stream, or send the body as it is."
        ),
        ProblemKind(
            "incomplete-body",
            .badRequest,
            "The connection ended before the body was complete",
            "Send as many bytes as Content-Length says, or the last chunk, before closing."
        ),
        ProblemKind(
            "head-timeout",
            .requestTimeout,
            "The request took too long to arrive",
            "Send the whole request head at once."
        ),
        ProblemKind(
            "body-timeout",
            .requestTimeout,
            "The body took too long to arrive",
            "Send the body without long pauses."
        ),
        ProblemKind(
            "body-too-large",
            .contentTooLarge,
            "The body is too large",
            "Send one care month a request; `detail` has the limit in bytes where it is known."
        ),
        ProblemKind(
            "answers-not-taken",
            .serviceUnavailable,
            "The answers were not taken",
            "Read the answers of a stream while you send it; what has been answered is what has come so far."
        ),
        ProblemKind(
            "target-too-long",
            .uriTooLong,
            "The request target is too long",
            "Send claim content in the body, never in the URL."
        ),
        ProblemKind(
            "expectation-failed",
            .expectationFailed,
            "The expectation cannot be met",
            "Send no Expect field, or Expect: 100-continue."
        ),
        ProblemKind(
            "fields-too-large",
            .fieldsTooLarge,
            "The header fields are too large",
            "Send fewer or shorter header fields."
        ),
        ProblemKind(
            "method-not-implemented",
            .notImplemented,
            "This server does not implement the method",
            "Use GET, HEAD, POST or OPTIONS."
        ),
        ProblemKind(
            "transfer-coding-not-implemented",
            .notImplemented,
            "This server does not implement the transfer coding",
            "Use chunked or none."
        ),
        ProblemKind(
            "too-many-connections",
            .serviceUnavailable,
            "The service has too many connections",
            "Try again shortly, and keep connections open for several requests."
        ),
        ProblemKind(
            "stopping",
            .serviceUnavailable,
            "The service is stopping",
            "Try again shortly, on a new connection."
        ),
        ProblemKind(
            "overloaded",
            .serviceUnavailable,
            "The service has more to do than it allows",
            "Try again shortly."
        ),
        ProblemKind(
            "answer-timeout",
            .serviceUnavailable,
            "The answer was not ready in time",
            "Try again shortly."
        ),
        ProblemKind(
            "version-not-supported",
            .versionNotSupported,
            "The HTTP version is not supported",
            "Use HTTP/1.1."
        ),
        ProblemKind(
            "refused",
            .badRequest,
            "The server refused the request",
            "See the status code."
        ),
    ]

    /// The kind of a refusal; the last of the list stands in for one that the list lacks, which a test rules out.
    init(_ refusal: Refusal) {
        self = Self.refusals.first { $0.name.description == refusal.name } ?? Self.refusals[Self.refusals.count - 1]
    }

    /// The place in ``all``.
    var position: Int? { Self.all.firstIndex { $0.name.utf8Start == name.utf8Start } }

    /// Every kind, in the order of the documentation.
    public static let all: [ProblemKind] =
        [
            notJSON, notX12, badQuery, notFound, noSuchCode, noSuchRule, methodNotAllowed, notAcceptable,
            unsupportedMediaType, preconditionFailed, notACareMonth, notAFHIRClaim, notProfessionalClaims, noLines,
            lineTooLong, unauthenticated, forbidden, rateLimited, badIdempotencyKey, idempotencyKeyInUse,
            idempotencyKeyReused, starting, reloadFailed,
        ] + refusals.dropLast()
}
