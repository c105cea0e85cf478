/// Ways to make two readers disagree about where a request ends.
extension HostileRequest {
    static let lengths: [HostileRequest] = [
        .field("length twice", "Content-Length: 5\r\nContent-Length: 5"),
        .field("two lengths", "Content-Length: 5\r\nContent-Length: 6"),
        .field("length in a list", "Content-Length: 5, 5"),
        .field("length of two in a list", "Content-Length: 5, 6"),
        .field("length with a comma", "Content-Length: 5,"),
        .field("positive length", "Content-Length: +5"),
        .field("negative length", "Content-Length: -5"),
        .field("length with a fraction", "Content-Length: 5.0"),
        .field("hexadecimal length", "Content-Length: 0x5"),
        .field("length with an exponent", "Content-Length: 5e0"),
        .field("length with an underscore", "Content-Length: 1_0"),
        .field("length in quotes", "Content-Length: \"5\""),
        .field("empty length", "Content-Length:"),
        .field("length of spaces", "Content-Length:   "),
        .field("length with a space inside", "Content-Length: 1 0"),
        .field("length with a tab inside", "Content-Length: 1\t0"),
        .field("length and a letter", "Content-Length: 5b"),
        .field("length in other digits", "Content-Length: \u{0665}"),
        .field("length of 2 to the 63rd", "Content-Length: 9223372036854775808"),
        .field("length of 2 to the 64th", "Content-Length: 18446744073709551616"),
        .field("length of 2 to the 64th and five", "Content-Length: 18446744073709551621"),
        .field("length of forty digits", "Content-Length: " + String(repeating: "9", count: 40)),
        .field("length and chunked", "Content-Length: 5\r\nTransfer-Encoding: chunked"),
        .field("chunked and length", "Transfer-Encoding: chunked\r\nContent-Length: 5"),
        .field("chunked and length 0", "Transfer-Encoding: chunked\r\nContent-Length: 0"),
        .field("length over what is collected", "Content-Length: 1001", 413),
        .field("largest length there is", "Content-Length: 9223372036854775807", 413),
        .field("length with a colon after", "Content-Length:: 5"),
    ]

