import Foundation
import HTTPMessage
import TestSupport
import Testing

@testable import ClaimService

@Suite("FHIR over HTTP")
struct FHIREndpointTests {
    private let probe = ServiceProbe()
    private let fhir = [("Content-Type", "application/fhir+json")]

    private func post(_ target: String, _ document: FHIRTree, _ fields: [(String, String)] = []) -> ServiceProbe.Answer
    {
        probe.send(.post, target, fhir + fields, body: document.bytes)
    }

    private func object(_ answer: ServiceProbe.Answer) throws -> NSDictionary {
        try #require(try JSONSerialization.jsonObject(with: Data(answer.response.body)) as? NSDictionary)
    }

    @Test("$validate gives an outcome with status 200 whatever the verdict")
    func validate() throws {
        for item in ["99490", "99439", "99214"] {
            let answer = post("/fhir/Claim/$validate", .claim([.item(item)]))
            #expect(answer.status == 200 && answer["Content-Type"] == "application/fhir+json")
            #expect(try object(answer)["resourceType"] as? String == "OperationOutcome")
        }
    }

    @Test("The form is that of _format, else of Accept, else FHIR")
    func formats() {
        let rows = [
            ("", "", "application/fhir+json"), ("", "application/json", "application/json"),
            ("", "application/fhir+json;fhirVersion=4.0", "application/fhir+json"),
            ("?_format=json", "application/json", "application/fhir+json"),
            ("?_format=application/fhir%2Bjson", "", "application/fhir+json"),
            ("?_format=application/json", "", "application/json"),
        ]
        for (query, accept, media) in rows {
            let fields = accept.isEmpty ? [] : [("Accept", accept)]
            #expect(post("/fhir/Claim/$validate" + query, .claim(), fields)["Content-Type"] == media)
        }
        #expect(post("/fhir/Claim/$validate?_format=xml", .claim()).status == 406)
        #expect(post("/fhir/Claim/$validate", .claim(), [("Accept", "application/fhir+xml")]).status == 406)
    }

