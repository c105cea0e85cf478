import Foundation
import TestSupport
import Testing

@testable import claimgate

/// Where logs go, and what happens when they cannot go there.
struct LogPlaceTests {
    private static let month =
        #"{"id":"C-7","serviceMonth":"2026-03","patient":{"id":"P-9"},"lines":[{"code":"99490"}]}"#

    private func start(_ arguments: [String]) throws -> (Program, UInt16) {
        let program = try Program(["serve", "--listen", "127.0.0.1:0", "--log-format", "json"] + arguments)
        let line = try #require(program.nextErrorLine())
        let port = try #require(line.firstMatch(of: /"server\.port":(\d+)/)?.1)
        return (program, try #require(UInt16(port)))
    }

    private func ask(_ port: UInt16) -> Bool {
        LoopbackClient.send(
            port: port,
            "POST",
            "/v1/claims/validate",
            ["Content-Type: application/json"],
            body: Self.month
        ).hasPrefix("HTTP/1.1 200 ")
    }

    /// The records of a file, as their log and event.
    private func events(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { line in
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let scope = try #require((object["InstrumentationScope"] as? [String: String])?["Name"])
            return "\(scope) \(try #require(object["EventName"] as? String))"
        }
    }

    @Test("Each log goes to its place, and a signal opens files anew")
    func places() throws {
        let folder = try TemporaryFolder()
        let (access, decisions, audit) = (folder.path("access"), folder.path("decisions"), folder.path("audit"))
        let (program, port) = try start([
            "--log-access", access, "--log-decisions", decisions, "--log-audit", audit, "--log-level", "info",
        ])
        #expect(ask(port))
        try FileManager.default.removeItem(atPath: audit)
        program.signal(SIGHUP)
        #expect(program.nextErrorLine(with: "server.reload")?.contains("server.reloaded") == true)
        try FileManager.default.moveItem(atPath: access, toPath: access + ".1")
        #expect(ask(port))
        program.signal(SIGHUP)
        #expect(program.nextErrorLine(with: "server.reload")?.contains("server.reloaded") == true)
        #expect(LoopbackClient.send(port: port, "GET", "/livez").hasPrefix("HTTP/1.1 200 "))
        #expect(program.stop(SIGTERM) == 0)
        let request = "claimgate.access http.request"
        // What was asked before the signal is in the file that had been moved away by then.
        #expect(try events(access + ".1") + events(access) == [request, request, request])
        #expect(try events(access).last == request)
        #expect(try events(decisions) == ["claimgate.decisions claim.decision", "claimgate.decisions claim.decision"])
        let done = ["server.reloaded", "server.reloaded", "server.stopping", "server.stop"]
        #expect(try events(audit) == done.map { "claimgate.audit \($0)" })
        var rest = ""
        while let line = program.nextErrorLine() { rest += line }
        #expect(!rest.contains("http.request") && !rest.contains("claimgate.audit"))
        let mode = try FileManager.default.attributesOfItem(atPath: access)[.posixPermissions] as? Int
        #expect(mode.map { $0 & 0o007 } == 0)
    }

    @Test("A file that cannot be opened anew is told of, and the log goes on in the old one")
    func lostFolder() throws {
        let folder = try TemporaryFolder()
        let logs = folder.path("logs")
        try FileManager.default.createDirectory(atPath: logs, withIntermediateDirectories: false)
        let (program, port) = try start(["--log-access", logs + "/access"])
        try FileManager.default.moveItem(atPath: logs, toPath: folder.path("moved"))
        program.signal(SIGHUP)
        let failed = try #require(program.nextErrorLine(with: "server.reload"))
        #expect(failed.contains(#""claimgate.setting":"log-access","claimgate.reason":"unreadable""#))
        #expect(!failed.contains(logs))
        #expect(ask(port))
        #expect(program.stop(SIGTERM) == 0)
        #expect(try events(folder.path("moved") + "/access") == ["claimgate.access http.request"])
        for wish in [[], ["--check-config"]] {
            let result = try Program.run(["serve", "--listen", "127.0.0.1:0", "--log-audit", logs + "/a"] + wish)
            #expect(result.status == 1)
            #expect(result.errors.contains("\(logs)/a: No such file or directory"))
        }
    }

    @Test("A directory for held answers in which no file can be made is found before the start")
    func heldAnswers() throws {
        let folder = try TemporaryFolder()
        for (path, status) in [(folder.path("none"), 1 as Int32), (folder.path(""), 0)] {
            let result = try Program.run(["serve", "--check-config", "--held-answers-directory", path])
            #expect(result.status == status)
            #expect(result.errors.contains("--held-answers-directory \(path)") == (status == 1))
        }
    }

    @Test("A standard stream that is closed at the start is nothing that is opened later", arguments: [1, 2])
    func closedStream(closed: Int) throws {
        let folder = try TemporaryFolder()
        let audit = folder.path("audit")
        let (other, same) = closed == 1 ? ("stderr", "stdout") : ("stdout", "stderr")
        let program = try Program(
            ["serve", "--listen", "127.0.0.1:0", "--log-service", other, "--log-access", same, "--log-audit", audit],
            environment: ["CLAIMGATE_LOG_FORMAT": "json"],
            closed: [closed]
        )
        let started = try #require(closed == 1 ? program.nextErrorLine() : program.nextLine())
        let port = try #require(started.firstMatch(of: /"server\.port":(\d+)/).flatMap { UInt16($0.1) })
        #expect(ask(port))
        #expect(program.stop(SIGTERM) == 0)
        #expect(
            try events(audit) == ["server.start", "server.stopping", "server.stop"].map { "claimgate.audit \($0)" }
        )
    }

