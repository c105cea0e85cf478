import Dispatch
import Glibc
import HTTPMessage
import Synchronization
import Testing

@testable import HTTPServer

struct StreamingHandlerTests {
    private let executor = QueueExecutor()

    private func handler(
        upTo maximum: Int = 1 << 30,
        _ exchange: @escaping @Sendable (StreamedRequest, AnswerWriter) async throws -> Void
    ) -> StreamingHandler {
        StreamingHandler(maximumBodyBytes: maximum, executor: executor, exchange: exchange)
    }

    private static let chunked = "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    @Test("A piece of the body is answered before the next is sent, and pipelined requests wait")
    func fullDuplex() async throws {
        let handler = handler { request, answer in
            answer.begin(.accepted, fields: [.contentType: "application/x-echo"])
            for try await bytes in request.body { try await answer.write(bytes) }
            try await answer.write("\(request.head.path) \(request.peer.host)")
        }
        try await withHandler(handler) { server in
            let client = try Client(server)
            try client.send(Self.chunked + "3\r\nabc\r\n")
            let head = try client.head()
            #expect(head.hasPrefix("HTTP/1.1 202 ") && head.contains("\r\nContent-Type: application/x-echo"))
            #expect(try client.chunk() == "abc")
            try client.send("2\r\nde\r\n")
            #expect(try client.chunk() == "de")
            try client.send("0\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(try client.chunk() == "/a 127.0.0.1")
            #expect(try client.chunk() == "")
            #expect(try client.readToEnd().contains("/b 127.0.0.1"))
        }
    }

    @Test("A body and an answer of many mebibytes go through whole, to a client that reads slowly too")
    func large() async throws {
        let handler = handler { request, answer in
            var count = 0
            for try await bytes in request.body { count += bytes.count }
            for number in 0..<1000 { try await answer.write(String(repeating: "\(number % 10)", count: 8192)) }
            try await answer.write("\(count)")
        }
        try await withHandler(handler) {
            $0.limits.backlogBytes = 32 * 1024
            $0.contentCodings = nil
        } _: { server in
            let client = try Client(server, receiveBuffer: 4096)
            let body = [UInt8](repeating: UInt8(ascii: "x"), count: 4_000_000)
            try client.send(Array("POST / HTTP/1.0\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body)
            let answer = try client.readToEnd()
            let expected = (0..<1000).map { String(repeating: "\($0 % 10)", count: 8192) }.joined() + "4000000"
            #expect(answer.hasSuffix("\r\n\r\n" + expected))
        }
    }

    @Test("Nothing of a body that is not asked for is read, nor is 100 Continue said")
    func unasked() async throws {
        let handler = handler { request, answer in
            if request.head.path == "/no" { return try answer.send(Response(.conflict, text: "no")) }
            let body = try await request.body.collect(upTo: 10)
            try answer.send(Response(.ok, text: body.map { String(decoding: $0, as: UTF8.self) } ?? "too much"))
        }
        try await withHandler(handler) { server in
            let head = "HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: "
            let client = try Client(server)
            for (body, answer) in [("hello", "hello"), ("hello, world", "too much")] {
                try client.send("POST /a \(head)\(body.utf8.count)\r\n\r\n")
                #expect(try client.response().head == "HTTP/1.1 100 Continue")
                try client.send(body)
                #expect(try client.response().body == answer)
            }
            try client.send("POST /no \(head)5\r\n\r\n")
            #expect(try client.readToEnd().hasPrefix("HTTP/1.1 409 "))
        }
    }

    @Test("An error, or no answer at all, is a 500 without words of it, and the connection goes on")
    func errors() async throws {
        let handler = handler { request, answer in
            if request.head.path == "/throw" { throw ClientError(description: "secret") }
            if request.head.path == "/ok" { try answer.send(Response(.ok, text: "ok")) }
        }
        try await withHandler(handler) { server in
            let client = try Client(server)
            for path in ["/throw", "/nothing"] {
                try client.get(path)
                let (head, body) = try client.response()
                #expect(head.hasPrefix("HTTP/1.1 500 ") && !body.contains("secret"))
            }
            try client.get("/ok")
            #expect(try client.response().body == "ok")
        }
    }

    @Test("An error after the beginning cuts the answer short")
    func lateError() async throws {
        let gate = Gate()
        let handler = handler { _, answer in
            try await answer.write("some")
            await gate.wait()
            throw ClientError(description: "secret")
        }
        try await withHandler(handler) { server in
            let client = try Client(server)
            try client.get("/")
            _ = try client.head()
            #expect(try client.chunk() == "some")
            gate.open()
            #expect(try client.readToEnd() == "")
        }
    }

    @Test("Once answered, nothing more can be written, sent or read")
    func answered() async throws {
        let errors = Mutex<[ExchangeError]>([])
        let handler = handler { request, answer in
            try answer.send(Response(.ok, text: "done"))
            do throws(ExchangeError) { try await answer.write("more") } catch { errors.withLock { $0.append(error) } }
            do throws(ExchangeError) { try answer.send(Response(.ok, text: "again")) } catch {
                errors.withLock { $0.append(error) }
            }
            do throws(ExchangeError) { _ = try await request.body.collect(upTo: 10) } catch {
                errors.withLock { $0.append(error) }
            }
        }
        try await withHandler(handler) { server in
            let client = try Client(server)
            try client.send("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab")
            #expect(try client.readToEnd().hasSuffix("done"))
        }
        #expect(errors.withLock { $0 } == [.answered, .answered, .answered])
    }

    @Test("A client that leaves ends whatever waits for it", arguments: ["read", "write"])
    func clientLeaves(what: String) async throws {
        let started = DispatchSemaphore(value: 0)
        let ended = DispatchSemaphore(value: 0)
        let handler = handler { request, answer in
            defer { ended.signal() }
            if what == "read" {
                try await answer.write("begun")
                started.signal()
                for try await _ in request.body {}
            } else {
                started.signal()
                while true { try await answer.write(String(repeating: "x", count: 65536)) }
            }
        }
        try await withHandler(handler) { server in
            let client = try Client(server)
            try client.send(Self.chunked)
            #expect(started.wait(timeout: .now() + 10) == .success)
            client.resetOnClose()
            client.leave()
            #expect(ended.wait(timeout: .now() + 10) == .success)
        }
    }

    @Test("A body over the limit is a 413, and whoever reads it hears why")
    func tooLarge() async throws {
        let heard = Mutex<ExchangeError?>(nil)
        let ended = DispatchSemaphore(value: 0)
        let handler = handler(upTo: 10) { request, answer in
            defer { ended.signal() }
            do { for try await _ in request.body {} } catch let error as ExchangeError {
                heard.withLock { $0 = error }
                throw error
            }
        }
        try await withHandler(handler) { server in
            let client = try Client(server)
            try client.send(Self.chunked + "8\r\nabcdefgh\r\n8\r\nabcdefgh\r\n")
            #expect(try client.readToEnd().hasPrefix("HTTP/1.1 413 "))
            #expect(ended.wait(timeout: .now() + 10) == .success)
        }
        #expect(heard.withLock { $0 } == .cancelled)
    }

    @Test("Bodies are decoded and answers encoded in pieces too, and those that are small or of no such kind are not")
    func codings() async throws {
        let handler = handler { request, answer in
            switch request.head.path {
            case "/whole": return try answer.send(Response(.ok, text: String(repeating: "0123456789", count: 500)))
            case "/binary": answer.begin(.ok, fields: [.contentType: "application/octet-stream"])
            default: answer.begin(.ok, fields: [.contentType: "text/plain", .etag: "\"a\""])
            }
            try await answer.write("begun ")
            for try await bytes in request.body { try await answer.write(bytes) }
        }
        let body = String(repeating: "hello ", count: 1000)
        let packed = try #require(Deflater(level: 6)?.encode(Array(body.utf8)))
        try await withHandler(handler) { server in
            for (path, accept, isCoded) in [
                ("/text", "gzip", true), ("/text", "identity", false), ("/binary", "gzip", false),
                ("/whole", "gzip", true),
            ] {
                let client = try Client(server)
                let fields = "Host: a\r\nConnection: close\r\nAccept-Encoding: \(accept)\r\nContent-Encoding: gzip\r\n"
                let length = "Content-Length: \(packed.count)\r\n\r\n"
                try client.send(Array("POST \(path) HTTP/1.1\r\n\(fields)\(length)".utf8) + packed)
                let head = try client.head()
                #expect(head.contains("\r\nContent-Encoding: gzip") == isCoded, "\(path) \(accept)")
                #expect(head.contains("\r\nVary: Accept-Encoding") == (path != "/binary"))
                if path == "/text" { #expect(head.contains("\r\nETag: W/") == isCoded) }
                let bytes = path == "/whole" ? try client.readBytesToEnd() : try client.chunks()
                #expect(try (isCoded ? unpack(bytes) : bytes) == expected(path, body))
            }
        }
    }

    @Test("Requests beyond those that may wait are told 503")
    func overload() async throws {
        let gate = Gate()
        let handler = StreamingHandler(maximumTasks: 1, maximumWaiting: 0, executor: executor) { _, answer in
            await gate.wait()
            try answer.send(Response(.ok, text: "ok"))
        }
        try await withHandler(handler) { server in
            let clients = try (0..<2).map { _ in try Client(server) }
            for client in clients { try client.get("/") }
            var polled = clients.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            #expect(poll(&polled, 2, 10_000) == 1)
            let late = clients[polled[0].revents != 0 ? 0 : 1]
            #expect(try late.response().head.hasPrefix("HTTP/1.1 503 "))
            gate.open()
            let first = try #require(clients.first { $0 !== late })
            #expect(try first.response().body == "ok")
        }
    }
}

private func expected(_ path: String, _ body: String) -> [UInt8] {
    Array((path == "/whole" ? String(repeating: "0123456789", count: 500) : "begun " + body).utf8)
}

private func unpack(_ bytes: [UInt8]) throws -> [UInt8] {
    let bounds = Inflater.Bounds(bytes: 1 << 20, ratio: .max, freeBytes: 1 << 20)
    let inflater = try #require(Inflater(.gzip, bounds))
    var decoded: [UInt8] = []
    let outcome = inflater.decode(bytes.span) { part in
        part.withUnsafeBufferPointer { decoded += $0 }
        return true
    }
    #expect(outcome == .fine && inflater.isComplete)
    return decoded
}
