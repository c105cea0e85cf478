import ClaimRules
import HTTPMessage
import StructuredLog
import TestSupport
import Testing

@testable import ClaimService

/// An add-on without its base. What the rules say of it is tested elsewhere; here it is enough that they speak.
private let month = #"{"id":"m-1","serviceMonth":"2026-03","lines":[{"code":"99439","units":1,"date":"2026-03-31"}]}"#

@Test("A care month with a broken rule is answered with 200 and the finding")
func validate() {
    let probe = ServiceProbe()
    let answer = probe.post("/v1/claims/validate", month)
    #expect(answer.status == 200)
    #expect(answer["Content-Type"] == "application/json")
    #expect(answer["Cache-Control"] == "no-store")
    #expect(answer["ETag"] == nil)
    #expect(answer.body.hasPrefix(#"{"id":"m-1","verdict":"reject","findings":[{"rule":""#))
    #expect(answer.body.contains(#""rule":"add-on-needs-base""#))
    #expect(answer.body.contains(#""version":"\#(Ruleset.version)""#))
}

@Test("The same document gets the same bytes", arguments: RouteTable.all.filter { $0.takes.contains(.ndjson) })
func sameBytes(route: Route) {
    let path = route.template.description
    for accept in ["application/json", "text/plain"] {
        let first = ServiceProbe().post(path, month, [("Accept", accept)])
        let second = ServiceProbe().post(path, month, [("Accept", accept)])
        #expect(first.status == 200)
        #expect(!first.response.body.isEmpty)
        #expect(first.response.body == second.response.body)
    }
}

@Test("A report for a person is plain text")
func report() {
    let answer = ServiceProbe().post("/v1/claims/validate", month, [("Accept", "text/plain")])
    #expect(answer["Content-Type"] == "text/plain; charset=utf-8")
    #expect(!answer.body.hasPrefix("{"))
}

@Test("The log line of a decision has its verdict, rule ids and counts")
func decisionLogLine() throws {
    let probe = ServiceProbe()
    _ = probe.post("/v1/claims/validate", month)
    #expect(probe.log.records.map(\.scope) == [.access, .decisions])
    let record = try #require(probe.log.records(.decisions).first)
    #expect(
        record.fields.prefix(4).map(\.name.description)
            == ["claimgate.request.id", "http.route", "claimgate.verdict", "claimgate.rules"]
    )
    #expect(record.fields.contains(LogField("claimgate.verdict", "reject")))
    #expect(record.fields.contains(LogField("claimgate.lines", 1)))
    #expect(record.fields.contains(LogField("claimgate.time_entries", 0)))
    let rules = record.fields.first { $0.name.description == "claimgate.rules" }?.value
    guard case .words(let words) = rules else {
        Issue.record("no rule ids in the line")
        return
    }
    #expect(words.contains("add-on-needs-base"))
}

@Test("A document that is not JSON is refused with line and column")
func notJSON() {
    let answer = ServiceProbe().post("/v1/codes/suggest", "{\"serviceMonth\": \"2026-03\",\n \"lines\": [}")
    #expect(answer.status == 400)
    #expect(answer["Content-Type"] == "application/problem+json")
    #expect(
        answer.body
            == #"{"type":"/problems/not-json","title":"The body is not JSON","status":400,"#
            + #""detail":"Line 2, column 12: A value was expected.","requestId":"\#(answer["X-Request-Id"]!)","#
            + #""errors":[{"pointer":"/lines/0","line":2,"column":12,"code":"expected-value","#
            + #""detail":"A value was expected."}]}"# + "\n"
    )
}

@Test("A document that is no care month is refused with everything that is wrong")
func wrongShape() {
    let answer = ServiceProbe().post("/v1/codes/suggest", #"{"serviceMonth":"2026-13","lines":[{"units":1.5}]}"#)
    #expect(answer.status == 422)
    #expect(answer.body.contains(#""type":"/problems/not-a-care-month""#))
    #expect(answer.body.contains(#""detail":"3 errors.""#))
    for pointer in ["/serviceMonth", "/lines/0/code", "/lines/0/units"] {
        #expect(answer.body.contains(#"{"pointer":"\#(pointer)","code":""#))
    }
}

@Test("Only validation needs lines")
func noLines() {
    let probe = ServiceProbe()
    let document = #"{"serviceMonth":"2026-03"}"#
    let refused = probe.post("/v1/claims/validate", document)
    #expect(refused.status == 422)
    #expect(refused.body.contains(#""type":"/problems/no-lines""#))
    #expect(refused.body.contains(#""errors":[{"pointer":"/lines","code":"required""#))
    #expect(probe.post("/v1/codes/suggest", document).status == 200)
    #expect(probe.post("/v1/documentation/gaps", document).status == 200)
}

@Test("A profile that does not exist is refused with those that do")
func unknownProfile() {
    let answer = ServiceProbe().post("/v1/codes/suggest", #"{"serviceMonth":"2026-03","profile":"mine"}"#)
    #expect(answer.status == 422)
    #expect(answer.body.contains(#""pointer":"/profile","code":"unknown-word""#))
    for profile in Profile.all { #expect(answer.body.contains(profile.id.rawValue)) }
    #expect(!answer.body.contains("mine"))
}

@Test("A document may be as large as the limit and no larger")
func documentSize() {
    var limits = ServiceLimits()
    limits.documentBytes = 100
    let probe = ServiceProbe(limits: limits)
    let document = #"{"serviceMonth":"2026-03"}"#
    let padded = document + String(repeating: " ", count: 100 - document.utf8.count)
    #expect(probe.post("/v1/codes/suggest", padded).status == 200)
    let refused = probe.post("/v1/codes/suggest", padded + " ")
    #expect(refused.status == 413)
    #expect(refused.body.contains("at most 100 bytes"))
}

@Test(
    "Gaps are asked for the codes that the query names, of the code table only",
    arguments: [
        ("codes=99490", 200, #""codes":["99490"]"#),
        ("codes=99490,99439", 200, #""codes":["99490","99439"]"#),
        ("codes=99490%2c99439", 200, #""codes":["99490","99439"]"#),
        ("codes=g2058", 200, #""codes":["G2058"]"#),
        ("codes=", 400, #""parameter":"codes","code":"invalid-procedure-code""#),
        ("codes=99490,", 400, #""parameter":"codes""#),
        ("codes=99213", 400, #""parameter":"codes""#),
        ("codes=99490&codes=99439", 400, #""code":"repeated-parameter""#),
    ]
)
func gapCodes(query: String, status: Int, part: String) {
    let answer = ServiceProbe().post("/v1/documentation/gaps?" + query, month)
    #expect(answer.status == status)
    #expect(answer.body.contains(part))
}
