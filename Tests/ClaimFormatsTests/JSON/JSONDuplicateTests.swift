import ClaimFormats
import Testing

struct JSONDuplicateTests {
    @Test(
        "A name that comes twice in one object is refused, however it is written and wherever it stands",
        arguments: [
            "{\"a\":1,\"a\":1}", "{\"a\":1,\"b\":2,\"a\":1}", "{\"a\":1,\"\\u0061\":1}", "{\"\\u0061\":1,\"a\":1}",
            "{\"\":1,\"\":1}",
            "{\"é\":1,\"\\u00E9\":1}", "{\"😀\":1,\"\\ud83d\\ude00\":1}", "[{\"x\":{\"a\":1,\"a\":1}}]",
            "{\"/\":1,\"\\/\":1}",
            "{\"exactly8\":1,\"exactly8\":1}", "{\"more-than-eight\":1,\"more-than-eight\":1}",
            "{\"more-than-eight\":1,\"more-than-\\u0065ight\":1}", "{\"a\":{\"a\":1},\"a\":{}}",
        ]
    )
    func refused(document: String) {
        #expect(problem(in: document)?.code == .duplicateMember)
    }

    @Test(
        "Names that differ in anything are different",
        arguments: [
            "{\"a\":1,\"A\":1}", "{\"a\":1,\"a \":1}", "{\"a\":1,\"aa\":1}", "{\"a\":{\"a\":1}}",
            "[{\"a\":1},{\"a\":1}]", "{\"a\":1,\"a\\u0000\":1}",
            "{\"eight888a\":1,\"eight888b\":1}", "{\"eight888\":1,\"eight8888\":1}", "{\"é\":1,\"e\\u0301\":1}",
            "{\"\":1,\"\\u0000\":1}",
        ]
    )
    func taken(document: String) {
        #expect(problem(in: document) == nil)
    }

    @Test("The first repeated name is found at every size of object", arguments: [1, 2, 15, 16, 17, 18, 40, 3000])
    func sizes(count: Int) {
        let members = (0..<count).map { "\"name-number-\($0)\":\($0)" }
        #expect(problem(in: "{\(members.joined(separator: ","))}") == nil)
        for repeated in [0, count / 2, count - 1] {
            let document = "{\(members.joined(separator: ",")),\"name-number-\(repeated)\":0}"
            let problem = problem(in: document)
            #expect(problem?.code == .duplicateMember)
            #expect(problem?.pointer == "/name-number-\(repeated)")
        }
    }
}
