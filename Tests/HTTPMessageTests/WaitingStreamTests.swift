import Synchronization
import Testing

@testable import HTTPMessage

/// A stream that does what the test has told it, when it is asked.
final class Puppet: BodyStream {
    struct State: Sendable {
        var takesBody = false
        var isComplete = false
        var head: Response?
        var output = ""
        var calls = 0
        var received = ""
        var hasBody = false
        var ending: String?
    }

    let state = Mutex(State())

    func begin(_ waker: StreamWaker) -> Bool { state.withLock { $0.takesBody } }

    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter) {
        act(&writer) { $0.received += slice.text }
    }

    func finish(_ writer: inout StreamWriter) { act(&writer) { $0.hasBody = true } }

    func cancel() { state.withLock { $0.ending = "cancelled" } }

    func cutShort(by refusal: Refusal, _ writer: inout StreamWriter) {
        state.withLock { $0.ending = refusal.name }
    }

    private func act(_ writer: inout StreamWriter, _ take: (inout State) -> Void) {
        state.withLock { state in
            state.calls += 1
            take(&state)
            writer.head = state.head
            writer.bytes += state.output.utf8
            writer.isComplete = state.isComplete
            writer.isWaiting = !state.takesBody || state.hasBody
            state.output = ""
        }
    }
}

/// Streams whose work is done elsewhere: they wait to be woken, for the body as for the answer.
struct WaitingStreamTests {
    static let next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n"

    private func post(_ body: String, _ fields: String = "") -> String {
        "POST /puppet HTTP/1.1\r\nHost: a\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private func wake(_ wire: inout Wire, _ change: (inout Puppet.State) -> Void) {
        wire.handler.puppet.state.withLock { change(&$0) }
        wire.connection.resume(&wire.context)
        wire.flush()
    }

    private func puppet(_ wire: Wire) -> Puppet.State { wire.handler.puppet.state.withLock { $0 } }

    @Test("Nothing of a body is read, or asked for, before the stream wants it")
    func lazyBody() {
        var wire = Wire()
        wire.feed(String(post("hello", "Expect: 100-continue\r\n").dropLast(5)))
        #expect(wire.output.isEmpty && !wire.connection.wantsInput && puppet(wire).calls == 0)
        wake(&wire) { $0.takesBody = true }
        #expect(wire.text == "HTTP/1.1 100 Continue\r\n\r\n" && wire.connection.wantsInput)
        wire.feed("hello" + Self.next)
        #expect(puppet(wire).received == "hello" && puppet(wire).hasBody && !wire.connection.wantsInput)
        wire.output = []
        wake(&wire) {
            $0.output = "bye"
            $0.isComplete = true
        }
        #expect(wire.answers.map(\.body) == ["bye", "/next"])
        #expect(wire.answers[0].status == 202 && wire.answers[0].fields["content-length"] == "3")
        #expect(wire.finished.map(\.isComplete) == [true, true])
    }

    @Test("Of a body that is here already nothing is given before it is wanted")
    func bodyHere() {
        var wire = Wire()
        wire.feed(post("hello") + Self.next)
        #expect(puppet(wire).calls == 0)
        wake(&wire) { $0.takesBody = true }
        #expect(puppet(wire).received == "hello" && puppet(wire).hasBody)
    }

    @Test("What a stream writes goes out at once, with the head that it gave, and the end when it says so")
    func pieces() {
        var wire = Wire()
        wire.feed(post("") + Self.next)
        wake(&wire) {
            $0.head = Response(.created, fields: [.contentType: "text/x"])
            $0.output = "one"
        }
        #expect(wire.text.hasPrefix("HTTP/1.1 201 Created\r\n") && wire.text.hasSuffix("\r\n\r\n3\r\none\r\n"))
        wake(&wire) { _ in }
        wake(&wire) { $0.output = "two" }
        #expect(wire.text.hasSuffix("one\r\n3\r\ntwo\r\n"))
        wake(&wire) { $0.isComplete = true }
        #expect(wire.answers.map(\.body) == ["onetwo", "/next"])
        #expect(wire.answers[0].fields["content-type"] == "text/x")
    }

    @Test("A stream that writes while its body is still coming is heard at once")
    func bothWays() {
        var wire = Wire()
        wake(&wire) { $0.takesBody = true }
        wire.feed("POST /puppet HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n")
        wake(&wire) { $0.output = "A" }
        #expect(wire.text.hasSuffix("1\r\nA\r\n"))
        wire.feed("1\r\nb\r\n0\r\n\r\n")
        wake(&wire) {
            $0.output = "B"
            $0.isComplete = true
        }
        #expect(wire.answers.map(\.body) == ["AB"] && puppet(wire).received == "ab")
        #expect(wire.connection.phase == .idle)
    }

