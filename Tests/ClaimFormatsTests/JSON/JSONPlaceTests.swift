import Testing

@testable import ClaimFormats

/// Line, column and pointer of what is refused.
struct JSONPlaceTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let document: String
        let line: Int
        let column: Int
        let pointer: String
        var testDescription: String { "\(document.debugDescription) at \(line):\(column), \(pointer)" }

        init(_ document: String, _ line: Int, _ column: Int, _ pointer: String) {
            self.document = document
            self.line = line
            self.column = column
            self.pointer = pointer
        }
    }

    @Test(
        "A problem says its line, its column and the value it stands in",
        arguments: [
            Row("x", 1, 1, ""), Row("  x", 1, 3, ""), Row("\n\n x", 3, 2, ""), Row("\r\n\r\nx", 3, 1, ""),
            Row("[\r1 x]", 1, 5, "/0"),
            Row("{\"a\": x}", 1, 7, "/a"), Row("{\"a\": 1, \"b\": x}", 1, 15, "/b"), Row("{\"a\": 1, x}", 1, 10, ""),
            Row("{\"a\"}", 1, 5, "/a"), Row("{\"a\": 1 x}", 1, 9, "/a"), Row("{\"a\":1,}", 1, 8, ""),
            Row("[1, 2, x]", 1, 8, "/2"), Row("[1,]", 1, 4, "/1"), Row("[1 x]", 1, 4, "/0"), Row("[x", 1, 2, "/0"),
            Row("{\"a\": {\"b\": [1, {\"c\": x}]}}", 1, 23, "/a/b/1/c"), Row("{\"a\": [[1], [2, x]]}", 1, 17, "/a/1/1"),
            Row("{\"a\": {}, \"b\": [] x}", 1, 19, "/b"), Row("{\"a\": {\"b\": 1}}}", 1, 16, ""),
            Row("{\"a\": \"é😀\", \"b\": x}", 1, 18, "/b"), Row("{\n  \"é\": [\n    1,\n    x\n  ]\n}", 4, 5, "/é/1"),
            Row("{\"a/b\": {\"c~d\": x}}", 1, 17, "/a~1b/c~0d"), Row("{\"\": x}", 1, 6, "/"),
            Row("{\"\\u0061\\\"\": x}", 1, 14, "/a\""),
            Row("{\"a\": \"in a string\n\"}", 1, 19, "/a"), Row("{\"a\": 1, \"in a name\n\": 2}", 1, 20, ""),
            Row("{\"a\": {\"b\": 1, \"b\": 2}}", 1, 16, "/a/b"), Row("{\"a\": 1, \"\\u0061\": 2}", 1, 10, "/a"),
            Row("[\"]\", \"}\\\"\", x]", 1, 14, "/2"), Row("{\"a\": -}", 1, 8, "/a"), Row("[1, 2", 1, 6, "/1"),
            Row("{\"a\": 1,\n\"b", 2, 3, ""),
            Row("{\"a\": 01}", 1, 7, "/a"), Row("{\"a\": tru}", 1, 7, "/a"), Row("", 1, 1, ""), Row("{} x", 1, 4, ""),
        ]
    )
    func place(row: Row) {
        let problem = problem(in: row.document)
        #expect(problem?.line == row.line)
        #expect(problem?.column == row.column)
        #expect(problem?.pointer == row.pointer)
    }

    @Test("The pointer ends before the first member name that is not ours")
    func cut() {
        let document = Array("{\"lines\": [{\"Jane Doe\": {\"units\": x}}]}".utf8)
        let problem = problem(in: document) { $0.is("lines") || $0.is("units") }
        #expect(problem?.pointer == "/lines/0")
        let duplicate = Array("{\"lines\": [{\"Jane Doe\": 1, \"Jane Doe\": 2}]}".utf8)
        #expect(ClaimFormatsTests.problem(in: duplicate) { $0.is("lines") }?.pointer == "/lines/0")
    }

    @Test("Codes are in kebab case and their texts are one plain sentence", arguments: JSONErrorCode.allCases)
    func codes(code: JSONErrorCode) {
        #expect(code.rawValue.allSatisfy { $0 == "-" || ("a"..."z").contains($0) || $0.isNumber })
        #expect(code.detail.hasSuffix("."))
        #expect(code.detail.allSatisfy { $0.isASCII })
    }
}
