import Glibc
import HTTPMessage
import Synchronization
import Testing

@testable import HTTPServer

struct ServerTests {
    @Test("A connection is kept and its requests answered one after another")
    func keepAlive() async throws {
        try await withServer { server, handler in
            let client = try Client(server)
            for number in 0..<20 {
                try client.get("/\(number)")
                let (head, body) = try client.response()
                #expect(head.hasPrefix("HTTP/1.1 200 OK\r\nDate: "))
                #expect(body == "GET /\(number)")
            }
            #expect(handler.finished.load(ordering: .relaxed) == 20)
            #expect(server.connectionCount == 1)
        }
    }

    @Test("A thousand requests sent at once are answered in order")
    func pipeline() async throws {
        try await withServer { server, _ in
            let client = try Client(server)
            try client.send((0..<1000).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
            for number in 0..<1000 { #expect(try client.response().body == "GET /\(number)") }
        }
    }

    @Test("HEAD gets the fields of GET and no body")
    func head() async throws {
        try await withServer { server, _ in
            let client = try Client(server)
            try client.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\nGET /bc HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.response(hasBody: false).head.contains("Content-Length: 7"))
            #expect(try client.response().body == "GET /bc")
        }
    }

    @Test("A body larger than any buffer comes back whole", arguments: ["/echo", "/stream"])
    func largeBody(path: String) async throws {
        try await withServer { server, _ in
            let client = try Client(server)
            let body = String(repeating: "0123456789abcdef", count: 40_000)
            try client.send("POST \(path) HTTP/1.0\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            #expect(try client.readToEnd().hasSuffix(body))
        }
    }

    @Test("A client that reads slowly gets all of a large answer, and a pipelined one after it")
    func largeAnswer() async throws {
        try await withServer { server, _ in
            let client = try Client(server, receiveBuffer: 4096)
            try client.get("/large")
            try client.get("/after")
            #expect(try client.response().body.utf8.count == 8 << 20)
            #expect(try client.response().body == "GET /after")
        }
    }

    @Test("A client that has finished sending still gets its answers, and then the end")
    func halfClose() async throws {
        try await withServer { server, _ in
            let client = try Client(server)
            try client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n")
            client.finishSending()
            let all = try client.readToEnd()
            #expect(all.contains("GET /a") && all.hasSuffix("GET /b"))
        }
    }

    @Test("A client that finishes in the middle of a request hears 400")
    func halfCloseInRequest() async throws {
        try await withServer { server, _ in
            for part in ["GET / HT", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel"] {
                let client = try Client(server)
                try client.send(part)
                client.finishSending()
                #expect(try client.readToEnd().hasPrefix("HTTP/1.1 400 "))
            }
        }
    }

    @Test("A body over the limit is refused although the client goes on sending it")
    func oversize() async throws {
        try await withServer { server, _ in
            let client = try Client(server)
            try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n")
            try client.send([UInt8](repeating: 0, count: 1_048_577))
            let answer = try client.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 413 ") && answer.hasSuffix("body-too-large"))
        }
    }

    @Test("The body is asked for with 100 Continue only when it is wanted")
    func expectation() async throws {
        try await withServer { server, _ in
            let client = try Client(server)
            let head = "HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"
            try client.send("POST /echo \(head)")
            #expect(try client.response().head == "HTTP/1.1 100 Continue")
            try client.send("hello")
            #expect(try client.response().body == "hello")
            try client.send("POST /a \(head)")
            #expect(try client.readToEnd().hasPrefix("HTTP/1.1 200 OK"))
        }
    }

    @Test("A reset in any state ends that connection and nothing else")
    func resets() async throws {
        try await withServer { server, handler in
            let witness = try Client(server)
            let beginnings = [
                "", "GET /", "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab",
                "POST /stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
                "GET /large HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET", "BROKEN\r\n\r\n",
            ]
            for beginning in beginnings {
                let client = try Client(server)
                try client.send(beginning)
                client.resetOnClose()
            }
            try witness.get("/still")
            #expect(try witness.response().body == "GET /still")
            // The witness is the only one left as soon as the loops have seen the resets.
            while server.connectionCount > 1 {
                try witness.get("/wait")
                _ = try witness.response()
            }
        }
    }

    @Test("Connections beyond the limit are told 503 and the others go on", arguments: [true, false])
    func connectionLimit(perAddress: Bool) async throws {
        let events = Mutex<[ServerEvent]>([])
        try await withServer {
            if perAddress { $0.maximumConnectionsPerAddress = 2 } else { $0.maximumConnections = 2 }
            $0.onEvent = { event in events.withLock { $0.append(event) } }
        } _: { server, _ in
            let first = try Client(server)
            try first.get("/")
            _ = try first.response()
            do {
                let second = try Client(server)
                try second.get("/")
                _ = try second.response()
                let third = try Client(server)
                let answer = try third.readToEnd()
                #expect(answer.hasPrefix("HTTP/1.1 503 ") && answer.hasSuffix("too-many-connections"))
                #expect(events.withLock { $0 } == [.connectionTurnedAway(perAddress: perAddress)])
            }
            // A place that is given up can be taken again.
            while server.connectionCount > 1 {
                try first.get("/")
                _ = try first.response()
            }
            let fourth = try Client(server)
            try fourth.get("/fourth")
            #expect(try fourth.response().body == "GET /fourth")
        }
    }

    @Test("Two connections are served by two loops")
    func spread() {
        let counts = ConnectionCounts(maximum: 100, maximumPerAddress: 100, loops: 2)
        let chosen = (0..<6).map { _ in counts.admit(.ipv4(1, 2, 3, 4), to: 0).loop }
        #expect(Set(chosen.prefix(2)) == [0, 1])
        #expect((2...4).contains(chosen.count { $0 == 0 }))
        for loop in chosen { counts.leave(.ipv4(1, 2, 3, 4), from: loop) }
        #expect(counts.total == 0)
    }

    @Test("An address in use, of another machine or of no kind is told apart")
    func addresses() async throws {
        try await withServer { server, handler in
            func code(_ host: String, _ port: UInt16) -> ServerError.Code? {
                do throws(ServerError) {
                    _ = try Server(ServerConfiguration(listeners: [.ip(host, port: port)]), handler: handler)
                    return nil
                } catch {
                    return error.code
                }
            }
            #expect(code("127.0.0.1", server.addresses[0].port) == .addressInUse)
            #expect(code("192.0.2.1", 0) == .addressNotAvailable)
            #expect(code("not an address", 0) == .invalidAddress)
            #expect(throws: ServerError.self) { try Server(ServerConfiguration(listeners: []), handler: handler) }
        }
    }

    @Test("Several listeners serve together, IPv4 and IPv6")
    func listeners() async throws {
        try await withServer {
            $0.listeners = [.ip("127.0.0.1", port: 0), .ip("::1", port: 0)]
        } _: { server, _ in
            for (index, host) in ["127.0.0.1", "::1"].enumerated() {
                let client = try Client(server, listener: index)
                try client.get("/peer")
                #expect(try client.response().body == host)
            }
        }
    }
}
