import Foundation
import Metrics
import TestSupport
import Testing

/// What operators see of the service.
struct OperationsTests {
    private func start(
        _ arguments: [String] = [],
        environment: [String: String] = [:]
    ) throws -> (program: Program, client: UInt16, operators: UInt16) {
        let places = ["--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0"]
        let program = try Program(["serve", "--log-format", "json"] + places + arguments, environment: environment)
        let ports = try ["clients", "operators"].map { users in
            let line = try #require(program.nextErrorLine())
            #expect(line.contains("\"claimgate.listener.users\":\"\(users)\""))
            let digits = try #require(line.firstMatch(of: /"server\.port":(\d+)/)?.1)
            return try #require(UInt16(digits))
        }
        return (program, ports[0], ports[1])
    }

    private func status(_ port: UInt16, _ path: String, _ method: String = "GET") -> String {
        LoopbackClient.send(port: port, method, path).split(separator: " ").dropFirst().first.map(String.init) ?? ""
    }

    private func figures(_ port: UInt16, _ form: MetricForm = .text) throws -> Exposition {
        let accept = form == .text ? "text/plain" : "application/openmetrics-text"
        let answer = LoopbackClient.send(port: port, "GET", "/metrics", ["Accept: \(accept)"])
        let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
        #expect(parts[0].contains("Content-Type: \(form.contentType)"))
        return Exposition(String(try #require(parts.last)), form)
    }

    @Test("With a place of their own the figures are there, and nothing for clients is")
    func places() throws {
        let (program, client, operators) = try start()
        #expect(status(client, "/metrics") == "404")
        #expect(status(client, "/readyz") == "200")
        for path in ["/metrics", "/livez", "/readyz"] { #expect(status(operators, path) == "200") }
        for path in ["/", "/v1/rules", "/openapi.json"] { #expect(status(operators, path) == "404") }
        #expect(status(operators, "/v1/claims/validate", "POST") == "404")
        let text = try figures(operators)
        #expect(text.faults.isEmpty)
        let requests = "claimgate_http_request_duration_seconds_count"
        #expect(text.samples["\(requests){method=\"GET\",route=\"unmatched\",status=\"404\"}"] == 4)
        #expect(text.samples["claimgate_ready"] == 1)
        #expect(text.samples["claimgate_connections_accepted_total"] == 2)
        #expect(try figures(operators, .openMetrics).faults.isEmpty)
        #expect(program.stop(SIGTERM) == 0)
    }

    @Test("Alerts and dashboard name only figures that there are")
    func deploy() throws {
        let (program, _, operators) = try start()
        _ = status(operators, "/nothing")
        let families = try figures(operators).families
        #expect(program.stop(SIGTERM) == 0)
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../deploy")
        var named: Set<Substring> = []
        for file in ["prometheus/alerts.yaml", "grafana/claimgate.json"] {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            named.formUnion(text.matches(of: /\b(?:claimgate|process)_[a-z_]+/).map(\.0))
        }
        #expect(named.count > 20)
        for name in named {
            let family = String(name).replacing(/_(?:bucket|count|sum)$/, with: "")
            #expect(families[family] != nil, "\(name)")
        }
    }

    @Test("systemd hears when it listens, reloads and stops")
    func systemd() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "notify-\(UUID().uuidString)").path
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer {
            close(descriptor)
            unlink(path)
        }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafeBytes(of: &name) { bytes in
            bind(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
        try #require(bound == 0)
        func next() -> String {
            var bytes = [UInt8](repeating: 0, count: 512)
            let count = recv(descriptor, &bytes, bytes.count, 0)
            return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        }
        let (program, _, _) = try start(environment: ["NOTIFY_SOCKET": path])
        #expect(next().hasPrefix("READY=1\n"))
        program.signal(SIGHUP)
        #expect(next().contains(/^RELOADING=1\nMONOTONIC_USEC=\d+\n/))
        #expect(next().hasPrefix("READY=1\n"))
        #expect(program.stop(SIGTERM) == 0)
        #expect(next().hasPrefix("STOPPING=1\n"))
    }
}
