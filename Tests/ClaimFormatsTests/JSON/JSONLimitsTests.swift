import ClaimFormats
import Testing

struct JSONLimitsTests {
    @Test("A document of the largest size is read; one byte more is not")
    func size() {
        let document = "[\"12345\"]"
        #expect(problem(in: document, limits: JSONLimits(bytes: 9)) == nil)
        let problem = problem(in: document + " ", limits: JSONLimits(bytes: 9))
        #expect(problem?.code == .documentTooLarge)
        #expect(problem?.offset == 9)
    }

    @Test("Containers nest as deep as the limit and no deeper", arguments: [1, 2, 32, 100])
    func depth(limit: Int) {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let inner = open == "[" ? "" : "1"
            func nest(_ depth: Int) -> String {
                String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
            }
            #expect(problem(in: nest(limit), limits: JSONLimits(depth: limit)) == nil)
            let problem = problem(in: nest(limit + 1), limits: JSONLimits(depth: limit))
            #expect(problem?.code == .tooDeep)
            #expect(problem?.offset == open.utf8.count * limit)
        }
    }

    @Test("Closing a container makes room for the next at the same depth")
    func siblings() {
        #expect(problem(in: "[[[]],[[]],{\"a\":[]},{\"b\":{}}]", limits: JSONLimits(depth: 3)) == nil)
    }

    @Test("An array or object holds as many items as the limit and no more")
    func items() {
        let limits = JSONLimits(items: 3)
        #expect(problem(in: "[1,2,3]", limits: limits) == nil)
        #expect(problem(in: "[1,2,3,4]", limits: limits)?.code == .tooManyItems)
        #expect(problem(in: "[1,2,3,4]", limits: limits)?.offset == 7)
        #expect(problem(in: "{\"a\":1,\"b\":2,\"c\":3}", limits: limits) == nil)
        #expect(problem(in: "{\"a\":1,\"b\":2,\"c\":3,\"d\":4}", limits: limits)?.code == .tooManyItems)
        #expect(problem(in: "[[1,2,3],[1,2,3]]", limits: limits) == nil)
    }

    @Test("The defaults are what the documentation says")
    func defaults() {
        #expect(JSONLimits() == JSONLimits(bytes: 1_048_576, depth: 32, items: 100_000, unreadMembers: 100))
    }
}
