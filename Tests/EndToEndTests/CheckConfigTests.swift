import Foundation
import TestSupport
import Testing

/// What `--check-config` finds: all that `serve` would refuse but for what takes listening, and what is hardly meant.
struct CheckConfigTests {
    private let files: TemporaryFolder
    private let certificate: String
    private let key: String

    init() throws {
        files = try TemporaryFolder()
        certificate = try files.write("certificate", TestCertificates.server)
        key = try files.write("key", TestCertificates.serverKey)
    }

    private func tls(_ certificate: String, _ key: String) -> [String] {
        ["--tls-listen", "127.0.0.1:0", "--tls-certificate", certificate, "--tls-key", key]
    }

    @Test("What serve refuses is refused by the check, in the same words and with the same status")
    func refusals() throws {
        let none = files.path("none")
        let other = try files.write("other", TestCertificates.otherKey)
        let encrypted = try files.write("encrypted", TestCertificates.encryptedKey)
        let text = try files.write("text", "precious")
        let empty = try files.write("empty", "{}")
        let loopback = ["--listen", "127.0.0.1:0"]
        let clients = tls(certificate, key) + ["--tls-clients", "required"]
        let tokens = ["--token-issuer", "a", "--token-audience", "b"]
        let rows: [([String], Int32)] = [
            (["--idle-time", "30"], 64), (["--colour"], 64), (["--listen", "*:0"], 64),
            (["--metrics-listen", "127.0.0.1:8080"], 64), (["--listen", "127.0.0.1:9,127.0.0.1:9"], 64),
            (["--tls-clients", "required"], 64), (["--log-audit", text, "--api-keys", text], 64),
            (["--security-contact", "mailto:a@b.example"], 64), (["--profiles", none], 1), (["--profiles", text], 1),
            (tls(none, key), 1), (tls(certificate, none), 1), (tls(text, key), 1), (tls(certificate, text), 1),
            (tls(certificate, other), 1), (tls(certificate, encrypted), 1), (tls(files.directory.path, key), 1),
            (clients + ["--tls-client-authorities", none], 1), (clients + ["--tls-client-authorities", key], 1),
            (clients + ["--tls-client-authorities", certificate, "--tls-client-revocations", none], 1),
            (clients + ["--tls-client-authorities", certificate, "--tls-client-revocations", key], 1),
            (clients + ["--tls-client-authorities", certificate, "--tls-client-list", none], 1),
            (clients + ["--tls-client-authorities", certificate, "--tls-client-list", empty], 1),
            (loopback + ["--api-keys", none], 1), (loopback + ["--api-keys", empty], 1),
            (loopback + ["--token-keys", none] + tokens, 1), (loopback + ["--token-keys", empty] + tokens, 1),
            (loopback + ["--log-id-key", none], 1), (loopback + ["--log-id-key", text], 1),
            (loopback + ["--log-service", files.directory.path], 1),
            (loopback + ["--log-access", "\(none)/log"], 1), (loopback + ["--log-decisions", "\(text)/log"], 1),
            (["--listen", "unix:\(text)"], 1), (["--listen", "unix:\(none)/socket"], 1),
            (["--listen", "unix:\(text)/socket"], 1),
            (loopback + ["--metrics-listen", "unix:\(text)"], 1),
            (loopback + ["--held-answers-directory", none], 1), (loopback + ["--held-answers-directory", text], 1),
        ]
        for (arguments, status) in rows {
            let check = try Program.run(["serve", "--check-config"] + arguments)
            let serve = try Program.run(["serve"] + arguments)
            #expect(serve.status == status, "\(arguments)")
            #expect(check.status == status, "\(arguments)")
            #expect(serve.errors.hasPrefix("claimgate: ") || arguments[0] == "--profiles", "\(arguments)")
            #expect(check.errors == serve.errors, "\(arguments)")
            #expect(check.output.isEmpty)
        }
        #expect(try String(contentsOfFile: text, encoding: .utf8) == "precious")
    }

