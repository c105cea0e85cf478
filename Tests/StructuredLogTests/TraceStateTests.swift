import StructuredLog
import Testing

private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

/// `tracestate` of W3C Trace Context, level 1.
struct TraceStateTests {
    @Test(
        "What is well-formed goes on as it came, without blanks around members",
        arguments: [
            (["a=1"], "a=1"), (["a=1", "b=2"], "a=1,b=2"), (["a=1 ,\tb=2"], "a=1,b=2"), (["a=1,,b=2,"], "a=1,b=2"),
            (["a1_-*/=!~ x"], "a1_-*/=!~ x"), (["0t@sys=1"], "0t@sys=1"), (["a@b=1,a=2"], "a@b=1,a=2"),
            ([repeated("z", 256) + "=1"], repeated("z", 256) + "=1"),
            (
                [repeated("t", 241) + "@" + repeated("v", 14) + "=1"],
                repeated("t", 241) + "@" + repeated("v", 14) + "=1"
            ),
            (["a=" + repeated("x", 256)], "a=" + repeated("x", 256)),
        ]
    )
    func good(values: [String], passed: String) {
        #expect(TraceState(values)?.text == passed)
    }

    @Test(
        "What is not is not passed on at all",
        arguments: [
            "", " , ", "a", "=1", "a=", "A=1", "0a=1", "_a=1", "a =1", "a.b=1", "a@=1", "@a=1", "a@@b=1", "a@b@c=1",
            "a@0b=1", "a=1=2", "a=é", "a=\u{7f}", "a=\t1\u{1}", "a=1,a=2", "a=1,b", repeated("z", 257) + "=1",
            repeated("t", 242) + "@v=1", "t@" + repeated("v", 15) + "=1", "a=" + repeated("x", 257),
        ]
    )
    func bad(value: String) {
        #expect(TraceState([value]) == nil)
    }

    @Test("There may be 32 members and no more")
    func count() {
        let members = (0..<33).map { "k\($0)=1" }
        #expect(TraceState([members.dropLast().joined(separator: ",")]) != nil)
        #expect(TraceState([members.joined(separator: ",")]) == nil)
    }

    @Test("Of more than 512 characters long members go first, then the last ones")
    func length() {
        let long = "long=" + repeated("x", 200)
        let short = (0..<8).map { "k\($0)=" + repeated("y", 57) }
        // Eight of sixty and the commas between them.
        #expect(TraceState(short)?.text.utf8.count == 487)
        #expect(TraceState([long] + short)?.text == short.joined(separator: ","))
        let more = short + ["z=" + repeated("y", 60)]
        #expect(TraceState(more)?.text == short.joined(separator: ","))
        let exact = short + ["z=" + repeated("y", 22)]
        #expect(TraceState(exact)?.text.utf8.count == 512)
        #expect(
            TraceState([long, long.replacing("long", with: "other"), long.replacing("long", with: "third")]) == nil
        )
    }
}
