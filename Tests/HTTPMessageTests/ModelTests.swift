import Testing

@testable import HTTPMessage

/// Random clients under a clock moved by hand, against a model of what the limits promise.
struct ModelTests {
    /// What a connection should do, told in a few lines.
    private struct Model {
        enum Phase: Equatable {
            case idle
            case head
            case body(missing: Int)
            case over
        }

        var phase = Phase.idle
        var now = 0
        /// When the phase has lasted too long, in seconds.
        var deadline = 60
        var statuses: [Int] = []

        mutating func enter(_ phase: Phase) {
            self.phase = phase
            deadline = now + (phase == .idle ? 60 : 10)
        }

        mutating func answer(_ status: Int) {
            statuses.append(status)
            if status == 200 { enter(.idle) } else { phase = .over }
        }

        mutating func pass(_ seconds: Int) {
            now += seconds
            guard now >= deadline else { return }
            switch phase {
            case .idle: phase = .over
            case .head, .body: answer(408)
            case .over: break
            }
        }
    }

    @Test("A connection does what its limits promise, to the second", arguments: 0..<300 as Range<UInt64>)
    func life(seed: UInt64) {
        var random = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ bound: Int) -> Int {
            random ^= random << 13
            random ^= random >> 7
            random ^= random << 17
            return Int(random % UInt64(bound))
        }
        let get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
        var wire = Wire()
        var model = Model()
        var rest = ""
        for _ in 0..<80 where model.phase != .over {
            switch (next(4), model.phase) {
            case (0, _):
                let seconds = next(4) == 0 ? next(70) : next(6)
                wire.pass(seconds: UInt64(seconds))
                model.pass(seconds)
            case (1, .idle):
                wire.feed(get)
                model.answer(200)
            case (2, .idle):
                let cut = 1 + next(get.utf8.count - 1)
                wire.feed(get.utf8.prefix(cut))
                rest = String(decoding: get.utf8.dropFirst(cut), as: UTF8.self)
                model.enter(.head)
            case (_, .idle):
                let length = 1 + next(1000)
                wire.feed("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n")
                model.enter(.body(missing: length))
            case (1, .head) where rest.utf8.count > 1:
                // A part of the rest moves no deadline.
                wire.feed(rest.utf8.prefix(1))
                rest = String(decoding: rest.utf8.dropFirst(), as: UTF8.self)
            case (_, .head):
                wire.feed(rest)
                model.answer(200)
            case (_, .body(let missing)):
                let count = min(missing, 1 + next(400))
                wire.feed(String(repeating: "x", count: count))
                if count == missing { model.answer(200) } else { model.phase = .body(missing: missing - count) }
            case (_, .over): break
            }
            #expect(wire.statuses == model.statuses)
            #expect((wire.connection.phase.rawValue >= HTTPConnection.Phase.closing.rawValue) == (model.phase == .over))
        }
    }
}