    @Test("A full disk costs log lines, which are counted, and no answers")
    func fullDisk() throws {
        let (program, port) = try start(["--log-access", "/dev/full", "--log-decisions", "off"])
        for _ in 0..<20 { #expect(ask(port)) }
        #expect(dropped(port, atLeast: 20))
        #expect(program.stop(SIGTERM) == 0)
    }

    @Test("A pipe that nobody reads costs log lines, which are counted, and no answers")
    func stuckPipe() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipe")
        try #require(mkfifo(path, 0o600) == 0)
        // Open for reading, as whoever reads a log and has stopped.
        let reader = open(path, O_RDWR)
        try #require(reader >= 0)
        defer { close(reader) }
        let (program, port) = try start(["--log-access", path])
        // A pipe holds 64 KiB and the service a mebibyte more; a line has some four hundred bytes.
        let client = try #require(LoopbackClient.connect(port: port))
        defer { close(client) }
        let batch = 100
        let requests = Array(String(repeating: "HEAD /livez HTTP/1.1\r\nHost: a\r\n\r\n", count: batch).utf8)
        for _ in 0..<45 {
            try #require(send(client, requests, requests.count, Int32(MSG_NOSIGNAL)) == requests.count)
            var answers = ""
            while answers.ranges(of: "\r\n\r\n").count < batch {
                var buffer = [UInt8](repeating: 0, count: 1 << 16)
                let count = recv(client, &buffer, buffer.count, 0)
                try #require(count > 0)
                answers += String(decoding: buffer[..<count], as: UTF8.self)
            }
            #expect(answers.ranges(of: "HTTP/1.1 200 ").count == batch)
        }
        #expect(dropped(port, atLeast: 1))
        #expect(program.stop(SIGTERM) == 0)
    }

