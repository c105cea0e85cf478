import Testing

@testable import HTTPMessage

/// Random clients against what must hold whatever they do.
struct RandomLifeTests {
    static let pieces: [String] =
        GoodRequest.all.map { String(decoding: $0.bytes, as: UTF8.self) }
        + [
            "GET / HTTP/1.1\r\n", "Host: a\r\n\r\n", "POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n",
            "x", "\r\n", "5\r\n",
        ]

    @Test(
        "Whatever a client does, answers stay in order and the connection ends in time",
        arguments: 0..<400 as Range<UInt64>
    )
    func life(seed: UInt64) {
        var random = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ bound: UInt64) -> UInt64 {
            random ^= random << 13
            random ^= random >> 7
            random ^= random << 17
            return random % bound
        }
        var wire = Wire {
            $0.backlogBytes = 2000
            $0.answerBacklogBytes = 2000
            $0.pipelinedRequests = 3
        }
        for _ in 0..<60 where !wire.connection.isOver {
            switch next(12) {
            case 0...5:
                var bytes = Array(Self.pieces[Int(next(UInt64(Self.pieces.count)))].utf8)
                if next(3) == 0 { bytes.removeLast(Int(next(UInt64(bytes.count)))) }
                if next(9) == 0 { bytes[Int(next(UInt64(bytes.count)))] = UInt8(truncatingIfNeeded: next(256)) }
                if wire.connection.wantsInput { wire.feed(bytes) }
            case 6: wire.takesAnswers.toggle()
            case 7, 8: wire.take(Int(next(3000)))
            case 9: wire.pass(seconds: next(12))
            case 10 where next(8) == 0: wire.end()
            case 11 where next(20) == 0: wire.connection.abort(wire.context)
            default: break
            }
            if wire.connection.isOver { break }
            // Something will always happen: more input, more room, a turn or a deadline.
            #expect(wire.connection.nextDeadline < .max)
            if wire.connection.isBlocked { #expect(!wire.connection.wantsInput) }
            #expect(wire.connection.unsent.count < 2000 + 3 * 110_000)
        }
        // Left alone, it comes to its end within the sum of its times.
        for _ in 0..<6 where !wire.connection.isOver { wire.pass(seconds: 61) }
        #expect(wire.connection.isOver)
        // One answer a request at most; only the last request may have been refused before the handler saw it.
        let answers = wire.statuses.filter { $0 != 100 }.count
        #expect(answers <= wire.seen.count + 1)
        #expect(wire.finished.count <= wire.seen.count + 1)
        let before = wire.output.count
        wire.feed("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(wire.output.count == before)
    }
}
