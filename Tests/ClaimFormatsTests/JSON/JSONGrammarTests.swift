import ClaimFormats
import Testing

struct JSONGrammarTests {
    @Test(
        "What RFC 8259 allows is read",
        arguments: [
            "null", "true", "false", "0", "-0", "7", "-12", "0.5", "-0.0", "1e9", "1E9", "1e+09", "1.25E-0007", "10",
            "\"\"",
            "\"a\"", " null ", "\t\r\n 1 \n\r\t", "[]", "[ ]", "{}", "{ }", "[1]", "[1,2]", "[ 1 , 2 ]", "[[],[[]]]",
            "{\"a\":1}", "{ \"a\" : 1 , \"b\" : [ true , null ] }", "{\"\":0}", "{\"a\":{\"a\":{}}}", "[{},{\"a\":[]}]",
            "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0041\\u00e9\\u20AC\\uD83D\\uDE00\"", "\"\u{7F}\"", "\"é€😀\"",
            "\"\u{2028}\"",
            "\"\u{FFFF}\"", "\"\\u0000\"", "\"/* not a comment */\"", "\"seven77\"", "\"eight888\"", "\"nine99999\"",
            "[\"a long plain string that runs over several machine words\"]", "123456789012345678901234567890",
            "{\"longer-than-eight-a\":1,\"longer-than-eight-b\":2}", "1.0", "[0]", "[-0]", "{\"a\":\"b\"}",
        ]
    )
    func allowed(document: String) {
        #expect(problem(in: document) == nil)
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let document: String
        let code: JSONErrorCode
        let offset: Int
        var testDescription: String { "\(document.debugDescription) is \(code.rawValue) at \(offset)" }

        init(_ document: String, _ code: JSONErrorCode, _ offset: Int) {
            self.document = document
            self.code = code
            self.offset = offset
        }
    }

    @Test(
        "What RFC 8259 does not allow is refused where it goes wrong",
        arguments: [
            Refusal("", .emptyDocument, 0), Refusal(" \n\t", .emptyDocument, 3),
            Refusal("[", .unexpectedEnd, 1), Refusal("{", .unexpectedEnd, 1), Refusal("[1", .unexpectedEnd, 2),
            Refusal("[1,", .unexpectedEnd, 3), Refusal("{\"a\"", .unexpectedEnd, 4),
            Refusal("{\"a\":", .unexpectedEnd, 5),
            Refusal("{\"a\":1,", .unexpectedEnd, 7), Refusal("\"a", .unexpectedEnd, 2),
            Refusal("\"\\", .unexpectedEnd, 2),
            Refusal("\"\\u12", .unexpectedEnd, 5), Refusal("\"\\ud800", .unexpectedEnd, 7),
            Refusal("\"\\ud800\\", .unexpectedEnd, 8), Refusal("tru", .unexpectedEnd, 3),
            Refusal("-", .unexpectedEnd, 1),
            Refusal("1.", .unexpectedEnd, 2), Refusal("1e", .unexpectedEnd, 2), Refusal("1e+", .unexpectedEnd, 3),
            Refusal("]", .expectedValue, 0), Refusal("}", .expectedValue, 0), Refusal(",", .expectedValue, 0),
            Refusal(":", .expectedValue, 0), Refusal("[,1]", .expectedValue, 1), Refusal("[1,,2]", .expectedValue, 3),
            Refusal("{\"a\":}", .expectedValue, 5), Refusal("{\"a\":,}", .expectedValue, 5),
            Refusal("'a'", .expectedValue, 0),
            Refusal("[\u{0}]", .expectedValue, 1), Refusal("é", .expectedValue, 0),
            Refusal("[\u{A0}1]", .expectedValue, 1),
            Refusal("[\u{C}1]", .expectedValue, 1), Refusal("[}", .expectedValue, 1),
            Refusal("{a:1}", .expectedName, 1), Refusal("{'a':1}", .expectedName, 1),
            Refusal("{1:1}", .expectedName, 1),
            Refusal("{,}", .expectedName, 1), Refusal("{]", .expectedName, 1), Refusal("{\"a\":1,,}", .expectedName, 7),
            Refusal("{\"a\" 1}", .expectedColon, 5), Refusal("{\"a\"}", .expectedColon, 4),
            Refusal("{\"a\",1}", .expectedColon, 4),
            Refusal("[1 2]", .expectedComma, 3), Refusal("[1}", .expectedComma, 2), Refusal("[1:2]", .expectedComma, 2),
            Refusal("{\"a\":1]", .expectedComma, 6), Refusal("{\"a\":1 \"b\":2}", .expectedComma, 7),
            Refusal("[1a]", .expectedComma, 2), Refusal("[0x10]", .expectedComma, 2),
            Refusal("[\"a\"\"b\"]", .expectedComma, 4),
            Refusal("[1_000]", .expectedComma, 2), Refusal("[truefalse]", .expectedComma, 5),
            Refusal("{\"a\"::1}", .expectedValue, 5),
            Refusal("[1,]", .trailingComma, 3), Refusal("{\"a\":1,}", .trailingComma, 7),
            Refusal("1 2", .trailingContent, 2), Refusal("{}{}", .trailingContent, 2),
            Refusal("[]]", .trailingContent, 2),
            Refusal("\"a\"\"", .trailingContent, 3), Refusal("null\u{0}", .trailingContent, 4),
            Refusal("{},", .trailingContent, 2),
            Refusal("// a\n1", .commentNotAllowed, 0), Refusal("[/* a */]", .commentNotAllowed, 1),
            Refusal("{/**/}", .commentNotAllowed, 1), Refusal("[1/**/]", .commentNotAllowed, 2),
            Refusal("1//", .commentNotAllowed, 1), Refusal("{\"a\"/**/:1}", .commentNotAllowed, 4),
            Refusal("NaN", .invalidLiteral, 0), Refusal("[Infinity]", .invalidLiteral, 1),
            Refusal("True", .invalidLiteral, 0),
            Refusal("nul1", .invalidLiteral, 0), Refusal("[nulL]", .invalidLiteral, 1),
            Refusal("[fals]", .invalidLiteral, 1),
            Refusal("undefined", .invalidLiteral, 0), Refusal("[a]", .invalidLiteral, 1),
            Refusal("+1", .invalidNumber, 0), Refusal(".5", .invalidNumber, 0), Refusal("[-]", .invalidNumber, 2),
            Refusal("-a", .invalidNumber, 1), Refusal("[1.]", .invalidNumber, 3), Refusal("1.e1", .invalidNumber, 2),
            Refusal("[1e]", .invalidNumber, 3), Refusal("1e+-1", .invalidNumber, 3), Refusal("--1", .invalidNumber, 1),
            Refusal("-Infinity", .invalidNumber, 1), Refusal("1.-1", .invalidNumber, 2),
            Refusal("01", .leadingZero, 0), Refusal("[-012]", .leadingZero, 2), Refusal("00", .leadingZero, 0),
            Refusal("\"\u{0}\"", .controlCharacter, 1), Refusal("\"a\nb\"", .controlCharacter, 2),
            Refusal("\"\u{1F}\"", .controlCharacter, 1), Refusal("\"12345678\t\"", .controlCharacter, 9),
            Refusal("{\"a\tb\":1}", .controlCharacter, 3),
            Refusal("\"\\a\"", .invalidEscape, 1), Refusal("\"\\x41\"", .invalidEscape, 1),
            Refusal("\"\\'\"", .invalidEscape, 1),
            Refusal("\"\\U0041\"", .invalidEscape, 1), Refusal("\"\\u12g4\"", .invalidEscape, 1),
            Refusal("\"\\u 123\"", .invalidEscape, 1), Refusal("\"\\u+123\"", .invalidEscape, 1),
            Refusal("\"\\\n\"", .invalidEscape, 1), Refusal("\"\\é\"", .invalidEscape, 1),
            Refusal("\"\\uD83D\\u12\"", .invalidEscape, 7), Refusal("{\"\\q\":1}", .invalidEscape, 2),
            Refusal("\"\\uD83D\"", .loneSurrogate, 1), Refusal("\"\\uDE00\"", .loneSurrogate, 1),
            Refusal("\"a\\uD83Db\"", .loneSurrogate, 2), Refusal("\"\\uD83D\\n\"", .loneSurrogate, 1),
            Refusal("\"\\uD83D\\uD83D\\uDE00\"", .loneSurrogate, 1), Refusal("\"\\uD83D\\u0041\"", .loneSurrogate, 1),
            Refusal("\"\\uDE00\\uD83D\"", .loneSurrogate, 1), Refusal("{\"\\udfff\":1}", .loneSurrogate, 2),
        ]
    )
    func refused(row: Refusal) {
        let problem = problem(in: row.document)
        #expect(problem?.code == row.code)
        #expect(problem?.offset == row.offset)
    }

