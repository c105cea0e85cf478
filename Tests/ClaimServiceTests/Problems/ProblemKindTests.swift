import HTTPMessage
import TestSupport
import Testing

@testable import ClaimService

@Test("Problem names are unique, and every one has a page under its type")
func problemPages() {
    let probe = ServiceProbe()
    #expect(Set(ProblemKind.all.map(\.type)).count == ProblemKind.all.count)
    for kind in ProblemKind.all {
        let answer = probe.send(.get, kind.type)
        #expect(answer.status == 200)
        #expect(answer.body.contains("\"title\":\"\(kind.title)\""))
    }
}

@Test("Every refusal of the server has a kind of its own with the same status", arguments: Refusal.all)
func refusalKinds(refusal: Refusal) {
    let kind = ProblemKind(refusal)
    #expect(kind.name.description == refusal.name)
    #expect(kind.status == refusal.status)
}

@Test("A refusal of the server is a problem document with a request id")
func refusalDocument() {
    let probe = ServiceProbe()
    let response = probe.handler.refuse(.malformedRequest, head: nil)
    #expect(response.status == .badRequest)
    #expect(response.fields[.contentType] == "application/problem+json")
    let id = response.fields[.xRequestID] ?? ""
    #expect(
        String(decoding: response.body, as: UTF8.self)
            == #"{"type":"/problems/malformed-request","title":"The request is not well-formed","status":400,"#
            + #""detail":"The request is not well-formed HTTP/1.1.","requestId":"\#(id)"}"# + "\n"
    )
}
