import Foundation
import TestSupport
import Testing

@testable import claimgate

/// Who may call, through the command.
struct AccessTests {
    private let json = ["CLAIMGATE_LOG_FORMAT": "json"]

    /// A service that asks for the keys of a file, and its port.
    private func start(_ file: String, _ more: [String] = []) throws -> (Program, UInt16) {
        let program = try Program(
            ["serve", "--listen", "127.0.0.1:0", "--api-keys", file] + more,
            environment: json
        )
        let line = try #require(program.nextErrorLine())
        let port = try #require(line.firstMatch(of: /"server\.port":(\d+)/)?.1)
        return (program, try #require(UInt16(port)))
    }

    private func newKey(_ file: String, _ client: String, _ more: [String] = []) throws -> (id: String, key: String) {
        let result = try Program.run(["keys", "new", "--file", file, "--client", client] + more)
        let id = try #require(result.errors.firstMatch(of: /key ([0-9a-f]{8}) of/)?.1)
        #expect(result.status == 0)
        return (String(id), String(result.output.dropLast()))
    }

    private func status(_ port: UInt16, _ target: String, _ key: String?) -> String {
        let fields = key.map { ["Authorization: Bearer \($0)"] } ?? []
        return String(LoopbackClient.send(port: port, "GET", target, fields).dropFirst(9).prefix(3))
    }

    @Test(
        "A place that other machines can reach is refused without TLS and keys, and what would be right is said",
        arguments: [
            (["--listen", "*:0"], "serve it by TLS", "say who may call"),
            (["--listen", "0.0.0.0:0"], "serve it by TLS", "say who may call"),
            (["--listen", "[::]:0"], "other machines can reach [::]:0", "--insecure"),
            (["--listen", "127.0.0.1:0,192.0.2.1:0"], "other machines can reach 192.0.2.1:0", "--insecure"),
            (["--listen", "*:0", "--api-keys", "a"], "serve it by TLS", "listen on 127.0.0.1"),
            (
                ["--tls-listen", "*:0", "--tls-certificate", "a", "--tls-key", "b"],
                "say who may call (--api-keys, --tls-clients or --token-keys)",
                "listen on 127.0.0.1"
            ),
        ]
    )
    func exposure(arguments: [String], first: String, second: String) throws {
        for wish in [[], ["--check-config"]] {
            let result = try Program.run(["serve"] + arguments + wish)
            #expect(result.status == 64)
            #expect(result.errors.contains(first))
            #expect(result.errors.contains(second))
        }
    }

    @Test("Loopback and Unix domain sockets are for this machine; TLS and keys together are enough for others")
    func noExposure() throws {
        func exposure(_ arguments: [String]) throws -> Exposure? {
            let settings = try SettingsReader.read(arguments, environment: []).1
            return settings.exposure(plain: settings.plainPlaces, secure: settings.tlsListen ?? [])
        }
        #expect(try exposure([]) == nil)
        #expect(try exposure(["--listen", "127.9.8.7:1,[::1]:1,unix:/a,localhost:1,systemd"]) == nil)
        let tls = ["--tls-listen", "*:1", "--tls-certificate", "a", "--tls-key", "b"]
        #expect(try exposure(tls + ["--api-keys", "c"]) == nil)
        #expect(try exposure(tls + ["--api-keys", "c", "--listen", "127.0.0.1:2"]) == nil)
        #expect(try exposure(tls + ["--api-keys", "c", "--listen", "*:2"])?.lacksTLS == true)
        #expect(try exposure(tls)?.lacksTLS == false)
        // What systemd has opened is judged by its address.
        #expect(ListenPlace.address([10, 0, 0, 1], port: 1).isReachable)
        #expect(!ListenPlace.isLoopback([UInt8](repeating: 0, count: 16)))
    }

    @Test("A key is made, used, followed by a second, and taken back, and no connection notices the reload")
    func life() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("keys.json")
        let first = try newKey(file, "billing", ["--scopes", "rules:read"])
        #expect(first.key.firstMatch(of: /^cg_[A-Za-z0-9_-]{43}$/) != nil)
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try !String(contentsOfFile: file, encoding: .utf8).contains(first.key.dropFirst(3)))