    /// Whether so many lines of the access log are soon counted as lost.
    private func dropped(_ port: UInt16, atLeast count: Double) -> Bool {
        for _ in 0..<5000 {
            let answer = LoopbackClient.send(port: port, "GET", "/metrics")
            let figures = Exposition(String(answer.split(separator: "\r\n\r\n", maxSplits: 1).last ?? "")).samples
            if figures[#"claimgate_log_lines_dropped_total{log="access"}"#] ?? 0 >= count {
                return figures[#"claimgate_log_lines_dropped_total{log="audit"}"#] == 0
            }
        }
        return false
    }

    @Test("Standard output is a place as well, and what is off is nowhere")
    func standardOutput() throws {
        let (program, port) = try start(["--log-access", "stdout", "--log-decisions", "off"])
        #expect(ask(port))
        #expect(program.nextLine()?.contains(#""EventName":"http.request""#) == true)
        #expect(program.stop(SIGTERM) == 0)
        #expect(program.nextLine() == nil)
        var rest = ""
        while let line = program.nextErrorLine() { rest += line }
        #expect(rest.contains("server.stop") && !rest.contains("claim.decision") && !rest.contains("http.request"))
    }

    @Test("Decisions say whose claim it was under the operator's key alone, and a signal reads another key")
    func idKey() throws {
        let folder = try TemporaryFolder()
        let key = try folder.write("key", String(repeating: "0b", count: 20) + "\n")
        let (program, port) = try start(["--log-id-key", key])
        #expect(ask(port))
        let line = try #require(program.nextErrorLine(with: "claim.decision"))
        let form =
            /"claimgate.hmac.key_id":"([0-9a-f]{8})","claimgate.claim.hmac":"([0-9a-f]{64})","claimgate.patient.hmac":"([0-9a-f]{64})"/
        let first = try #require(line.firstMatch(of: form))
        // As openssl dgst -mac HMAC gives them of `claimgate log key`, `claim:C-7` and `patient:P-9`.
        #expect(first.1 == "1724cbfe")
        #expect(first.2 == "90374b92249bf9028ffb453ea9f3bc11893d3003d9789cdc10e0b33cf74d059d")
        #expect(first.3 == "dc654b001f47d26ffe2cf76b0f44efc6082f4fe968f5ead7e2d7f33909314a82")
        _ = try folder.write("key", String(repeating: "0c", count: 20))
        program.signal(SIGHUP)
        _ = program.nextErrorLine(with: "server.reloaded")
        #expect(ask(port))
        let second = try #require(program.nextErrorLine(with: "claim.decision")?.firstMatch(of: form))
        #expect(first.1 != second.1 && first.2 != second.2 && first.3 != second.3)
        _ = try folder.write("key", "nightingale")
        program.signal(SIGHUP)
        let failed = try #require(program.nextErrorLine(with: "server.reload"))
        #expect(failed.contains(#""claimgate.setting":"log-id-key","claimgate.reason":"invalid""#))
        #expect(program.stop(SIGTERM) == 0)
        for text in [
            "", String(repeating: "0", count: 30), String(repeating: "0", count: 33),
            String(repeating: "0", count: 130),
        ] {
            _ = try folder.write("key", text)
            for wish in [[], ["--check-config"]] {
                let result = try Program.run(["serve", "--listen", "127.0.0.1:0", "--log-id-key", key] + wish)
                #expect(result.status == 1)
                #expect(result.errors.contains("hexadecimal digits"))
            }
        }
        for text in [String(repeating: "0", count: 32), String(repeating: "aF", count: 64)] {
            _ = try folder.write("key", text)
            #expect(try Program.run(["serve", "--log-id-key", key, "--check-config"]).status == 0)
        }
    }

    @Test(
        "A secret that others may read is told of, at the start and by a check",
        arguments: [0o600, 0o640, 0o644, 0o620]
    )
    func exposedSecrets(mode: Int) throws {
        let folder = try TemporaryFolder()
        let keys = folder.path("keys.json")
        #expect(try Program.run(["keys", "new", "--file", keys, "--client", "billing"]).status == 0)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: keys)
        let isExposed = mode == 0o644 || mode == 0o620
        let check = try Program.run(["serve", "--api-keys", keys, "--check-config"])
        #expect(check.status == 0)
        #expect(check.errors.contains("others than its owner may read or change \(keys) (--api-keys)") == isExposed)
        let (program, _) = try start(["--api-keys", keys])
        #expect(program.stop(SIGTERM) == 0)
        var log = ""
        while let line = program.nextErrorLine() { log += line }
        let event = #""EventName":"server.secret-exposed","Attributes":{"claimgate.setting":"api-keys"}"#
        #expect(log.contains(event) == isExposed)
    }

    @Test("Memory is kept out of core files")
    func coreFiles() throws {
        let (program, _) = try start([])
        let limits = try String(contentsOfFile: "/proc/\(program.id)/limits", encoding: .utf8)
        #expect(limits.firstMatch(of: /Max core file size +0 +0/) != nil)
        #expect(program.stop(SIGTERM) == 0)
    }

    @Test("Whom to tell of a weakness is a setting")
    func securityContact() throws {
        let (program, port) = try start([
            "--security-contact", "mailto:security@clinic.example", "--security-expires", "2027-06-30T00:00:00Z",
        ])
        let answer = LoopbackClient.send(port: port, "GET", "/.well-known/security.txt")
        #expect(answer.hasSuffix("Contact: mailto:security@clinic.example\nExpires: 2027-06-30T00:00:00Z\n"))
        #expect(program.stop(SIGTERM) == 0)
    }
}
