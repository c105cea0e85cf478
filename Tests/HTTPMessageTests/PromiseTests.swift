import Synchronization
import Testing

@testable import HTTPMessage

/// Answers that come after the handler has returned.
struct PromiseTests {
    static let never = "POST /never HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"
    static let next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test("Until a promise is kept nothing else is answered or read, afterwards everything is")
    func order() throws {
        var wire = Wire()
        wire.feed(Self.never + Self.next)
        #expect(wire.output.isEmpty && !wire.connection.wantsInput && wire.seen == ["POST /never"])
        let promise = try #require(wire.handler.promises.withLock { $0.first })
        promise.keep(Response(.ok, text: "late"))
        promise.keep(Response(.ok, text: "too late"))
        wire.flush()
        #expect(wire.answers.map(\.body) == ["late", "/next"])
        #expect(wire.connection.wantsInput && wire.handler.cancelled.load(ordering: .relaxed) == 0)
    }

    @Test("A promise has its time and not more; then 503 and Retry-After, and the connection goes on")
    func timeout() throws {
        var wire = Wire()
        wire.feed(Self.never + Self.next)
        wire.pass(seconds: 29)
        #expect(wire.output.isEmpty)
        wire.pass(seconds: 1)
        #expect(wire.answers.map(\.body) == ["answer-timeout", "/next"])
        #expect(wire.answers[0].status == 503 && wire.answers[0].fields["retry-after"] != nil)
        #expect(wire.handler.cancelled.load(ordering: .relaxed) == 1)
        let promise = try #require(wire.handler.promises.withLock { $0.first })
        #expect(promise.isCancelled)
        promise.keep(Response(.ok, text: "too late"))
        wire.flush()
        #expect(wire.answers.count == 2)
    }

    @Test("A client that goes away cancels what was promised to it")
    func abort() {
        var wire = Wire()
        wire.feed(Self.never)
        wire.connection.abort(wire.context)
        #expect(wire.handler.cancelled.load(ordering: .relaxed) == 1)
        #expect(wire.connection.isOver)
    }

    @Test("A client that has finished sending gets what was promised, then the end")
    func halfClosed() throws {
        var wire = Wire()
        wire.feed(Self.never)
        wire.end()
        #expect(wire.output.isEmpty && !wire.connection.isOver)
        try #require(wire.handler.promises.withLock { $0.first }).keep(Response(.ok, text: "late"))
        wire.flush()
        #expect(wire.statuses == [200] && wire.connection.isOver)
    }

    @Test("A server that stops gives what it promised and closes")
    func shutDown() throws {
        var wire = Wire()
        wire.feed(Self.never)
        wire.context.isShuttingDown = true
        wire.connection.shutDown(wire.context)
        try #require(wire.handler.promises.withLock { $0.first }).keep(Response(.ok, text: "late"))
        wire.flush()
        #expect(wire.answers[0].fields["connection"] == "close")
        #expect(wire.connection.phase == .closing)
    }

    @Test("A body for later is bounded", arguments: [(1000, 200), (1001, 413)], [true, false])
    func bound(_ row: (length: Int, status: Int), isChunked: Bool) {
        var wire = Wire()
        let body = String(repeating: "x", count: row.length)
        let framing =
            isChunked
            ? "Transfer-Encoding: chunked\r\n\r\n\(String(row.length, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
            : "Content-Length: \(row.length)\r\n\r\n\(body)"
        wire.feed("POST /later HTTP/1.1\r\nHost: a\r\n\(framing)")
        #expect(wire.statuses == [row.status])
    }

    @Test("A promise outside a connection delivers, and its answers can be changed on their way")
    func outside() async {
        let body = await withCheckedContinuation { continuation in
            AnswerPromise { continuation.resume(returning: $0.body) }
                .changing { Response($0.status, body: $0.body + [2]) }
                .keep(Response(.ok, body: [1]))
        }
        #expect(body == [1, 2])
    }
}