        let (program, port) = try start(file)
        #expect(status(port, "/v1/codes", nil) == "401")
        #expect(status(port, "/nothing", nil) == "401")
        #expect(status(port, "/livez", nil) == "200")
        #expect(status(port, "/readyz", "cg_wrong") == "200")
        #expect(status(port, "/v1/codes", first.key) == "200")
        #expect(status(port, "/nothing", first.key) == "404")
        #expect(status(port, "/v1/claims/validate", first.key) == "405")

        let second = try newKey(file, "billing", ["--scopes", "rules:read,claims:validate"])
        let third = try Program.run(["keys", "new", "--file", file, "--client", "billing"])
        #expect(third.status == 2)
        #expect(third.errors.contains("two keys that are good"))
        let list = try Program.run(["keys", "list", "--file", file]).output
        #expect(list.contains("\(first.id)  good until "))
        #expect(list.contains("billing  claims:validate,rules:read\n"))
        #expect(!list.contains(second.key) && !list.contains("cg_"))
        #expect(status(port, "/v1/codes", second.key) == "401")
        let known = try #require(program.nextErrorLine(with: "access.key-"))
        #expect(known.contains(#""EventName":"access.key-read","Attributes":{"claimgate.key.id":"\#(first.id)"}"#))
        program.signal(SIGHUP)
        #expect(program.nextErrorLine(with: "server.reload")?.contains("server.reloaded") == true)
        let added = try #require(program.nextErrorLine(with: "access.key-"))
        #expect(added.contains(#""EventName":"access.key-added","Attributes":{"claimgate.key.id":"\#(second.id)"}"#))
        #expect(added.contains(#""InstrumentationScope":{"Name":"claimgate.audit"}"#))
        for key in [first.key, second.key] { #expect(status(port, "/v1/codes", key) == "200") }

        #expect(try Program.run(["keys", "revoke", "--file", file, first.id]).status == 0)
        #expect(try Program.run(["keys", "revoke", "--file", file, first.id]).status == 2)
        program.signal(SIGHUP)
        #expect(program.nextErrorLine(with: "server.reload")?.contains("server.reloaded") == true)
        let removed = try #require(program.nextErrorLine(with: "access.key-"))
        #expect(removed.contains(#""access.key-removed","Attributes":{"claimgate.key.id":"\#(first.id)"}"#))
        #expect(status(port, "/v1/codes", first.key) == "401")
        #expect(status(port, "/v1/codes", second.key) == "200")
        #expect(program.stop(SIGTERM) == 0)
        var log = ""
        while let line = program.nextErrorLine() { log += line + "\n" }
        #expect(log.contains(#""error.type":"unauthenticated","claimgate.reason":"unknown-key""#))
        #expect(log.contains(#""claimgate.caller.kind":"key","claimgate.caller.id":"\#(second.id)""#))
        #expect(!log.contains("billing") && !log.contains("cg_"))
    }

