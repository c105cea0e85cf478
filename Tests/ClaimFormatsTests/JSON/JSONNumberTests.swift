import ClaimFormats
import Testing

struct JSONNumberTests {
    @Test(
        "An integer is exact to the last digit of 64 bits",
        arguments: [
            ("0", 0), ("-0", 0), ("1", 1), ("-1", -1), ("1440", 1440), ("9223372036854775807", Int.max),
            ("-9223372036854775808", Int.min),
        ]
    )
    func exact(document: String, value: Int) {
        #expect(number(document)?.int == value)
    }

    @Test(
        "A number that is not an integer of 64 bits has no integer value and keeps its digits",
        arguments: [
            "9223372036854775808", "-9223372036854775809", "99999999999999999999", "1.0", "1e0", "1E2", "0.1",
            "-1.5e-3",
            "100000000000000000000000000000000000000000",
        ]
    )
    func inexact(document: String) {
        #expect(number(document)?.int == nil)
        #expect(number(document)?.text == document)
    }

    @Test(
        "Fraction and exponent are told apart from size",
        arguments: [("1.0", false), ("1e3", false), ("99999999999999999999", true)]
    )
    func kind(document: String, isInteger: Bool) {
        #expect(number(document)?.isInteger == isInteger)
    }
}
