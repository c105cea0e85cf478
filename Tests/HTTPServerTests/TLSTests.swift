import COpenSSL
import Glibc
import HTTPMessage
import Synchronization
import TestSupport
import Testing

@testable import HTTPServer

struct TLSTests {
    let server: TemporaryFile
    let serverKey: TemporaryFile
    let other: TemporaryFile
    let otherKey: TemporaryFile
    let authority: TemporaryFile

    init() throws {
        server = try TemporaryFile(TestCertificates.server)
        serverKey = try TemporaryFile(TestCertificates.serverKey)
        other = try TemporaryFile(TestCertificates.other)
        otherKey = try TemporaryFile(TestCertificates.otherKey)
        authority = try TemporaryFile(TestCertificates.authority)
    }

    private func withTLS(
        _ clients: TLSConfiguration.ClientCertificates = .off,
        _ body: (Server) async throws -> Void
    ) async throws {
        try await configured(clients, { _ in }, body)
    }

    private func configured(
        _ clients: TLSConfiguration.ClientCertificates = .off,
        _ change: (inout ServerConfiguration) -> Void,
        _ body: (Server) async throws -> Void
    ) async throws {
        try await withServer {
            $0.listeners = []
            $0.secureListeners = [.ip("127.0.0.1", port: 0)]
            var tls = TLSConfiguration(identities: [
                .init(certificateFile: server.path, keyFile: serverKey.path),
                .init(certificateFile: other.path, keyFile: otherKey.path),
            ])
            tls.clientCertificates = clients
            $0.tls = tls
            change(&$0)
        } _: { server, _ in
            try await body(server)
        }
    }

    private func get(_ client: TLSClient, _ path: String) throws -> String {
        try client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
        return client.read { $0.hasSuffix("GET \(path)") }
    }

