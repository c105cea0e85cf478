/// Who sent a request, as far as it matters here.
public struct Caller: Sendable, Equatable {
    /// Whom limits and repeated requests are counted for. Both keys of a client are the same caller.
    public enum ID: Sendable, Hashable {
        case key(ClientName)
        case certificate(ClientName)
        /// A certificate of a trusted authority, where no list of clients was given.
        case anyCertificate(Digest)
        case token(String)
    }

    public let id: ID
    public let scopes: Scopes
    /// For the log: the key's id, or the beginning of the SHA-256 of the certificate or of the token's client, whose name
    /// comes from elsewhere.
    public let number: UInt32?

    public init(id: ID, scopes: Scopes, number: UInt32?) {
        self.id = id
        self.scopes = scopes
        self.number = number
    }
}

/// Why a request is not admitted, in a closed set for logs and metrics. What it says to the caller is less.
public enum AccessRefusal: String, CaseIterable, Error, Sendable {
    case noCredentials = "no-credentials"
    /// More than one credential came, and there is no telling which is meant (RFC 6750 section 2).
    case severalCredentials = "several-credentials"
    case unknownScheme = "unknown-scheme"
    case unknownKey = "unknown-key"
    case expiredKey = "expired-key"
    case unknownCertificate = "unknown-certificate"
    case expiredCertificate = "expired-certificate"
    case tokenMalformed = "token-malformed"
    case tokenTooLong = "token-too-long"
    case tokenAlgorithm = "token-algorithm"
    case tokenType = "token-type"
    case tokenCritical = "token-critical"
    case tokenKey = "token-key"
    case tokenSignature = "token-signature"
    case tokenIssuer = "token-issuer"
    case tokenAudience = "token-audience"
    case tokenExpired = "token-expired"
    case tokenNotYetValid = "token-not-yet-valid"
    case tokenClaims = "token-claims"
    /// The token belongs to the holder of a key that did not sign this request (RFC 8705, RFC 9449).
    case tokenBinding = "token-binding"
    case missingScope = "missing-scope"

    /// Whether something was sent that could have been good.
    public var hadCredentials: Bool { self != .noCredentials }
}
