import Synchronization
import Testing

@testable import HTTPMessage

struct PreparedAnswerTests {
    private static func wire() -> Wire {
        var wire = Wire()
        wire.context = ConnectionContext(handler: wire.handler, serverName: "test", clock: { 0 })
        wire.context.setDate(secondsSince1970: 784_111_777)
        return wire
    }

    private static func expected(_ digit: String, date: String = "Sun, 06 Nov 1994 08:49:37 GMT") -> String {
        """
        HTTP/1.1 200 OK\r\nDate: \(date)\r\nServer: test\r\nContent-Length: 4\r\nContent-Type: text/plain\r\n\
        X-Number: \(String(repeating: digit, count: 32))\r\n\r\nhere
        """
    }

    @Test("It goes out with the date of its second and a number of its own, however many are asked for at once")
    func bytes() {
        var wire = Self.wire()
        wire.feed("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\nGET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(wire.text == Self.expected("1") + Self.expected("2"))
        wire.output = []
        wire.context.setDate(secondsSince1970: 0)
        wire.feed("GET /prepared HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(wire.text == Self.expected("3", date: "Thu, 01 Jan 1970 00:00:00 GMT"))
        #expect(wire.handler.told.withLock { $0 } == [1, 2, 3])
        #expect(wire.finished.map(\.responseBytes) == [Int](repeating: Self.expected("1").utf8.count, count: 3))
        #expect(wire.finished.map(\.requestBytes) == [35, 35, 35])
    }

    @Test(
        "Where it cannot go out as it is, it is the response it was made of",
        arguments: [
            ("HEAD /prepared HTTP/1.1\r\nHost: a\r\n\r\n", "", true),
            ("GET /prepared HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "close", false),
            ("GET /prepared HTTP/1.0\r\n\r\n", "close", false),
            ("GET /prepared HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "keep-alive", true),
            ("GET /prepared HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", "", true),
            ("GET /prepared HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "", true),
            ("GET /prepared HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", "400", false),
        ]
    )
    func otherwise(request: String, connection: String, isKept: Bool) {
        var wire = Self.wire()
        wire.feed(request)
        if connection == "400" {
            #expect(wire.statuses == [400])
        } else {
            let line = connection.isEmpty ? "" : "Connection: \(connection)\r\n"
            let body = request.hasPrefix("HEAD") ? "" : "here"
            let (head, rest) = ("Content-Length: 4\r\n", "Content-Type: text/plain\r\nX-Number: ")
            #expect(wire.text.contains(head + line + rest + String(repeating: "1", count: 32) + "\r\n\r\n" + body))
            #expect(wire.handler.told.withLock { $0 } == [1])
        }
        #expect(wire.connection.isSayingGoodbye == !isKept)
    }

    @Test("A field that was not sent is not found, and one that was is, whatever their digests share")
    func names() {
        let all: [FieldName] = (0..<200).map { FieldName("X-\($0)")! }
        let sent = stride(from: 0, to: 200, by: 3).map { all[$0] }
        let head = RequestHead(fields: sent.map { ($0, "value of \($0)") })
        for (index, name) in all.enumerated() {
            #expect(head.contains(name) == (index % 3 == 0))
            #expect(head[name] == (index % 3 == 0 ? "value of \(name)" : nil))
            #expect(head.count(name) == (index % 3 == 0 ? 1 : 0))
        }
        #expect(!head.hasNone(of: FieldNameBits([.host, sent[5]])))
        #expect(RequestHead().hasNone(of: FieldNameBits(all)))
    }
}
