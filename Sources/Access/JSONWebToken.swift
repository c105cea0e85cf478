import ClaimFormats

/// A signed token as it came, taken apart and not yet believed (RFC 7515 section 7.1, RFC 7519).
struct JSONWebToken {
    /// The longest token, in bytes.
    static let limit = 8192
    private static let limits = JSONLimits(bytes: limit, depth: 8, items: 200)

    let algorithm: SignatureAlgorithm
    let keyID: String
    /// What was signed: the first two parts as they came.
    let signedBytes: [UInt8]
    let signature: [UInt8]
    let payload: [UInt8]

    /// - Throws: why it is no token that could be good: everything that can be said without a key.
    init(_ text: String) throws(AccessRefusal) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.limit else { throw .tokenTooLong }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2])
        else { throw .tokenMalformed }
        let tree = try Self.object(header)
        // Nothing is understood that could be critical, and a payload that is not encoded least of all (RFC 7797).
        guard tree["crit"] == nil, tree["b64"] == nil else { throw .tokenCritical }
        guard let name = tree["alg"]?.string, let algorithm = SignatureAlgorithm(rawValue: name) else {
            throw .tokenAlgorithm
        }
        guard Self.isAccessToken(tree["typ"]) else { throw .tokenType }
        guard let id = tree["kid"]?.string else { throw .tokenKey }
        self.algorithm = algorithm
        keyID = id
        signedBytes = Array(bytes[..<parts[2].startIndex].dropLast())
        self.signature = signature
        self.payload = payload
    }

    /// The claims, once the signature is good.
    func claims() throws(AccessRefusal) -> JSONTree { try Self.object(payload) }

    private static func object(_ bytes: [UInt8]) throws(AccessRefusal) -> JSONTree {
        do throws(JSONSyntaxProblem) {
            let tree = try JSONTree.read(bytes, limits: limits)
            if case .object = tree.content { return tree }
        } catch {
            throw .tokenMalformed
        }
        throw .tokenMalformed
    }

    /// `at+jwt` (RFC 9068 section 2.1), or `JWT`, which many authorization servers still write; a media type's prefix may be
    /// there (RFC 7515 section 4.1.9).
    private static func isAccessToken(_ type: JSONTree?) -> Bool {
        guard let name = type?.string?.lowercased() else { return false }
        return ["at+jwt", "application/at+jwt", "jwt", "application/jwt"].contains(name)
    }
}

/// An ECDSA signature as JOSE writes it, two numbers of fixed length (RFC 7518 section 3.4), in the form that libraries take.
enum RawSignature {
    /// The signature in DER: a sequence of two integers (RFC 3279 section 2.2.3). Nil when it has not the length of the curve.
    static func der(_ raw: [UInt8], _ curve: PublicKey.Curve) -> [UInt8]? {
        guard raw.count == 2 * curve.octets else { return nil }
        let body = integer(raw[..<curve.octets]) + integer(raw[curve.octets...])
        // At most 2 * (2 + 49) octets: one octet of length is enough.
        return [0x30, UInt8(body.count)] + body
    }

    private static func integer(_ number: ArraySlice<UInt8>) -> [UInt8] {
        var digits = Array(number.drop { $0 == 0 })
        // A first bit that is set would make it negative, and no digits would make it no number.
        if digits.isEmpty || digits[0] & 0x80 != 0 { digits.insert(0, at: 0) }
        return [0x02, UInt8(digits.count)] + digits
    }
}