    @Test("Plain JSON is taken for FHIR where nothing else is meant")
    func plainJSON() {
        #expect(probe.post("/fhir/Claim/$validate", FHIRTree.claim().json).status == 200)
        let answer = probe.post("/v1/claims/validate", FHIRTree.claim().json)
        #expect(
            answer.status == 422 && answer.body.contains("It looks like FHIR, which is taken as application/fhir+json")
        )
        #expect(!probe.post("/v1/claims/validate", "{}").body.contains("FHIR"))
    }

    @Test("FHIR of another version is a 415 that says so, and asked for a 406")
    func otherVersions() {
        for path in ["/fhir/Claim/$validate", "/v1/claims/validate"] {
            let type = [("Content-Type", "application/fhir+json; fhirVersion=3.0")]
            let answer = probe.send(.post, path, type, body: FHIRTree.claim().bytes)
            #expect(answer.status == 415 && answer.body.contains("The body must be FHIR R4: fhirVersion=4.0, or none."))
            #expect(post(path, .claim(), [("Accept", "application/fhir+json; fhirVersion=3.0")]).status == 406)
        }
    }

    @Test(
        "An operation's dollar sign may be written as an escape, and nothing else of a path changes by it",
        arguments: [
            ("/fhir/Claim/%24validate", 200), ("/fhir/%43laim/$validate", 200), ("/fhir/Claim/%24valid%61te", 200),
            ("/fhir/Claim/%2524validate", 404), ("/fhir%2FClaim/$validate", 404),
            ("/fhir/x/%2e%2e/Claim/$validate", 404),
            ("/fhir/Claim/%24validate%00", 404), ("/fhir/Claim/%24%24validate", 404),
        ]
    )
    func escapes(path: String, status: Int) {
        #expect(post(path, .claim()).status == status)
    }

    @Test("The three questions take FHIR and answer in their own form")
    func questions() throws {
        for path in ["/v1/claims/validate", "/v1/codes/suggest", "/v1/documentation/gaps"] {
            for accept in ["application/json", "text/plain"] {
                let answer = post(path, .cleanMonth, [("Accept", accept)])
                #expect(answer.status == 200 && (answer["Content-Type"] ?? "").hasPrefix(accept), "\(path) \(accept)")
            }
        }
        let response = post("/v1/claims/validate", .cleanMonth, [("Accept", "application/fhir+json")])
        #expect(try object(response)["resourceType"] as? String == "ClaimResponse")
        #expect(post("/v1/codes/suggest", .cleanMonth, [("Accept", "application/fhir+json")]).status == 406)
    }

    @Test("A care month may be answered with a ClaimResponse, too")
    func careMonth() throws {
        let month = #"{"serviceMonth": "2026-03", "lines": [{"code": "99490"}]}"#
        let answer = probe.post("/v1/claims/validate", month, [("Accept", "application/fhir+json")])
        #expect(try object(answer)["resourceType"] as? String == "ClaimResponse")
    }

    @Test("A warning on the reading makes a review of what would be accepted")
    func warning() throws {
        let strange = FHIRTree.item("X").with("productOrService", .concept("urn:local", "99490"))
        let claim = FHIRTree.claim([strange]).with("billablePeriod", .period("2023-03-01", "2023-03-31"))
        let answer = try object(post("/v1/claims/validate", claim))
        #expect(answer["verdict"] as? String == "review")
        #expect((answer["notes"] as? [NSDictionary])?.contains { $0["severity"] as? String == "warning" } ?? false)
    }

    @Test("A claim without a line of ours is decided, with a note that nothing here applies")
    func nothingApplies() throws {
        let claim = FHIRTree.claim([]).with("item", nil)
        let answer = try object(post("/v1/claims/validate", claim))
        #expect(answer["verdict"] as? String == "accept")
        #expect((answer["notes"] as? [NSDictionary])?.contains { $0["code"] as? String == "nothing-applies" } ?? false)
    }

    @Test("Problems of FHIR clients are outcomes, with every error at once")
    func problems() throws {
        let wrong = FHIRTree.claim([.item("9949"), .item("99490", 2, units: 0)])
        for (target, fields) in [
            ("/fhir/Claim/$validate", []), ("/v1/claims/validate", [("Accept", "application/fhir+json")]),
        ] {
            let answer = post(target, wrong, fields)
            #expect(answer.status == 422 && answer["Content-Type"] == "application/fhir+json")
            let issues = try #require(try object(answer)["issue"] as? [NSDictionary])
            #expect(
                issues.map { $0["expression"] as? [String] } == [
                    ["Claim.item[0].productOrService.coding[0].code"], ["Claim.item[1].quantity.value"],
                ]
            )
            #expect(issues.map { $0["code"] as? String } == ["code-invalid", "value"])
        }
        let plain = try object(post("/v1/claims/validate", wrong))
        #expect(plain["type"] as? String == "/problems/not-a-fhir-claim")
        let errors = try #require(plain["errors"] as? [NSDictionary])
        #expect(errors[1]["expression"] as? String == "Claim.item[1].quantity.value")
        #expect(errors[1]["pointer"] as? String == "/item/1/quantity/value")
    }

    @Test("What is wrong with a request is an outcome below /fhir")
    func requestProblems() throws {
        let rows: [(RequestMethod, String, [(String, String)], String, Int)] = [
            (.post, "/fhir/Claim/$validate", fhir, "{", 400), (.get, "/fhir/Claim/$validate", [], "", 405),
            (.get, "/fhir/Claim/1", [], "", 404),
            (.post, "/fhir/Claim/$validate", [("Content-Type", "text/xml")], "", 415),
            (.get, "/fhir/metadata?x=1", [], "", 400),
        ]
        for (method, target, fields, body, status) in rows {
            let answer = probe.send(method, target, fields, body: Array(body.utf8))
            #expect(answer.status == status && answer["Content-Type"] == "application/fhir+json", "\(target)")
            let issue = try #require((try object(answer)["issue"] as? [NSDictionary])?.first)
            #expect(issue["severity"] is String && issue["code"] is String)
        }
        #expect(probe.send(.get, "/nothing", [("Accept", "*/*")])["Content-Type"] == "application/problem+json")
    }

    @Test("The capability statement says what the router has, and nothing else")
    func capabilities() throws {
        let answer = probe.send(.get, "/fhir/metadata")
        #expect(answer.status == 200)
        let statement = try object(answer)
        #expect(statement["fhirVersion"] as? String == "4.0.1" && statement["kind"] as? String == "instance")
        let rest = try #require((statement["rest"] as? [NSDictionary])?.first)
        let stated = (rest["resource"] as? [NSDictionary] ?? []).flatMap { resource in
            (resource["operation"] as? [NSDictionary] ?? []).map { "/fhir/\(resource["type"]!)/$\($0["name"]!)" }
        }
        let routed = RouteTable.all.map(\.template.description).filter {
            $0.hasPrefix("/fhir/") && $0 != "/fhir/metadata"
        }
        #expect(stated.sorted() == routed.sorted() && !stated.isEmpty)
        for resource in rest["resource"] as? [NSDictionary] ?? [] { #expect(resource["interaction"] == nil) }
        let formats = try #require(statement["format"] as? [String])
        for format in formats {
            let query = format.replacing("+", with: "%2B")
            #expect(probe.send(.get, "/fhir/metadata?_format=\(query)").status == 200)
        }
    }
}
