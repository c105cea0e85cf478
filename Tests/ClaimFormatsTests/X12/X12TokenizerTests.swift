import ClaimRules
import Testing

@testable import ClaimFormats

struct X12TokenizerTests {
    private func tokens(_ bytes: [UInt8], piece: Int = .max, limits: X12Limits = X12Limits()) throws -> [[String]] {
        var tokenizer = X12Tokenizer(limits: limits)
        var all: [[String]] = []
        let take: (X12Segment) throws(X12Failure) -> Void = { segment in
            all.append((0...segment.count).map { segment.text($0) })
        }
        try bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                let end = piece < bytes.count - start ? start + piece : bytes.count
                try tokenizer.feed(UnsafeBufferPointer(rebasing: bytes[start..<end]), take)
                start = end
            }
        }
        try tokenizer.end(take)
        return all
    }

    private func failure(_ bytes: [UInt8], limits: X12Limits = X12Limits()) -> X12Failure? {
        do {
            _ = try tokens(bytes, limits: limits)
            return nil
        } catch {
            return error as? X12Failure
        }
    }

    static let expected = ClaimFile.clean.segments.map {
        $0.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    }

    @Test("The same segments come out, whatever the pieces", arguments: [1, 2, 3, 7, 53, 105, 106, 107, 108, 4_096])
    func pieces(size: Int) throws {
        #expect(try tokens(ClaimFile.clean.bytes, piece: size) == Self.expected)
    }

    @Test(
        "Any line-ending habit is taken",
        arguments: ["~", "~\n", "~\r\n", "~\r", "~\n\n", "~ \n  ", "~\n\t", "\n", "\r\n", "\r", "'\n", "!"]
    )
    func lineEndings(ending: String) throws {
        let bytes = Array((ClaimFile.clean.segments.joined(separator: ending) + ending).utf8)
        for size in [1, 64, .max] { #expect(try tokens(bytes, piece: size) == Self.expected) }
    }

    @Test("A file in lines of one length is read as if it had none", arguments: [80, 72, 11])
    func wrapped(width: Int) throws {
        let bytes = Array(ClaimFile.clean.segments.joined(separator: "~").utf8) + [UInt8(ascii: "~")]
        var wrapped: [UInt8] = []
        for (position, byte) in bytes.enumerated() {
            if position > 0, position % width == 0 { wrapped += [13, 10] }
            wrapped.append(byte)
        }
        for size in [1, 64, .max] { #expect(try tokens(wrapped, piece: size) == Self.expected) }
    }

    @Test("Delimiters are learnt anew from every interchange")
    func delimiters() throws {
        let first = ClaimFile.clean.text
        var second = ClaimFile.clean
        second.interchange = "000000102"
        let other = second.text.map { ["*": "|", ":": ">", "^": "!", "~": "\u{1d}"][$0] ?? $0 }
        let read = ReadFile(Array((first + String(other)).utf8))
        #expect(read.structure.isAccepted)
        #expect(read.structure.interchanges.map(\.control) == ["000000101", "000000102"])
        #expect(read.batch.claims.map(\.diagnoses.count) == [2, 2])
    }

    @Test("A byte-order mark is passed over")
    func byteOrderMark() throws {
        for size in [1, 2, 64, .max] {
            #expect(try tokens([0xEF, 0xBB, 0xBF] + ClaimFile.clean.bytes, piece: size) == Self.expected)
            #expect(try tokens([0xEF, 0xBB, 0xBF, 32, 10] + ClaimFile.clean.bytes, piece: size) == Self.expected)
        }
    }

    @Test(
        "What is not X12 is refused with the place",
        arguments: [
            ("", X12Failure.Kind.empty, 0, 1), ("   \n", .empty, 4, 1), ("{\"id\": 1}", .notX12, 0, 1),
            ("  hello", .notX12, 2, 1), ("ISA*00*", .notX12, 0, 1),
        ]
    )
    func notX12(text: String, kind: X12Failure.Kind, offset: Int, segment: Int) {
        #expect(failure(Array(text.utf8)) == X12Failure(kind, offset: offset, segment: segment))
    }

    @Test("A header whose separators are out of place is refused at the first of them")
    func header() {
        let text = ClaimFile.clean.text.replacing("*ZZ*SENDER         *", with: "*ZZ*SENDER        *")
        #expect(failure(Array(text.utf8)) == X12Failure(.notX12, offset: 50, segment: 1))
        let letters = ClaimFile.clean.text.replacing("*", with: "A")
        #expect(failure(Array(letters.utf8))?.offset == 3)
    }

    @Test("Something else after an interchange stops the reading there")
    func afterInterchange() {
        let bytes = ClaimFile.clean.bytes
        let found = failure(bytes + Array("rubbish".utf8))
        #expect(
            found == X12Failure(.afterInterchange, offset: bytes.count, segment: ClaimFile.clean.segments.count + 1)
        )
    }

    @Test("A file that ends inside a segment is refused there; one that lacks the last terminator is not")
    func truncated() throws {
        let bytes = ClaimFile.clean.bytes
        #expect(failure(Array(bytes.prefix(200)))?.kind == .truncated)
        #expect(try tokens(Array(bytes.dropLast(2))) == Self.expected)
    }

    @Test("The longest segment is taken, one byte more is not, and no more than that is held")
    func segmentLimit() throws {
        var limits = X12Limits()
        limits.segmentBytes = 300
        let long = String(repeating: "N", count: 297)
        let fits = ClaimFile(sets: [["N3*" + long]]).bytes
        #expect(try tokens(fits, limits: limits).count == 7)
        let over = ClaimFile(sets: [["N3*N" + long]]).bytes
        #expect(failure(over, limits: limits)?.kind == .segmentTooLong)
        var tokenizer = X12Tokenizer(limits: limits)
        let endless = ClaimFile.clean.bytes.prefix(106) + [UInt8](repeating: 65, count: 100_000)
        #expect(throws: X12Failure.self) {
            try Array(endless).withUnsafeBufferPointer { try tokenizer.feed($0) { _ in } }
        }
        #expect(tokenizer.keptBytes <= 300)
    }

    @Test("The most elements are taken, one more is not")
    func elementLimit() throws {
        var limits = X12Limits()
        limits.elements = 20
        let fits = ClaimFile(sets: [["N3" + String(repeating: "*A", count: 20)]]).bytes
        #expect(try tokens(fits, limits: limits)[3].count == 21)
        let over = ClaimFile(sets: [["N3" + String(repeating: "*A", count: 21)]]).bytes
        #expect(failure(over, limits: limits)?.kind == .tooManyElements)
    }

    @Test("Every truncation of a good file is read without a trap, and only the whole of it is without fault")
    func truncations() {
        let bytes = ClaimFile.clean.bytes
        for length in 0..<bytes.count - 2 {
            #expect(!ReadFile(Array(bytes.prefix(length))).structure.isFaultless || length == 0, "\(length)")
        }
        #expect(ReadFile(bytes).structure.isFaultless)
    }
}
