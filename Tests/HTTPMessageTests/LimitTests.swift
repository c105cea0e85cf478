import Testing

@testable import HTTPMessage

/// Each limit at its value and one past it.
struct LimitTests {
    static func head(_ target: String, _ lines: String = "") -> String {
        "GET \(target) HTTP/1.1\r\nHost: a\r\n\(lines)\r\n"
    }

    static func chunked(_ body: String) -> String {
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)"
    }

    private func statuses(_ text: String, _ change: (inout HTTPLimits) -> Void) -> [Int] {
        var whole = Wire(change)
        whole.feed(text)
        var pieces = Wire(change)
        for byte in text.utf8 { pieces.feed(CollectionOfOne(byte)) }
        #expect(whole.statuses == pieces.statuses)
        return whole.statuses
    }

    @Test("Method bytes", arguments: [(4, 200), (5, 501)])
    func method(length: Int, status: Int) {
        let text = "\(String(repeating: "M", count: length)) / HTTP/1.1\r\nHost: a\r\n\r\n"
        #expect(statuses(text) { $0.methodBytes = 4 } == [status])
    }

    @Test("Target bytes", arguments: [(10, 200), (11, 414)])
    func target(length: Int, status: Int) {
        let text = Self.head("/" + String(repeating: "a", count: length - 1))
        #expect(statuses(text) { $0.targetBytes = 10 } == [status])
    }

    @Test("Head bytes", arguments: [(0, 200), (1, 431)])
    func headBytes(excess: Int, status: Int) {
        let text = Self.head("/", "X: " + String(repeating: "y", count: 100) + "\r\n")
        #expect(statuses(text) { $0.headBytes = text.utf8.count - excess } == [status])
    }

    @Test("Field lines", arguments: [(3, 200), (2, 431)])
    func fields(limit: Int, status: Int) {
        #expect(statuses(Self.head("/", "X: y\r\nY: z\r\n")) { $0.fieldCount = limit } == [status])
    }

    @Test("Chunk line bytes", arguments: [(7, 200), (6, 413)])
    func chunkLine(limit: Int, status: Int) {
        // The line end counts: five bytes and CR LF.
        #expect(statuses(Self.chunked("1;abc\r\nx\r\n0\r\n\r\n")) { $0.chunkLineBytes = limit } == [status])
    }

    @Test("Chunk overhead bytes", arguments: [(43, 200), (42, 413)])
    func chunkOverhead(limit: Int, status: Int) {
        // Ten chunks cost five bytes of framing each, less one for the byte of data; the last size line costs three.
        let body = String(repeating: "1\r\nx\r\n", count: 10) + "0\r\n\r\n"
        #expect(statuses(Self.chunked(body)) { $0.chunkOverheadBytes = limit } == [status])
    }

    @Test("Trailer bytes", arguments: [(8, 200), (7, 431)])
    func trailers(limit: Int, status: Int) {
        #expect(statuses(Self.chunked("0\r\nX: y\r\n\r\n")) { $0.trailerBytes = limit } == [status])
    }

    @Test("Bytes thrown away to keep a connection", arguments: [10, 11], [true, false])
    func drain(length: Int, isChunked: Bool) {
        let body = String(repeating: "x", count: length)
        let framing =
            isChunked
            ? "Transfer-Encoding: chunked\r\n\r\n\(String(length, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
            : "Content-Length: \(length)\r\n\r\n\(body)"
        let text = "POST /a HTTP/1.1\r\nHost: a\r\n\(framing)"
        let head = text.utf8.count - framing.utf8.count + 30
        // The body with its head, and after it.
        for pieces in [[text.utf8[...]], [text.utf8.prefix(head), text.utf8.dropFirst(head)]] {
            var wire = Wire { $0.drainBytes = 10 }
            for piece in pieces { wire.feed(piece) }
            wire.feed(Self.head("/next"))
            #expect(wire.answers.map(\.body) == (length > 10 ? ["/a"] : ["/a", "/next"]))
        }
    }

    @Test("Bytes of a stream given in one turn")
    func slices() {
        var wire = Wire { $0.streamSliceBytes = 4 }
        wire.feed("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789")
        #expect(wire.text.hasSuffix("\r\n8\r\n00112233\r\n8\r\n44556677\r\n4\r\n8899\r\n1\r\n!\r\n0\r\n\r\n"))
    }

    @Test("Bytes of a stream's body", arguments: [(100_000, true), (100_001, false)])
    func streamBody(length: Int, fits: Bool) {
        var wire = Wire()
        wire.feed("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n")
        #expect(wire.statuses == (fits ? [] : [413]))
        var chunks = Wire()
        chunks.feed("POST /stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")
        #expect(chunks.statuses == [200])
        chunks.feed(String(length - 1, radix: 16) + "\r\ny")
        #expect((chunks.connection.phase == .streaming) == fits)
        #expect(chunks.statuses == [200])
    }

    @Test("Requests answered in one turn")
    func pipelined() {
        var wire = Wire { $0.pipelinedRequests = 3 }
        let all = Array((0..<7).map { Self.head("/\($0)") }.joined().utf8)
        wire.connection.receive(all.span, &wire.context)
        #expect(Answer.all(in: wire.context.output).count == 3)
        #expect(wire.connection.wantsTurn(wire.context) && !wire.connection.wantsInput)
        wire.flush()
        #expect(wire.answers.map(\.body) == (0..<7).map { "/\($0)" })
        #expect(wire.connection.wantsInput)
    }

    @Test("Bytes of answers that may wait")
    func backlog() {
        var wire = Wire { $0.answerBacklogBytes = 150_000 }
        wire.takesAnswers = false
        for _ in 0..<5 { wire.feed(Self.head("/large")) }
        // Two answers of 100,000 bytes are over the limit.
        #expect(wire.seen.count == 2)
        #expect(!wire.connection.wantsInput)
        wire.take(60_000)
        #expect(wire.seen.count == 3)
        wire.takesAnswers = true
        wire.take(.max)
        #expect(wire.seen.count == 5)
        #expect(wire.answers.count == 5)
        #expect(wire.connection.wantsInput)
    }

    @Test("Answers larger than what may wait go one at a time, pipelined or not", arguments: [true, false])
    func largeAnswers(takes: Bool) {
        var wire = Wire()
        wire.takesAnswers = takes
        wire.feed((0..<4).map { _ in Self.head("/large") }.joined() + Self.head("/last"))
        if !takes {
            #expect(wire.seen.count == 1)
            while !wire.connection.unsent.isEmpty {
                wire.take(10_000)
                // What may wait, and one answer with its head on top.
                #expect(wire.connection.unsent.count < 64 * 1024 + 100_500)
            }
        }
        #expect(wire.answers.map(\.body.utf8.count) == [100_000, 100_000, 100_000, 100_000, 5])
        #expect(wire.finished.map(\.responseBytes).reduce(0, +) == wire.output.count)
    }

    @Test("Empty lines before a request", arguments: [(2, 200), (3, 400)])
    func emptyLines(count: Int, status: Int) {
        let text = String(repeating: "\r\n", count: count) + Self.head("/")
        #expect(statuses(text) { $0.emptyLines = 2 } == [status])
        // The count begins anew with each request.
        let again = String(repeating: "\r\n", count: 2) + Self.head("/")
        #expect(statuses(again + again) { $0.emptyLines = 2 } == [200, 200])
    }

    @Test("A stream is not read while its answers wait, and goes on afterwards")
    func streamBacklog() {
        var wire = Wire { $0.backlogBytes = 1000 }
        wire.takesAnswers = false
        wire.feed("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 3000\r\n\r\n")
        wire.feed(String(repeating: "a", count: 1000))
        wire.feed(String(repeating: "b", count: 1000))
        #expect(!wire.connection.wantsInput)
        #expect(wire.connection.unsent.count < 2300)
        // Waiting for the client is not the client's lateness.
        wire.pass(seconds: 25)
        wire.take(.max)
        #expect(wire.connection.wantsInput)
        wire.feed(String(repeating: "c", count: 1000))
        wire.take(.max)
        wire.take(.max)
        #expect(wire.answers[0].body.utf8.count == 6001)
    }

    @Test("The pieces of a body, however small, make no turn longer")
    func smallChunks() {
        var wire = Wire { $0.streamSliceBytes = 64 }
        let chunks = Array(String(repeating: "1\r\nz\r\n", count: 40).utf8)
        wire.feed("POST /stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        wire.connection.receive(chunks.span, &wire.context)
        // Sixteen slices of one byte are as much as a turn is for.
        #expect(wire.context.output.count { $0 == UInt8(ascii: "z") } == 32)
        #expect(wire.connection.wantsTurn(wire.context))
        #expect(wire.connection.inputRoom(wire.context.limits) == 64)
        wire.flush()
        #expect(wire.output.count { $0 == UInt8(ascii: "z") } == 80)
    }

    @Test("A stream whose client sends everything before it reads gets a longer backlog, and only so many do")
    func uploadFirst() {
        func change(_ limits: inout HTTPLimits) {
            limits.backlogBytes = 1000
            limits.stalledStreamBytes = 50_000
            limits.stalledStreams = 1
        }
        var first = Wire(change)
        first.takesAnswers = false
        let head = "POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n"
        first.feed(head)
        for _ in 0..<19 {
            first.feed(String(repeating: "a", count: 1000))
            if !first.connection.wantsInput { first.pass(seconds: 1) }
            #expect(first.connection.wantsInput)
        }
        // Another of the same loop has to wait.
        var second = Wire(change)
        second.context = first.context
        second.takesAnswers = false
        second.feed(head + String(repeating: "a", count: 1000))
        second.feed("a")
        second.pass(seconds: 1)
        #expect(!second.connection.wantsInput)
        // When the first has read, the loan is free again.
        first.feed(String(repeating: "a", count: 1000))
        first.takeAll()
        #expect(first.answers[0].body.utf8.count == 40_001)
        second.feed("a")
        second.take(1)
        second.pass(seconds: 1)
        #expect(second.connection.wantsInput)
    }

    @Test("A client on a longer backlog is still bounded")
    func uploadFirstBound() {
        var wire = Wire {
            $0.backlogBytes = 1000
            $0.stalledStreamBytes = 5000
        }
        wire.takesAnswers = false
        wire.feed("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n")
        for _ in 0..<20 {
            wire.feed(String(repeating: "a", count: 1000))
            if !wire.connection.wantsInput { wire.pass(seconds: 1) }
            // It is heard out even when it is given up, or it would never come to read.
            #expect(wire.connection.wantsInput)
        }
        #expect(wire.connection.unsent.count < 8000)
        #expect(wire.connection.phase == .closing)
        #expect(wire.finished.map(\.isComplete) == [false])
        wire.takeAll()
        #expect(wire.text.hasSuffix("aaaa\r\n1c\r\ncut short: answers-not-taken\r\n"))
        wire.end()
        #expect(wire.connection.isOver)
    }

    @Test("A client that takes nothing is given up when the stall time is up, with a last word")
    func stalledWithoutLoan() {
        var wire = Wire {
            $0.backlogBytes = 1000
            $0.stalledStreams = 0
        }
        wire.takesAnswers = false
        wire.feed("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n")
        wire.feed(String(repeating: "a", count: 1000))
        wire.feed("a")
        #expect(!wire.connection.wantsInput)
        for _ in 0..<29 { wire.pass(seconds: 1) }
        #expect(wire.connection.phase == .streaming)
        wire.pass(seconds: 1)
        #expect(wire.connection.phase == .closing)
        #expect(wire.connection.wantsInput)
        wire.takeAll()
        #expect(wire.text.hasSuffix("cut short: answers-not-taken\r\n"))
    }
}
