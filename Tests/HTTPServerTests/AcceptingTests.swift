import Glibc
import HTTPMessage
import Synchronization
import Testing

@testable import HTTPServer

/// What the system may refuse a server that accepts.
struct AcceptingTests {
    private func status(_ error: Int32, times: Int) async throws -> (status: Substring, events: [ServerEvent]) {
        let left = Mutex(times)
        let events = Mutex<[ServerEvent]>([])
        let status = Mutex<Substring>("")
        try await withServer {
            $0.loops = 1
            // Decides how soon paused listeners are looked at again.
            $0.limits.lingerTime = .milliseconds(20)
            $0.onEvent = { event in events.withLock { $0.append(event) } }
            $0.accept = { listener, address in
                let fails = left.withLock { left in
                    defer { left = max(0, left - 1) }
                    return left > 0
                }
                return fails ? .failed(error) : System.accept(listener, &address)
            }
        } _: { server, _ in
            let client = try Client(server)
            try client.get("/")
            let head = try client.response().head
            status.withLock { $0 = head.split(separator: " ")[1] }
        }
        return (status.withLock { $0 }, events.withLock { $0 })
    }

    @Test("Without descriptors or memory it looks away and then goes on", arguments: [EMFILE, ENFILE, ENOBUFS, ENOMEM])
    func exhausted(error: Int32) async throws {
        let (status, events) = try await status(error, times: 3)
        #expect(status == "200")
        #expect(events == Array(repeating: .acceptPaused(errno: error), count: 3))
    }

    @Test(
        "A client that gave up while it waited, or whose network failed, does not keep the next one out",
        arguments: [ECONNABORTED, EPROTO, ENETDOWN, EHOSTUNREACH, EPERM]
    )
    func givenUp(error: Int32) async throws {
        // More than one batch of them.
        let (status, events) = try await status(error, times: 200)
        #expect(status == "200" && events.isEmpty)
    }

    @Test("Two servers share a port only if both say so")
    func sharedPorts() async throws {
        try await withServer {
            $0.sharesPorts = true
        } _: { server, handler in
            var configuration = ServerConfiguration(listeners: [.ip("127.0.0.1", port: server.addresses[0].port)])
            #expect(throws: ServerError.self) { try Server(configuration, handler: handler) }
            configuration.sharesPorts = true
            let other = try Server(configuration, handler: handler)
            other.start()
            #expect(other.addresses == server.addresses)
            // The system spreads them by a hash of addresses and ports: each gets some of so many.
            var clients: [Client] = []
            while server.connectionCount == 0 || other.connectionCount == 0 {
                try #require(clients.count < 1000)
                let client = try Client(server)
                try client.get("/")
                #expect(try client.response().body == "GET /")
                clients.append(client)
            }
            await other.shutDown(grace: .zero)
        }
    }
}
