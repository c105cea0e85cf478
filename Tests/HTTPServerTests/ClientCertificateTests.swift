import COpenSSL
import HTTPServer
import TestSupport
import Testing

/// What the application learns of a client's certificate, and lists of certificates that are no longer good.
struct ClientCertificateTests {
    private let server: TemporaryFile
    private let serverKey: TemporaryFile
    private let authority: TemporaryFile
    private let revocations: TemporaryFile
    private let good: (certificate: TemporaryFile, key: TemporaryFile)
    private let revoked: (certificate: TemporaryFile, key: TemporaryFile)

    init() throws {
        server = try TemporaryFile(TestCertificates.server)
        serverKey = try TemporaryFile(TestCertificates.serverKey)
        authority = try TemporaryFile(TestCertificates.revokingAuthority)
        revocations = try TemporaryFile(TestCertificates.revocations)
        good = try (TemporaryFile(TestCertificates.good), TemporaryFile(TestCertificates.goodKey))
        revoked = try (TemporaryFile(TestCertificates.revoked), TemporaryFile(TestCertificates.revokedKey))
    }

    private func withTLS(revocations file: String?, _ body: (Server) async throws -> Void) async throws {
        try await withServer {
            $0.listeners = []
            $0.secureListeners = [.ip("127.0.0.1", port: 0)]
            var tls = TLSConfiguration(identities: [.init(certificateFile: server.path, keyFile: serverKey.path)])
            tls.clientCertificates = .optional(authoritiesFile: authority.path)
            tls.revocationsFile = file
            $0.tls = tls
        } _: { server, _ in
            try await body(server)
        }
    }

    /// What a client is told, and the client: its session can be resumed as long as it has not gone away.
    private func answer(_ server: Server, _ settings: TLSClient.Settings) -> (text: String, client: TLSClient?) {
        // With TLS 1.3 the client hears of the refusal only after its own part of the handshake.
        guard let client = try? TLSClient(server, settings) else { return ("", nil) }
        try? client.send("GET /certificate HTTP/1.1\r\nHost: a\r\n\r\n")
        let text = client.read { $0.hasSuffix(".") && $0.contains("\r\n\r\n") }
        return (text.split(separator: "\r\n\r\n").last.map(String.init) ?? "", client)
    }

    private func settings(_ pair: (TemporaryFile, TemporaryFile)?) -> TLSClient.Settings {
        var settings = TLSClient.Settings()
        settings.certificate = pair
        return settings
    }

    @Test(
        "The application sees subject, names, digest and end, also in a resumed session",
        arguments: [TLS1_2_VERSION, TLS1_3_VERSION]
    )
    func certificate(version: Int32) async throws {
        try await withTLS(revocations: nil) { server in
            var settings = settings(good)
            settings.maximumVersion = version
            let first = answer(server, settings)
            #expect(
                first.text.hasPrefix(
                    #"O=Clinic\, Inc.,CN=good ü DNS:good.example URI:spiffe://clinic/good email:good@clinic.example 32 4"#
                )
            )
            let session = first.client?.session
            defer { SSL_SESSION_free(session) }
            settings.session = session
            settings.certificate = nil
            let second = answer(server, settings)
            #expect(second.client?.wasResumed == true)
            #expect(second.text == first.text)
            #expect(answer(server, self.settings(nil)).text == "no certificate.")
        }
    }

    @Test("A revoked certificate is refused from the reload on that brings the list, and others are not")
    func revocation() async throws {
        try await withTLS(revocations: nil) { server in
            #expect(answer(server, settings(revoked)).text.contains("CN=bad"))
        }
        try await withTLS(revocations: revocations.path) { server in
            #expect(answer(server, settings(revoked)).text == "")
            #expect(answer(server, settings(good)).text.contains("CN=good"))
            #expect(answer(server, settings(nil)).text == "no certificate.")
        }
    }

    @Test("A list that cannot be used keeps it from starting")
    func unusableRevocations() throws {
        let empty = try TemporaryFile("")
        var tls = TLSConfiguration(identities: [.init(certificateFile: server.path, keyFile: serverKey.path)])
        tls.clientCertificates = .required(authoritiesFile: authority.path)
        for file in ["/nowhere", empty.path, authority.path] {
            tls.revocationsFile = file
            #expect { try tls.check() } throws: { ($0 as? ServerError)?.code == .certificate }
        }
    }

    @Test("A list that is out of date is told of, unless the same authority has a newer one in the file")
    func outOfDateRevocations() throws {
        let current = TestCertificates.revocations
        let expired = TestCertificates.expiredRevocations
        let later = TestCertificates.laterRevocations
        let rows: [(String, TLSNote.Reason?)] = [
            (current, nil), (expired, .expired), (later, .notYetValid),
            ("\(expired)\n\(current)", nil), ("\(current)\n\(expired)\n\(later)", nil),
        ]
        for (text, reason) in rows {
            let file = try TemporaryFile(text)
            var tls = TLSConfiguration(identities: [.init(certificateFile: server.path, keyFile: serverKey.path)])
            tls.clientCertificates = .required(authoritiesFile: authority.path)
            tls.revocationsFile = file.path
            #expect(try tls.check() == reason.map { [.revocations(file: file.path, $0)] } ?? [])
        }
    }
}
