import ClaimService
import HTTPMessage
import HTTPServer
import StructuredLog
import TestSupport
import Testing

/// The service behind a real socket.
struct SocketTests {
    private let log = InMemoryLogSink()

    /// Serves on a port that the system chooses while the body runs.
    private func serving(_ body: (UInt16) throws -> Void) async throws {
        let handler = ServiceHandler(logs: LogStreams(level: .info) { [log] in $0 == .service ? nil : log })
        var configuration = ServerConfiguration(listeners: [.ip("127.0.0.1", port: 0)], serverName: "claimgate")
        configuration.loops = 2
        let server = try Server(configuration, handler: handler)
        server.start()
        let result = Result { try body(server.addresses[0].port) }
        await server.shutDown(grace: .seconds(10))
        try result.get()
    }

    @Test("A month is judged, and its line is in the log")
    func validate() async throws {
        try await serving { port in
            let answer = LoopbackClient.send(
                port: port,
                "POST",
                "/v1/claims/validate",
                ["Content-Type: application/json", "Accept: text/plain"],
                body: #"{"serviceMonth":"2026-03","lines":[{"code":"99439","units":1,"date":"2026-03-31"}]}"#
            )
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("Content-Type: text/plain; charset=utf-8\r\n"))
            #expect(answer.contains("\r\n\r\nREJECT"))
        }
        let line = try #require(log.records(.access).first)
        #expect(log.records(.access).count == 1)
        #expect(line.fields.contains(LogField("http.route", "/v1/claims/validate")))
        #expect(line.fields.contains(LogField("http.response.status_code", 200)))
        let decision = try #require(log.records(.decisions).first)
        #expect(decision.fields.contains(LogField("claimgate.verdict", "reject")))
    }

    @Test("Requests on one connection are answered in order, HEAD without a body")
    func pipeline() async throws {
        try await serving { port in
            let host = "HTTP/1.1\r\nHost: localhost\r\n"
            let answer = LoopbackClient.exchange(
                port: port,
                "HEAD /livez \(host)\r\nGET /nothing \(host)\r\nOPTIONS * \(host)\r\n"
                    + "GET /readyz \(host)Connection: close\r\n\r\n"
            )
            let statuses = answer.matches(of: #/HTTP/1\.1 (\d+) /#).map { String($0.1) }
            #expect(statuses == ["200", "404", "204", "200"])
            #expect(!answer.contains("alive"))
            #expect(answer.hasSuffix("{\"status\":\"ready\"}\n"))
        }
        #expect(log.records(.access).count == 4)
    }

    @Test(
        "What the server refuses is a problem document with a request id",
        arguments: [
            ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400, "invalid-host"),
            ("GET /\r\n\r\n", 400, "malformed-request"),
            ("GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505, "version-not-supported"),
            ("GET /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414, "target-too-long"),
            (
                "POST /v1/codes/suggest HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 1048577\r\n\r\n", 413, "body-too-large"
            ),
        ]
    )
    func refusals(request: String, status: Int, name: String) async throws {
        try await serving { port in
            let answer = LoopbackClient.exchange(port: port, request)
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
            #expect(answer.contains("Content-Type: application/problem+json\r\n"))
            #expect(answer.contains(#"{"type":"/problems/\#(name)""#))
            let field = try #require(answer.firstMatch(of: /X-Request-ID: ([0-9a-f]{32})/)?.1)
            #expect(answer.contains(#""requestId":"\#(field)""#))
        }
        #expect(log.records(.access).count == 1)
    }
}
