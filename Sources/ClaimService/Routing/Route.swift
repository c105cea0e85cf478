public import Access
public import HTTPMessage
import StructuredLog

/// One resource and method that the service answers: everything that an API description says of it, in one declaration.
///
/// A class, as every request passes one on.
public final class Route: Sendable {
    /// `GET`, which `HEAD` comes with, or `POST`.
    public let method: RequestMethod
    /// The path, whose last segment may be a parameter in braces: `/v1/codes/{code}`.
    public let template: StaticString
    /// What a caller must be allowed, where callers are told apart; nil for what everyone may have.
    public let scope: Scope?
    /// The query parameters it knows; any other is a problem.
    public let parameters: [StaticString]
    /// The media types it takes in a body; none for `GET`.
    public let takes: [MediaType]
    /// The media types it gives, the default first.
    public let gives: [MediaType]

    let endpoint: Endpoint
    /// Whether the answer in the default form is always the same, as long as requests are wanted.
    let isConstant: Bool

    private init(
        _ method: RequestMethod,
        _ template: StaticString,
        needs scope: Scope?,
        _ parameters: [StaticString],
        takes: [MediaType] = [],
        gives: [MediaType],
        _ endpoint: Endpoint,
        isConstant: Bool = false
    ) {
        self.method = method
        self.template = template
        self.scope = scope
        self.parameters = parameters
        self.takes = takes
        self.gives = gives
        self.endpoint = endpoint
        self.isConstant = isConstant
    }

    /// The same, with such an answer.
    var constant: Route {
        Route(method, template, needs: scope, parameters, takes: takes, gives: gives, endpoint, isConstant: true)
    }

    static func get(
        _ template: StaticString,
        needs scope: Scope?,
        parameters: [StaticString] = [],
        gives: [MediaType] = [.json],
        _ answer: @escaping @Sendable (Call) throws(Problem) -> Reply
    ) -> Route {
        Route(.get, template, needs: scope, parameters, gives: gives, .head(answer))
    }

    static func post(
        _ template: StaticString,
        needs scope: Scope?,
        parameters: [StaticString] = [],
        takes: [MediaType] = [.json, .ndjson, .fhir, .x12],
        gives: [MediaType] = [.json, .text, .ndjson],
        _ answer: @escaping @Sendable (Call, UnsafeBufferPointer<UInt8>) throws(Problem) -> Reply,
        lines: @escaping @Sendable (Call) throws(Problem) -> StreamQuestion
    ) -> Route {
        Route(.post, template, needs: scope, parameters, takes: takes, gives: gives, .body(answer, lines: lines))
    }
}

/// Routes whose bodies hold one document.
extension Route {
    static func post(
        _ template: StaticString,
        needs scope: Scope?,
        parameters: [StaticString],
        takes: [MediaType],
        gives: [MediaType],
        _ answer: @escaping @Sendable (Call, UnsafeBufferPointer<UInt8>) throws(Problem) -> Reply
    ) -> Route {
        Route(
            .post,
            template,
            needs: scope,
            parameters,
            takes: takes,
            gives: gives,
            .body(
                answer,
                lines: { (_: Call) throws(Problem) -> StreamQuestion in throw Problem(.unsupportedMediaType) }
            )
        )
    }
}

/// How a route comes to its answer. Both forms are pure: the same call gives the same reply.
enum Endpoint: Sendable {
    /// From the request head alone.
    case head(@Sendable (Call) throws(Problem) -> Reply)
    /// From the head and the whole body, whose bytes are only lent; or, for a body of many documents, what is asked
    /// about each of them.
    case body(
        @Sendable (Call, UnsafeBufferPointer<UInt8>) throws(Problem) -> Reply,
        lines: @Sendable (Call) throws(Problem) -> StreamQuestion
    )
}

/// A request as an endpoint sees it: what the router and the negotiation have found out.
struct Call: Sendable {
    /// The value of the template's parameter, decoded.
    var parameter = ""
    let form: Negotiation.Form
    var query: QueryString { form.query }
    /// The media type of the body; nil without one.
    var taken: MediaType? { form.taken }
    /// The media type that the answer is to have, one of those the route gives.
    var media: MediaType { form.media }
    /// The form of the document in the body.
    var source: DocumentForm { taken == .fhir ? .fhir : .careMonth }
    /// Who answers questions about claims.
    let desk: ClaimDesk
    /// What has been counted, and where to count.
    let metrics: ServiceMetrics
    /// Whether requests are wanted now.
    let readiness: Readiness
    /// What time it is, for answers that are dated.
    let clock: @Sendable () -> LogTime
    /// What the place that was asked has to say of itself.
    var host: HostDocuments?
}

/// What an endpoint answers.
struct Reply: Sendable {
    /// What a cache may do with it.
    enum Caching: Sendable {
        /// Holds claim content, or is true only for this moment.
        case never
        /// The same until the service is replaced; this is its entity tag.
        case revalidate(etag: String)

        var etag: String? {
            if case .revalidate(let etag) = self { etag } else { nil }
        }
    }

    var media: MediaType
    var body: [UInt8]
    var caching = Caching.never
    /// What the request log says of it beyond the usual.
    var facts: LogFacts = LogFacts()
    /// The value of `Content-Type` where it says more than the media type.
    var contentType: String?
    /// More fields of a document that caches may keep.
    var fields = ResponseFields()
}
