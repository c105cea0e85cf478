import ClaimFormats
import ClaimRules
import Foundation
import TestSupport
import Testing

@Suite("Answers as FHIR")
struct FHIRAnswerTests {
    private func object(_ bytes: [UInt8]) throws -> NSDictionary {
        try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? NSDictionary)
    }

    private func issues(_ outcome: NSDictionary) -> [NSDictionary] { outcome["issue"] as? [NSDictionary] ?? [] }

    /// An add-on without its base in a claim that has minutes for both, and nothing else.
    private static let rejected = FHIRTree.named([
        .claim([.item("99439", 5)]), .patient, .practitioner,
        ["resourceType": "Observation", "status": "final"],
    ])

    private func decide(_ document: FHIRTree) throws -> (DecodedCareMonth, Decision) {
        let decoded = try FHIRClaimDecoder().decode(document.bytes)
        return (decoded, ClaimEvaluator.evaluate(decoded.month, profile: .cmsFeeForService))
    }

    @Test("An outcome says the verdict first, then every finding with rule, place and remedy, then what is unverified")
    func outcome() throws {
        let (decoded, decision) = try decide(Self.rejected)
        let outcome = try object(
            OperationOutcomeJSON.decision(decision, of: decoded)
        )
        #expect(outcome["resourceType"] as? String == "OperationOutcome")
        let issues = issues(outcome)
        #expect(issues.count == 1 + decision.findings.count + decision.unverified.count + decoded.notes.count + 1)
        #expect(codes(issues[0]) == ["reject"])
        let finding = try #require(issues.first { codes($0).contains("add-on-needs-base") })
        #expect(finding["severity"] as? String == "error" && finding["code"] as? String == "business-rule")
        #expect(finding["expression"] as? [String] == ["Bundle.entry[0].resource.item[0]"])
        #expect(codes(finding) == ["add-on-needs-base", "107", "N122"])
        #expect((finding["diagnostics"] as? String)?.contains("Source: ") ?? false)
        let consent = try #require(issues.first { codes($0).contains("consent-on-file") })
        #expect(consent["severity"] as? String == "warning" && consent["code"] as? String == "required")
        #expect(consent["expression"] as? [String] == ["Bundle.entry[0].resource"])
        #expect(consent["diagnostics"] as? String == "Needed, by the care month's names: consent.")
        let last = try #require(issues.last)
        #expect(codes(last) == ["ignored"] && last["expression"] as? [String] == ["Bundle.entry[3].resource"])
    }

    private func codes(_ issue: NSDictionary) -> [String] {
        let codings = (issue["details"] as? NSDictionary)?["coding"] as? [NSDictionary] ?? []
        return codings.compactMap { $0["code"] as? String }
    }

    /// 47 minutes of a nurse in March.
    private static let work: FHIRTree = [
        "resourceType": "Task", "status": "completed", "for": .reference("Patient/pat"), "intent": "order",
        "owner": .reference("Practitioner/rn"), "description": "call",
        "executionPeriod": .period("2026-03-18T14:00:00Z", "2026-03-18T14:47:00Z"),
    ]

    @Test("A response says the disposition, judges every item, and numbers its notes")
    func claimResponse() throws {
        let (decoded, decision) = try decide(Self.rejected)
        let response = try object(
            ClaimResponseJSON.decision(decision, of: decoded)
        )
        #expect(response["resourceType"] as? String == "ClaimResponse" && response["outcome"] as? String == "error")
        #expect((response["disposition"] as? String)?.hasPrefix("REJECT: ") ?? false)
        #expect((response["patient"] as? NSDictionary)?["reference"] as? String == "Patient/pat")
        #expect((response["request"] as? NSDictionary)?["reference"] as? String == "Claim/claim-1")
        #expect(response["created"] as? String == "2026-04-01")
        let item = try #require((response["item"] as? [NSDictionary])?.first)
        #expect(item["itemSequence"] as? Int == 5)
        let numbers = try #require(item["noteNumber"] as? [Int])
        let notes = try #require(response["processNote"] as? [NSDictionary])
        #expect(notes.compactMap { $0["number"] as? Int } == Array(1...notes.count))
        #expect(numbers.allSatisfy { (1...notes.count).contains($0) } && !numbers.isEmpty)
        #expect((item["adjudication"] as? [NSDictionary])?.count == numbers.count + 1)
        let errors = try #require(response["error"] as? [NSDictionary])
        #expect(errors.contains { $0["itemSequence"] as? Int == 5 })
    }

    @Test("No item of a rejected claim is accepted, for it may clash with one that a finding names")
    func itemsOfRejected() throws {
        let items = [1, 2, 3].map { FHIRTree.item("99490", $0) }
        let (decoded, decision) = try decide(FHIRTree.named([.claim(items), .patient, .practitioner]))
        #expect(decision.verdict == .reject)
        let response = try object(ClaimResponseJSON.decision(decision, of: decoded))
        let verdicts = try #require(response["item"] as? [NSDictionary]).map { item in
            let first = try #require((item["adjudication"] as? [NSDictionary])?.first)
            let category = try #require(first["category"] as? NSDictionary)
            return try #require((category["coding"] as? [NSDictionary])?.first)["code"] as? String
        }
        #expect(verdicts == ["review", "reject", "review"])
    }

    @Test("A response to a care month that was no FHIR says what it does not know")
    func responseToCareMonth() throws {
        let month = CareMonth.cleanStaffExample
        let decision = ClaimEvaluator.evaluate(month, profile: .cmsFeeForService)
        let response = try object(ClaimResponseJSON.decision(decision, of: DecodedCareMonth(month: month)))
        #expect(response["outcome"] as? String == "complete")
        #expect(response["created"] == nil && response["_created"] != nil)
    }

    @Test("Findings in JSON point into the FHIR document, and so do corrections")
    func places() throws {
        let item = FHIRTree.item("99490", units: 2)
        let sent = FHIRTree.named([.claim([item]), .patient, .practitioner, .nurse, Self.work])
        let (decoded, decision) = try decide(sent)
        let answer = try object(AnswerJSON.decision(decision, fhir: decoded.fhir))
        let finding = try #require(
            (answer["findings"] as? [NSDictionary])?.first { $0["fix"] != nil && $0["rule"] as? String == "unit-limit" }
        )
        #expect(finding["path"] as? String == "/entry/0/resource/item/0/quantity/value")
        #expect(finding["fhirPath"] as? String == "Bundle.entry[0].resource.item[0].quantity.value")
        let fix = try #require(finding["fix"] as? [NSDictionary])
        #expect(fix.map { $0["path"] as? String } == ["/entry/0/resource/item/0/quantity/value"])
        #expect(fix.map { $0["value"] as? Int } == [1])
    }

    @Test("A new line is proposed as an item")
    func newItem() throws {
        let (decoded, decision) = try decide(
            .named([.claim([.item("99439", 5)]), .patient, .practitioner, .nurse, Self.work])
        )
        let answer = try object(AnswerJSON.decision(decision, fhir: decoded.fhir))
        let finding = try #require(
            (answer["findings"] as? [NSDictionary])?.first { $0["rule"] as? String == "add-on-needs-base" }
        )
        let step = try #require((finding["fix"] as? [NSDictionary])?.first)
        #expect(step["op"] as? String == "add" && step["path"] as? String == "/entry/0/resource/item/-")
        let item = try #require(step["value"] as? NSDictionary)
        #expect(item["sequence"] as? Int == 6 && item["productOrService"] != nil)
    }

    @Test("A clean month is accepted with nothing to say")
    func clean() throws {
        let (decoded, decision) = try decide(.cleanMonth)
        #expect(decoded.ignored == [] && decoded.notes == [])
        #expect(decision.findings.allSatisfy { $0.severity < .warning })
        #expect(decision.verdict == .review)
        #expect(!decision.unverified.isEmpty)
    }
}