    @Test("Any single byte is a number or is refused, and so is any byte before or after a value")
    func everyByte() {
        for byte in UInt8.min...UInt8.max {
            let isDigit = (0x30...0x39).contains(byte)
            #expect((problem(in: [byte]) == nil) == isDigit)
            let isSpace = [0x20, 0x09, 0x0A, 0x0D].contains(byte)
            #expect((problem(in: [byte] + Array("null".utf8)) == nil) == isSpace)
            #expect((problem(in: Array("null".utf8) + [byte]) == nil) == isSpace)
            #expect(
                (problem(in: Array("[1".utf8) + [byte] + Array("2]".utf8)) == nil)
                    == (isDigit || [0x2C, 0x2E, 0x65, 0x45].contains(byte))
            )
        }
    }

    @Test("Every truncation of a good document is refused at its end")
    func everyTruncation() {
        let whole = Array(
            """
            {"a":[1,-2.5e+3,true,false,null,"text \\u00e9 \\ud83d\\ude00 é€😀"],"long name":{"b":{}, "c":[[],{}]} ,"d" : "x"}
            """.utf8
        )
        #expect(problem(in: whole) == nil)
        for length in 1..<whole.count {
            let problem = problem(in: Array(whole.prefix(length)))
            if problem?.code == .invalidUTF8 {
                // Cut inside a character: the character's own start is to blame.
                #expect(length - (problem?.offset ?? 0) < 4)
            } else {
                #expect(problem?.code == .unexpectedEnd)
                #expect(problem?.offset == length)
            }
        }
    }

    @Test("Every byte of a good document changed to every other byte gives JSON or one problem inside the document")
    func everySubstitution() {
        let good = Array("{\"a\":[1,\"\\u00e9é\",{\"b\":-0.5e1}],\"c\":null}".utf8)
        for index in good.indices {
            for byte in UInt8.min...UInt8.max {
                var document = good
                document[index] = byte
                if let problem = problem(in: document) { #expect(problem.offset <= document.count) }
            }
        }
    }
}
