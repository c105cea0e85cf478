import ClaimFormats
import ClaimRules
import TestSupport
import Testing

/// Damaged documents: never a trap, always a month or a told problem, and a month that was taken can be judged.
struct HostileDocumentTests {
    @Test("Four thousand damaged documents each give a month or a problem", arguments: [1, 2, 3, 4] as [UInt64])
    func mutations(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var taken = 0
        for round in 0..<1_000 {
            if round % 50 == 0 { generator = SeededGenerator(seed: seed &* 1_000_003 &+ UInt64(round)) }
            var document = encoded(.random(using: &generator))
            for _ in 0..<Int.random(in: 1...4, using: &generator) { damage(&document, &generator) }
            do throws(DocumentError) {
                _ = try CareMonthDecoder().decode(document)
                taken += 1
            } catch {
                check(error, in: document)
            }
        }
        // Damage that hits nothing but a text leaves a month behind; most does not.
        #expect(taken > 20 && taken < 980)
    }

    @Test("Random bytes and random tokens give a problem and nothing else")
    func noise() {
        var generator = SeededGenerator(seed: 5)
        let tokens = [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\"id\"", "\"lines\"", "\"serviceMonth\"", "\"2026-03\"", "1",
            "-", "0", "e5", ".", "null",
            "true", "false", " ", "\n", "\\u", "d800", "\u{FEFF}", "é", "\"code\"", "\"99490\"", "\"timeLog\"",
            "\"minutes\"",
        ]
        for _ in 0..<5_000 {
            let document =
                generator.chance(50)
                ? generator.list(0...40) { UInt8.random(in: 0...255, using: &$0) }
                : generator.list(0...40) { $0.pick(tokens) }.flatMap { Array($0.utf8) }
            do throws(DocumentError) {
                _ = try CareMonthDecoder().decode(document)
            } catch {
                check(error, in: document)
            }
        }
    }

    @Test("What costs much elsewhere costs one pass here")
    func large() {
        let limits = JSONLimits(bytes: 64 << 20, items: 10_000_000)
        let many = Array(repeating: "{}", count: 200_000).joined(separator: ",")
        expectShape("{\"serviceMonth\":\"2026-03\",\"lines\":[\(many)]}", limits, leftOut: 901)
        let names = (0..<30_000).map { "\"n\($0)\":0" }.joined(separator: ",")
        #expect(problem(in: "{\(names)}", limits: limits) == nil)
        #expect(problem(in: String(repeating: "[", count: 1_000_000), limits: limits)?.code == .tooDeep)
        #expect(problem(in: "\"" + String(repeating: "\\ud83d\\ude00", count: 50_000) + "\"", limits: limits) == nil)
        #expect(
            problem(
                in: "-" + String(repeating: "9", count: 1_000_000) + "e" + String(repeating: "9", count: 9),
                limits: limits
            ) == nil
        )
    }

    private func expectShape(_ document: String, _ limits: JSONLimits, leftOut expected: Int) {
        do {
            _ = try CareMonthDecoder(jsonLimits: limits).decode(Array(document.utf8))
            Issue.record("taken")
        } catch .wrongShape(let problems, let leftOut) {
            #expect(problems.count == 100)
            #expect(leftOut == expected)
        } catch {
            Issue.record("\(error)")
        }
    }

    /// One expectation for all problems: a thousand of them would cost more than the reading.
    private func check(_ error: DocumentError, in document: [UInt8]) {
        switch error {
        case .notParseable(let problem):
            let isSound = problem.offset <= document.count && problem.line >= 1 && problem.column >= 1
            #expect(isSound && isPointer(problem.pointer))
        case .wrongShape(let problems, let leftOut):
            let areSound = problems.allSatisfy { isPointer($0.pointer) && $0.offset < document.count }
            #expect(!problems.isEmpty && leftOut >= 0 && areSound)
        }
    }

    private func encoded(_ month: CareMonth) -> [UInt8] {
        var writer = JSONWriter()
        writer.careMonth(month)
        return writer.bytes
    }

    /// One thing that goes wrong on the way: a byte changed, cut out, put in, a stretch doubled, swapped or cut off.
    private func damage(_ document: inout [UInt8], _ generator: inout SeededGenerator) {
        guard document.count > 2 else { return }
        let at = Int.random(in: 0..<document.count, using: &generator)
        let length = Int.random(in: 1...min(20, document.count - at), using: &generator)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: document[at] = UInt8.random(in: 0...255, using: &generator)
        case 1: document[at] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        case 2: document.removeSubrange(at..<at + length)
        case 3: document.insert(generator.pick(Array("{}[],:\"\\0-1eE.nt/ \n".utf8)), at: at)
        case 4: document.insert(contentsOf: document[at..<at + length], at: at)
        case 5: document.removeSubrange(at...)
        case 6:
            // A value that keeps the document JSON: digits for digits.
            for index in at..<at + length where (0x30...0x39).contains(document[index]) {
                document[index] = UInt8.random(in: 0x30...0x39, using: &generator)
            }
        default:
            let other = Int.random(in: 0..<document.count, using: &generator)
            document.swapAt(at, other)
        }
    }

    private func isPointer(_ pointer: String) -> Bool {
        pointer.isEmpty || pointer.hasPrefix("/")
    }
}
