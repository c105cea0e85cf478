import ClaimService
import Foundation
import Glibc
import HTTPMessage
import HTTPServer
import StructuredLog
import TestSupport
import Testing

/// Streams of care months behind a real socket.
struct StreamTests {
    private let log = InMemoryLogSink()

    private static func month(_ index: Int) -> String {
        #"{"id":"m-\#(index)","serviceMonth":"2026-03","patient":{"id":"p-\#(index)"},"#
            + #""lines":[{"code":"99439","units":1,"date":"2026-03-31"}]}"#
    }

    private func serving(_ body: (UInt16) throws -> Void) async throws {
        let handler = ServiceHandler(logs: LogStreams(level: .info) { [log] in $0 == .service ? nil : log })
        var configuration = ServerConfiguration(listeners: [.ip("127.0.0.1", port: 0)])
        configuration.loops = 1
        configuration.limits.streamPatience = .milliseconds(20)
        let server = try Server(configuration, handler: handler)
        server.start()
        let result = Result { try body(server.addresses[0].port) }
        await server.shutDown(grace: .seconds(10))
        try result.get()
    }

    private static func head(_ more: String, version: String = "1.1") -> String {
        "POST /v1/claims/validate HTTP/\(version)\r\nHost: a\r\nContent-Type: application/x-ndjson\r\n\(more)\r\n"
    }

    private static func chunk(_ text: String) -> String { "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n" }

