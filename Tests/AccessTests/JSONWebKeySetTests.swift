import Testing

@testable import Access
@testable import LibCrypto

/// Files of keys, and the signatures of RFC 7515.
struct JSONWebKeySetTests {
    private func keys(_ text: String) throws(AccessFileProblem) -> JSONWebKeySet {
        try JSONWebKeySet(Array(text.utf8), LibCryptography())
    }

    @Test("Keys of other kinds and for other uses are passed over, and members that are not known are ignored")
    func others() throws {
        let set = try keys(
            #"""
            {"keys": [
              {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
              {"kty": "EC", "crv": "secp256k1", "x": "", "y": ""}, {"kty": "EC", "crv": "P-521"}, {"no": "kind"},
              \#(TestKey.rsa.json("a", #", "alg": "PS256""#)), \#(TestKey.rsa.json("b", #", "use": "enc""#)),
              \#(TestKey.rsa.json("c", #", "key_ops": ["wrapKey"]"#)), \#(TestKey.p256.json("d", #", "alg": "ES384""#)),
              \#(TestKey.p256.json("e", #", "x5c": ["MII"], "new": {"x": 1}"#))
            ], "extra": true}
            """#
        )
        #expect(set.count == 1)
    }

    private static let good = TestKey.rsa.json("a")
    private static let curve = TestKey.p256.json("a")

    private static let hostile: [(text: String, words: String)] = [
        ("", "empty"), ("[]", "the list `keys`"), (#"{"keys": 7}"#, "the list `keys`"),
        (#"{"keys": []}"#, "no key for RS256"),
        (#"{"keys": [7]}"#, "A key is an object"), (#"{"keys": [\#(good)], "keys": []}"#, "occurs twice"),
        (#"{"keys": [\#(good), \#(good)]}"#, "there already"),
        (#"{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}"#, "a secret"),
        (#"{"keys": [\#(TestKey.rsa.json("a", #", "d": "AQAB""#))]}"#, "a secret"),
        (#"{"keys": [\#(TestKey.p256.json("a", #", "d": "AQAB""#))]}"#, "a secret"),
        (#"{"keys": [\#(good.replacing(#""kid": "a", "#, with: ""))]}"#, "`kid` is missing"),
        (#"{"keys": [\#(good.replacing(#""kid": "a""#, with: #""kid": """#))]}"#, "`kid` is a name"),
        (#"{"keys": [\#(good.replacing(#""AQAB""#, with: #""AQ""#))]}"#, "`e` is an odd exponent"),
        (#"{"keys": [\#(good.replacing(#""AQAB""#, with: #""Ag""#))]}"#, "`e` is an odd exponent"),
        (#"{"keys": [\#(good.replacing(#""AQAB""#, with: #""AAEAAQ""#))]}"#, "`e` is an odd exponent"),
        (#"{"keys": [\#(good.replacing(#""AQAB""#, with: #""AQAAAAE""#))]}"#, "`e` is an odd exponent"),
        (#"{"keys": [\#(good.replacing(#""AQAB""#, with: #""AQAB=""#))]}"#, "`e` is an odd exponent"),
        (#"{"keys": [{"kty": "RSA", "kid": "a", "n": "AQAB", "e": "AQAB"}]}"#, "`n` is a modulus of 2048 to 8192"),
        (#"{"keys": [{"kty": "RSA", "kid": "a", "e": "AQAB"}]}"#, "`n` is missing"),
        (#"{"keys": [\#(curve.replacing(#""x": ""#, with: #""x": "AA"#))]}"#, "`x` is a coordinate of 32"),
        (#"{"keys": [\#(curve.replacing("P-256", with: "P-384"))]}"#, "`x` is a coordinate of 48"),
        (
            #"{"keys": [{"kty": "EC", "kid": "a", "crv": "P-256", "x": "\#(zeros)", "y": "\#(zeros)"}]}"#,
            "no point of its curve"
        ),
    ]
    private static let zeros = Base64URL.encode([UInt8](repeating: 0, count: 32))

    @Test("A set that is not right is refused, and no secret is repeated", arguments: hostile.indices)
    func hostileSets(index: Int) {
        let row = Self.hostile[index]
        let problem = #expect(throws: AccessFileProblem.self) { try keys(row.text) }
        #expect(problem?.detail.contains(row.words) == true, "\(problem?.detail ?? "")")
    }

    @Test(
        "An RSA key has as many bits as allowed, and not fewer or more",
        arguments: [(2047, false), (2048, true), (8192, true), (8193, false)]
    )
    func modulusBits(bits: Int, isTaken: Bool) {
        // Any odd number of that length: whether it is a good one is its owner's business.
        var modulus = [UInt8](repeating: 0xff, count: (bits + 7) / 8)
        if bits % 8 != 0 { modulus[0] = 0xff >> UInt8(8 - bits % 8) }
        let text = #"{"keys": [{"kty": "RSA", "kid": "a", "n": "\#(Base64URL.encode(modulus))", "e": "AQAB"}]}"#
        #expect(((try? keys(text)) != nil) == isTaken)
    }

    @Test("At most sixty-four keys are taken")
    func count() throws {
        func set(_ count: Int) -> String {
            "{\"keys\": [" + (0..<count).map { TestKey.p256.json("\($0)") }.joined(separator: ",") + "]}"
        }
        #expect(try keys(set(64)).count == 64)
        #expect(throws: AccessFileProblem.self) { try keys(set(65)) }
    }

    @Test("The signature of RFC 7515 appendix A.2 (RS256) is good, and with another byte it is not")
    func rsaExample() throws {
        let modulus =
            "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2l"
            + "ZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTB"
            + "EMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91"
            + "kzk2PAcDTW9gb54h4FRWyuXpoQ"
        let signature =
            "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9C"
            + "UAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383Lc"
            + "OLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywl"
            + "VmtVrBp0igcN_IoypGlUPQGe77Rw"
        try check(
            .rsa(
                modulus: try #require(Base64URL.decode(modulus.utf8)),
                exponent: [1, 0, 1]
            ),
            .rs256,
            "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ij"
                + "p0cnVlfQ",
            try #require(Base64URL.decode(signature.utf8))
        )
    }

    @Test("The signature of RFC 7515 appendix A.3 (ES256) is good, and with another byte it is not")
    func curveExample() throws {
        let x = try #require(Base64URL.decode("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU".utf8))
        let y = try #require(Base64URL.decode("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0".utf8))
        let signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
        let raw = try #require(Base64URL.decode(signature.utf8))
        try check(
            .elliptic(.p256, x: x, y: y),
            .es256,
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ij"
                + "p0cnVlfQ",
            try #require(RawSignature.der(raw, .p256))
        )
        // No point of its curve.
        #expect(LibCryptography().verifier(.elliptic(.p256, x: x, y: x)) == nil)
    }

    @Test("A signature becomes DER with the shortest integers, none of them negative")
    func der() {
        func raw(_ r: UInt8, _ s: UInt8) -> [UInt8] {
            let zeros = [UInt8](repeating: 0, count: 31)
            return zeros + [r] + zeros + [s]
        }
        #expect(RawSignature.der(raw(1, 0x7f), .p256) == [0x30, 6, 2, 1, 1, 2, 1, 0x7f])
        #expect(RawSignature.der(raw(0x80, 0), .p256) == [0x30, 7, 2, 2, 0, 0x80, 2, 1, 0])
        let longest = RawSignature.der([UInt8](repeating: 0xff, count: 96), .p384)
        #expect(longest?.count == 104)
        #expect(longest?.prefix(4) == [0x30, 102, 2, 49])
        #expect(RawSignature.der(raw(1, 1) + [0], .p256) == nil)
        #expect(RawSignature.der(raw(1, 1), .p384) == nil)
    }

    @Test("Good signatures are remembered up to a bound, bad ones never, and nothing is confused with them")
    func remembered() throws {
        let x = try #require(Base64URL.decode(TestKey.p256.coordinates.x.utf8))
        let y = try #require(Base64URL.decode(TestKey.p256.coordinates.y.utf8))
        let handle = try #require(KeyHandle(.elliptic(.p256, x: x, y: y)))
        for number in 0...KeyHandle.rememberedSignatures {
            let message = Array("message \(number)".utf8)
            let signature = try #require(RawSignature.der(TestKey.p256.sign(message, digest: "SHA256"), .p256))
            for _ in 0..<2 { #expect(handle.verifies(signature, of: message, .es256)) }
            if number < 3 {
                #expect(!handle.verifies(signature, of: message, .es384))
                #expect(!handle.verifies(signature, of: message + [0], .es256))
                #expect(
                    !handle.verifies(
                        Array(signature.dropLast()),
                        of: [signature[signature.count - 1]] + message,
                        .es256
                    )
                )
                #expect(handle.rememberedCount == number + 1)
            }
        }
        #expect(handle.rememberedCount == 1)
    }

    private func check(_ key: PublicKey, _ algorithm: SignatureAlgorithm, _ text: String, _ signature: [UInt8]) throws {
        let verifier = try #require(LibCryptography().verifier(key))
        #expect(verifier.verifies(signature, of: Array(text.utf8), algorithm))
        #expect(!verifier.verifies(signature, of: Array((text + "A").utf8), algorithm))
        #expect(!verifier.verifies(Array(signature.dropLast()), of: Array(text.utf8), algorithm))
        #expect(!verifier.verifies([], of: Array(text.utf8), algorithm))
    }
}
