import ClaimFormats
import Testing

struct JSONWriterTests {
    private func write(_ form: JSONWriter.Form = .compact, _ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter(form: form)
        body(&writer)
        return writer.string
    }

    private func sample(_ writer: inout JSONWriter) {
        writer.beginObject()
        writer.name("a")
        writer.int(1)
        writer.name("list" as String)
        writer.beginArray()
        writer.string("x" as String)
        writer.beginObject()
        writer.endObject()
        writer.beginArray()
        writer.endArray()
        writer.bool(true)
        writer.bool(false)
        writer.null()
        writer.endArray()
        writer.name("b")
        writer.beginObject()
        writer.name("c")
        writer.string("y")
        writer.endObject()
        writer.name("d")
        writer.money(cents: 11666)
        writer.endObject()
    }

    @Test("Compact form has no white space")
    func compact() {
        #expect(
            write { sample(&$0) } == #"{"a":1,"list":["x",{},[],true,false,null],"b":{"c":"y"},"d":"116.66"}"#
        )
    }

    @Test("Pretty form is indented by two spaces, empty containers closed up")
    func pretty() {
        #expect(
            write(.pretty) { sample(&$0) } == """
                {
                  "a": 1,
                  "list": [
                    "x",
                    {},
                    [],
                    true,
                    false,
                    null
                  ],
                  "b": {
                    "c": "y"
                  },
                  "d": "116.66"
                }
                """
        )
    }

    @Test(
        "Text is escaped where it must be and nowhere else",
        arguments: [
            ("", #""""#), ("plain", #""plain""#), ("a\"b", #""a\"b""#), ("\\", #""\\""#), ("/", #""/""#),
            ("\u{8}\u{C}\n\r\t", #""\b\f\n\r\t""#),
            ("\u{0}", #""\u0000""#), ("\u{1F}x", #""\u001fx""#), ("é€😀\u{7F}", "\"é€😀\u{7F}\""), ("\"\"", #""\"\"""#),
        ]
    )
    func escapes(text: String, expected: String) {
        #expect(write { $0.string(text) } == expected)
        #expect(write { $0.name(text) } == expected + ":")
    }

    @Test("Every scalar below U+0800 that is written is read back")
    func roundTrip() throws {
        for value in UInt32(0)..<0x800 {
            let string = "a" + String(Unicode.Scalar(value)!) + "z"
            var writer = JSONWriter()
            writer.string(string)
            #expect(try text(of: writer.bytes).get() == string)
        }
    }

    @Test(
        "Integers are written to the last digit",
        arguments: [0, 1, -1, 9, 10, 99, 100, 1440, -1000, Int.max, Int.min]
    )
    func integers(value: Int) {
        #expect(write { $0.int(value) } == String(value))
    }

    @Test(
        "Money has two places",
        arguments: [
            (0, "0.00"), (5, "0.05"), (-5, "-0.05"), (100, "1.00"), (4999, "49.99"), (-12345, "-123.45"),
            (123_456_789, "1234567.89"),
        ]
    )
    func money(cents: Int, expected: String) {
        #expect(write { $0.money(cents: cents) } == "\"\(expected)\"")
    }

    @Test("A reset writer writes the next document over the same memory; a line end parts two documents")
    func reuse() {
        var writer = JSONWriter()
        sample(&writer)
        writer.reset()
        writer.beginArray()
        writer.int(1)
        writer.endArray()
        writer.endLine()
        writer.beginObject()
        writer.endObject()
        writer.endLine()
        #expect(writer.string == "[1]\n{}\n")
    }

    @Test("It appends to what is there")
    func appending() {
        var writer = JSONWriter(appendingTo: [0x23])
        writer.int(7)
        #expect(writer.string == "#7")
    }
}