    /// The lines of a body, out of their chunks.
    private static func lines(_ answer: String) throws -> [String] {
        let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
        #expect(parts[0].hasPrefix("HTTP/1.1 200 OK"))
        var rest = Array((parts.count > 1 ? parts[1] : "").utf8)[...]
        guard parts[0].contains("Transfer-Encoding: chunked") else { return Self.split(rest) }
        var body: [UInt8] = []
        while let end = rest.firstIndex(of: 0x0d),
            let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16)
        {
            rest = rest[(end + 2)...]
            body += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
        }
        return Self.split(body[...])
    }

    private static func split(_ body: ArraySlice<UInt8>) -> [String] {
        body.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("A line is answered before the next is sent, and one connection serves stream after stream")
    func conversation() async throws {
        try await serving { port in
            let client = try Conversation(port: port)
            for round in 0..<2 {
                try client.send(Self.head("Transfer-Encoding: chunked\r\n"))
                for index in 0..<3 {
                    try client.send(Self.chunk(Self.month(index) + "\n"))
                    #expect(
                        try client.readLine(from: "{").hasPrefix(#"{"index":\#(index),"id":"m-\#(index)","verdict""#)
                    )
                }
                // The last line has no end of its own.
                try client.send(Self.chunk(Self.month(3)) + "0\r\n\r\n")
                #expect(try client.readLine(from: "{").hasPrefix(#"{"index":3,"id":"m-3""#))
                #expect(try client.readLine(from: "0") == "0\r")
                #expect(log.records(.decisions).count == round + 1)
            }
        }
        #expect(log.records(.decisions).count == 2)
        #expect(log.records(.decisions).allSatisfy { $0.fields.contains(LogField("claimgate.documents", 4)) })
    }

    @Test("HTTP/1.0 clients get the lines until the connection closes, those that end their sending side too")
    func oldClients() async throws {
        try await serving { port in
            let body = (0..<40).map { Self.month($0) }.joined(separator: "\n")
            let old = LoopbackClient.exchange(
                port: port,
                Self.head("Content-Length: \(body.utf8.count)\r\n", version: "1.0") + body
            )
            #expect(!old.contains("chunked"))
            #expect(try Self.lines(old).count == 40)
            let client = try Conversation(port: port)
            try client.send(Self.head("Content-Length: \(body.utf8.count)\r\n") + body)
            client.endSending()
            #expect(try Self.lines(client.readToEnd()).count == 40)
        }
    }

    @Test(
        "What breaks a stream in the middle is told as its last line, and the body has no proper end",
        arguments: [
            ("Transfer-Encoding: chunked\r\n", "rubbish\r\n", "malformed-chunk"),
            ("Transfer-Encoding: chunked\r\n", "5\r\nab", "incomplete-body"),
            ("Content-Length: 9999\r\n", "", "incomplete-body"),
        ]
    )
    func broken(framing: String, end: String, problem: String) async throws {
        try await serving { port in
            let client = try Conversation(port: port)
            let line = Self.month(0) + "\n"
            try client.send(Self.head(framing) + (framing.contains("chunked") ? Self.chunk(line) : line))
            #expect(try client.readLine(from: "{").hasPrefix(#"{"index":0,"#))
            try client.send(end)
            client.endSending()
            let rest = try client.readToEnd()
            #expect(rest.contains(#"{"answered":1,"type":"/problems/\#(problem)""#))
            #expect(!rest.hasSuffix("0\r\n\r\n"))
        }
        let record = try #require(log.records(.decisions).first)
        #expect(log.records(.decisions).count == 1)
        #expect(record.fields.contains(LogField("claimgate.complete", false)))
    }

    @Test("A client that goes away in the middle leaves one line in the log and nothing else")
    func aborted() async throws {
        try await serving { port in
            do {
                let client = try Conversation(port: port)
                try client.send(Self.head("Content-Length: 99999\r\n") + Self.month(0) + "\n")
                _ = try client.readLine(from: "{")
                client.reset()
            }
            #expect(LoopbackClient.send(port: port, "GET", "/livez").hasPrefix("HTTP/1.1 200"))
        }
        let streams = log.records(.decisions).filter {
            $0.fields.contains(LogField("http.route", "/v1/claims/validate"))
        }
        #expect(streams.count == 1)
        #expect(streams[0].fields.contains(LogField("claimgate.documents", 1)))
        #expect(streams[0].fields.contains(LogField("claimgate.complete", false)))
    }

    @Test("A client that sends everything before it reads gets every answer in order")
    func everythingFirst() async throws {
        // More answers than the sockets take on their own.
        let count = Int(ProcessInfo.processInfo.environment["CLAIMGATE_TEST_STREAM_LINES"] ?? "") ?? 9_000
        try await serving { port in
            let body = (0..<count).map { Self.month($0) }.joined(separator: "\n")
            let answer = LoopbackClient.exchange(
                port: port,
                Self.head("Content-Length: \(body.utf8.count)\r\nConnection: close\r\n") + body
            )
            let lines = try Self.lines(answer)
            #expect(lines.count == count)
            #expect(lines.enumerated().allSatisfy { $1.hasPrefix(#"{"index":\#($0),"id":"m-\#($0)","#) })
        }
        #expect(
            try #require(log.records(.decisions).first).fields.contains(
                LogField("claimgate.documents", .integer(count))
            )
        )
    }
}

/// A client that reads answers while it sends.
private final class Conversation {
    private let descriptor: Int32
    private var received: [UInt8] = []

    init(port: UInt16) throws {
        descriptor = try #require(LoopbackClient.connect(port: port))
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    func send(_ text: String) throws {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            try #require(count > 0)
            rest = rest.dropFirst(count)
        }
    }

    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Makes closing send a reset.
    func reset() {
        var value = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
    }

    private func more() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        try #require(count >= 0)
        received += buffer[..<count]
        return count > 0
    }

    /// The next line that begins so, waited for; what comes before it is dropped.
    func readLine(from beginning: String) throws -> String {
        while true {
            while let end = received.firstIndex(of: 0x0a) {
                let line = String(decoding: received[..<end], as: UTF8.self)
                received.removeFirst(end + 1)
                if line.hasPrefix(beginning) { return line }
            }
            try #require(try more())
        }
    }

    func readToEnd() throws -> String {
        while try more() {}
        defer { received = [] }
        return String(decoding: received, as: UTF8.self)
    }
}
