import Glibc
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
            $0.loops = 1
            // It does not linger while stopping, once the client's system has everything.
            $0.limits.lingerTime = .seconds(3600)
        } _: { server, handler in
            let client = try Client(server)
            try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
            _ = try client.response()
            server.shutDown(grace: .seconds(10)) {}
            // Who comes now is told so: that shows that the server has begun to stop.
            while true {
                let late = try Client(server)
                try late.get("/")
                // Who was let in just before is idle, and ends in silence.
                guard let (head, _) = try? late.response(), !head.hasPrefix("HTTP/1.1 200 ") else { continue }
                #expect(head.hasPrefix("HTTP/1.1 503 ") && head.contains("\r\nRetry-After: "))
                #expect(head.contains("\r\nConnection: close"))
                break
            }
            try client.send("hello")
            let (head, body) = try client.response()
            #expect(head.contains("Connection: close") && body == "hello")
            #expect(try client.readToEnd() == "")
            // The client keeps its side open.
            await server.shutDown(grace: .zero)
            #expect(server.connectionCount == 0)
            #expect(throws: ClientError.self) { try Client(server) }
        }
    }

    @Test("A listener that outlives the process is left alone while stopping: clients wait for the next process")
    func inherited() async throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let address = try #require(SocketAddress("127.0.0.1", port: 0))
        #expect(address.withPointer { bind(listener, $0, $1) } == 0 && listen(listener, 16) == 0)
        let kept = dup(listener)
        defer { close(kept) }
        try await withServer {
            $0.loops = 1
            $0.listeners = [.descriptor(listener)]
        } _: { server, handler in
            let busy = try Client(server)
            try busy.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            _ = try busy.response()
            let idle = try Client(server)
            try idle.get("/")
            _ = try idle.response()
            server.shutDown(grace: .seconds(10)) {}
            #expect(try idle.readToEnd() == "")
            let late = try Client(server)
            try late.get("/late")
            try busy.send("ok")
            #expect(try busy.response().body == "ok")
            await server.shutDown(grace: .zero)
            try await withServer {
                $0.listeners = [.descriptor(dup(kept))]
            } _: { _, _ in
                let body = try late.response().body
                #expect(body == "GET /late")
            }
        }
    }

    @Test("After the grace period what is left is cut off")
    func graceEnds() async throws {
        try await withServer {
            $0.limits.lingerTime = .seconds(3600)
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
