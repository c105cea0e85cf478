import Access
import TestSupport
import Testing

struct Base64URLTests {
    @Test(
        "The examples of RFC 4648 section 10 and of RFC 7515 appendix C",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"), ("\u{03}ì", "A8Os"),
        ]
    )
    func examples(bytes: String, text: String) {
        #expect(Base64URL.encode(Array(bytes.utf8)) == text)
        #expect(Base64URL.decode(text.utf8) == Array(bytes.utf8))
    }

    @Test(
        "Anything but the one spelling is refused",
        arguments: [
            "A", "Zg=", "Zg==", "Zh", "Zm9", "Zm9vYg==", "Zm 9v", "Zm9v\n", "Zm9+", "Zm9/", "Zm9.", "é", "Zm9vA",
        ]
    )
    func refusals(text: String) {
        #expect(Base64URL.decode(text.utf8) == nil)
    }

    @Test("Whatever bytes there are come back")
    func roundTrip() {
        var generator = SeededGenerator(seed: 7)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(Base64URL.decode(Base64URL.encode(bytes).utf8) == bytes)
        }
    }
}
