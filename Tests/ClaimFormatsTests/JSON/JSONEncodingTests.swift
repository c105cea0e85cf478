import ClaimFormats
import Testing

/// UTF-8 inside and outside strings (RFC 3629, RFC 8259 section 8.1).
struct JSONEncodingTests {
    @Test(
        "A string of any two bytes is taken exactly if they are UTF-8 without quote, backslash and control characters"
    )
    func everyPair() {
        var wrong = 0
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max where !agrees([first, second]) { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    @Test("The edges of every three- and four-byte form are where Unicode puts them")
    func edges() {
        let edge: [UInt8] = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xFF]
        var wrong = 0
        for lead in UInt8(0xDF)...0xFF {
            for second in edge {
                for third in edge {
                    if !agrees([lead, second, third]) { wrong += 1 }
                    for fourth in edge where !agrees([lead, second, third, fourth]) { wrong += 1 }
                }
            }
        }
        #expect(wrong == 0)
    }

    @Test("Broken UTF-8 has its name and its first byte's offset, wherever it stands")
    func brokenForms() {
        let forms: [[UInt8]] = [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xC3], [0xE2, 0x82],
            [0xF0, 0x9F, 0x98],
            [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80],
        ]
        for form in forms {
            for (before, after) in [
                ("\"", "\""), ("\"abcdefghi", "jklmnopqrst\""), ("{\"", "\":1}"), ("[", "]"), ("1 ", ""),
            ] {
                let problem = problem(in: Array(before.utf8) + form + Array(after.utf8))
                #expect(problem?.code == .invalidUTF8)
                #expect(problem?.offset == before.utf8.count)
            }
        }
    }

    @Test(
        "A byte order mark of any kind is refused by its name",
        arguments: [
            [0xEF, 0xBB, 0xBF, 0x31], [0xEF, 0xBB, 0xBF], [0xFE, 0xFF, 0x00, 0x31], [0xFF, 0xFE, 0x31, 0x00],
        ] as [[UInt8]]
    )
    func byteOrderMark(document: [UInt8]) {
        #expect(problem(in: document)?.code == .byteOrderMark)
        #expect(problem(in: document)?.offset == 0)
    }

    @Test("Every scalar comes through, as itself and as an escape")
    func everyScalar() {
        var wrong = 0
        for value in UInt32(0)...0x10FFFF {
            // Beyond the basic plane every 251st will do.
            guard let scalar = Unicode.Scalar(value), value < 0x10000 || value % 251 == 0 else { continue }
            let expected = String(scalar)
            let units = expected.utf16.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
            if (try? text(of: Array("\"\(units.joined())\"".utf8)).get()) != expected { wrong += 1 }
            if value >= 0x20, value != 0x22, value != 0x5C {
                if (try? text(of: Array("\"\(expected)\"".utf8)).get()) != expected { wrong += 1 }
            }
        }
        #expect(wrong == 0)
    }

    @Test("Escapes resolve wherever they fall among the words of eight bytes")
    func escapesAtEveryPlace() throws {
        for before in 0..<20 {
            for after in 0..<20 {
                let head = String(repeating: "x", count: before)
                let tail = String(repeating: "é", count: after)
                let document = Array("\"\(head)\\n\\u00e9\(tail)\"".utf8)
                #expect(try text(of: document).get() == "\(head)\n\u{e9}\(tail)")
            }
        }
    }

    private func agrees(_ bytes: [UInt8]) -> Bool {
        let isText = String(validating: bytes, as: UTF8.self) != nil
        let isPlain = !bytes.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }
        let isTaken = problem(in: [0x22] + bytes + [0x22]) == nil
        // `\"`, `\\` and the like are escapes and not this test's business.
        if bytes.contains(0x5C) || bytes.contains(0x22) { return true }
        return isTaken == (isText && isPlain)
    }
}
