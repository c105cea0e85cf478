import StructuredLog
import Testing

private let trace = "0af7651916cd43dd8448eb211c80319c"
private let parent = "b7ad6b7169203331"
private let id = RequestID(high: 1, low: 2)

private func answered(_ value: String?) -> String {
    TraceContext(answering: value.map { Array($0.utf8) }, as: id).description
}

@Test(
    "A trace that can be taken goes on, under a number of this request",
    arguments: [
        ("00-\(trace)-\(parent)-01", "01"), ("00-\(trace)-\(parent)-00", "00"), ("00-\(trace)-\(parent)-03", "01"),
        ("00-\(trace)-\(parent)-fe", "00"), ("cc-\(trace)-\(parent)-01", "01"),
        ("cc-\(trace)-\(parent)-01-what-comes", "01"),
    ]
)
func goodTraces(value: String, flags: String) {
    #expect(answered(value) == "00-\(trace)-0000000000000002-\(flags)")
}

@Test(
    "A trace that cannot be taken is replaced by a new one",
    arguments: [
        nil, "", "00", "nightingale", "ff-\(trace)-\(parent)-01", "00-\(trace)-\(parent)-01-more",
        "00-\(trace)-\(parent)-01 ", "00-\(trace)-\(parent)-1", "00-\(trace)-\(parent)-0x",
        "cc-\(trace)-\(parent)-01.", "00-\(trace.uppercased())-\(parent)-01", "00-\(trace)_\(parent)-01",
        "00-00000000000000000000000000000000-\(parent)-01", "00-\(trace)-0000000000000000-01",
        "0-\(trace)-\(parent)-01", "-00-\(trace)-\(parent)-01", "0é-\(trace)-\(parent)-01",
    ]
)
func badTraces(value: String?) {
    #expect(answered(value) == "00-00000000000000010000000000000002-0000000000000002-00")
}

@Test("A request's own id is taken if it is a number of 128 bits")
func clientRequestIDs() {
    func read(_ text: String) -> String? { RequestID(written: Array(text.utf8))?.description }
    #expect(read(trace) == trace)
    #expect(read(trace.uppercased()) == trace)
    #expect(read("0AF76519-16cd-43dd-8448-eb211c80319c") == trace)
    for bad in [
        "", "nightingale", String(trace.dropLast()), trace + "0", trace.replacing("a", with: "g"),
        "0af7651916cd-43dd-8448-eb21-1c80319c", "0af76519-16cd-43dd-8448_eb211c80319c",
        String(repeating: "0", count: 32),
    ] {
        #expect(read(bad) == nil, "\(bad)")
    }
}
