import ClaimFormats
import ClaimRules
import ClaimService
import Synchronization
import TestSupport
import Testing

@testable import claimgate

/// What the command does with files of many care months, on values.
struct LineBlocksTests {
    private func blocks(_ input: [UInt8], pieces: Int, beginning: Int = 0, limit: Int = 100) -> [[UInt8]] {
        var rest = input.dropFirst(beginning)
        var blocks = LineBlocks(beginning: Array(input.prefix(beginning)), lineLimit: limit) { most in
            let piece = Array(rest.prefix(min(most, pieces)))
            rest = rest.dropFirst(piece.count)
            return piece
        }
        var all: [[UInt8]] = []
        while let block = blocks.next() { all.append(block) }
        #expect(blocks.bytes == input.count)
        return all
    }

    @Test("Blocks are whole lines and all of them, however the input comes", arguments: [1, 7, 1000, 100_000])
    func whole(pieces: Int) {
        let text = (0..<3000).map { String(repeating: "x", count: $0 % 90) }.joined(separator: "\n") + "\nlast"
        let input = Array(text.utf8)
        for beginning in [0, 5, 1000, input.count] {
            let blocks = blocks(input, pieces: pieces, beginning: beginning)
            #expect(blocks.flatMap(\.self) == input)
            #expect(blocks.dropLast().allSatisfy { $0.last == 0x0a })
            #expect(blocks.allSatisfy { $0.count < 3 * LineBlocks.size })
        }
    }

    @Test("Of a line that is too long only as much is kept as shows that it is", arguments: [1, 64, 1 << 20])
    func tooLong(pieces: Int) {
        for length in [100, 101, 5000, 200_000] {
            let input = Array(("a\n" + String(repeating: "x", count: length) + "\nb\n").utf8)
            let kept = blocks(input, pieces: pieces).flatMap(\.self)
            #expect(kept.split(separator: 0x0a).map(\.count).filter { $0 > 1 } == [length] || kept.count <= 110)
            #expect(kept.split(separator: 0x0a).count == 3)
            #expect(kept.split(separator: 0x0a)[1].count >= min(length, 101))
        }
    }

    @Test("Lines that are there are given before more is waited for", arguments: [0, 2, 4, LineBlocks.size])
    func pause(beginning: Int) {
        // A full piece says nothing of what comes after it.
        let line = Array((String(repeating: "x", count: LineBlocks.size / 2 - 1) + "\n").utf8)
        let input = beginning == LineBlocks.size ? line + line : Array("a\nb\n".utf8)
        var rest = input.dropFirst(beginning)
        var blocks = LineBlocks(
            beginning: Array(input.prefix(beginning)),
            lineLimit: LineBlocks.size,
            hasMore: { !rest.isEmpty },
            read: { most in
                #expect(!rest.isEmpty, "this would wait")
                defer { rest = rest.dropFirst(most) }
                return Array(rest.prefix(most))
            }
        )
        var given: [UInt8] = []
        while given.count < input.count, let block = blocks.next() { given += block }
        #expect(given == input)
    }

    @Test("An input that cannot be read to its end says so")
    func failure() {
        var count = 0
        var blocks = LineBlocks(beginning: [], lineLimit: 10) { _ in
            count += 1
            return count == 1 ? Array("a\nb".utf8) : nil
        }
        #expect(blocks.next() == Array("a\n".utf8))
        #expect(blocks.next() == Array("b".utf8))
        #expect(blocks.next() == nil && blocks.hasFailed)
    }

    @Test(
        "Many documents are told from one by their first two lines",
        arguments: [
            ("", .undecided), (" \n", .undecided), ("{\"a\":1}", .undecided), ("{\"a\":1}\n", .undecided),
            ("{\"a\":1}\n\n  ", .undecided), ("{\"a\":1}\n{", .lines), ("\n{\"a\":1} \r\n\n{", .lines),
            ("{\n", .document), ("{\"a\":1,\n", .document), ("{\"a\":1}\nx", .document), ("[", .document),
            ("x", .document),
            ("{\"a\":{}\n", .lines), ("{}{}\n[", .document),
        ] as [(String, InputKind)]
    )
    func kinds(text: String, kind: InputKind) {
        let found = InputKind(of: Array(text.utf8))
        // An object that is cut at a line's end looks like a whole one until more has come.
        #expect(found == kind || (found == .undecided && kind == .lines))
    }

