import Access
import COpenSSL
import HTTPMessage
import LibCrypto
import Testing

/// Bearer tokens: what is taken, and each way to be refused.
struct TokenTests {
    private static let keySet = [
        TestKey.rsa.json("rsa"), TestKey.otherRSA.json("only-384", #", "alg": "RS384", "use": "sig""#),
        TestKey.p256.json("p256"), TestKey.p384.json("p384", #", "key_ops": ["verify"]"#),
    ].joined(separator: ",\n")

    private static let policy = AccessPolicy(
        tokens: TokenPolicy(
            keys: try! JSONWebKeySet(Array("{\"keys\": [\(keySet)]}".utf8), LibCryptography()),
            issuer: TestToken.issuer,
            audiences: ["https://other.example", TestToken.audience],
            skew: 30
        ),
        cryptography: LibCryptography()
    )

    private func outcome(
        _ text: String,
        at now: Instant = TestToken.now,
        certificate: ClientCertificate? = nil
    ) -> Result<Caller, AccessRefusal> {
        var peer = PeerAddress.local
        peer.certificate = certificate
        do throws(AccessRefusal) {
            let head = RequestHead(fields: [(.authorization, "Bearer \(text)")])
            return .success(try Self.policy.caller(of: head, from: peer, at: now))
        } catch {
            return .failure(error)
        }
    }

    private let token = TestToken()

    @Test("Each of the four algorithms is taken with a key of its kind")
    func algorithms() throws {
        let tokens = [
            token, token.signed(by: .rsa, "SHA384", "RS384", "rsa"),
            token.signed(by: .otherRSA, "SHA384", "RS384", "only-384"),
            token.signed(by: .p256, "SHA256", "ES256", "p256"), token.signed(by: .p384, "SHA384", "ES384", "p384"),
        ]
        for token in tokens {
            let caller = try outcome(token.text).get()
            #expect(caller.id == .token("billing"))
            #expect(caller.scopes == .claims)
            // The beginning of the SHA-256 of `billing`.
            #expect(caller.number == 0x0c95_c7ec)
        }
    }

    @Test("No algorithm but the four is taken, and none that the key is not for")
    func algorithmRefusals() throws {
        for name in ["none", "None", "NONE", "HS256", "HS384", "PS256", "RS512", "ES512", "EdDSA", "rs256", ""] {
            let other = token.header(#"{"alg":"\#(name)","kid":"rsa","typ":"at+jwt"}"#)
            #expect(outcome(other.text) == .failure(.tokenAlgorithm))
            #expect(outcome(other.signedText + ".") == .failure(.tokenAlgorithm))
        }
        #expect(outcome(token.header(#"{"kid":"rsa","typ":"at+jwt"}"#).text) == .failure(.tokenAlgorithm))
        #expect(outcome(token.header(#"{"alg":7,"kid":"rsa","typ":"at+jwt"}"#).text) == .failure(.tokenAlgorithm))
        // The key says what it is for, not the token.
        for (key, digest, name, id) in [
            (TestKey.otherRSA, "SHA256", "RS256", "only-384"), (.p256, "SHA256", "ES256", "rsa"),
            (.rsa, "SHA256", "RS256", "p256"), (.p256, "SHA384", "ES384", "p256"), (.p384, "SHA256", "ES256", "p384"),
        ] {
            #expect(outcome(token.signed(by: key, digest, name, id).text) == .failure(.tokenAlgorithm))
        }
    }

    @Test("A token that is signed by HMAC with the public key as its secret is no token")
    func keyConfusion() {
        let forged = token.header(#"{"alg":"HS256","kid":"rsa","typ":"at+jwt"}"#)
        var tag = [UInt8](repeating: 0, count: 32)
        var count: UInt32 = 0
        let message = Array(forged.signedText.utf8)
        let secret = TestKey.rsa.modulus
        HMAC(EVP_sha256(), secret, Int32(secret.count), message, message.count, &tag, &count)
        #expect(outcome(forged.signedText + "." + Base64URL.encode(tag)) == .failure(.tokenAlgorithm))
        // The same bytes under a name that is taken.
        #expect(outcome(token.signedText + "." + Base64URL.encode(tag)) == .failure(.tokenSignature))
    }

    @Test(
        "A key that is not known is no key",
        arguments: [#""kid":"other""#, #""kid":"RSA""#, #""kid":"""#, #""kid":7"#, #""jwk":{"kty":"RSA"}"#]
    )
    func wrongKeyID(member: String) {
        #expect(outcome(token.header(#"{"alg":"RS256",\#(member),"typ":"at+jwt"}"#).text) == .failure(.tokenKey))
    }

    @Test("A signature counts for what was signed, by that key, and for nothing else")
    func signatures() {
        #expect(outcome(token.signed(by: .otherRSA, "SHA256", "RS256", "rsa").text) == .failure(.tokenSignature))
        #expect(outcome(token.signed(by: .rsa, "SHA384", "RS256", "rsa").text) == .failure(.tokenSignature))
        let other = token.with("scope", "\"system/*.cruds\"")
        #expect(outcome(other.signedText + "." + Base64URL.encode(token.signature)) == .failure(.tokenSignature))
        #expect(outcome(token.signedText + ".") == .failure(.tokenSignature))
        for index in [0, 128, 255] {
            var bytes = token.signature
            bytes[index] ^= 1
            #expect(outcome(token.signedText + "." + Base64URL.encode(bytes)) == .failure(.tokenSignature))
        }
        #expect(outcome(token.signedText + "." + Base64URL.encode(token.signature + [0])) == .failure(.tokenSignature))
        #expect(outcome(token.signedText + "." + Base64URL.encode([0] + token.signature)) == .failure(.tokenSignature))
    }

    @Test("A signature of a curve has exactly the curve's length, and zeros are none")
    func curveSignatures() {
        for (key, digest, name, id, octets) in [
            (TestKey.p256, "SHA256", "ES256", "p256", 32), (.p384, "SHA384", "ES384", "p384", 48),
        ] {
            let token = token.signed(by: key, digest, name, id)
            let good = token.signature
            #expect(good.count == 2 * octets)
            let wrong: [[UInt8]] = [
                Array(good.dropLast()), good + [0], [0] + good, [], [UInt8](repeating: 0, count: 2 * octets),
                [UInt8](repeating: 0xff, count: 2 * octets), Array(good[octets...] + good[..<octets]),
                Array(good[..<octets]) + [UInt8](repeating: 0, count: octets),
            ]
            for signature in wrong {
                #expect(outcome(token.signedText + "." + Base64URL.encode(signature)) == .failure(.tokenSignature))
            }
            // What a library would give out as it is: DER.
            #expect(
                outcome(token.signedText + "." + Base64URL.encode([0x30, 0x44] + good)) == .failure(.tokenSignature)
            )
        }
    }

    @Test("Only three parts in strict base64url are a token")
    func forms() {
        let text = token.text
        let parts = text.split(separator: ".").map(String.init)
        let wrong = [
            "e", "e.", "..", "...", text + ".", "." + text, text.replacing(".", with: ".."), parts[0],
            parts[0] + "." + parts[1],
            parts.dropLast().joined(separator: "."), text + "=", parts[0] + "=." + parts[1] + "." + parts[2],
            text + " x",
            text.replacing(".", with: " ."), parts.joined(separator: ".") + ".e30.e30", "e30.e30.*", "é.e30.e30",
            parts[0].dropLast(1) + "." + parts[1] + "." + parts[2], Self.respelt(parts),
        ]
        for text in wrong { #expect(outcome(text) == .failure(.tokenMalformed), "\(text)") }
        #expect(outcome("") == .failure(.unknownScheme))
        let plus =
            parts.dropLast().joined(separator: ".") + "." + parts[2].replacing("-", with: "+").replacing("_", with: "/")
        #expect(parts[2] == parts[2].filter { $0 != "-" && $0 != "_" } || outcome(plus) == .failure(.tokenMalformed))
    }

    /// The same token with bits set behind the end of its signature, which lax decoders pass over.
    private static func respelt(_ parts: [String]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        // 256 octets leave four bits of the last character unused.
        let last = alphabet.firstIndex(of: parts[2].last!)!
        return parts[0] + "." + parts[1] + "." + parts[2].dropLast() + String(alphabet[last | 1])
    }

    @Test("Header and claims are strict JSON objects: nothing twice, nothing behind")
    func json() {
        for header in [
            #"{"alg":"none","alg":"RS256","kid":"rsa","typ":"at+jwt"}"#,
            #"{"alg":"RS256","kid":"rsa","typ":"at+jwt"} {}"#,
            #"{"alg":"RS256","kid":"rsa","typ":"at+jwt","\u0061lg":"none"}"#, "[]", "null", "",
            "\u{FEFF}" + token.header, #"{"alg":"RS256","kid":"rsa","typ":"at+jwt",}"#,
            #"{"alg":"RS256","kid":"rsa","typ":"at+jwt","x":[[[[[[[[[]]]]]]]]]}"#,
        ] {
            #expect(outcome(token.header(header).text) == .failure(.tokenMalformed), "\(header)")
        }
        var twice = token
        twice.claims.append(("exp", "99999999999"))
        #expect(outcome(twice.text) == .failure(.tokenMalformed))
        twice = token
        twice.claims.append(("x", "{\"a\":1,\"a\":2}"))
        #expect(outcome(twice.text) == .failure(.tokenMalformed))
    }

    @Test("A token may be as long as allowed, and not longer")
    func length() {
        func token(_ padding: Int) -> TestToken {
            self.token.with("x", "\"" + String(repeating: "a", count: padding) + "\"")
        }
        let base = token(0).text.utf8.count
        var padding = (8192 - base) * 3 / 4 + 4
        while token(padding).text.utf8.count > 8192 { padding -= 1 }
        #expect((try? outcome(token(padding).text).get()) != nil)
        #expect(outcome(token(padding + 3).text) == .failure(.tokenTooLong))
    }

    @Test(
        "What is critical is not understood, and other types are for others",
        arguments: [
            (#""crit":["exp"],"typ":"at+jwt""#, .tokenCritical), (#""crit":[],"typ":"at+jwt""#, .tokenCritical),
            (#""b64":false,"typ":"at+jwt""#, .tokenCritical), (#""x":1"#, .tokenType),
            (#""typ":"dpop+jwt""#, .tokenType),
            (#""typ":"logout+jwt""#, .tokenType), (#""typ":7"#, .tokenType), (#""typ":"""#, .tokenType),
        ] as [(String, AccessRefusal)]
    )
    func headers(members: String, refusal: AccessRefusal) {
        #expect(outcome(token.header(#"{"alg":"RS256","kid":"rsa",\#(members)}"#).text) == .failure(refusal))
    }

    @Test(
        "The types of access tokens are taken in any letters",
        arguments: ["JWT", "jwt", "AT+JWT", "application/at+jwt"]
    )
    func types(type: String) throws {
        _ = try outcome(token.header(#"{"alg":"RS256","kid":"rsa","typ":"\#(type)"}"#).text).get()
    }

    @Test(
        "A claim that is missing or wrong is refused for its own reason",
        arguments: [
            ("iss", nil, .tokenIssuer), ("iss", #""https://auth.example""#, .tokenIssuer),
            ("iss", #"["https://auth.example/"]"#, .tokenIssuer), ("aud", nil, .tokenAudience),
            ("aud", #""https://claims.example/""#, .tokenAudience), ("aud", "[]", .tokenAudience),
            ("aud", #"{"a":"https://claims.example"}"#, .tokenAudience), ("exp", nil, .tokenClaims),
            ("exp", #""1795348800""#, .tokenClaims), ("exp", "null", .tokenClaims), ("exp", "-1", .tokenClaims),
            ("exp", "1e400", .tokenClaims), ("exp", "1e30", .tokenClaims), ("exp", "0", .tokenExpired),
            ("nbf", #""now""#, .tokenClaims), ("iat", "true", .tokenClaims), ("client_id", "7", .tokenClaims),
            ("client_id", #""""#, .tokenClaims), ("client_id", nil, .tokenClaims), ("scope", "7", .tokenClaims),
            ("scope", "[7]", .tokenClaims), ("cnf", #"{"jkt":"a"}"#, .tokenBinding), ("cnf", "7", .tokenBinding),
            ("cnf", "{}", .tokenBinding),
        ] as [(String, String?, AccessRefusal)]
    )
    func claims(name: String, value: String?, refusal: AccessRefusal) {
        #expect(outcome(token.with(name, value).text) == .failure(refusal))
    }

    @Test("Each of the names of this service is an audience, alone or among others")
    func audiences() throws {
        for audience in [
            #""https://other.example""#, #"["https://x.example", "https://claims.example"]"#,
            #"[7, "https://other.example"]"#,
        ] {
            _ = try outcome(token.with("aud", audience).text).get()
        }
    }

    @Test(
        "Times hold to the second, give or take the skew",
        arguments: [
            ("exp", -30, false), ("exp", -29, true), ("nbf", 30, true), ("nbf", 31, false), ("iat", 30, true),
            ("iat", 31, false),
        ]
    )
    func times(name: String, offset: Int, isTaken: Bool) {
        let refusal: AccessRefusal = name == "exp" ? .tokenExpired : .tokenNotYetValid
        let result = outcome(token.with(name, String(TestToken.now.seconds + offset)).text)
        #expect(isTaken ? (try? result.get()) != nil : result == .failure(refusal))
        // A token that was good is judged anew each time.
        #expect(outcome(token.text, at: TestToken.now.adding(330)) == .failure(.tokenExpired))
        #expect((try? outcome(token.text, at: TestToken.now.adding(329)).get()) != nil)
    }

    @Test("The client is `client_id`, or `azp`, or `sub`, and all its tokens are one caller")
    func clients() throws {
        let none = token.with("client_id", nil)
        #expect(try outcome(none.with("azp", "\"a\"").with("sub", "\"b\"").text).get().id == .token("a"))
        #expect(try outcome(none.with("sub", "\"b\"").text).get().id == .token("b"))
        let name = String(repeating: "a", count: 128)
        #expect(try outcome(token.with("client_id", "\"\(name)\"").text).get().id == .token(name))
        #expect(outcome(token.with("client_id", "\"\(name)a\"").text) == .failure(.tokenClaims))
    }

    @Test("A token that is bound to a certificate is good with that certificate alone")
    func binding() throws {
        let digest = [UInt8](repeating: 7, count: 32)
        let bound = token.with("cnf", #"{"x5t#S256":"\#(Base64URL.encode(digest))"}"#)
        func certificate(_ digest: [UInt8]) -> ClientCertificate {
            ClientCertificate(subject: "CN=a", alternativeNames: [], sha256: digest, notAfter: .max)
        }
        _ = try outcome(bound.text, certificate: certificate(digest)).get()
        #expect(outcome(bound.text) == .failure(.tokenBinding))
        #expect(
            outcome(bound.text, certificate: certificate([UInt8](repeating: 8, count: 32))) == .failure(.tokenBinding)
        )
    }

    @Test("Where tokens are not taken, none is good; where they are, a key is still a key")
    func others() {
        let head = RequestHead(fields: [(.authorization, "Bearer \(token.text)")])
        let policy = AccessPolicy(cryptography: LibCryptography())
        #expect(throws: AccessRefusal.unknownKey) { try policy.caller(of: head, from: .local, at: TestToken.now) }
        #expect(outcome("cg_" + String(repeating: "A", count: 43)) == .failure(.unknownKey))
    }

    @Test("Whatever one byte of a token becomes, it is not taken for another")
    func mutations() throws {
        let text = token.signed(by: .p256, "SHA256", "ES256", "p256").text
        let bytes = Array(text.utf8)
        for index in bytes.indices {
            var changed = bytes
            changed[index] = changed[index] == 0x41 ? 0x42 : 0x41
            let result = outcome(String(decoding: changed, as: UTF8.self))
            #expect((try? result.get()) == nil, "\(index)")
        }
    }
}
