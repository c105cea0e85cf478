import TestSupport
import Testing

@testable import HTTPMessage

/// Answers that wait outside memory, for clients that send everything before they read.
struct StoringTests {
    private func loan() -> BacklogLoan { BacklogLoans(1).take()! }

    @Test("However output, putting away, fetching and taking follow each other, the bytes come in order")
    func order() {
        for seed in 1...200 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var unsent = UnsentBytes()
            var written: [UInt8] = []
            var taken: [UInt8] = []
            var store: [UInt8] = []
            var onTheWay: [UInt8]?
            for step in 0..<400 {
                switch Int.random(in: 0..<6, using: &generator) {
                case 0, 1:
                    let more = (0..<Int.random(in: 0...50, using: &generator)).map { _ in
                        UInt8.random(in: 0...255, using: &generator)
                    }
                    // A connection adds output only where some waits, or when there is some.
                    if !more.isEmpty { unsent.append(more[...]) }
                    written += more
                case 2:
                    if step > 50, !unsent.isEmpty { unsent.beginStoring(loan()) }
                case 3:
                    if let bytes = unsent.takeForStore(least: 20) {
                        #expect(onTheWay == nil)
                        onTheWay = bytes
                    }
                case 4:
                    guard let bytes = onTheWay else { break }
                    onTheWay = nil
                    if generator.chance(90) {
                        store += bytes
                        unsent.endStoring()
                    } else {
                        unsent.endStoring(comingBack: bytes)
                    }
                default:
                    if let count = unsent.takeFetch() {
                        unsent.endFetching(Array(store.prefix(count)))
                        store.removeFirst(count)
                    }
                    guard unsent.isReady else { break }
                    let part = unsent.withBytes { Array($0.prefix(Int.random(in: 1...80, using: &generator))) }
                    taken += part
                    unsent.consume(part.count)
                }
                #expect(unsent.count == written.count - taken.count)
                #expect(unsent.isEmpty == (unsent.count == 0))
            }
            if onTheWay != nil {
                store += onTheWay!
                unsent.endStoring()
            }
            while !unsent.isEmpty {
                if let count = unsent.takeFetch() {
                    unsent.endFetching(Array(store.prefix(count)))
                    store.removeFirst(count)
                }
                let part = unsent.withBytes { Array($0) }
                taken += part
                unsent.consume(part.count)
            }
            #expect(taken == written)
            #expect(!unsent.isStoring)
        }
    }

    @Test("A client that sends everything before it reads gets every answer, and memory holds a little of them")
    func everythingFirst() {
        var wire = Wire {
            $0.backlogBytes = 4000
            $0.streamSliceBytes = 1000
        }
        wire.takesAnswers = false
        let body = (0..<50_000).map { UInt8($0 % 251) }
        wire.feed("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n")
        var sent = 0
        while sent < body.count {
            if wire.connection.wantsInput {
                wire.feed(body[sent..<min(sent + 1000, body.count)])
                sent = min(sent + 1000, body.count)
            } else {
                wire.pass(seconds: 1)
            }
            #expect(wire.connection.unsent.count - wire.store.count < 12_000)
        }
        #expect(wire.store.count > 80_000)
        while !wire.connection.unsent.isEmpty { wire.take(3000) }
        let expected = body.flatMap { [$0, $0] } + Array("!".utf8)
        #expect(Array(wire.answers[0].body.utf8).count == String(decoding: expected, as: UTF8.self).utf8.count)
        #expect(wire.answers[0].body == String(decoding: expected, as: UTF8.self))
        #expect(wire.finished.map(\.isComplete) == [true])
        // The connection goes on as if nothing had been.
        wire.takesAnswers = true
        wire.feed(LifeCycleTests.get)
        #expect(wire.statuses == [200, 200])
    }

    @Test("Where there is no room to put answers away the client is given up with a last word")
    func noRoom() {
        var wire = Wire { $0.backlogBytes = 1000 }
        wire.takesAnswers = false
        wire.feed("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n")
        for _ in 0..<3 {
            let input = Array(repeating: UInt8(ascii: "a"), count: 1000)
            wire.connection.receive(input.span, &wire.context)
            wire.connection.keepUnsent(from: 0, &wire.context)
            if !wire.connection.wantsInput {
                wire.context.now += Wire.second
                wire.connection.expire(&wire.context)
                wire.connection.keepUnsent(from: 0, &wire.context)
            }
        }
        let bytes = wire.connection.takeForStore(wire.context)!
        wire.connection.didStore(bytes, room: false, &wire.context)
        wire.takesAnswers = true
        wire.flush()
        wire.takeAll()
        #expect(wire.text.hasSuffix("cut short: answers-not-taken\r\n"))
        #expect(wire.finished.map(\.isComplete) == [false])
    }

    @Test("Answers that cannot be fetched back end the connection")
    func lost() {
        var wire = Wire { $0.backlogBytes = 1000 }
        wire.takesAnswers = false
        wire.feed("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n")
        wire.connection.didFetch([], wire.context)
        #expect(wire.connection.isOver)
    }

    @Test("A stream that is unfinished is called again before it is given more, and before its end")
    func unfinished() {
        var wire = Wire { $0.streamSliceBytes = 8 }
        let request = "POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789"
        wire.connection.receive(Array(request.utf8).span, &wire.context)
        // One byte a call: the first turn has written one, and the rest waits.
        #expect(wire.context.output.last(where: { $0 >= 0x30 }) == UInt8(ascii: "0"))
        #expect(wire.connection.wantsTurn(wire.context) && !wire.connection.wantsInput)
        wire.end()
        #expect(wire.answers[0].body == "0123456789!")
        #expect(wire.finished.map(\.isComplete) == [true])
    }
}
