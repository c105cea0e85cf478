import HTTPMessage
import Testing

@testable import HTTPServer

struct ContentCodingTests {
    /// Collects and streams, and answers with as many letters as it is asked for.
    private struct Application: RequestHandler {
        func receive(_ head: RequestHead, from peer: PeerAddress) -> RequestDisposition {
            #expect(!head.contains(.contentEncoding))
            let fields: ResponseFields = [.contentType: "application/json", .etag: "\"tag\""]
            switch head.path {
            case "/echo":
                return .collect(upTo: 100_000) { body in
                    Response(.ok, fields: fields, body: body.withUnsafeBufferPointer { Array($0) })
                }
            case "/stream":
                return .stream(upTo: 10_000_000, Response(.ok, fields: fields), EchoStream())
            case "/slow":
                return .stream(upTo: 10_000_000, Response(.ok, fields: fields), SlowStream())
            case "/image":
                return .respond(
                    Response(.ok, fields: [.contentType: "image/png"], body: [UInt8](repeating: 0, count: 5000))
                )
            default:
                return .respond(Response(.ok, fields: fields, body: [UInt8](repeating: 65, count: Int(head.query!)!)))
            }
        }

        func refuse(_ refusal: Refusal, head: RequestHead?) -> Response {
            Response(refusal.status, body: Array(refusal.name.utf8))
        }
    }

    private static func handler(_ change: (inout ContentCodings) -> Void = { _ in }) -> ContentCodingHandler {
        var settings = ContentCodings()
        change(&settings)
        return ContentCodingHandler(Application(), settings)
    }

    private func ask(
        _ path: String,
        _ fields: [(FieldName, String)] = [],
        body: [UInt8]? = nil,
        pieces: Int = .max,
        _ handler: ContentCodingHandler = Self.handler()
    ) -> (response: Response, streamed: [UInt8], hasFailed: Bool) {
        let framing = body.map { RequestHead.Framing.length($0.count) } ?? .none
        let head = RequestHead(method: body == nil ? .get : .post, target: path, fields: fields, framing: framing)
        switch handler.receive(head, from: .local) {
        case .respond(let response):
            return (response, [], false)
        case .prepared(let answer, let number):
            return (answer.response(number), [], false)
        case .collect(_, let answer):
            let whole = body ?? []
            return (answer(whole.span), [], false)
        case .later:
            preconditionFailure("nothing is promised here")
        case .stream(_, let response, let stream):
            var streamed: [UInt8] = []
            var rest = (body ?? [])[...]
            while true {
                var writer = StreamWriter(hasBegun: !streamed.isEmpty)
                let slice = Array(rest.prefix(pieces))
                rest = rest.dropFirst(pieces == .max ? rest.count : pieces)
                if slice.isEmpty { stream.finish(&writer) } else { stream.receive(slice.span, &writer) }
                if writer.hasFailed || writer.replacement != nil {
                    return (writer.replacement ?? response, streamed, writer.hasFailed)
                }
                streamed += writer.bytes
                while writer.isUnfinished {
                    writer = StreamWriter(hasBegun: true)
                    stream.receive(Span(), &writer)
                    #expect(writer.bytes.count <= 2000)
                    streamed += writer.bytes
                }
                if slice.isEmpty { return (response, streamed, false) }
            }
        }
    }

    private static func gzip(_ bytes: [UInt8]) -> [UInt8] { Deflater(level: 6)!.encode(bytes)! }

    private static func gunzip(_ bytes: [UInt8]) -> [UInt8]? {
        let inflater = Inflater(.gzip, Inflater.Bounds(bytes: .max, ratio: .max, freeBytes: .max))!
        var decoded: [UInt8] = []
        let outcome = inflater.decode(bytes.span) { part in
            part.withUnsafeBufferPointer { decoded += $0 }
            return true
        }
        return outcome == .fine && inflater.isComplete ? decoded : nil
    }

    @Test(
        "gzip is chosen by weight",
        arguments: [
            ("gzip", true), ("GZIP", true), ("x-gzip", true), ("deflate, gzip", true), ("*", true),
            ("gzip;q=0.001", true),
            ("br, gzip ; q=0.5", true), ("identity, gzip", true), ("gzip;q=1.000", true), ("gzip;q=0, *", false),
            ("", false), ("identity", false), ("deflate", false), ("gzip;q=0", false), ("gzip;q=0.0", false),
            ("*;q=0", false), ("gzip;q=0.5, identity", false), ("gzip;q=x", false), ("gzip;level=9", false),
            ("gzipped", false), ("gzip;q=2", false), ("gzip;q=0.0001", false), (",,", false),
        ]
    )
    func preference(field: String, isPreferred: Bool) {
        #expect(AcceptEncoding.prefersGzip(Array(field.utf8)[...]) == isPreferred)
    }

