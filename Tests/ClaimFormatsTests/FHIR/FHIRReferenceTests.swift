import ClaimFormats
import ClaimRules
import TestSupport
import Testing

@Suite("References inside a FHIR document")
struct FHIRReferenceTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let reference: String
        let fullURL: String?
        let claimURL: String?
        let isFound: Bool
        var testDescription: String { name }
    }

    static let rows = [
        Row(name: "by name", reference: "Patient/pat", fullURL: nil, claimURL: nil, isFound: true),
        Row(
            name: "by name and version",
            reference: "Patient/pat/_history/3",
            fullURL: nil,
            claimURL: nil,
            isFound: true
        ),
        Row(name: "to nothing", reference: "Patient/other", fullURL: nil, claimURL: nil, isFound: false),
        Row(name: "by uuid", reference: "urn:uuid:7d1", fullURL: "urn:uuid:7d1", claimURL: nil, isFound: true),
        Row(name: "by another uuid", reference: "urn:uuid:7d2", fullURL: "urn:uuid:7d1", claimURL: nil, isFound: false),
        Row(
            name: "by address",
            reference: "http://a.example/fhir/Patient/pat",
            fullURL: "http://a.example/fhir/Patient/pat",
            claimURL: nil,
            isFound: true
        ),
        Row(
            name: "by the same name at another address",
            reference: "http://b.example/fhir/Patient/pat",
            fullURL: "http://a.example/fhir/Patient/pat",
            claimURL: nil,
            isFound: false
        ),
        Row(
            name: "beside the claim's address",
            reference: "Patient/pat",
            fullURL: "http://a.example/fhir/Patient/pat",
            claimURL: "http://a.example/fhir/Claim/claim-1",
            isFound: true
        ),
        Row(
            name: "by name where addresses are others",
            reference: "Patient/pat",
            fullURL: "urn:uuid:7d1",
            claimURL: "urn:uuid:7d0",
            isFound: true
        ),
    ]

    @Test("lead to their resource or to nothing", arguments: rows)
    func entry(row: Row) throws {
        let claim = FHIRTree.claim().with("patient", .reference(row.reference))
        let document: FHIRTree = [
            "resourceType": "Bundle", "type": "collection",
            "entry": [
                ["fullUrl": row.claimURL.map { .text($0) }, "resource": claim],
                ["fullUrl": row.fullURL.map { .text($0) }, "resource": .patient],
            ],
        ]
        let decoded = try FHIRClaimDecoder().decode(document.bytes)
        #expect((decoded.month.patient?.birthDate != nil) == row.isFound)
        #expect(decoded.notes.contains { $0.code == .notResolved && $0.path.hasSuffix("/patient") } == !row.isFound)
    }

    @Test("lead to what the claim contains, and no further")
    func contained() throws {
        let claim = FHIRTree.claim().with("patient", .reference("#p")).with("contained", [.patient.with("id", "p")])
        #expect(try FHIRClaimDecoder().decode(claim.bytes).month.patient?.birthDate == "1947-05-02")
        let other = FHIRTree.practitioner.with("contained", [.patient.with("id", "p")])
        let bundle = FHIRTree.named([.claim().with("patient", .reference("#p")), other])
        #expect(try FHIRClaimDecoder().decode(bundle.bytes).month.patient?.birthDate == nil)
    }

    @Test("that two resources answer to lead to neither")
    func ambiguous() throws {
        let bundle = FHIRTree.named([.claim(), .patient, .patient.with("birthDate", "1950-01-01")])
        #expect(try FHIRClaimDecoder().decode(bundle.bytes).month.patient?.birthDate == nil)
    }

    @Test("An escaped name is the same name")
    func escapedNames() throws {
        let text = FHIRTree.claim().json.replacing("\"item\"", with: "\"it\\u0065m\"")
        #expect(try FHIRClaimDecoder().decode(Array(text.utf8)).month.lines.count == 1)
    }
}
