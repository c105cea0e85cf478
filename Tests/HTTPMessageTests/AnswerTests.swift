import Synchronization
import Testing

@testable import HTTPMessage

struct AnswerTests {
    @Test("An answer is one head and one body, in this order")
    func bytes() {
        var wire = Wire()
        wire.context = ConnectionContext(handler: wire.handler, serverName: "test", clock: { 0 })
        wire.context.setDate(secondsSince1970: 784_111_777)
        wire.feed("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(
            wire.text == """
                HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: test\r\nContent-Length: 2\r\n\
                Content-Type: text/plain\r\n\r\n/a
                """
        )
    }

    @Test(
        "A date is written as IMF-fixdate",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (951_868_800, "Wed, 01 Mar 2000 00:00:00 GMT"),
            (1_735_689_599, "Tue, 31 Dec 2024 23:59:59 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        ]
    )
    func date(seconds: Int, text: String) {
        #expect(HTTPDate.text(secondsSince1970: seconds) == text)
    }

    @Test("HEAD has the length of the body and not the body; a stream under HEAD has none either")
    func head() {
        var wire = Wire()
        wire.feed("HEAD /abc HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(wire.text.contains("Content-Length: 4\r\n"))
        #expect(wire.text.hasSuffix("\r\n\r\n"))
        wire.output = []
        wire.feed("HEAD /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
        #expect(wire.text.contains("Transfer-Encoding: chunked\r\n"))
        #expect(wire.text.hasSuffix("\r\n\r\n") && !wire.text.contains("aabb"))
        wire.output = []
        wire.feed("GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(wire.answers.map(\.body) == ["/next"])
    }

    @Test(
        "A refusal of HEAD has no body, wherever the head is wrong or ends",
        arguments: [
            "HEAD / HTTP/1.1\r\n\r\n", "HEAD / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n", "HEAD / HTTP/2.0\r\n\r\n",
            "\r\nHEAD /% HTTP/1.1\r\nHost: a\r\n\r\n", "HEAD / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n", "HEAD / HT",
            "HEAD /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\n\r\n",
            "HEAD /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        ]
    )
    func refusedHead(request: String) {
        var wire = Wire()
        wire.feed(request)
        if wire.output.isEmpty { wire.end() }
        #expect(wire.text.contains("Content-Length: ") && wire.text.hasSuffix("\r\n\r\n"))
        var late = Wire()
        late.feed("HEAD / HTTP/1.1\r\n")
        late.pass(seconds: 10)
        #expect(late.text.hasPrefix("HTTP/1.1 408 ") && late.text.hasSuffix("\r\n\r\n"))
    }

    @Test("Statuses without a body have neither body nor length", arguments: ["/nothing", "/same"])
    func bodiless(path: String) {
        var wire = Wire()
        wire.feed("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(!wire.text.lowercased().contains("content-length"))
        #expect(wire.text.hasSuffix("\r\n\r\n"))
    }

    @Test("A stream for HTTP/1.0 is not chunked and ends with the connection")
    func oldStream() {
        var wire = Wire()
        wire.feed("POST /stream HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nab")
        wire.feed("c")
        #expect(!wire.text.contains("chunked"))
        #expect(wire.text.contains("Connection: close\r\n"))
        #expect(wire.text.hasSuffix("\r\n\r\naabbcc!"))
        #expect(wire.connection.phase == .closing)
    }

    @Test("No value can split a response")
    func splitting() {
        var fields = ResponseFields()
        fields.append(.location, "a\r\nX: y\u{0}\u{7F}")
        #expect(fields.list.map(\.0) == ["Location"])
        #expect(fields[.location] == "a  X: y  ")
    }

    @Test("The body is waited for with 100 Continue, once, unless it is there or not wanted")
    func expectation() {
        let expecting = "HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n"
        var wanted = Wire()
        wanted.feed("POST /echo \(expecting)Content-Length: 2\r\n\r\n")
        #expect(wanted.text == "HTTP/1.1 100 Continue\r\n\r\n")
        wanted.feed("ok")
        #expect(wanted.statuses == [100, 200])

        var chunked = Wire()
        chunked.feed("POST /stream \(expecting)Transfer-Encoding: chunked\r\n\r\n")
        #expect(chunked.text == "HTTP/1.1 100 Continue\r\n\r\n")

        var there = Wire()
        there.feed("POST /echo \(expecting)Content-Length: 2\r\n\r\no")
        there.feed("k")
        #expect(there.statuses == [200])

        var unwanted = Wire()
        unwanted.feed("POST /a \(expecting)Content-Length: 2\r\n\r\n")
        #expect(unwanted.statuses == [200])
        #expect(unwanted.answers[0].fields["connection"] == "close")

        var large = Wire()
        large.feed("POST /echo \(expecting)Content-Length: 1001\r\n\r\n")
        #expect(large.statuses == [413])
    }

    @Test("Chunks that nobody wants are read before the answer, and rubbish among them is the only answer")
    func unwantedChunks() {
        var wire = Wire()
        wire.feed("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        wire.feed("3\r\nabc\r\n")
        #expect(wire.output.isEmpty && wire.connection.wantsInput)
        wire.feed("0\r\n\r\nPOST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")
        #expect(wire.answers.map(\.body) == ["/a"])
        wire.feed("rubbish\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(wire.answers.map(\.body) == ["/a", "malformed-chunk"])
        #expect(wire.connection.phase == .closing)
    }

    @Test("What is asked of an https resource is answered by TLS only", arguments: [true, false])
    func secureTarget(isSecure: Bool) {
        var wire = Wire(isSecure: isSecure)
        wire.feed("GET HTTPS://a/one HTTP/1.1\r\nHost: a\r\n\r\n")
        wire.feed("GET http://a/two HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(wire.answers.map(\.body) == (isSecure ? ["/one", "/two"] : ["misdirected-request"]))
        #expect(wire.statuses == (isSecure ? [200, 200] : [421]))
    }

    @Test("After an answer, rubbish in the rest of its body ends the connection without a second answer")
    func neverTwice() {
        var wire = Wire()
        wire.feed("POST /instead HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")
        wire.feed("rubbish\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(wire.statuses == [409])
        #expect(wire.connection.phase == .closing)
    }

    @Test("Rubbish in the body of a stream that has begun its answer cuts the answer short")
    func brokenStream() {
        var wire = Wire()
        wire.feed("POST /stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")
        wire.feed("rubbish")
        #expect(wire.statuses == [200])
        #expect(wire.text.hasSuffix("\r\n2\r\nxx\r\n1a\r\ncut short: malformed-chunk\r\n"))
        #expect(wire.finished.map(\.isComplete) == [false])
        #expect(wire.connection.phase == .closing)
    }

    @Test("A stream may answer otherwise while nothing has gone out, and its body is read past")
    func instead() {
        var wire = Wire()
        wire.feed("POST /instead HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc")
        #expect(wire.statuses == [409])
        wire.feed("defGET /next HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(wire.answers.map(\.body) == ["no", "/next"])
    }

    @Test("Fields are found by name in any case, with all their values")
    func fields() throws {
        let parser = RequestParser(limits: HTTPLimits())
        var head = RequestHead()
        let text = Array("GET /p?q=1 HTTP/1.1\r\nHost: a\r\nX-One:  1 \r\nx-one: 2\r\nAccept: */*\r\n\r\n".utf8)
        #expect(parser.parse(text.span, into: &head) == .complete(text.count))
        let one = try #require(FieldName("X-ONE"))
        #expect(head[one] == "1")
        #expect(head.values(one) == ["1", "2"])
        #expect(head.combinedValue(one) == "1, 2")
        #expect(head.contains(.accept) && !head.contains(.cacheControl))
        #expect(head.valueBytes(.host).map(Array.init) == Array("a".utf8))
        #expect(head.path == "/p" && head.query == "q=1" && Array(head.pathBytes) == Array("/p".utf8))
        #expect(head.fieldCount == 4)
        #expect(FieldName("a b") == nil && FieldName("") == nil && FieldName("X-One") == one)
    }

    @Test("A head made by hand reads like one that was received")
    func made() {
        let head = RequestHead(method: .post, target: "/a?b", fields: [(.host, "x"), (.contentType, "text/plain")])
        #expect(head.path == "/a" && head.query == "b" && head[.contentType] == "text/plain" && head[.host] == "x")
    }
}
