import Dispatch
import Glibc
import HTTPMessage
import Synchronization
import Testing

@testable import HTTPServer

struct AsyncHandlerTests {
    private let executor = QueueExecutor()

    @Test("An asynchronous function answers, with body, peer and head of the request, in order")
    func answers() async throws {
        let handler = AsyncHandler(executor: executor) { request in
            await Task.yield()
            return Response(.ok, text: "\(request.head.path) \(request.body.count) \(request.peer.host)")
        }
        try await withHandler(handler) { server in
            let client = try Client(server)
            let post = "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
            try client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n\(post)GET /c HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.response().body == "/a 0 127.0.0.1")
            #expect(try client.response().body == "/b 3 127.0.0.1")
            #expect(try client.response().body == "/c 0 127.0.0.1")
        }
    }

    @Test("An error is a 500 that does not repeat it, and the connection goes on")
    func throwing() async throws {
        let handler = AsyncHandler(executor: executor) { _ in throw ClientError(description: "secret") }
        try await withHandler(handler) { server in
            let client = try Client(server)
            for _ in 0..<2 {
                try client.get("/a")
                let (head, body) = try client.response()
                #expect(head.hasPrefix("HTTP/1.1 500 ") && !body.contains("secret"))
            }
        }
    }

    @Test("So many tasks run at a time, so many requests wait, and the next is told 503")
    func bounds() async throws {
        let gate = Gate()
        let handler = AsyncHandler(maximumTasks: 2, maximumWaiting: 1, executor: executor) { request in
            await gate.wait()
            return Response(.ok, text: request.head.path)
        }
        try await withHandler(handler) { server in
            let clients = try (0..<2).map { _ in try Client(server) }
            for client in clients { try client.get("/run") }
            while gate.count < 2 { sched_yield() }
            // One of these two waits, the other is refused: whichever comes second.
            let late = try (0..<2).map { _ in try Client(server) }
            for client in late { try client.get("/wait") }
            var polled = late.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            #expect(poll(&polled, 2, 10_000) == 1)
            let refused = polled[0].revents != 0 ? 0 : 1
            let (head, _) = try late[refused].response()
            #expect(head.hasPrefix("HTTP/1.1 503 ") && head.contains("\r\nRetry-After: "))
            #expect(gate.count == 2)
            gate.open()
            for client in clients { #expect(try client.response().body == "/run") }
            #expect(try late[1 - refused].response().body == "/wait")
        }
    }

    @Test("A client that leaves cancels its task")
    func cancellation() async throws {
        let started = DispatchSemaphore(value: 0)
        let ended = DispatchSemaphore(value: 0)
        let handler = AsyncHandler(executor: executor) { _ in
            started.signal()
            // Ends when its task is cancelled, and only then.
            for await _ in AsyncStream<Never>.makeStream().stream {}
            if Task.isCancelled { ended.signal() }
            return Response(.ok, text: "nobody reads this")
        }
        try await withHandler(handler) { server in
            let client = try Client(server)
            try client.get("/a")
            #expect(started.wait(timeout: .now() + 10) == .success)
            client.resetOnClose()
            client.leave()
            #expect(ended.wait(timeout: .now() + 10) == .success)
        }
    }

    @Test("Bodies are decoded and answers encoded for an asynchronous function too")
    func codings() async throws {
        let handler = AsyncHandler(executor: executor) { request in
            Response(.ok, text: String(repeating: "0123456789", count: 300 + request.body.count))
        }
        try await withHandler(handler) { server in
            let client = try Client(server)
            try client.send("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
            #expect(try client.response().head.contains("\r\nContent-Encoding: gzip"))
            try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc")
            #expect(try client.response().head.hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test("A closure decides from the head, and refusals have a line of text")
    func closure() async throws {
        let handler = ClosureHandler { head, peer in .respond(Response(.ok, text: "\(head.path) \(peer.host)")) }
        try await withHandler(handler) { server in
            let client = try Client(server)
            try client.get("/a")
            #expect(try client.response().body == "/a 127.0.0.1")
            try client.send("BROKEN\r\n\r\n")
            #expect(try client.response().body == "The request is not well-formed HTTP/1.1.\n")
        }
    }

    @Test("A server runs until its task is cancelled")
    func run() async throws {
        let handler = AsyncHandler(executor: executor) { _ in Response(.ok, text: "hello\n") }
        let server = try Server(ServerConfiguration(listeners: [.ip("127.0.0.1", port: 0)]), handler: handler)
        let task = Task(executorPreference: executor) { await server.run() }
        try await onThread {
            let client = try Client(server)
            try client.get("/")
            #expect(try client.response().body == "hello\n")
            task.cancel()
            #expect(try client.readToEnd() == "")
        }
        await task.value
    }
}
