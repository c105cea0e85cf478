/// A raw request, and the status it must get.
struct HostileRequest: Sendable, CustomStringConvertible {
    var name: String
    var bytes: [UInt8]
    var status: Int

    init(_ name: String, _ text: String, _ status: Int) {
        self.name = name
        bytes = Array(text.utf8)
        self.status = status
    }

    init(_ name: String, bytes: [UInt8], _ status: Int) {
        self.name = name
        self.bytes = bytes
        self.status = status
    }

    var description: String { name }
}

extension HostileRequest {
    static func line(_ name: String, _ line: String, _ status: Int = 400) -> HostileRequest {
        HostileRequest(name, "\(line)\r\nHost: a\r\n\r\n", status)
    }

    static func field(_ name: String, _ field: String, _ status: Int = 400) -> HostileRequest {
        HostileRequest(name, "POST /echo HTTP/1.1\r\nHost: a\r\n\(field)\r\n\r\n", status)
    }

    static func host(_ name: String, _ value: String) -> HostileRequest {
        HostileRequest(name, "GET / HTTP/1.1\r\nHost: \(value)\r\n\r\n", 400)
    }

    static func chunks(_ name: String, _ body: String, _ status: Int = 400) -> HostileRequest {
        HostileRequest(
            name,
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)",
            status
        )
    }

    /// Requests that must be refused once, the connection closed, and what follows them never taken for a request.
    static let all: [HostileRequest] =
        requestLines + targets + fields + hosts + lengths + transfers + chunked + unread

    /// The same chunks where nobody wants them: what is wrong with them is the answer all the same.
    static let unread: [HostileRequest] = chunked.filter { $0.status != 413 }.map { request in
        let text = String(decoding: request.bytes, as: UTF8.self).replacing(
            "POST /echo ",
            with: "POST /a ",
            maxReplacements: 1
        )
        return HostileRequest("unread: \(request.name)", text, request.status)
    }

    static let requestLines: [HostileRequest] =
        [
            .line("no version", "GET /"),
            .line("only a method", "GET"),
            .line("two spaces before the target", "GET  / HTTP/1.1"),
            .line("two spaces before the version", "GET /  HTTP/1.1"),
            .line("space before the method", " GET / HTTP/1.1"),
            .line("space after the version", "GET / HTTP/1.1 "),
            .line("tab between", "GET\t/\tHTTP/1.1"),
            .line("version in lower case", "GET / http/1.1"),
            .line("version without a minor", "GET / HTTP/1"),
            .line("version with a comma", "GET / HTTP/1,1"),
            .line("version of three numbers", "GET / HTTP/1.1.1"),
            .line("version with two minor digits", "GET / HTTP/1.10"),
            .line("version with two major digits", "GET / HTTP/11.1"),
            .line("version with a sign", "GET / HTTP/+1.1"),
            .line("version of another protocol", "GET / ICAP/1.0"),
            .line("version with a space", "GET / HTTP /1.1"),
            .line("a fourth word", "GET / HTTP/1.1 extra"),
            .line("major version 2", "GET / HTTP/2.0", 505),
            .line("major version 0", "GET / HTTP/0.9", 505),
            .line("major version 9", "GET / HTTP/9.9", 505),
            .line("prior knowledge of HTTP/2", "PRI * HTTP/2.0", 505),
            .line("method of forbidden characters", "GE(T / HTTP/1.1"),
            .line("method with a colon", "GET: / HTTP/1.1"),
            .line("method over the limit", String(repeating: "M", count: 33) + " / HTTP/1.1", 501),
            .line("method that tunnels", "CONNECT a:80 HTTP/1.1", 501),
            .line("target over the limit", "GET /" + String(repeating: "a", count: 8192) + " HTTP/1.1", 414),
            HostileRequest("bare line feed after the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400),
            HostileRequest("bare line feeds only", "GET / HTTP/1.1\nHost: a\n\n", 400),
            HostileRequest("bare return after the request line", "GET / HTTP/1.1\rHost: a\r\n\r\n", 400),
            HostileRequest("bare line feed before", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            HostileRequest("return without line feed before", "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            HostileRequest(
                "more empty lines before than the limit",
                "\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                400
            ),
            HostileRequest("bare line feeds before HEAD", "\n\nHEAD / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            HostileRequest("HTTP/0.9", "GET /\r\n", 400),
            HostileRequest("a TLS greeting", bytes: [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x0A], 400),
            HostileRequest("a byte order mark", bytes: [0xEF, 0xBB, 0xBF] + Array("GET / HTTP/1.1\r\n\r\n".utf8), 400),
        ]
        + controls.map { byte in
            HostileRequest(
                "byte \(byte) in the method",
                bytes: Array("G".utf8) + [byte] + Array("T / HTTP/1.1\r\nHost: a\r\n\r\n".utf8),
                400
            )
        }

    static let targets: [HostileRequest] =
        [
            .line("target without a slash", "GET a HTTP/1.1"),
            .line("target that is a query", "GET ?a=b HTTP/1.1"),
            .line("target with a fragment", "GET /a#b HTTP/1.1"),
            .line("fragment after a query", "GET /a?b#c HTTP/1.1"),
            .line("backslash", "GET /a\\b HTTP/1.1"),
            .line("quote", "GET /a\"b HTTP/1.1"),
            .line("angle bracket", "GET /<a> HTTP/1.1"),
            .line("brace", "GET /{a} HTTP/1.1"),
            .line("bar", "GET /a|b HTTP/1.1"),
            .line("caret", "GET /a^b HTTP/1.1"),
            .line("grave accent", "GET /a`b HTTP/1.1"),
            .line("bracket in a path", "GET /a[0] HTTP/1.1"),
            .line("bracket in a query", "GET /a?b[0]=1 HTTP/1.1"),
            .line("space in a path", "GET /a b HTTP/1.1"),
            .line("percent alone", "GET /% HTTP/1.1"),
            .line("percent and one digit", "GET /%4 HTTP/1.1"),
            .line("percent and no digits", "GET /%zz HTTP/1.1"),
            .line("percent cut by the query", "GET /%4?1 HTTP/1.1"),
            .line("broken percent in a query", "GET /?a=%g1 HTTP/1.1"),
            .line("asterisk for GET", "GET * HTTP/1.1"),
            .line("asterisk and more", "OPTIONS *a HTTP/1.1"),
            .line("authority for GET", "GET a:80 HTTP/1.1"),
            .line("another scheme", "GET ftp://a/ HTTP/1.1"),
            .line("scheme without slashes", "GET http:/a HTTP/1.1"),
            .line("absolute without a host", "GET http:///a HTTP/1.1"),
            .line("absolute with user information", "GET http://u@a/ HTTP/1.1"),
            .line("absolute with a password", "GET http://u:p@a/ HTTP/1.1"),
            .line("absolute with a wild port", "GET http://a:99999/ HTTP/1.1"),
            .line("absolute with a fragment", "GET http://a/#b HTTP/1.1"),
            .line("absolute with a broken address", "GET http://[::1/ HTTP/1.1"),
        ]
        + (controls + [0x80, 0xC3, 0xFF]).map { byte in
            HostileRequest(
                "byte \(byte) in the target",
                bytes: Array("GET /a".utf8) + [byte] + Array("b HTTP/1.1\r\nHost: a\r\n\r\n".utf8),
                400
            )
        }

    static let fields: [HostileRequest] =
        [
            .field("space before the colon", "X-A : b"),
            .field("tab before the colon", "X-A\t: b"),
            .field("no colon", "X-A"),
            .field("no name", ": b"),
            .field("space in a name", "X A: b"),
            .field("folded line", "X-A: b\r\n c: d"),
            .field("line folded with a tab", "X-A: b\r\n\tc"),
            .field("bare return in a value", "X-A: b\rc"),
            .field("bare line feed in a value", "X-A: b\nc: d"),
            .field("bare line feed after a value", "X-A: b\nX-C: d"),
            .field("return, return, line feed", "X-A: b\r"),
            .field("more fields than the limit", (0..<100).map { "X-\($0): b" }.joined(separator: "\r\n"), 431),
            .field("fields over the limit", "X-A: " + String(repeating: "b", count: 32 * 1024), 431),
            .field("a name over the limit", String(repeating: "b", count: 33 * 1024) + ": a", 431),
            .field("an unknown expectation", "Expect: 200-ok", 417),
            .field("an expectation with a value", "Expect: 100-continue=yes", 417),
            .field("an expectation beside the known one", "Expect: 100-continue, other", 417),
            HostileRequest("space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400),
            HostileRequest("folded first field", "GET / HTTP/1.1\r\n\tX: a\r\nHost: a\r\n\r\n", 400),
            HostileRequest("bare line feed ends the head", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400),
            HostileRequest("bare line feeds end the head", "GET / HTTP/1.1\r\nHost: a\n\n", 400),
        ]
        + (controls + [0x80, UInt8(ascii: "("), UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: "\"")]).map { byte in
            HostileRequest(
                "byte \(byte) in a field name",
                bytes: Array("GET / HTTP/1.1\r\nHost: a\r\nX".utf8) + [byte] + Array("Y: b\r\n\r\n".utf8),
                400
            )
        }
        + controls.filter { $0 != 9 }.map { byte in
            HostileRequest(
                "byte \(byte) in a value",
                bytes: Array("GET / HTTP/1.1\r\nHost: a\r\nX: a".utf8) + [byte] + Array("b\r\n\r\n".utf8),
                400
            )
        }

    static let hosts: [HostileRequest] = [
        HostileRequest("no host", "GET / HTTP/1.1\r\n\r\n", 400),
        HostileRequest("no host with an absolute target", "GET http://a/ HTTP/1.1\r\n\r\n", 400),
        HostileRequest("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        HostileRequest("the same host twice", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", 400),
        HostileRequest("two hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        HostileRequest("invalid host in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a b\r\n\r\n", 400),
        .host("empty host", ""),
        .host("host with a space", "a b"),
        .host("host with a list", "a, b"),
        .host("host with a path", "a/b"),
        .host("host with a user", "u@a"),
        .host("host with a scheme", "http://a"),
        .host("host with a query", "a?b"),
        .host("host of a port only", ":80"),
        .host("port of letters", "a:b"),
        .host("port with a sign", "a:+80"),
        .host("port too large", "a:65536"),
        .host("two ports", "a:80:80"),
        .host("bare IPv6", "::1"),
        .host("open bracket", "[::1"),
        .host("closed bracket", "::1]"),
        .host("empty brackets", "[]"),
        .host("IPv6 of nine groups", "[1:2:3:4:5:6:7:8:9]"),
        .host("IPv6 of seven groups", "[1:2:3:4:5:6:7]"),
        .host("IPv6 shortened twice", "[1::2::3]"),
        .host("IPv6 of a long group", "[12345::]"),
        .host("IPv6 of wrong letters", "[g::]"),
        .host("IPv6 with a zone", "[fe80::1%25eth0]"),
        .host("IPv6 and rubbish", "[::1]a"),
        .host("IPv6 with a broken IPv4", "[::1.2.3]"),
        .host("IPv6 with a large IPv4", "[::1.2.3.256]"),
        .host("IPv6 that ends in a colon", "[1:2:3:4:5:6:7:]"),
        .host("broken percent", "a%2"),
        .host("future address without a version", "[v.a]"),
        .host("future address without an address", "[v1.]"),
        .host("future address without a dot", "[v1a]"),
        .host("future address with a percent", "[v1.a%20]"),
        .host("angle brackets", "<a>"),
    ]

    /// The controls that may stand nowhere, without CR and LF, which have rows of their own.
    static let controls: [UInt8] = Array(0...8) + [9, 11, 12] + Array(14...31) + [127]
}
