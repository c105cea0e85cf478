public import HTTPMessage

/// Who may ask for what: everything that was read from files, and how to match a request with it. A value; a reload makes
/// a new one.
public struct AccessPolicy: Sendable {
    /// The field that a key may come in instead of `Authorization`.
    public static let keyField = FieldName("X-API-Key")!

    /// Nil where keys are not taken.
    public var keys: APIKeyFile?
    /// Nil where certificates are not looked at.
    public var certificates: CertificatePolicy?
    /// Nil where tokens are not taken.
    public var tokens: TokenPolicy?
    private let cryptography: any Cryptography

    public init(
        keys: APIKeyFile? = nil,
        certificates: CertificatePolicy? = nil,
        tokens: TokenPolicy? = nil,
        cryptography: any Cryptography
    ) {
        self.keys = keys
        self.certificates = certificates
        self.tokens = tokens
        self.cryptography = cryptography
    }

    /// Who sent a request.
    ///
    /// A key or token that was sent must be good: a bad one is not made good by a certificate.
    public func caller(of head: RequestHead, from peer: PeerAddress, at now: Instant) throws(AccessRefusal) -> Caller {
        let authorization = head.values(.authorization)
        let keyFields = head.values(Self.keyField)
        guard authorization.count + keyFields.count <= 1 else { throw .severalCredentials }
        if let text = keyFields.first { return try caller(ofKey: text, at: now) }
        guard let field = authorization.first else {
            guard let certificates, let certificate = peer.certificate else { throw .noCredentials }
            return try certificates.caller(certificate, at: now)
        }
        guard let credential = Self.bearer(field) else { throw .unknownScheme }
        // A token begins with its header's brace in base64, which is `e`.
        guard let tokens, !credential.hasPrefix(APIKeyText.prefix) else {
            return try caller(ofKey: credential, at: now)
        }
        let certificate = peer.certificate.flatMap { Digest($0.sha256) }
        return try tokens.caller(credential, certificate: certificate, at: now, cryptography)
    }

    /// The schemes that a caller is asked for (RFC 9110 section 11.6.1). There is none registered for certificates.
    public var scheme: StaticString { keys != nil || tokens != nil ? "Bearer" : "TLS-Client-Certificate" }

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