    static let transfers: [HostileRequest] =
        [
            HostileRequest(
                "chunked in HTTP/1.0",
                "POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                400
            ),
            HostileRequest(
                "chunked in HTTP/1.0 that keeps alive",
                "POST /echo HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                400
            ),
            .field("chunked twice in two lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
            .field("identity, then chunked", "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked"),
            .field("chunked, then identity", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"),
            .field("gzip before chunked", "Transfer-Encoding: gzip, chunked", 501),
            .field("unknown before chunked", "Transfer-Encoding: foo, chunked", 501),
            .field("identity before chunked", "Transfer-Encoding: identity, chunked", 501),
        ]
        + [
            "", " ", ",", "identity", "gzip", "deflate", "compress", "x-gzip", "foo", "chunked, chunked",
            "chunked, gzip", "chunked, identity", "chunked,", ",chunked", ", chunked", "chunked,,", "chunked;q=1",
            "chunked; a=b", "chunked;", "\"chunked\"", "'chunked'", "xchunked", "chunkedx", "chunke", "c hunked",
            "chunked chunked", "chunked\t,", "chun\u{212A}ed", "\u{0B}chunked", "chunked\u{0C}", "[chunked]",
            "chunked/1", "=chunked", "trailers", "chunked=", "chunked=1", "x, y", "gzip;chunked", "\u{00A0}chunked",
            "chunked\u{00A0}", "chunked\u{7F}", "\u{FEFF}chunked", "chunked\u{0}", "ch\u{FC}nked", "chunked x",
        ].map { .field("transfer coding `\($0)`", "Transfer-Encoding: \($0)") }
        + [
            "Transfer-Encoding : chunked", "Transfer-Encoding\t: chunked", "Transfer Encoding: chunked",
            " Transfer-Encoding: chunked", "Transfer-Encoding: chu\r\n nked", "Transfer-Encoding:\r\n chunked",
            "Transfer-Encoding\r\n: chunked", "Transfer-Encoding: chunked\r\n , gzip",
            "\u{0}Transfer-Encoding: chunked",
            "Transfer-Encoding\u{0}: chunked", "Transfer-Encoding=chunked", "X: y\nTransfer-Encoding: chunked",
            "X: y\rTransfer-Encoding: chunked", "Content-Length : 5", "Content-Length\t: 5", "Content-Length\r\n : 5",
            "Content-Length: 5\r\n 0", "X: y\nContent-Length: 5", "Content-Length=5",
        ].map { .field("framing field `\($0.debugDescription)`", $0) }

    static let chunked: [HostileRequest] =
        [
            "", "x", "-1", "+5", "0x5", "5 ", " 5", "\t5", "5\t", "5,", "5:", "5.", "5_", "G", "5 5", "5=", "5=a",
            "5;", "5; ", "5;=", "5;=a", "5;a=", "5;a=\"", "5;a=\"b", "5;a=\"b\"c", "5;a b", "5;a=b c", "5;a ", "5;a=b ",
            "5;a=b=c", "5;\u{0}", "5;a\u{0}", "5;a=\u{7F}", "5;a=\"\u{1}\"", "5;a=\"\\\u{0}\"", "5;;", "5;a;;b",
            "5;a=b;",
            "5;(", "5;a=(", "FFFFFFFFFFFFFFFF", "10000000000000005", "7FFFFFFFFFFFFFFF", "8000000000000000",
            String(repeating: "0", count: 257) + "5",
        ].map { .chunks("chunk size `\($0.prefix(24).debugDescription)`", "\($0)\r\nhello\r\n0\r\n\r\n") }
        + [
            .chunks("long extension", "5;\(String(repeating: "a", count: 256))\r\nhello\r\n0\r\n\r\n", 413),
            .chunks("bare line feed after the size", "5\nhello\r\n0\r\n\r\n"),
            .chunks("bare return after the size", "5\rhello\r\n0\r\n\r\n"),
            .chunks("two returns after the size", "5\r\r\nhello\r\n0\r\n\r\n"),
            .chunks("bare line feed in an extension", "5;a\nhello\r\n0\r\n\r\n"),
            .chunks("line feed in a quoted extension", "5;a=\"\n\"\r\nhello\r\n0\r\n\r\n"),
            .chunks("data longer than its chunk", "5\r\nhello!\r\n0\r\n\r\n"),
            .chunks("data shorter than its chunk", "5\r\nhell\r\n0\r\n\r\n"),
            .chunks("bare line feed after the data", "5\r\nhello\n0\r\n\r\n"),
            .chunks("bare return after the data", "5\r\nhello\r0\r\n\r\n"),
            .chunks("nothing after the data", "5\r\nhello0\r\n\r\n"),
            .chunks("rubbish after the data", "5\r\nhelloxx0\r\n\r\n"),
            .chunks("last chunk with a bare line feed", "0\n\n"),
            .chunks("trailers end in a bare line feed", "0\r\n\n"),
            .chunks("trailer with a bare line feed", "0\r\nX: y\n\r\n"),
            .chunks("trailer with a bare return", "0\r\nX: y\rZ\r\n\r\n"),
            .chunks("trailer without a colon", "0\r\nX\r\n\r\n"),
            .chunks("trailer without a name", "0\r\n: y\r\n\r\n"),
            .chunks("trailer with a space before the colon", "0\r\nX : y\r\n\r\n"),
            .chunks("folded trailer", "0\r\nX: y\r\n z\r\n\r\n"),
            .chunks("trailer that begins with a space", "0\r\n X: y\r\n\r\n"),
            .chunks("trailer with a control", "0\r\nX: \u{1}\r\n\r\n"),
            .chunks("request in the place of a trailer", "0\r\nGET / HTTP/1.1\r\n\r\n"),
            .chunks("trailers over the limit", "0\r\nX: " + String(repeating: "y", count: 8192) + "\r\n\r\n", 431),
            .chunks("body over what is collected", "3E9\r\n" + String(repeating: "y", count: 1001), 413),
            .chunks("size over what is collected", "FFFFFFFF\r\nx", 413),
            .chunks("sum over what is collected", "3E8\r\n" + String(repeating: "y", count: 1000) + "\r\n1\r\nx", 413),
        ]
}