    @Test("An answer is compressed when it is asked for and long enough", arguments: [(2047, false), (2048, true)])
    func threshold(length: Int, isEncoded: Bool) {
        let response = ask("/letters?\(length)", [(.acceptEncoding, "gzip")]).response
        #expect((response.fields[.contentEncoding] == "gzip") == isEncoded)
        #expect((response.fields[.vary] == "Accept-Encoding") == isEncoded)
        #expect(response.fields[.etag] == (isEncoded ? "W/\"tag\"" : "\"tag\""))
        let body = isEncoded ? Self.gunzip(response.body) : response.body
        #expect(body == [UInt8](repeating: 65, count: length))
    }

    @Test("A client that does not ask gets the answer as it is, and caches hear of the difference")
    func notAsked() {
        let response = ask("/letters?5000").response
        #expect(response.body.count == 5000)
        #expect(response.fields[.contentEncoding] == nil && response.fields[.vary] == "Accept-Encoding")
        #expect(ask("/image", [(.acceptEncoding, "gzip")]).response.fields[.vary] == nil)
    }

    @Test("When all encoders are in use answers go as they are")
    func noEncoder() {
        let handler = Self.handler { $0.maximumEncoders = 0 }
        #expect(ask("/letters?5000", [(.acceptEncoding, "gzip")], handler).response.body.count == 5000)
    }

    @Test("A compressed body reaches the handler decoded", arguments: ["/echo", "/stream"], [1, 7, 1000, Int.max])
    func decodes(path: String, pieces: Int) {
        let body = Array("0123456789".utf8) + [UInt8](repeating: 7, count: 30_000)
        let whole = Self.gzip(body)
        let (response, streamed, _) = ask(path, [(.contentEncoding, "GZip")], body: whole, pieces: pieces)
        #expect((path == "/echo" ? response.body : streamed) == body)
        // Two members are one body.
        let members = Self.gzip(Array(body[..<9])) + Self.gzip(Array(body[9...]))
        let again = ask(path, [(.contentEncoding, "x-gzip")], body: members, pieces: pieces)
        #expect((path == "/echo" ? again.response.body : again.streamed) == body)
    }

    @Test("A stream goes both ways compressed", arguments: [1, 50, Int.max])
    func bothWays(pieces: Int) {
        let body = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let fields = [(FieldName.contentEncoding, "gzip"), (.acceptEncoding, "gzip")]
        let (response, streamed, _) = ask("/stream", fields, body: Self.gzip(body), pieces: pieces)
        #expect(response.fields[.contentEncoding] == "gzip")
        #expect(Self.gunzip(streamed) == body)
    }

    @Test("A compressed stream that does a little a turn gets all of it", arguments: [20, Int.max], [true, false])
    func unfinished(pieces: Int, isCoded: Bool) {
        // 90,000 bytes that shrink to very few, which come out of the decoder in several parts.
        let body = [UInt8](repeating: 9, count: 70_000) + (0..<20_000).map { UInt8(truncatingIfNeeded: $0 / 9) }
        let coded = isCoded ? [(FieldName.acceptEncoding, "gzip")] : []
        let (_, streamed, _) = ask("/slow", [(.contentEncoding, "gzip")] + coded, body: Self.gzip(body), pieces: pieces)
        #expect((isCoded ? Self.gunzip(streamed) : streamed) == body)
    }

    @Test("Deflate is the zlib format")
    func deflate() {
        let zlib: [UInt8] = [0x78, 0x9C, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x06, 0x2C, 0x02, 0x15]
        #expect(ask("/echo", [(.contentEncoding, "deflate")], body: zlib).response.body == Array("hello".utf8))
        let raw: [UInt8] = [0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]
        #expect(ask("/echo", [(.contentEncoding, "deflate")], body: raw).response.status == .badRequest)
    }

    @Test(
        "Other codings are refused and told what is taken",
        arguments: ["br", "gzip, gzip", "zstd", "deflate, gzip", "x"]
    )
    func otherCodings(coding: String) {
        let response = ask("/echo", [(.contentEncoding, coding)], body: [1]).response
        #expect(response.status == .unsupportedMediaType)
        #expect(response.fields[.acceptEncoding] == "gzip, deflate")
    }

