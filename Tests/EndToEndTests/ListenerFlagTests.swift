import Foundation
import TestSupport
import Testing

/// Where the command listens, and what it does with certificates.
struct ListenerFlagTests {
    private let json = ["CLAIMGATE_LOG_FORMAT": "json"]

    @Test("It listens at several places at once, and says where")
    func several() throws {
        let files = try TemporaryFolder()
        let certificate = try files.write("certificate", TestCertificates.server)
        let key = try files.write("key", TestCertificates.serverKey)
        let path = files.path("http.sock")
        let program = try Program(
            [
                "serve", "--listen", "127.0.0.1:0", "--listen", "*:0,unix:\(path)?mode=0600", "--tls-listen",
                "127.0.0.1:0", "--tls-certificate", certificate, "--tls-key", key, "--insecure",
            ],
            environment: json
        )
        let lines = try (0..<4).map { _ in try #require(program.nextErrorLine()) }
        let kinds = ["tcp", "everywhere", "unix", "tcp"]
        for (index, line) in lines.enumerated() {
            #expect(line.contains(#""EventName":"server.listening""#))
            #expect(line.contains(#""claimgate.listener.kind":"\#(kinds[index])""#))
            #expect(line.contains(#""claimgate.listener.tls":\#(index == 3)"#))
        }
        #expect(program.nextErrorLine()?.contains("server.start") == true)
        let insecure = try #require(program.nextErrorLine())
        #expect(
            insecure.contains(
                #""SeverityText":"warning","SeverityNumber":13,"EventName":"server.insecure","Attributes":"#
                    + #"{"claimgate.without_tls":true,"claimgate.without_callers":true}"#
            )
        )
        let everywhere = try #require(lines[1].firstMatch(of: /"server\.port":(\d+)/)?.1)
        #expect(try Program.run(["healthcheck", "--listen", "*:\(everywhere)"]).status == 0)
        #expect(try Program.run(["healthcheck"], environment: ["CLAIMGATE_LISTEN": "unix:\(path)"]).status == 0)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try Program.run(["serve", "--listen", "unix:\(path)"]).errors.contains("another server listens there"))
        #expect(program.stop(SIGTERM) == 0)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("A signal reads certificates again; what cannot be used leaves the old ones, and the log says why")
    func reload() throws {
        let files = try TemporaryFolder()
        let certificate = try files.write("certificate", TestCertificates.server)
        let key = try files.write("key", TestCertificates.serverKey)
        let arguments = ["--tls-listen", "127.0.0.1:0", "--tls-certificate", certificate, "--tls-key", key]
        let program = try Program(["serve"] + arguments, environment: json)
        _ = program.nextErrorLine(with: "server.start")
        _ = try files.write("key", TestCertificates.otherKey)
        program.signal(SIGHUP)
        let failed = try #require(program.nextErrorLine())
        #expect(failed.contains(#""EventName":"server.reload-failed","#))
        let what = #""claimgate.setting":"tls-key","claimgate.reason":"key-mismatch","claimgate.certificate":1"#
        #expect(failed.contains(what))
        #expect(!failed.contains(files.directory.path))
        _ = try files.write("certificate", TestCertificates.expired)
        _ = try files.write("key", TestCertificates.expiredKey)
        program.signal(SIGHUP)
        let expired = try #require(program.nextErrorLine())
        #expect(expired.contains(#""EventName":"server.certificate-out-of-date","#))
        #expect(expired.contains(#""claimgate.certificate":1,"claimgate.reason":"expired""#))
        #expect(program.nextErrorLine()?.contains("server.reloaded") == true)
        #expect(program.stop(SIGTERM) == 0)
    }

    @Test(
        "Lists of revocations that are out of date or broken are told of by their setting, at the start and at a reload"
    )
    func revocations() throws {
        let files = try TemporaryFolder()
        let certificate = try files.write("certificate", TestCertificates.server)
        let key = try files.write("key", TestCertificates.serverKey)
        let authority = try files.write("authority", TestCertificates.revokingAuthority)
        let lists = try files.write("lists", TestCertificates.expiredRevocations)
        let arguments = [
            "serve", "--tls-listen", "127.0.0.1:0", "--tls-certificate", certificate, "--tls-key", key, "--tls-clients",
            "required", "--tls-client-authorities", authority, "--tls-client-revocations", lists,
        ]
        let setting = #""Attributes":{"claimgate.setting":"tls-client-revocations","claimgate.reason":"#
        let program = try Program(arguments, environment: json)
        let expired = try #require(program.nextErrorLine(with: "server.revocations-out-of-date"))
        #expect(expired.contains(setting + #""expired"}"#))
        let check = try Program.run(arguments + ["--check-config"])
        #expect(check.status == 0)
        #expect(
            check.errors == "claimgate: a list of the revocations in \(lists) has expired; its clients are refused\n"
        )
        for (text, reason) in [
            ("broken", "unusable-revocations"), (TestCertificates.laterRevocations, "not-yet-valid"),
        ] {
            _ = try files.write("lists", text)
            program.signal(SIGHUP)
            let line = try #require(program.nextErrorLine(with: "claimgate.setting"))
            #expect(line.contains(setting + "\"\(reason)\"}"))
        }
        try FileManager.default.removeItem(atPath: lists)
        program.signal(SIGHUP)
        #expect(program.nextErrorLine(with: "reload-failed")?.contains(setting + #""unreadable-file"}"#) == true)
        #expect(program.stop(SIGTERM) == 0)
    }

