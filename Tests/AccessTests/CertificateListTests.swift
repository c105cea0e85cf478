import Access
import HTTPMessage
import LibCrypto
import Testing

struct CertificateListTests {
    private static let file = #"""
        {"clients": [
          {"client": "billing", "name": "CN=billing,O=Clinic", "scopes": ["claims:validate"]},
          {"client": "audit", "name": "DNS:audit.example", "scopes": ["rules:read"]},
          {"client": "robot", "name": "URI:spiffe://clinic/robot", "scopes": ["claims:gaps"]}
        ]}
        """#
    private static let noon = Instant("2026-11-22T12:00:00Z")!

    private func outcome(
        _ subject: String,
        _ names: [String],
        _ certificates: CertificatePolicy?,
        fields: [(FieldName, String)] = []
    ) -> Result<Caller, AccessRefusal> {
        var peer = PeerAddress.local
        peer.certificate = ClientCertificate(
            subject: subject,
            alternativeNames: names,
            sha256: [1, 2, 3, 4] + [UInt8](repeating: 0, count: 28),
            notAfter: Self.noon.seconds
        )
        let policy = AccessPolicy(certificates: certificates, cryptography: LibCryptography())
        do throws(AccessRefusal) {
            return .success(try policy.caller(of: RequestHead(fields: fields), from: peer, at: Self.noon))
        } catch {
            return .failure(error)
        }
    }

    @Test("A client is known by the whole of its subject or of one alternative name")
    func known() throws {
        let listed = CertificatePolicy.listed(try CertificateList(Array(Self.file.utf8)))
        let billing = try outcome("CN=billing,O=Clinic", [], listed).get()
        #expect(billing.id == .certificate(try #require(ClientName("billing"))))
        #expect(billing.scopes.list == [.validateClaims])
        #expect(billing.number == 0x0102_0304)
        let audit = try outcome("CN=other", ["DNS:x.example", "DNS:audit.example"], listed).get()
        #expect(audit.scopes.list == [.readRules])
        #expect(try outcome("", ["URI:spiffe://clinic/robot"], listed).get().scopes.list == [.findGaps])
        for (subject, names) in [
            ("CN=billing", []), ("CN=billing,O=Clinic,C=US", []), ("O=Clinic,CN=billing", []),
            ("cn=billing,O=Clinic", []),
            ("DNS:audit.example", []), ("", ["audit.example"]), ("", ["email:audit.example"]),
            ("", ["DNS:AUDIT.example"]),
            ("", []),
        ] {
            #expect(outcome(subject, names, listed) == .failure(.unknownCertificate))
        }
    }

    @Test("Without a list every trusted certificate is good for everything, and without the wish none is")
    func anyTrusted() throws {
        #expect(try outcome("CN=x", [], .anyTrusted).get().scopes == .all)
        #expect(outcome("CN=x", [], nil) == .failure(.noCredentials))
    }

    @Test("A certificate that runs out on an open connection is no longer good")
    func expiry() throws {
        var peer = PeerAddress.local
        peer.certificate = ClientCertificate(
            subject: "CN=x",
            alternativeNames: [],
            sha256: [UInt8](repeating: 0, count: 32),
            notAfter: Self.noon.seconds
        )
        let policy = AccessPolicy(certificates: .anyTrusted, cryptography: LibCryptography())
        let head = RequestHead()
        _ = try policy.caller(of: head, from: peer, at: Self.noon)
        #expect(throws: AccessRefusal.expiredCertificate) {
            try policy.caller(of: head, from: peer, at: Self.noon.adding(1))
        }
    }

    @Test("A bad key is not made good by a certificate")
    func both() {
        let fields = [(AccessPolicy.keyField, "cg_wrong")]
        #expect(outcome("CN=x", [], .anyTrusted, fields: fields) == .failure(.unknownKey))
    }

    @Test(
        "A list that is not right is refused with the place",
        arguments: [
            ("{}", 1, 1), (#"{"clients": [7]}"#, 1, 14),
            (file.replacing("billing\", \"name", with: "Billing\", \"name"), 2, 14),
            (file.replacing("CN=billing,O=Clinic", with: "billing"), 2, 33),
            (file.replacing("DNS:audit.example", with: "DNS:"), 3, 31),
            (file.replacing("DNS:audit.example", with: "=a"), 3, 31),
            (file.replacing("rules:read", with: "all"), 3, 63),
            (file.replacing("DNS:audit.example", with: "CN=billing,O=Clinic"), 3, 3),
            (file.replacing(#""client": "audit", "#, with: ""), 3, 3),
            (file.replacing(#""client": "audit""#, with: #""clients": "audit""#), 3, 4),
        ]
    )
    func hostile(text: String, line: Int, column: Int) {
        let problem = #expect(throws: AccessFileProblem.self) { try CertificateList(Array(text.utf8)) }
        #expect(problem?.line == line)
        #expect(problem?.column == column)
    }
}