    @Test("What is hardly meant is said, and does not keep it from serving")
    func doubts() throws {
        let expired = try files.write(
            "keys.json",
            #"{"keys": [{"id": "0a1b2c3d", "client": "a", "sha256": "\#(String(repeating: "ab", count: 32))", "#
                + #""scopes": ["rules:read"], "expires": "2020-01-31T00:00:00Z"}]}"#
        )
        chmod(key, 0o644)
        let contact = ["--security-contact", "mailto:a@b.example", "--security-expires", "2020-01-31T00:00:00Z"]
        let arguments = tls(certificate, key) + contact + ["--api-keys", expired]
        let check = try Program.run(["serve", "--check-config"] + arguments)
        #expect(check.status == 0)
        #expect(check.errors.contains("claimgate: no key in \(expired) is good today"))
        #expect(check.errors.contains("claimgate: --security-expires 2020-01-31T00:00:00Z is past"))
        #expect(check.errors.contains("may read or change \(key) (--tls-key)"))
        let program = try Program(["serve"] + arguments, environment: ["CLAIMGATE_LOG_FORMAT": "json"])
        let lines = try (0..<4).map { _ in try #require(program.nextErrorLine()) }
        #expect(lines.contains { $0.contains(#""EventName":"server.security-contact-out-of-date""#) })
        #expect(lines.contains { $0.contains(#""EventName":"server.secret-exposed""#) })
        #expect(program.stop(SIGTERM) == 0)
        let later = ["--security-contact", "mailto:a@b.example", "--security-expires", "9999-01-31T00:00:00Z"]
        #expect(try Program.run(["serve", "--check-config"] + later).errors.isEmpty)
    }

    @Test("Where nothing is ever held, there need be no directory for it")
    func heldAnswers() throws {
        let wish = ["serve", "--listen", "127.0.0.1:0", "--held-answers-directory", files.path("none")]
        let check = wish + ["--check-config"]
        #expect(try Program.run(check).status == 1)
        #expect(try Program.run(check + ["--max-held-streams", "0"]).status == 0)
        #expect(try Program.run(check + ["--max-held-answers", "0B"]).status == 0)
        let program = try Program(wish + ["--max-held-streams", "0"])
        #expect(program.nextErrorLine(with: "server.start") != nil)
        #expect(program.stop(SIGTERM) == 0)
    }

    @Test("A secret that was given where the path of its file belongs is not repeated", arguments: secrets)
    func misplacedSecret(setting: String, message: String) throws {
        let secret = "cg_0a1b2c3d_secret"
        var environment = ["CLAIMGATE_LISTEN": "127.0.0.1:0", setting: secret]
        if setting == "CLAIMGATE_TLS_KEY" {
            environment.merge(["CLAIMGATE_TLS_LISTEN": "127.0.0.1:0", "CLAIMGATE_TLS_CERTIFICATE": certificate]) { $1 }
        }
        for wish in [[], ["--check-config"]] {
            let result = try Program.run(["serve"] + wish, environment: environment)
            #expect(result.status == 1)
            #expect(result.errors.hasPrefix("claimgate: \(message)"))
            #expect(result.errors.hasSuffix(": No such file or directory\n"))
            #expect(!result.errors.contains(secret))
        }
    }

    private static let secrets = [
        ("CLAIMGATE_API_KEYS", "the file of --api-keys"), ("CLAIMGATE_LOG_ID_KEY", "the file of --log-id-key"),
        ("CLAIMGATE_TLS_KEY", "the key for the certificate in "),
    ]

    @Test("It makes no file, opens no place, and says what it has not tried")
    func leavesNothing() throws {
        let arguments = ["--log-access", files.path("log"), "--listen", "unix:\(files.path("socket")),systemd"]
        let check = try Program.run(["serve", "--check-config"] + arguments)
        #expect(check.status == 0)
        let untried = "whether its places are free, and what sockets systemd passes, is seen at the start"
        #expect(check.output == "claimgate: the configuration can be used; \(untried)\n")
        #expect(!FileManager.default.fileExists(atPath: files.path("log")))
        #expect(!FileManager.default.fileExists(atPath: files.path("socket")))
    }
}
