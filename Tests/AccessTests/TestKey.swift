import Access
import COpenSSL

/// A key pair that lives as long as the tests, and signs like an authorization server.
final class TestKey: @unchecked Sendable {
    enum Kind: Equatable {
        case rsa(bits: Int)
        case elliptic(PublicKey.Curve)
    }

    // Made once and then only read.
    private let key: OpaquePointer
    let kind: Kind

    static let rsa = TestKey(.rsa(bits: 2048))
    static let otherRSA = TestKey(.rsa(bits: 2048))
    static let p256 = TestKey(.elliptic(.p256))
    static let p384 = TestKey(.elliptic(.p384))

    init(_ kind: Kind) {
        self.kind = kind
        let context: OpaquePointer
        switch kind {
        case .rsa(let bits):
            context = EVP_PKEY_CTX_new_from_name(nil, "RSA", nil)
            EVP_PKEY_keygen_init(context)
            EVP_PKEY_CTX_set_rsa_keygen_bits(context, Int32(bits))
        case .elliptic(let curve):
            context = EVP_PKEY_CTX_new_from_name(nil, "EC", nil)
            EVP_PKEY_keygen_init(context)
            EVP_PKEY_CTX_set_group_name(context, curve.rawValue)
        }
        defer { EVP_PKEY_CTX_free(context) }
        var made: OpaquePointer?
        precondition(EVP_PKEY_generate(context, &made) == 1)
        key = made!
    }

    deinit { EVP_PKEY_free(key) }

    /// As a set of keys writes it.
    func json(_ id: String, _ more: String = "") -> String {
        switch kind {
        case .rsa:
            return #"{"kty": "RSA", "kid": "\#(id)", "n": "\#(number("n"))", "e": "\#(number("e"))"\#(more)}"#
        case .elliptic(let curve):
            let (x, y) = coordinates
            return #"{"kty": "EC", "kid": "\#(id)", "crv": "\#(curve.rawValue)", "x": "\#(x)", "y": "\#(y)"\#(more)}"#
        }
    }

    /// The point of a key on a curve, in base64url.
    var coordinates: (x: String, y: String) {
        let half = point.count / 2
        return (Base64URL.encode(Array(point[1...half])), Base64URL.encode(Array(point[(half + 1)...])))
    }

    /// The modulus, in network order.
    var modulus: [UInt8] { Base64URL.decode(number("n").utf8)! }

    private func number(_ name: String) -> String {
        var number: OpaquePointer?
        precondition(EVP_PKEY_get_bn_param(key, name, &number) == 1)
        defer { BN_free(number) }
        var bytes = [UInt8](repeating: 0, count: Int(BN_num_bits(number) + 7) / 8)
        BN_bn2bin(number, &bytes)
        return Base64URL.encode(bytes)
    }

    private var point: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 256)
        var count = 0
        precondition(EVP_PKEY_get_octet_string_param(key, "pub", &bytes, bytes.count, &count) == 1)
        return Array(bytes[..<count])
    }

    /// A signature in the form of JOSE.
    func sign(_ message: [UInt8], digest: String) -> [UInt8] {
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        precondition(EVP_DigestSignInit_ex(context, nil, digest, nil, nil, key, nil) == 1)
        var count = 0
        EVP_DigestSign(context, nil, &count, message, message.count)
        var signature = [UInt8](repeating: 0, count: count)
        precondition(EVP_DigestSign(context, &signature, &count, message, message.count) == 1)
        signature = Array(signature[..<count])
        guard case .elliptic(let curve) = kind else { return signature }
        return Self.raw(signature, curve)
    }

    /// The two numbers of a signature in DER, each filled up to the length of the curve.
    private static func raw(_ der: [UInt8], _ curve: PublicKey.Curve) -> [UInt8] {
        var rest = der[2...]
        var raw: [UInt8] = []
        for _ in 0..<2 {
            let count = Int(rest[rest.startIndex + 1])
            let number = rest.dropFirst(2).prefix(count).drop { $0 == 0 }
            raw += [UInt8](repeating: 0, count: curve.octets - number.count) + number
            rest = rest.dropFirst(2 + count)
        }
        return raw
    }
}

/// A token with parts that can be made wrong one by one.
struct TestToken {
    static let issuer = "https://auth.example/"
    static let audience = "https://claims.example"
    static let now = Instant("2026-11-22T12:00:00Z")!

    var header = #"{"alg":"RS256","kid":"rsa","typ":"at+jwt"}"#
    var claims: [(String, String)] = [
        ("iss", "\"\(issuer)\""), ("aud", "\"\(audience)\""), ("exp", String(now.seconds + 300)),
        ("iat", String(now.seconds)), ("client_id", "\"billing\""), ("scope", "\"system/Claim.rs openid\""),
    ]
    var key = TestKey.rsa
    var digest = "SHA256"

    /// The same with a claim changed, or left out.
    func with(_ name: String, _ value: String?) -> TestToken {
        var token = self
        token.claims = claims.filter { $0.0 != name } + (value.map { [(name, $0)] } ?? [])
        return token
    }

    func header(_ text: String) -> TestToken {
        var token = self
        token.header = text
        return token
    }

    func signed(by key: TestKey, _ digest: String, _ algorithm: String, _ id: String) -> TestToken {
        var token = header(#"{"alg":"\#(algorithm)","kid":"\#(id)","typ":"at+jwt"}"#)
        token.key = key
        token.digest = digest
        return token
    }

    var payload: String { "{" + claims.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}" }

    var signedText: String {
        Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(payload.utf8))
    }

    var signature: [UInt8] { key.sign(Array(signedText.utf8), digest: digest) }

    var text: String { signedText + "." + Base64URL.encode(signature) }
}