    @Test("What keeps it from serving is said in clear words, before anything is served")
    func startErrors() throws {
        let files = try TemporaryFolder()
        let certificate = try files.write("certificate", TestCertificates.server)
        let key = try files.write("key", TestCertificates.serverKey)
        let other = try files.write("other", TestCertificates.otherKey)
        let encrypted = try files.write("encrypted", TestCertificates.encryptedKey)
        let file = try files.write("file", "precious")
        func tls(_ certificate: String, _ key: String) -> [String] {
            ["--tls-listen", "127.0.0.1:0", "--tls-certificate", certificate, "--tls-key", key]
        }
        let rows: [([String], String)] = [
            (
                tls(certificate, files.path("none")),
                "the key for the certificate in \(certificate): No such file or directory"
            ),
            (tls(files.path("none"), key), "the certificate in \(files.path("none")): No such file or directory"),
            (tls(certificate, other), "it is not the key of the certificate in \(certificate)"),
            (tls(certificate, encrypted), "it is encrypted; give it without a passphrase"),
            (
                tls(certificate, key) + ["--tls-clients", "required", "--tls-client-authorities", key],
                "the authorities in \(key): "
            ),
            (["--listen", "unix:\(file)"], "a file that is no socket is there; remove it"),
            (["--listen", "systemd"], "systemd passed no sockets to this process"),
            (["--listen", "192.0.2.1:1", "--insecure"], "this machine does not have the address"),
        ]
        for (arguments, message) in rows {
            let result = try Program.run(["serve"] + arguments)
            #expect(result.status == 1)
            #expect(result.errors.hasPrefix("claimgate: "))
            #expect(result.errors.contains(message))
        }
    }

    @Test("A configuration is checked without serving")
    func check() throws {
        let files = try TemporaryFolder()
        let certificate = try files.write("certificate", TestCertificates.expired)
        let key = try files.write("key", TestCertificates.expiredKey)
        let arguments = ["serve", "--check-config", "--tls-listen", "127.0.0.1:0", "--tls-certificate", certificate]
        let good = try Program.run(arguments + ["--tls-key", key])
        #expect(good.status == 0)
        #expect(good.errors == "claimgate: the certificate in \(certificate) has expired\n")
        let free = "whether its places are free is seen at the start\n"
        #expect(good.output == "claimgate: the configuration can be used; \(free)")
        #expect(try Program.run(arguments + ["--tls-key", certificate]).status == 1)
        #expect(try Program.run(arguments).status == 64)
        #expect(try Program.run(["serve", "--print-config"]).output.hasPrefix("CLAIMGATE_LISTEN=127.0.0.1:8080\n"))
    }
}