    @Test("A file of keys that is not right keeps it from starting, and at a reload the old keys stay")
    func badFile() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("keys.json")
        let key = try newKey(file, "billing").key
        let (program, port) = try start(file)
        let good = try String(contentsOfFile: file, encoding: .utf8)
        _ = try folder.write("keys.json", good.replacing("rules:read", with: "rules:all"))
        program.signal(SIGHUP)
        let failed = try #require(program.nextErrorLine(with: "server.reload"))
        #expect(
            failed.contains(
                #""EventName":"server.reload-failed","Attributes":{"claimgate.setting":"api-keys","claimgate.reason":"invalid","claimgate.line":3,"#
            )
        )
        #expect(!failed.contains("rules:all") && !failed.contains(folder.directory.path))
        #expect(status(port, "/v1/codes", key) == "200")
        try FileManager.default.removeItem(atPath: file)
        program.signal(SIGHUP)
        let lost = try #require(program.nextErrorLine(with: "server.reload"))
        #expect(lost.contains(#""claimgate.setting":"api-keys","claimgate.reason":"unreadable""#))
        #expect(status(port, "/v1/codes", key) == "200")
        #expect(program.stop(SIGTERM) == 0)

        for text in ["", "{}", good + "x"] {
            _ = try folder.write("keys.json", text)
            for wish in [[], ["--check-config"]] {
                let result = try Program.run(["serve", "--listen", "127.0.0.1:0", "--api-keys", file] + wish)
                #expect(result.status == 1)
                #expect(result.errors.contains("keys.json:"))
            }
            #expect(try Program.run(["keys", "new", "--file", file, "--client", "a"]).status == 2)
            #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
            #expect(!FileManager.default.fileExists(atPath: file + ".new"))
        }
    }

    @Test("Tokens are taken from the issuer whose keys are given, and a reload brings other keys")
    func tokens() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("jwks.json", TestTokens.keys)
        let flags = ["--token-keys", file, "--token-issuer", "https://auth.example"]
        let audience = ["--token-audience", "https://claims.example"]
        #expect(try Program.run(["serve"] + flags).errors.contains("given together or not at all"))
        let program = try Program(["serve", "--listen", "127.0.0.1:0"] + flags + audience, environment: json)
        let line = try #require(program.nextErrorLine())
        let port = try #require((line.firstMatch(of: /"server\.port":(\d+)/)?.1).flatMap { UInt16($0) })
        #expect(status(port, "/v1/codes", TestTokens.good) == "200")
        #expect(status(port, "/v1/codes", TestTokens.expired) == "401")
        #expect(status(port, "/v1/codes", nil) == "401")
        let stranger = TestTokens.keys.replacing(#""kid": "test""#, with: #""kid": "other""#)
        for (text, event, isTaken) in [("{}", "reload-failed", true), (stranger, "reloaded", false)] {
            _ = try folder.write("jwks.json", text)
            program.signal(SIGHUP)
            #expect(program.nextErrorLine(with: "server.reload")?.contains(event) == true)
            #expect(status(port, "/v1/codes", TestTokens.good) == (isTaken ? "200" : "401"))
        }
        #expect(program.stop(SIGTERM) == 0)
        var log = ""
        while let line = program.nextErrorLine() { log += line }
        // Whose token it was is a name from elsewhere.
        #expect(!log.contains("nightingale"))
        #expect(log.contains(#""claimgate.reason":"token-key""#))
    }

    @Test("Client certificates are a way to know who calls, and their list is read at the start")
    func certificates() throws {
        let folder = try TemporaryFolder()
        let certificate = try folder.write("certificate", TestCertificates.server)
        let key = try folder.write("key", TestCertificates.serverKey)
        let authority = try folder.write("authority", TestCertificates.authority)
        let tls = ["--tls-listen", "*:0", "--tls-certificate", certificate, "--tls-key", key, "--check-config"]
        let clients = ["--tls-clients", "required", "--tls-client-authorities", authority]
        #expect(try Program.run(["serve"] + tls).status == 64)
        #expect(try Program.run(["serve"] + tls + clients).status == 0)
        for (text, status) in [(#"{"clients": []}"#, Int32(0)), ("[]", 1)] {
            let list = try folder.write("list.json", text)
            let result = try Program.run(["serve"] + tls + clients + ["--tls-client-list", list])
            #expect(result.status == status)
            #expect(result.errors.contains("list.json:1:1:") == (status == 1))
        }
        #expect(try Program.run(["serve", "--tls-client-list", "a"]).status == 64)
        #expect(try Program.run(["serve", "--tls-client-revocations", "a"]).status == 64)
    }

    @Test(
        "Flags of keys that cannot be meant are refused",
        arguments: [
            ["--client", "Billing"], ["--client", "a", "--scopes", "all"], ["--client", "a", "--scopes", ""],
            ["--client", "a", "--days", "0"], ["--client", "a", "--days", "1097"], [],
        ]
    )
    func wrongFlags(arguments: [String]) throws {
        let folder = try TemporaryFolder()
        let file = folder.path("keys.json")
        #expect(try Program.run(["keys", "new", "--file", file] + arguments).status == 64)
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test("A second change at the same time is refused and changes nothing")
    func concurrentChange() throws {
        let folder = try TemporaryFolder()
        let file = folder.path("keys.json")
        _ = try newKey(file, "billing")
        let before = try String(contentsOfFile: file, encoding: .utf8)
        _ = try folder.write("keys.json.new", "")
        #expect(try Program.run(["keys", "new", "--file", file, "--client", "billing"]).status == 2)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == before)
    }
}
