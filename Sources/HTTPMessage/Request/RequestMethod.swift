/// What a request asks to be done (RFC 9110, section 9).
///
/// Any other token a client sends is kept as it came, in its own letter case: methods are case-sensitive.
public enum RequestMethod: Sendable, Hashable {
    case get
    case head
    case post
    case put
    case delete
    case patch
    case options
    case trace
    /// A safe request with a body (the HTTP Working Group's `QUERY` method).
    case query
    /// A method that this list does not know; always a valid token of at most `HTTPLimits.methodBytes`.
    case other(String)

    /// The method as it stands in a request line.
    public var name: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .delete: "DELETE"
        case .patch: "PATCH"
        case .options: "OPTIONS"
        case .trace: "TRACE"
        case .query: "QUERY"
        case .other(let name): name
        }
    }
}

extension RequestMethod: CustomStringConvertible {
    public var description: String { name }
}
