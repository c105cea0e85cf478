/// The protocol version that governs one exchange.
///
/// A request of a higher minor version than 1.1 is handled as 1.1 (RFC 9110, section 2.5); other major versions are
/// refused before a `RequestHead` exists.
public enum HTTPVersion: Sendable, Hashable {
    case http10
    case http11
}