    @Test("The pipeline gives the same answers in the same order for any number of threads", arguments: [1, 2, 5])
    func pipeline(jobs: Int) {
        func run(_ jobs: Int) -> ([UInt8], StreamTally) {
            let written = Written()
            let pipeline = LinePipeline(
                ClaimDesk(documentBytes: 10_000),
                StreamQuestion(.validate),
                SeenServices(limit: 1 << 20, budget: SeenServicesBudget(1 << 20)),
                jobs: jobs
            ) { written.add($0) }
            for block in 0..<40 {
                // Every third patient comes again; now and then a line is no document, or blank.
                let lines = (0..<(block % 7)).map { line in
                    block % 5 == 0 && line == 2
                        ? "\nbroken"
                        : #"{"serviceMonth":"2026-03","patient":{"id":"\#((block * 7 + line) / 3)"},"lines":[{"code":"99490"}]}"#
                }
                #expect(pipeline.submit(Array(lines.map { $0 + "\n" }.joined().utf8)))
            }
            pipeline.finish()
            return (written.bytes, pipeline.tally)
        }
        let (bytes, tally) = run(jobs)
        #expect(tally.documents == (0..<40).reduce(0) { $0 + $1 % 7 })
        #expect(tally.problems > 0 && tally.duplicates > 20)
        let one = run(1)
        #expect(bytes == one.0)
        #expect(tally == one.1)
        let lines = bytes.split(separator: 0x0a)
        #expect(lines.enumerated().allSatisfy { $1.starts(with: Array(#"{"index":\#($0),"#.utf8)) })
    }

    @Test("When nothing more can be written no more is taken")
    func brokenPipe() {
        let pipeline = LinePipeline(
            ClaimDesk(documentBytes: 100),
            StreamQuestion(.suggest),
            SeenServices(limit: 1, budget: SeenServicesBudget(1)),
            jobs: 2
        ) { _ in false }
        var count = 0
        while count < 1000, pipeline.submit(Array("{}\n".utf8)) { count += 1 }
        #expect(count < 1000)
        pipeline.finish()
        #expect(pipeline.hasFailed)
    }

    @Test("Numbers are written for people")
    func numbers() {
        #expect(PlainNumber.grouped(0) == "0")
        #expect(PlainNumber.grouped(999) == "999")
        #expect(PlainNumber.grouped(-1_234_567) == "-1,234,567")
        #expect(PlainNumber.dollars(Money(cents: 123_405)) == "1,234.05")
        #expect(PlainNumber.seconds(12.34) == "12.3 s")
        #expect(PlainNumber.seconds(185) == "3:05")
        #expect(PlainNumber.clock(3723) == "1:02:03")
    }

    @Test("The bar tells how far it is and what there is so far, and how long it takes where the size is known")
    func bar() {
        var tally = StreamTally()
        for _ in 0..<1500 { tally.addProblem() }
        let line = ProgressBar(question: .validate, size: 1000).line(tally, bytes: 250, seconds: 30)
        #expect(line == "[######..................] 25 %  1,500 claims, 50/s  1:30 left  unusable 1,500")
        #expect(ProgressBar(question: .gaps).line(StreamTally(), bytes: 9, seconds: 9) == "0 claims, 0/s")
    }
}

/// What a pipeline has written.
private final class Written: Sendable {
    private let text = Mutex<[UInt8]>([])
    var bytes: [UInt8] { text.withLock { $0 } }
    func add(_ bytes: [UInt8]) -> Bool {
        text.withLock { $0 += bytes }
        return true
    }
}
