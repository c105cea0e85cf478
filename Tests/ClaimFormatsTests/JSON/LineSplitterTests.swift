import ClaimFormats
import TestSupport
import Testing

struct LineSplitterTests {
    /// The lines of `pieces` as `number:line`, a line past the limit as `number!`.
    private func lines(_ pieces: [[UInt8]], limit: Int = 20) -> [String] {
        var splitter = LineSplitter(limit: limit)
        var lines: [String] = []
        func take(_ line: UnsafeBufferPointer<UInt8>?, _ number: Int) {
            lines.append(line.map { "\(number):\(String(decoding: $0, as: UTF8.self))" } ?? "\(number)!")
        }
        for piece in pieces {
            piece.withUnsafeBufferPointer { buffer in
                var position = 0
                while splitter.next(in: buffer, from: &position, take) {}
                #expect(position == piece.count)
            }
            #expect(splitter.keptBytes <= limit)
        }
        if splitter.end(take) { #expect(splitter.keptBytes == 0) }
        let again = splitter.end(take)
        #expect(!again)
        return lines
    }

    private func lines(_ text: String, limit: Int = 20) -> [String] { lines([Array(text.utf8)], limit: limit) }

    @Test(
        "Lines end at line feeds, the last also at the end; blank lines are counted and passed over",
        arguments: [
            ("", []), ("\n", []), ("a", ["1:a"]), ("a\n", ["1:a"]), ("a\nb", ["1:a", "2:b"]),
            ("a\n\n \t\r\nb\n", ["1:a", "4:b"]),
            ("a\r\nb\r\n", ["1:a\r", "2:b\r"]), ("\n\n\na", ["4:a"]), ("a\n  ", ["1:a"]), (" a \n", ["1: a "]),
        ] as [(String, [String])]
    )
    func simple(text: String, expected: [String]) {
        #expect(lines(text) == expected)
    }

    @Test("A line of the longest length is handed out, one byte more is told as too long and the stream goes on")
    func limit() {
        let longest = String(repeating: "x", count: 20)
        #expect(lines("\(longest)\nb\n") == ["1:\(longest)", "2:b"])
        #expect(lines("\(longest)x\nb\n") == ["1!", "2:b"])
        #expect(lines("\(longest)xyz") == ["1!"])
        #expect(lines(longest) == ["1:\(longest)"])
        #expect(lines("a\n" + String(repeating: "x", count: 500) + "\n\nb") == ["1:a", "2!", "4:b"])
    }

    @Test("However the stream is cut, the lines are the same")
    func everyCut() {
        let stream = Array(
            "{\"a\":1}\n\n[2]\r\n\(String(repeating: "y", count: 21))\n\(String(repeating: "z", count: 20))\nlast".utf8
        )
        let whole = lines([stream])
        #expect(whole.count == 5)
        #expect(lines(stream.map { [$0] }) == whole)
        for first in 0...stream.count {
            for second in stride(from: first, through: stream.count, by: 3) {
                let pieces = [stream[..<first], stream[first..<second], stream[second...]].map { Array($0) }
                #expect(lines(pieces) == whole)
            }
        }
    }

    @Test("Random streams in random pieces give the lines that splitting the whole gives")
    func random() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<300 {
            let stream = generator.list(0...200) {
                $0.pick([0x0A, 0x0A, 0x20, 0x61, 0x62, 0x7B, 0xC3, 0x0D] as [UInt8])
            }
            var pieces: [[UInt8]] = []
            var at = 0
            while at < stream.count {
                let length = Int.random(in: 0...min(30, stream.count - at), using: &generator)
                pieces.append(Array(stream[at..<at + length]))
                at += length
            }
            #expect(lines(pieces, limit: 8) == lines([stream], limit: 8))
        }
    }
}
