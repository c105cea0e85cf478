import Synchronization
import Testing

@testable import HTTPMessage

/// The connection's life under a clock that is moved by hand.
struct LifeCycleTests {
    static let get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test("An idle connection ends in silence when its time is up and not before")
    func idle() {
        var wire = Wire()
        wire.pass(seconds: 59)
        #expect(!wire.connection.isOver)
        wire.feed(Self.get)
        wire.pass(seconds: 59)
        #expect(!wire.connection.isOver)
        wire.pass(seconds: 1)
        #expect(wire.connection.isOver)
        #expect(wire.statuses == [200])
    }

    @Test("Empty lines do not keep an idle connection")
    func emptyLines() {
        var wire = Wire()
        for second in 0..<60 {
            if second < 4 { wire.feed("\r\n") }
            wire.pass(seconds: 1)
        }
        #expect(wire.connection.isOver)
        #expect(wire.output.isEmpty)
    }

    @Test("A head has its time from its first byte on, however it trickles")
    func head() {
        var wire = Wire()
        wire.pass(seconds: 30)
        for byte in Self.get.utf8.prefix(9) {
            wire.feed(CollectionOfOne(byte))
            wire.pass(seconds: 1)
        }
        #expect(wire.output.isEmpty)
        wire.pass(seconds: 1)
        #expect(wire.statuses == [408])
        #expect(wire.answers[0].body == "head-timeout")
    }

    @Test("A body that keeps up its rate may take long, one that does not is refused")
    func bodyRate() {
        let head = "POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\n"
        let second = String(repeating: "x", count: 1024)
        var steady = Wire()
        steady.feed(head)
        for _ in 0..<60 {
            steady.feed(second)
            steady.pass(seconds: 1)
        }
        #expect(steady.connection.phase == .streaming)

        var slow = Wire()
        slow.feed("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")
        for _ in 0..<9 {
            slow.feed("x")
            slow.pass(seconds: 1)
        }
        #expect(slow.output.isEmpty)
        slow.pass(seconds: 1)
        #expect(slow.statuses == [408])
        #expect(slow.answers[0].body == "body-timeout")
    }

    @Test("A stream that has begun its answer is cut short when its body is late")
    func lateStream() {
        var wire = Wire()
        wire.feed("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc")
        wire.pass(seconds: 10)
        #expect(wire.text.hasSuffix("\r\n6\r\naabbcc\r\n17\r\ncut short: body-timeout\r\n"))
        #expect(wire.connection.phase == .closing)
        #expect(wire.finished.map(\.isComplete) == [false])
    }

