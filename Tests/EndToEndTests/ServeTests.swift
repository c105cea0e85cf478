import Foundation
import TestSupport
import Testing

/// The command as a service.
struct ServeTests {
    /// A service on a port that the system chose, and the port.
    private func start(_ arguments: [String] = [], environment: [String: String] = [:]) throws -> (Program, UInt16) {
        let program = try Program(["serve", "--listen", "127.0.0.1:0"] + arguments, environment: environment)
        let line = try #require(program.nextErrorLine())
        let port = try #require(line.firstMatch(of: /"server\.port":(\d+)/)?.1)
        return (program, try #require(UInt16(port)))
    }

    @Test("It says where it serves, answers, logs, and ends with 0 on a signal", arguments: [SIGTERM, SIGINT])
    func life(signal: Int32) throws {
        let (program, port) = try start(["--log-format", "json"])
        let answer = LoopbackClient.send(
            port: port,
            "POST",
            "/v1/claims/validate",
            ["Content-Type: application/json"],
            body: #"{"serviceMonth":"2026-03","lines":[{"code":"99490"}]}"#
        )
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.contains("\r\n\r\n{\"verdict\":\"review\""))
        #expect(try Program.run(["healthcheck", "--listen", "127.0.0.1:\(port)"]).status == 0)
        #expect(program.stop(signal) == 0)
        var events: [String] = []
        while let line = program.nextErrorLine() {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            events.append(try #require(object?["EventName"] as? String))
        }
        #expect(
            events == [
                "server.start", "http.request", "claim.decision", "http.request", "server.stopping", "server.stop",
            ]
        )
        #expect(try Program.run(["healthcheck", "--listen", "127.0.0.1:\(port)"]).status == 1)
    }

    @Test("A second signal ends it at once, with a last word", arguments: [SIGTERM, SIGINT])
    func impatience(signal: Int32) throws {
        let (program, port) = try start(["--log-format", "json", "--log-level", "notice"])
        // A request in flight, which the first signal waits for.
        let client = try #require(LoopbackClient.connect(port: port))
        defer { close(client) }
        let request = "POST /v1/claims/validate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        let head = Array((request + "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n").utf8)
        try #require(send(client, head, head.count, Int32(MSG_NOSIGNAL)) == head.count)
        var answer = [UInt8](repeating: 0, count: 25)
        try #require(recv(client, &answer, answer.count, Int32(MSG_WAITALL)) == answer.count)
        program.signal(SIGTERM)
        #expect(program.nextErrorLine()?.contains("server.start\"") == true)
        #expect(program.nextErrorLine()?.contains("server.stopping") == true)
        #expect(program.stop(signal) == 128 + signal)
        #expect(program.nextErrorLine()?.contains("server.stop-at-once") == true)
    }

    @Test("Settings come from the environment, and a flag wins")
    func settings() throws {
        let body = String(repeating: " ", count: 200)
        let environment = ["CLAIMGATE_MAX_DOCUMENT": "100B", "CLAIMGATE_LOG_LEVEL": "notice"]
        for (arguments, status) in [([], "413"), (["--max-document", "300B"], "400")] {
            let (program, port) = try start(arguments, environment: environment)
            let answer = LoopbackClient.send(
                port: port,
                "POST",
                "/v1/codes/suggest",
                ["Content-Type: application/json"],
                body: body
            )
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
            #expect(program.stop(SIGTERM) == 0)
            let lines = (0..<2).compactMap { _ in program.nextErrorLine() }
            #expect(lines.map { $0.contains("server.stopping") } == [false, true])
        }
    }

    @Test(
        "A setting that cannot be meant ends the start with 64",
        arguments: [
            (["CLAIMGATE_LISTN": "127.0.0.1:0"], "CLAIMGATE_LISTN names no setting; did you mean CLAIMGATE_LISTEN?"),
            (
                ["CLAIMGATE_COLOUR": "red"],
                "CLAIMGATE_COLOUR names no setting; there are CLAIMGATE_ANSWER_RATE, CLAIMGATE_API_KEYS, "
            ),
            (["CLAIMGATE_LOG_LEVEL": "loud"], "CLAIMGATE_LOG_LEVEL: "),
            (["CLAIMGATE_LISTEN": "example.org:80"], "CLAIMGATE_LISTEN: "),
            (["CLAIMGATE_MAX_DOCUMENT": "0B"], "CLAIMGATE_MAX_DOCUMENT: "),
        ]
    )
    func wrongSettings(environment: [String: String], message: String) throws {
        let result = try Program.run(["serve"], environment: environment)
        #expect(result.status == 64)
        #expect(result.errors.contains(message))
    }

    @Test("Help is given whatever the environment holds")
    func help() throws {
        let result = try Program.run(["serve", "--help"], environment: ["CLAIMGATE_COLOUR": "red"])
        #expect(result.status == 0)
        #expect(result.output.contains("--log-level"))
    }

    @Test("An address that is taken ends the start with 1 and says so")
    func addressInUse() throws {
        let (program, port) = try start()
        let second = try Program.run(["serve", "--listen", "127.0.0.1:\(port)"])
        #expect(second.status == 1)
        #expect(second.errors.contains("already in use"))
        #expect(program.stop(SIGTERM) == 0)
    }
}
