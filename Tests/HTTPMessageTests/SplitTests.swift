import Testing

@testable import HTTPMessage

struct SplitTests {
    static let clean = Array("GET /clean HTTP/1.1\r\nHost: a\r\n\r\n".utf8)

    @Test("A good request is answered and the next one too", arguments: GoodRequest.all)
    func whole(request: GoodRequest) {
        var wire = Wire()
        wire.feed(request.bytes + Self.clean)
        check(wire, request)
    }

    @Test("A request split anywhere is the same request", arguments: GoodRequest.all)
    func everySplit(request: GoodRequest) {
        let all = request.bytes + Self.clean
        for split in 0...all.count {
            var wire = Wire()
            wire.feed(all[..<split])
            wire.feed(all[split...])
            check(wire, request)
        }
    }

    @Test("A request in pieces of one, two, three and seven bytes is the same request", arguments: GoodRequest.all)
    func pieces(request: GoodRequest) {
        let all = request.bytes + Self.clean
        for size in [1, 2, 3, 7] {
            var wire = Wire()
            for start in stride(from: 0, to: all.count, by: size) {
                wire.feed(all[start..<min(start + size, all.count)])
            }
            check(wire, request)
        }
    }

    @Test("A request cut short is never answered as if it were whole", arguments: GoodRequest.all)
    func everyTruncation(request: GoodRequest) {
        for length in 0..<request.bytes.count {
            var wire = Wire()
            wire.feed(request.bytes[..<length])
            let before = wire.answers
            wire.end()
            if before.isEmpty {
                #expect(wire.answers.allSatisfy { $0.status == 400 && $0.fields["connection"] == "close" })
            } else {
                // The answer did not need the body, or streams: it is cut short and nothing follows it.
                #expect(wire.answers.count == 1)
            }
            #expect(wire.connection.phase == .closing)
        }
    }

    @Test("All good requests in one pipeline are answered in order")
    func pipeline() {
        var wire = Wire()
        wire.feed(GoodRequest.all.flatMap(\.bytes))
        #expect(wire.answers.map(\.body) == GoodRequest.all.map(\.answer))
    }

    @Test("A pipeline in random pieces is answered in order", arguments: 0..<50 as Range<UInt64>)
    func randomPieces(seed: UInt64) {
        var random = seed
        var rest = GoodRequest.all.flatMap(\.bytes)[...]
        var wire = Wire()
        while !rest.isEmpty {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let size = Int(random >> 33) % (random >> 60 == 0 ? 3000 : 60) + 1
            wire.feed(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        #expect(wire.answers.map(\.body) == GoodRequest.all.map(\.answer))
    }

    private func check(_ wire: Wire, _ request: GoodRequest) {
        let answers = wire.answers
        #expect(answers.count == 2)
        #expect(answers.first?.body == request.answer)
        #expect(answers.last?.body == "/clean")
        #expect(wire.connection.phase == .idle)
    }
}
