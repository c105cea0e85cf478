import HTTPMessage

/// What a request asks to be true of a representation before it is answered (RFC 9110 section 13).
///
/// No resource here has a modification date, so `If-Unmodified-Since` and `If-Modified-Since` are to be ignored
/// (sections 13.1.4 and 13.1.3); ranges are not served, so `If-Range` is too (section 13.1.5).
enum Preconditions {
    enum Verdict {
        case proceed
        case notModified
        case failed
    }

    /// Whether a request may be answered.
    ///
    /// - Parameters:
    ///   - exists: whether there is a representation to give, which there is not for a resource that only takes `POST`.
    ///   - etag: its tag; nil when it changes too often to have one.
    static func evaluate(_ head: RequestHead, exists: Bool = true, etag: String?) -> Verdict {
        if let field = head.combinedValue(.ifMatch), !isMatch(field, exists: exists, etag) { return .failed }
        if let etag, let field = head.combinedValue(.ifNoneMatch), EntityTag.matches(field, etag) {
            return .notModified
        }
        return .proceed
    }

    /// Compared strongly: a weak tag, which a compressed answer carries, matches nothing (section 13.1.1).
    private static func isMatch(_ field: String, exists: Bool, _ etag: String?) -> Bool {
        let members = ASCIIText.split(field[...], at: ",")
        return members == ["*"] ? exists : members.contains { $0 == etag ?? "" }
    }
}