    @Test("A body cut short anywhere, or followed by more, is refused", arguments: ["/echo", "/stream"])
    func broken(path: String) {
        let whole = Self.gzip(Array("hello, hello, hello".utf8))
        for length in 1..<whole.count {
            let answer = ask(path, [(.contentEncoding, "gzip")], body: Array(whole[..<length]))
            #expect(
                answer.response.status == .badRequest && answer.response.body == Array("malformed-content-coding".utf8)
            )
        }
        #expect(ask(path, [(.contentEncoding, "gzip")], body: whole + [0]).response.status == .badRequest)
        for index in whole.indices {
            var changed = whole
            changed[index] ^= 0xFF
            // Flags and the time in the header may change; nothing else passes for whole.
            let status = ask(path, [(.contentEncoding, "gzip")], body: changed).response.status
            #expect(status == .badRequest || (4...9).contains(index))
        }
    }

    @Test("A stream that has begun and then breaks is cut short")
    func brokenLater() {
        // Stored blocks, so that what has come can be decoded before the end.
        var random: UInt32 = 1
        let body = (0..<100_000).map { _ in
            random = random &* 1_664_525 &+ 1_013_904_223
            return UInt8(random >> 24)
        }
        var coded = Self.gzip(body)
        coded[coded.count - 5] ^= 1
        let answer = ask("/stream", [(.contentEncoding, "gzip")], body: coded, pieces: 1000)
        #expect(answer.hasFailed && !answer.streamed.isEmpty)
    }

    @Test("A decoded body is bounded by the handler's size", arguments: [(100_000, 200), (100_001, 413)])
    func decodedSize(length: Int, status: Int) {
        let body = [UInt8](repeating: 0, count: length)
        #expect(ask("/echo", [(.contentEncoding, "gzip")], body: Self.gzip(body)).response.status.code == status)
    }

    @Test("A decoded body is bounded by its ratio", arguments: [(1_000_000, false), (3_000_000, true)])
    func ratio(length: Int, isRefused: Bool) {
        let bomb = Self.gzip([UInt8](repeating: 0, count: length))
        let answer = ask("/stream", [(.contentEncoding, "gzip")], body: bomb)
        #expect((answer.response.status == .contentTooLarge) == isRefused)
    }

    @Test("A body of too great a ratio hears that it is the ratio, one that is too large that it is the size")
    func reasons() {
        let settings = ContentCodings()
        let coded = Self.gzip([UInt8](repeating: 0, count: 1_900_000))
        let ratio = 1_900_000 / coded.count
        for (ratio, free, outcome) in [
            (ratio / 2, settings.freeDecodedBytes, Inflater.Outcome.tooDense), (ratio / 2, 1_900_000, .fine),
            (ratio * 2, settings.freeDecodedBytes, .fine),
            (settings.maximumRatio, settings.freeDecodedBytes, .tooDense),
        ] {
            let inflater = Inflater(.gzip, Inflater.Bounds(bytes: 2_000_000, ratio: ratio, freeBytes: free))!
            #expect(inflater.decode(coded.span) { _ in true } == outcome)
        }
        let small = Inflater(.gzip, Inflater.Bounds(bytes: 1_000, ratio: 100, freeBytes: 1_000))!
        #expect(small.decode(Self.gzip([UInt8](repeating: 0, count: 1_001)).span) { _ in true } == .tooLarge)
        let text = Refusal.bodyTooDense.text
        #expect(text.contains("more bytes for each that was sent"))
        #expect(text.contains("more than \(settings.freeDecodedBytes >> 20) MiB"))
        #expect(Refusal.bodyTooDense.name == Refusal.bodyTooLarge.name)
    }

    @Test("Compressed requests and answers pass through a real server")
    func overSockets() async throws {
        try await withServer { server, _ in
            let client = try Client(server)
            let body = Self.gzip([UInt8](repeating: 65, count: 50_000))
            let head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n"
            try client.send(Array("\(head)\r\n".utf8) + body)
            #expect(try client.response().body == String(repeating: "A", count: 50_000))
            try client.send(Array("\(head)Accept-Encoding: gzip\r\n\r\n".utf8) + body)
            #expect(try client.response().head.contains("Content-Encoding: gzip"))
        }
    }
}