    @Test("A client that takes nothing is cut off when the stall time is up and not before")
    func writeStall() {
        var wire = Wire()
        wire.takesAnswers = false
        wire.feed("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        wire.pass(seconds: 29)
        #expect(!wire.connection.isOver)
        wire.pass(seconds: 1)
        #expect(wire.connection.isOver)
    }

    @Test("A client that takes a byte now and then is cut off too, one that takes its share is not")
    func slowReader() {
        var trickle = Wire()
        trickle.takesAnswers = false
        trickle.feed("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        for _ in 0..<31 {
            trickle.take(1)
            trickle.pass(seconds: 1)
        }
        #expect(trickle.connection.isOver)

        var steady = Wire()
        steady.takesAnswers = false
        steady.feed("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        for _ in 0..<90 {
            steady.take(1024)
            steady.pass(seconds: 1)
        }
        #expect(!steady.connection.isOver)
        steady.take(20_000)
        // Only now is it idle.
        steady.pass(seconds: 59)
        #expect(!steady.connection.isOver)
        steady.pass(seconds: 1)
        #expect(steady.connection.isOver)
    }

    @Test("A closed connection hears its client out, for the linger time at most")
    func linger() {
        var wire = Wire()
        wire.feed("BROKEN\r\n\r\n")
        #expect(wire.connection.isSayingGoodbye && wire.connection.wantsInput && !wire.connection.isOver)
        wire.feed("more and more")
        wire.pass(seconds: 1)
        #expect(!wire.connection.isOver)
        wire.pass(seconds: 1)
        #expect(wire.connection.isOver)
        #expect(wire.statuses == [400])

        var polite = Wire()
        polite.feed("BROKEN\r\n\r\n")
        polite.end()
        #expect(polite.connection.isOver)
    }

    @Test("A connection that its client asked to close ends without waiting")
    func close() {
        var wire = Wire()
        wire.feed("GET /a HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n")
        #expect(wire.answers[0].fields["connection"] == "close")
        #expect(wire.connection.isOver)
    }

    @Test("An answer may close the connection by itself; what follows is not answered")
    func closingAnswer() {
        var wire = Wire()
        wire.feed("GET /close HTTP/1.1\r\nHost: a\r\n\r\n\(Self.get)")
        #expect(wire.answers.map(\.body) == ["bye"])
        #expect(wire.answers[0].fields["connection"] == "close")
        #expect(wire.seen == ["GET /close"])
    }

    @Test(
        "Persistence follows version and Connection field",
        arguments: [
            ("HTTP/1.1\r\nHost: a", nil, false),
            ("HTTP/1.1\r\nHost: a\r\nConnection: keep-alive", nil, false),
            ("HTTP/1.1\r\nHost: a\r\nConnection: close", "close", true),
            ("HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, close", "close", true),
            ("HTTP/1.1\r\nHost: a\r\nConnection: foo\r\nConnection: close", "close", true),
            ("HTTP/1.1\r\nHost: a\r\nConnection: closed", nil, false),
            ("HTTP/1.0", "close", true),
            ("HTTP/1.0\r\nConnection: close", "close", true),
            ("HTTP/1.0\r\nConnection: Keep-Alive", "keep-alive", false),
        ] as [(String, String?, Bool)]
    )
    func persistence(lines: String, field: String?, ends: Bool) {
        var wire = Wire()
        wire.feed("GET /a \(lines)\r\n\r\n")
        #expect(wire.answers[0].fields["connection"] == field)
        #expect(wire.connection.isOver == ends)
    }

    @Test("Shutting down ends an idle connection, and any other with its answer")
    func shutDown() {
        var idle = Wire()
        idle.feed(Self.get)
        idle.connection.shutDown(idle.context)
        #expect(idle.connection.isOver)

        var busy = Wire()
        busy.feed("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na")
        busy.context.isShuttingDown = true
        busy.connection.shutDown(busy.context)
        #expect(!busy.connection.isOver)
        busy.feed("b" + Self.get)
        #expect(busy.answers.map(\.body) == ["ab"])
        #expect(busy.answers[0].fields["connection"] == "close")
    }

    @Test("A finished exchange is told with its bytes and its time")
    func finishNotice() {
        let time = Mutex<UInt64>(0)
        var wire = Wire()
        wire.context = ConnectionContext(handler: wire.handler, now: 5, clock: { time.withLock { $0 } })
        wire.feed("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe")
        wire.context.now = 7
        time.withLock { $0 = 9 }
        wire.feed("llo")
        let notice = wire.finished[0]
        #expect(notice.status == .ok && notice.isComplete)
        #expect(notice.requestBytes == "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello".utf8.count)
        #expect(notice.responseBytes == wire.output.count)
        #expect(notice.nanoseconds == 4)
    }

    @Test("What is refused before any byte of a request took no time")
    func finishNoticeWithoutRequest() {
        var wire = Wire()
        wire.context.now = 1_000_000
        wire.feed(String(repeating: "\r\n", count: 300))
        #expect(wire.finished.map(\.status) == [.badRequest])
        #expect(wire.finished.first?.nanoseconds == 0)
    }

    @Test("A broken connection tells its stream and its log")
    func abort() {
        var wire = Wire()
        wire.feed("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab")
        wire.connection.abort(wire.context)
        #expect(wire.connection.isOver)
        #expect(wire.finished.map(\.isComplete) == [false])
    }

    @Test("A head that was never looked at whole is, when nothing more can come")
    func endInHead() {
        var wire = Wire()
        wire.feed(String(repeating: "M", count: 20))
        wire.feed(String(repeating: "M", count: 15))
        #expect(wire.output.isEmpty)
        wire.end()
        #expect(wire.statuses == [501])
    }
}