    @Test(
        "Requests are answered over TLS 1.2 and 1.3, with forward secrecy and AEAD",
        arguments: [(TLS1_2_VERSION, "TLSv1.2"), (TLS1_3_VERSION, "TLSv1.3")]
    )
    func versions(maximum: Int32, name: String) async throws {
        try await withTLS { server in
            var settings = TLSClient.Settings()
            settings.maximumVersion = maximum
            let client = try TLSClient(server, settings)
            #expect(client.version == name)
            #expect(name == "TLSv1.3" || client.cipher.hasPrefix("ECDHE-ECDSA-"))
            #expect(client.cipher.contains("GCM") || client.cipher.contains("CHACHA20"))
            for number in 0..<5 { #expect(try get(client, "/\(number)").hasPrefix("HTTP/1.1 200 OK")) }
        }
    }

    @Test("Older versions and other suites are refused, and the server goes on")
    func refusals() async throws {
        let failures = Mutex<[TLSFailure]>([])
        try await configured {
            $0.onEvent = { event in
                if case .handshakeFailed(let failure) = event { failures.withLock { $0.append(failure) } }
            }
        } _: { server in
            for maximum in [TLS1_VERSION, TLS1_1_VERSION] {
                var settings = TLSClient.Settings()
                settings.maximumVersion = maximum
                #expect(throws: ClientError.self) { try TLSClient(server, settings) }
            }
            var old = TLSClient.Settings()
            old.maximumVersion = TLS1_2_VERSION
            for ciphers in ["AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA", "aNULL"] {
                old.ciphers = ciphers
                #expect(throws: ClientError.self) { try TLSClient(server, old) }
            }
            #expect(failures.withLock { $0 } == Array(repeating: .nothingInCommon, count: 5))
            let still = try TLSClient(server)
            #expect(try get(still, "/still").hasSuffix("GET /still"))
        }
    }

    @Test("The application protocol is http/1.1, or there is no connection")
    func applicationProtocol() async throws {
        try await withTLS { server in
            var settings = TLSClient.Settings()
            settings.protocols = ["h2", "http/1.1"]
            let both = try TLSClient(server, settings)
            #expect(both.agreedProtocol == "http/1.1")
            settings.protocols = []
            let none = try TLSClient(server, settings)
            #expect(none.agreedProtocol == "")
            settings.protocols = ["h2"]
            #expect(throws: ClientError.self) { try TLSClient(server, settings) }
        }
    }

    @Test(
        "The certificate that fits the name is shown, or else the first",
        arguments: [
            ("localhost", "localhost"), ("other.example", "other.example"), ("a.other.example", "other.example"),
            ("a.b.other.example", "localhost"), ("elsewhere.example", "localhost"), (nil, "localhost"),
        ] as [(String?, String)]
    )
    func names(asked: String?, shown: String) async throws {
        try await withTLS { server in
            var settings = TLSClient.Settings()
            settings.name = asked
            let client = try TLSClient(server, settings)
            #expect(client.serverName == shown)
        }
    }

    @Test("A session is resumed by its ticket, on whichever loop", arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func resumption(version: Int32) async throws {
        try await withTLS { server in
            var settings = TLSClient.Settings()
            settings.maximumVersion = version
            let first = try TLSClient(server, settings)
            #expect(!first.wasResumed)
            _ = try get(first, "/")
            let session = first.session
            defer { SSL_SESSION_free(session) }
            settings.session = session
            let second = try TLSClient(server, settings)
            #expect(second.wasResumed)
            #expect(try get(second, "/again").hasSuffix("GET /again"))
            // New keys end that.
            try server.reloadCertificates()
            let third = try TLSClient(server, settings)
            #expect(!third.wasResumed)
        }
    }

    @Test("A ticket outlives the key that sealed it twice, and no more", arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func ticketKeys(version: Int32) async throws {
        try await withTLS { server in
            let keys = try #require(server.identity?.ticketKeys)
            var settings = TLSClient.Settings()
            settings.maximumVersion = version
            let first = try TLSClient(server, settings)
            _ = try get(first, "/")
            let session = first.session
            defer { SSL_SESSION_free(session) }
            settings.session = session
            var now = System.monotonicNanoseconds() + 3600 * 1_000_000_000
            for isKnown in [true, true, false] {
                // One key more, as after half of a lifetime.
                keys.renewIfDue(now)
                now += 3600 * 1_000_000_000
                let again = try TLSClient(server, settings)
                #expect(again.wasResumed == isKnown)
                #expect(try get(again, "/again").hasSuffix("GET /again"))
            }
        }
    }

    @Test("Without a lifetime there are no tickets", arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func noTickets(version: Int32) async throws {
        try await configured {
            $0.tls?.ticketLifetime = .zero
        } _: { server in
            var settings = TLSClient.Settings()
            settings.maximumVersion = version
            let first = try TLSClient(server, settings)
            _ = try get(first, "/")
            settings.session = first.session
            defer { SSL_SESSION_free(settings.session) }
            let second = try TLSClient(server, settings)
            #expect(!second.wasResumed)
        }
    }

    @Test("With a minimum of 1.3 a client of 1.2 is refused")
    func minimumVersion() async throws {
        try await configured {
            $0.tls?.minimumVersion = .tls13
        } _: { server in
            var settings = TLSClient.Settings()
            let client = try TLSClient(server, settings)
            #expect(client.version == "TLSv1.3")
            settings.maximumVersion = TLS1_2_VERSION
            #expect(throws: ClientError.self) { try TLSClient(server, settings) }
        }
    }

    @Test("A client certificate is asked for as configured", arguments: [false, true])
    func clientCertificates(isRequired: Bool) async throws {
        let good = try (TemporaryFile(TestCertificates.client), TemporaryFile(TestCertificates.clientKey))
        let bad = try (TemporaryFile(TestCertificates.stranger), TemporaryFile(TestCertificates.strangerKey))
        let path = authority.path
        try await withTLS(
            isRequired ? .required(authoritiesFile: path) : .optional(authoritiesFile: path)
        ) { server in
            func answer(_ certificate: (TemporaryFile, TemporaryFile)?) -> String {
                var settings = TLSClient.Settings()
                settings.certificate = certificate
                // With TLS 1.3 the client hears of the refusal only after its own part of the handshake.
                guard let client = try? TLSClient(server, settings) else { return "" }
                return (try? get(client, "/in")) ?? ""
            }
            #expect(answer(good).hasSuffix("GET /in"))
            #expect(answer(nil).hasSuffix("GET /in") == !isRequired)
            #expect(answer(bad) == "")
        }
    }

    @Test("New certificates are used for new connections, and the old ones go on")
    func reload() async throws {
        try await withTLS { server in
            let before = try TLSClient(server)
            #expect(before.serverName == "localhost")
            try self.server.write(TestCertificates.other)
            #expect(throws: ServerError.self) { try server.reloadCertificates() }
            #expect(try TLSClient(server).serverName == "localhost")
            try self.serverKey.write(TestCertificates.otherKey)
            try server.reloadCertificates()
            #expect(try TLSClient(server).serverName == "other.example")
            #expect(try get(before, "/old").hasSuffix("GET /old"))
        }
    }

    @Test("A large body goes in and out whole")
    func largeBody() async throws {
        try await withTLS { server in
            let client = try TLSClient(server)
            let body = String(repeating: "0123456789abcdef", count: 50_000)
            try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            #expect(client.read { $0.utf8.count > body.utf8.count }.hasSuffix(body))
            try client.send((0..<100).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
            let answers = client.read { $0.hasSuffix("GET /99") }
            #expect(answers.components(of: "HTTP/1.1 200 OK") == 100)
        }
    }

    @Test("The end is told in order, and heard in order")
    func goodbye() async throws {
        try await withTLS { server in
            let client = try TLSClient(server)
            try client.send("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(client.read { _ in false }.hasSuffix("GET /a"))
            #expect(client.isClosedInOrder)

            let leaving = try TLSClient(server)
            try leaving.send("GET /b HTTP/1.1\r\nHost: a\r\n\r\n")
            leaving.sayGoodbye()
            #expect(leaving.read { _ in false }.hasSuffix("GET /b"))
            #expect(leaving.isClosedInOrder)
        }
    }

    @Test("What is not TLS, comes too slowly or breaks off is ended and told apart")
    func broken() async throws {
        let failures = Mutex<Set<TLSFailure>>([])
        try await configured {
            $0.tls?.handshakeTime = .milliseconds(40)
            $0.onEvent = { event in
                if case .handshakeFailed(let failure) = event { failures.withLock { _ = $0.insert(failure) } }
            }
        } _: { server in
            let plain = try Client(server)
            try plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try plain.readToEnd()
            #expect(failures.withLock { $0 } == [.notTLS])
            let silent = try Client(server)
            try silent.send([0x16])
            #expect(try silent.readToEnd() == "")
            #expect(failures.withLock { $0 } == [.notTLS, .tooSlow])
            do {
                let short = try Client(server)
                try short.send([0x16, 0x03])
                short.finishSending()
                _ = try short.readToEnd()
            }
            #expect(failures.withLock { $0.contains(.endedByClient) })
        }
    }

    @Test("A certificate that cannot be used keeps the server from starting, in clear words")
    func unusable() throws {
        let encrypted = try TemporaryFile(TestCertificates.encryptedKey)
        func message(_ certificate: String, _ key: String) -> String? {
            do throws(ServerError) {
                _ = try TLSConfiguration(identities: [.init(certificateFile: certificate, keyFile: key)]).check()
                return nil
            } catch {
                return error.code == .certificate ? error.description : nil
            }
        }
        let good = server.path
        #expect(message("/nowhere", serverKey.path) == "the certificate in /nowhere: No such file or directory")
        #expect(message(good, "/nowhere") == "the key for the certificate in \(good): No such file or directory")
        #expect(message(good, "/") == "the key for the certificate in \(good): Is a directory")
        #expect(message(good, otherKey.path)?.hasSuffix("it is not the key of the certificate in \(good)") == true)
        #expect(message(good, encrypted.path)?.hasSuffix("it is encrypted; give it without a passphrase") == true)
        #expect(message(serverKey.path, serverKey.path)?.hasPrefix("the certificate in ") == true)
        #expect(message(good, good)?.hasPrefix("the key in ") == true)
        #expect(message(good, serverKey.path) == nil)
        var none = ServerConfiguration(listeners: [])
        none.secureListeners = [.ip("127.0.0.1", port: 0)]
        #expect(throws: ServerError.self) { try Server(none, handler: EchoHandler()) }
    }

    @Test("Authorities that cannot be read keep the server from starting")
    func unusableAuthorities() {
        var tls = TLSConfiguration(identities: [.init(certificateFile: server.path, keyFile: serverKey.path)])
        for file in ["/nowhere", serverKey.path] {
            tls.clientCertificates = .required(authoritiesFile: file)
            #expect { try tls.check() } throws: { ($0 as? ServerError)?.code == .certificate }
        }
    }

    @Test("A certificate that is out of date is used, and said to be")
    func expired() async throws {
        let expired = try TemporaryFile(TestCertificates.expired)
        let key = try TemporaryFile(TestCertificates.expiredKey)
        let events = Mutex<[ServerEvent]>([])
        try await configured {
            $0.tls?.identities.append(.init(certificateFile: expired.path, keyFile: key.path))
            $0.onEvent = { event in events.withLock { $0.append(event) } }
        } _: { server in
            let note = TLSNote.certificate(2, file: expired.path, .expired)
            #expect(events.withLock { $0 } == [.outOfDate(note)])
            try server.reloadCertificates()
            #expect(events.withLock { $0.count } == 2)
            let client = try TLSClient(server)
            #expect(try get(client, "/").hasSuffix("GET /"))
        }
    }
}

extension String {
    fileprivate func components(of part: String) -> Int {
        utf8.count - replacing(part, with: String(part.dropLast())).utf8.count
    }
}
