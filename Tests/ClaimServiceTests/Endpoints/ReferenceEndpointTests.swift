import ClaimRules
import Foundation
import HTTPMessage
import TestSupport
import Testing

@testable import ClaimService

@Test("Every code of the table has a page", arguments: CodeTable.entries.map(\.code.text))
func codePage(code: String) {
    let probe = ServiceProbe()
    let answer = probe.send(.get, "/v1/codes/\(code)")
    #expect(answer.status == 200)
    #expect(answer.body.hasPrefix(#"{"code":"\#(code)","#))
    #expect(probe.send(.get, "/v1/codes").body.contains(answer.body.dropLast()))
}

@Test("One code is shown whole")
func codeWhole() {
    #expect(
        ServiceProbe().send(.get, "/v1/codes/g2058").body
            == #"{"code":"G2058","summary":"chronic care management, clinical staff, each further 20 minutes (2020 only)","#
            + #""path":"staff","performer":"clinical-staff","supervision":"general","billers":"practices","addOnTo":"99490","successor":"99439","#
            + #""payable":{"from":"2020-01-01","through":"2020-12-31"},"minutes":{"firstUnit":40,"furtherUnit":20},"#
            + #""limits":{"unitsPerMonth":2},"needsComplexity":false,"#
            + #""notWith":["99491","99437","99487","99489","G0511"]}"# + "\n"
    )
}

@Test(
    "A date says which codes are payable on it, on both sides of a change",
    arguments: [
        ("2019-12-31", false, false), ("2020-01-01", true, false), ("2020-12-31", true, false),
        ("2021-01-01", false, true),
    ]
)
func codesOnDate(date: String, hasG2058: Bool, has99439: Bool) {
    let probe = ServiceProbe()
    let list = probe.send(.get, "/v1/codes?on=\(date)")
    #expect(list.status == 200)
    #expect(list.body.hasPrefix(#"{"on":"\#(date)","codes":["#))
    #expect(list.body.contains(#"{"code":"G2058""#) == hasG2058)
    #expect(list.body.contains(#"{"code":"99439""#) == has99439)
    let one = probe.send(.get, "/v1/codes/G2058?on=\(date)")
    #expect(one.body.contains(#""payableOnDate":\#(hasG2058)"#))
}

@Test("A date that does not exist is refused", arguments: ["2026-02-29", "2026-2-1", "", "today", "20260201"])
func wrongDate(text: String) {
    let answer = ServiceProbe().send(.get, "/v1/codes?on=\(text)")
    #expect(answer.status == 400)
    #expect(answer.body.contains(#""parameter":"on","code":"invalid-date""#))
}

@Test("A code or rule that is not there is not found", arguments: ["/v1/codes/99213", "/v1/codes/x", "/v1/rules/none"])
func notThere(path: String) {
    let answer = ServiceProbe().send(.get, path)
    #expect(answer.status == 404)
    #expect(answer.body.contains(#""type":"/problems/no-such-"#))
}

@Test("Every rule has a page with its citation and two examples", arguments: RuleCatalog.all.map(\.id))
func rulePage(id: RuleID) {
    let probe = ServiceProbe()
    let answer = probe.send(.get, "/v1/rules/\(id)")
    #expect(answer.status == 200)
    #expect(answer.body.hasPrefix(#"{"id":"\#(id)","title":""#))
    for part in [#""citation":{"title":""#, #""severity":{"cms-ffs":"#, #""passes":{"#, #""fails":{"#] {
        #expect(answer.body.contains(part))
    }
    #expect(probe.send(.get, "/v1/rules").body.contains(answer.body.dropLast()))
}

/// Rules that a built-in profile can break; the others need a profile of the deployment's own.
private let postable = RuleCatalog.all.filter { Profile.named($0.example.profile.id.rawValue) != nil }.map(\.id)

@Test("The example of a rule that fails is a care month that fails over HTTP", arguments: postable)
func ruleExample(id: RuleID) throws {
    let probe = ServiceProbe()
    let page = probe.send(.get, "/v1/rules/\(id)").body
    let start = try #require(page.range(of: #""fails":"#)?.upperBound)
    let month = String(page[start...].dropLast(3))
    let answer = probe.post("/v1/claims/validate", month)
    #expect(answer.status == 200)
    #expect(answer.body.contains(#""rule":"\#(id)""#))
}

@Test("Profiles are listed, the default first")
func profiles() {
    let body = ServiceProbe().send(.get, "/v1/profiles").body
    #expect(body.hasPrefix(#"{"profiles":[{"id":"cms-ffs","title":"#))
    #expect(body.components(separatedBy: #""default":true"#).count == 2)
    for profile in Profile.all { #expect(body.contains(#"{"id":"\#(profile.id.rawValue)""#)) }
}
