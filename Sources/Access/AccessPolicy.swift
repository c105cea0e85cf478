public import HTTPMessage

/// Who may ask for what: everything that was read from files, and how to match a request with it. A value; a reload makes
/// a new one.
public struct AccessPolicy: Sendable {
    /// The field that a key may come in instead of `Authorization`.
    public static let keyField = FieldName("X-API-Key")!

    /// Nil where keys are not taken.
    public var keys: APIKeyFile?
    private let cryptography: any Cryptography

    public init(keys: APIKeyFile? = nil, cryptography: any Cryptography) {
        self.keys = keys
        self.cryptography = cryptography
    }

    /// Who sent a request.
    ///
    /// A credential that was sent must be good: a bad one is not made good by another.
    public func caller(of head: RequestHead, from peer: PeerAddress, at now: Instant) throws(AccessRefusal) -> Caller {
        let authorization = head.values(.authorization)
        let keyFields = head.values(Self.keyField)
        guard authorization.count + keyFields.count <= 1 else { throw .severalCredentials }
        if let text = keyFields.first { return try caller(ofKey: text, at: now) }
        guard let field = authorization.first else { throw .noCredentials }
        guard let credential = Self.bearer(field) else { throw .unknownScheme }
        return try caller(ofKey: credential, at: now)
    }

    /// The credential of the scheme Bearer, whose name may be written in any letters (RFC 9110 section 11.1).
    private static func bearer(_ field: String) -> String? {
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1].drop { $0 == " " })
    }

    private func caller(ofKey text: String, at now: Instant) throws(AccessRefusal) -> Caller {
        guard let keys, text.utf8.count == APIKeyText.length, text.hasPrefix(APIKeyText.prefix) else {
            throw .unknownKey
        }
        let digest = cryptography.sha256(Array(text.utf8))
        // Every key is looked at, and each in the same time, so that nothing is learnt from how long it takes.
        var found: APIKey?
        for key in keys.keys where key.digest.equalsInConstantTime(digest) { found = key }
        guard let found else { throw .unknownKey }
        guard now < found.expires else { throw .expiredKey }
        return Caller(id: .key(found.client), scopes: found.scopes, number: found.id.number)
    }
}
