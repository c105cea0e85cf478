/// Requests that are well-formed and what each is answered with, all on one connection.
struct GoodRequest: Sendable, CustomStringConvertible {
    var name: String
    var bytes: [UInt8]
    var answer: String

    init(_ name: String, _ text: String, _ answer: String) {
        self.name = name
        bytes = Array(text.utf8)
        self.answer = answer
    }

    var description: String { name }

    static func get(_ name: String, _ target: String, _ answer: String) -> GoodRequest {
        GoodRequest(name, "GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n", answer)
    }

    static func fields(_ name: String, _ lines: String) -> GoodRequest {
        GoodRequest(name, "GET / HTTP/1.1\r\n\(lines)\r\n\r\n", "/")
    }

    static func chunks(_ name: String, _ body: String, _ answer: String = "hello") -> GoodRequest {
        GoodRequest(name, "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)", answer)
    }

    static let all: [GoodRequest] =
        targets + heads + bodies

    static let targets: [GoodRequest] = [
        .get("a path", "/a/b", "/a/b"),
        .get("the root", "/", "/"),
        .get("a query", "/a?b=c&d=/?", "/a"),
        .get("an empty query", "/a?", "/a"),
        .get("two slashes", "//a", "//a"),
        .get("every path character", "/azAZ09-._~!$&'()*+,;=:@%4a%4A", "/azAZ09-._~!$&'()*+,;=:@JJ"),
        .get("a path encoded without need", "/%61%7A%41%5a%30%39%2D%2e%5F%7e", "/azAZ09-._~"),
        .get("a path encoded in small letters", "/%2f%3a%c3%A9%20", "/%2F%3A%C3%A9%20"),
        .get("an absolute path encoded without need", "http://a/%61%2fb?%61", "/a%2Fb"),
        .get("dots", "/../a/./b", "/../a/./b"),
        .get("an absolute target", "http://a/b?c", "/b"),
        .get("an absolute target in capitals", "HTTP://A:80/b", "/b"),
        .get("an absolute target without a path", "http://a", "/"),
        .get("an absolute target of a query only", "http://a?b=c", "/"),
        .get("an absolute target by IPv6", "http://[::1]:80/a", "/a"),
        GoodRequest("options of the server", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "*"),
        GoodRequest("an unknown method", "PROPFIND /a HTTP/1.1\r\nHost: a\r\n\r\n", "/a"),
        GoodRequest("a method in lower case", "get /a HTTP/1.1\r\nHost: a\r\n\r\n", "/a"),
        GoodRequest("a method of symbols", "!#$%&'*+-.^_`|~ /a HTTP/1.1\r\nHost: a\r\n\r\n", "/a"),
        GoodRequest("a method at the limit", String(repeating: "M", count: 32) + " / HTTP/1.1\r\nHost: a\r\n\r\n", "/"),
        GoodRequest("a higher minor version", "GET /a HTTP/1.9\r\nHost: a\r\n\r\n", "/a"),
        GoodRequest("four empty lines before", "\r\n\r\n\r\n\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n", "/a"),
        GoodRequest("an empty line before", "\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n", "/a"),
        GoodRequest("HTTP/1.0 that keeps alive", "GET /a HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "/a"),
    ]

    static let heads: [GoodRequest] = [
        .fields("no space after the colon", "Host:a"),
        .fields("spaces and tabs around a value", "Host: \t a \t "),
        .fields("names in any case", "hOST: a\r\nx-Y: z"),
        .fields("an empty value", "Host: a\r\nX:\r\nY: "),
        .fields("a value of every kind", "Host: a\r\nX: !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \t \u{E9}\u{20AC}"),
        .fields("a name of every token character", "Host: a\r\n!#$%&'*+-.^_`|~09azAZ: b"),
        .fields("a host with a port", "Host: example.com:8080"),
        .fields("a host with an empty port", "Host: example.com:"),
        .fields("an IPv4 host", "Host: 127.0.0.1:80"),
        .fields("an IPv6 host", "Host: [2001:db8::1]:80"),
        .fields("a full IPv6 host", "Host: [1:2:3:4:5:6:7:8]"),
        .fields("an IPv6 host with an IPv4 end", "Host: [::ffff:192.0.2.1]"),
        .fields("any IPv6 host", "Host: [::]"),
        .fields("a host of a future address", "Host: [v1F.a:b-c!]:80"),
        .fields("an encoded host", "Host: a%20b"),
        .fields("a host of symbols", "Host: a_b-c~!$&'()*+,;="),
        .fields(
            "an offer to upgrade",
            "Host: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk"
        ),
        .fields("an offer of a web socket", "Host: a\r\nConnection: upgrade\r\nUpgrade: websocket"),
        .fields("an expectation without a body", "Host: a\r\nExpect: 100-continue"),
        .fields("a hundred fields", (0..<99).map { "X\($0): a\r\n" }.joined() + "Host: a"),
        .fields("a body of length 0", "Host: a\r\nContent-Length: 0"),
        .fields("a body of length 000", "Host: a\r\nContent-Length: 000"),
        GoodRequest(
            "any expectation in HTTP/1.0",
            "GET / HTTP/1.0\r\nConnection: keep-alive\r\nExpect: x\r\n\r\n",
            "/"
        ),
    ]

    static let bodies: [GoodRequest] = [
        GoodRequest("a body", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", "hello"),
        GoodRequest(
            "a length with zeros before",
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0005\r\n\r\nhello",
            "hello"
        ),
        GoodRequest("a body with GET", "GET /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", "hello"),
        GoodRequest("no body to collect", "POST /echo HTTP/1.1\r\nHost: a\r\n\r\n", ""),
        GoodRequest(
            "a body that looks like a request",
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 18\r\n\r\nGET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n"
        ),
        GoodRequest("a body nobody reads", "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", "/a"),
        GoodRequest(
            "chunks nobody reads",
            "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "/a"
        ),
        GoodRequest(
            "a body at what is collected",
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + String(repeating: "x", count: 1000),
            String(repeating: "x", count: 1000)
        ),
        .chunks("one chunk", "5\r\nhello\r\n0\r\n\r\n"),
        .chunks("several chunks", "1\r\nh\r\n3\r\nell\r\n1\r\no\r\n0\r\n\r\n"),
        .chunks("no chunks", "0\r\n\r\n", ""),
        .chunks("sizes with zeros before", "0005\r\nhello\r\n000\r\n\r\n"),
        .chunks("sizes in both cases", "a\r\n0123456789\r\nB\r\n0123456789a\r\n0\r\n\r\n", "01234567890123456789a"),
        .chunks("extensions", "5;a;b=c;d=\"e f;\\\"\"\r\nhello\r\n0;last\r\n\r\n"),
        .chunks("extensions with bad white space", "5 \t; a = b ; c\r\nhello\r\n0\r\n\r\n"),
        .chunks("trailers", "5\r\nhello\r\n0\r\nX: y\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n"),
        .chunks("data that looks like chunks", "5\r\n0\r\n\r\n\r\n0\r\n\r\n", "0\r\n\r\n"),
        .chunks(
            "a body at what is collected, in chunks",
            "3E8\r\n" + String(repeating: "x", count: 1000) + "\r\n0\r\n\r\n",
            String(repeating: "x", count: 1000)
        ),
        GoodRequest(
            "chunked in capitals",
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \t CHUNKED \r\n\r\n1\r\nx\r\n0\r\n\r\n",
            "x"
        ),
        GoodRequest(
            "a promised answer",
            "POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
            "abc later"
        ),
        GoodRequest("a promised answer to no body", "GET /later HTTP/1.1\r\nHost: a\r\n\r\n", " later"),
        GoodRequest(
            "a promised answer to chunks",
            "POST /later HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
            "abc later"
        ),
        GoodRequest("a stream", "POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", "aabbcc!"),
        GoodRequest(
            "a stream in chunks",
            "POST /stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n",
            "aabbccdd!"
        ),
        GoodRequest("a stream of nothing", "POST /stream HTTP/1.1\r\nHost: a\r\n\r\n", "!"),
        GoodRequest(
            "another answer than the stream",
            "POST /instead HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
            "no"
        ),
    ]
}