    @Test("An answer that is complete before its body leaves the body to be read past", arguments: [false, true])
    func early(hasBegun: Bool) {
        var wire = Wire()
        wire.feed(String(post("hello").dropLast(3)))
        if hasBegun { wake(&wire) { $0.output = "b" } }
        wake(&wire) {
            $0.output = "ye"
            $0.isComplete = true
        }
        #expect(wire.answers.map(\.body) == [hasBegun ? "bye" : "ye"] && wire.connection.wantsInput)
        wire.feed("llo" + Self.next)
        #expect(wire.answers.map(\.body).last == "/next" && puppet(wire).received == "")
    }

    @Test("An answer before a body that is too large to read past, or was not asked for, ends the connection")
    func earlyAndLarge() {
        for fields in ["Content-Length: 65537\r\n", "Content-Length: 5\r\nExpect: 100-continue\r\n"] {
            var wire = Wire()
            wire.feed("POST /puppet HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
            wake(&wire) {
                $0.output = "bye"
                $0.isComplete = true
            }
            #expect(wire.answers.map(\.body) == ["bye"] && wire.connection.phase == .closing)
            #expect(wire.answers[0].fields["connection"] == "close")
        }
    }

    @Test("One that waits too long is a 503, and the connection goes on only if the body is read")
    func timeout() {
        for (body, isRead) in [("", true), ("hello", false)] {
            var wire = Wire()
            wire.feed(post(body))
            wire.pass(seconds: 29)
            #expect(wire.output.isEmpty)
            wire.pass(seconds: 1)
            #expect(wire.answers.map(\.body) == ["answer-timeout"] && puppet(wire).ending == "cancelled")
            #expect(wire.connection.phase == (isRead ? .idle : .closing))
        }
    }

    @Test("One that has begun and then waits too long is cut short; whatever it writes gives it time again")
    func timeoutAfterBeginning() {
        var wire = Wire()
        wire.feed(post(""))
        for _ in 0..<3 {
            wire.pass(seconds: 29)
            wake(&wire) { $0.output = "a" }
        }
        wire.pass(seconds: 30)
        #expect(puppet(wire).ending == "answer-timeout" && wire.connection.phase == .closing)
        #expect(wire.text.hasSuffix("1\r\na\r\n") && wire.finished.map(\.isComplete) == [false])
    }

    @Test("While its client does not read, a stream is not asked for more, and nothing is put away")
    func backlog() {
        var wire = Wire { $0.backlogBytes = 100 }
        wire.takesAnswers = false
        wire.feed(post(""))
        wake(&wire) { $0.output = String(repeating: "x", count: 400) }
        let calls = puppet(wire).calls
        wake(&wire) { $0.output = "more" }
        wire.pass(seconds: 20)
        #expect(puppet(wire).calls == calls && !wire.connection.unsent.isStoring)
        wake(&wire) { $0.isComplete = true }
        #expect(puppet(wire).calls == calls)
        wire.takesAnswers = true
        wire.takeAll()
        #expect(wire.answers.map(\.body) == [String(repeating: "x", count: 400) + "more"])
        #expect(wire.connection.phase == .idle)
    }

    @Test("A client that has finished sending gets the answer that is being made, then the end")
    func halfClosed() {
        var wire = Wire()
        wire.feed(post(""))
        wire.end()
        #expect(wire.output.isEmpty && !wire.connection.isOver)
        wake(&wire) {
            $0.output = "bye"
            $0.isComplete = true
        }
        #expect(wire.answers.map(\.body) == ["bye"] && wire.connection.isOver)
    }

    @Test("A client that goes away cancels the stream")
    func abort() {
        var wire = Wire()
        wire.feed(post("hello"))
        wire.connection.abort(wire.context)
        #expect(puppet(wire).ending == "cancelled" && wire.finished.map(\.isComplete) == [false])
    }

    @Test("A streamed answer without a body has no framing of one", arguments: [true, false])
    func bodiless(isHead: Bool) {
        var wire = Wire()
        wire.feed("\(isHead ? "HEAD" : "GET") /puppet HTTP/1.1\r\nHost: a\r\n\r\n")
        wake(&wire) {
            if !isHead { $0.head = Response(.noContent) }
            $0.output = "never seen"
        }
        wake(&wire) { $0.isComplete = true }
        #expect(wire.text.hasSuffix("\r\n\r\n") && wire.connection.phase == .idle)
        #expect(wire.text.contains("Transfer-Encoding: chunked") == isHead)
    }
}
