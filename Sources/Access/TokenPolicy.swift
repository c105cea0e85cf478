import ClaimFormats

/// Which tokens are taken: whose, for whom, and how exact clocks must be.
public struct TokenPolicy: Sendable {
    /// Longest name of a client, in bytes.
    static let clientLimit = 128

    public let keys: JSONWebKeySet
    /// The authorization server, as `iss` names it.
    public let issuer: String
    /// This service, as `aud` names it; one of them is enough.
    public let audiences: [String]
    /// How far a clock may be off, in seconds.
    public let skew: Int

    public init(keys: JSONWebKeySet, issuer: String, audiences: [String], skew: Int) {
        self.keys = keys
        self.issuer = issuer
        self.audiences = audiences
        self.skew = skew
    }

    /// Who sent a token, checked as RFC 8725 asks.
    ///
    /// - Parameter certificate: the digest of the certificate that the connection was made with.
    func caller(
        _ text: String,
        certificate: Digest?,
        at now: Instant,
        _ cryptography: any Cryptography
    ) throws(AccessRefusal) -> Caller {
        let token = try JSONWebToken(text)
        // The key decides what it verifies; a token that asks for something else gets nothing.
        guard let key = keys.key(token.keyID) else { throw .tokenKey }
        guard key.algorithms.contains(token.algorithm) else { throw .tokenAlgorithm }
        guard let signature = Self.signature(token),
            key.verifier.verifies(signature, of: token.signedBytes, token.algorithm)
        else { throw .tokenSignature }
        let claims = try token.claims()
        guard claims["iss"]?.string == issuer else { throw .tokenIssuer }
        guard isForUs(claims["aud"]) else { throw .tokenAudience }
        guard let expires = Self.seconds(claims["exp"]) else { throw .tokenClaims }
        guard Double(now.seconds) < expires + Double(skew) else { throw .tokenExpired }
        for name in ["nbf", "iat"] {
            guard let claim = claims[name] else { continue }
            guard let since = Self.seconds(claim) else { throw .tokenClaims }
            guard Double(now.seconds) >= since - Double(skew) else { throw .tokenNotYetValid }
        }
        try checkBinding(claims, certificate)
        guard let client = Self.client(claims), let scope = Self.scope(claims) else { throw .tokenClaims }
        let digest = cryptography.sha256(Array(client.utf8)).bytes
        let number = digest[..<4].reduce(0) { $0 << 8 | UInt32($1) }
        return Caller(id: .token(client), scopes: SMARTScopes.scopes(scope), number: number)
    }

    private static func signature(_ token: JSONWebToken) -> [UInt8]? {
        switch token.algorithm {
        case .rs256, .rs384: token.signature
        case .es256: RawSignature.der(token.signature, .p256)
        case .es384: RawSignature.der(token.signature, .p384)
        }
    }

    /// `aud` is a text or a list of texts (RFC 7519 section 4.1.3).
    private func isForUs(_ audience: JSONTree?) -> Bool {
        if let one = audience?.string { return audiences.contains(one) }
        return audience?.elements?.contains { element in element.string.map(audiences.contains) == true } == true
    }

    /// A NumericDate (RFC 7519 section 2): seconds since 1970, which may have a fraction.
    private static func seconds(_ claim: JSONTree?) -> Double? {
        guard case .number(let text)? = claim?.content, let value = Double(text), (0...253_402_300_799).contains(value)
        else { return nil }
        return value
    }

    /// A token that belongs to the holder of a key is good on a connection made with that key's certificate alone (RFC 8705
    /// section 3.1). Other ways to hold a key are not known here, so a token that asks for one is not good.
    private func checkBinding(_ claims: JSONTree, _ certificate: Digest?) throws(AccessRefusal) {
        guard let binding = claims["cnf"] else { return }
        guard case .object(let members) = binding.content, members.count == 1,
            let expected = binding["x5t#S256"]?.string.flatMap({ Base64URL.decode($0.utf8) }).flatMap(Digest.init),
            let certificate, certificate.equalsInConstantTime(expected)
        else { throw .tokenBinding }
    }

    /// Who the token was given to: `client_id` (RFC 9068), or `azp`, or `sub`.
    private static func client(_ claims: JSONTree) -> String? {
        for name in ["client_id", "azp", "sub"] {
            guard let claim = claims[name] else { continue }
            return claim.string.flatMap { (1...clientLimit).contains($0.utf8.count) ? $0 : nil }
        }
        return nil
    }

    /// The scopes with spaces between them (RFC 8693 section 4.2), or as the list that some servers write.
    private static func scope(_ claims: JSONTree) -> String? {
        guard let claim = claims["scope"] ?? claims["scp"] else { return "" }
        if let elements = claim.elements {
            let words = elements.compactMap(\.string)
            return words.count == elements.count ? words.joined(separator: " ") : nil
        }
        return claim.string
    }
}
