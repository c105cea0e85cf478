import HTTPMessage
import Synchronization
import Testing

@testable import HTTPServer

struct ShutdownTests {
    @Test("Idle connections end, and nobody can connect any more")
    func idle() async throws {
        try await withServer { server, _ in
            let client = try Client(server)
            try client.get("/")
            _ = try client.response()
            await server.shutDown(grace: .seconds(10))
            #expect(try client.readToEnd() == "")
            #expect(server.connectionCount == 0)
            #expect(throws: ClientError.self) { try Client(server) }
        }
    }

    @Test("A request in flight is finished and its connection closed")
    func inFlight() async throws {
        try await withServer {
            // With one listener, a refused connection shows that the server has begun to stop.
            $0.loops = 1
            $0.limits.lingerTime = .milliseconds(40)
        } _: { server, handler in
            let client = try Client(server)
            try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
            _ = try client.response()
            server.shutDown(grace: .seconds(10)) {}
            // The listener is closed before the answer is asked for.
            while (try? Client(server)) != nil {}
            try client.send("hello")
            let (head, body) = try client.response()
            #expect(head.contains("Connection: close") && body == "hello")
            #expect(try client.readToEnd() == "")
            await server.shutDown(grace: .zero)
            #expect(server.connectionCount == 0)
        }
    }

    @Test("After the grace period what is left is cut off")
    func graceEnds() async throws {
        try await withServer {
            $0.limits.lingerTime = .milliseconds(40)
        } _: { server, handler in
            let client = try Client(server)
            try client.send("POST /stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
            try client.read(100)
            await server.shutDown(grace: .milliseconds(40))
            #expect(handler.cutShort.load(ordering: .relaxed) == 1)
            _ = try client.readToEnd()
        }
    }

    @Test("Stopping twice, or before the start, completes")
    func twice() async throws {
        try await withServer { server, handler in
            await server.shutDown(grace: .zero)
            await server.shutDown(grace: .zero)
            let other = try Server(ServerConfiguration(listeners: [.ip("127.0.0.1", port: 0)]), handler: handler)
            await other.shutDown(grace: .zero)
            #expect(other.connectionCount == 0)
        }
    }
}
