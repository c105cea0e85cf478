import ClaimFormats
import ClaimRules
import TestSupport
import Testing

@Suite("How a FHIR document was read")
struct FHIRNoteTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let document: FHIRTree
        let notes: [String]
        let name: String

        init(_ name: String, _ document: FHIRTree, _ notes: String...) {
            self.name = name
            self.document = document
            self.notes = notes
        }

        var testDescription: String { name }
    }

    static let strange = FHIRTree.item("X").with("productOrService", .concept("urn:local", "99490"))

    static let rows = [
        Row("a clean month needs none", .cleanMonth),
        Row(
            "nothing of ours",
            .named([.claim([.item("99214")]), .patient, .practitioner]),
            "info nothing-applies Bundle.entry[0].resource"
        ),
        Row(
            "a care code under another system",
            .named([.claim([strange]), .patient, .practitioner]),
            "warning code-system Bundle.entry[0].resource.item[0]",
            "info nothing-applies Bundle.entry[0].resource"
        ),
        Row(
            "several claims",
            .named([.claim(), .claim().with("id", "b"), .patient, .practitioner]),
            "info claim-chosen Bundle.entry[0].resource"
        ),
        Row(
            "a prior authorization",
            .named([.claim().with("use", "preauthorization"), .patient, .practitioner]),
            "info not-for-payment Bundle.entry[0].resource.use"
        ),
        Row(
            "a cancelled claim",
            .named([.claim().with("status", "cancelled"), .patient, .practitioner]),
            "warning not-for-payment Bundle.entry[0].resource.status"
        ),
        Row(
            "another patient's condition",
            .named([
                .claim(), .patient, .practitioner,
                .condition("c", .concept(FHIRTree.icd10, "I10")).with("subject", .reference("Patient/x")),
            ]),
            "info another-patient Bundle.entry[3].resource"
        ),
        Row(
            "a line of another month",
            .named([
                .claim([.item("99490"), .item("99490", 2, on: "2026-02-28")]).with("billablePeriod", nil), .patient,
                .practitioner,
            ]),
            "warning another-month Bundle.entry[0].resource.item[1]"
        ),
        Row(
            "a modifier extension beside the claim",
            .named([
                .claim(), .patient, .practitioner,
                .condition("c", .concept(FHIRTree.icd10, "I10")).with("modifierExtension", [["url": "urn:x"]]),
            ]),
            "warning modifier-extension Bundle.entry[3].resource"
        ),
        Row(
            "a service by nobody known",
            .named([
                .claim(), .patient, .practitioner,
                .claim([.item("99490", on: "2026-03-02")]).with("id", "b").with("provider", ["display": "-"]),
            ]),
            "warning biller-unknown Bundle.entry[3].resource",
            "info claim-chosen Bundle.entry[0].resource"
        ),
        Row(
            "references out of the document",
            .claim(),
            "info not-resolved Claim.patient",
            "info not-resolved Claim.provider"
        ),
        Row(
            "an insurance that is not Medicare",
            .named([
                .claim().with("insurance", [["sequence": 1, "focal": true, "coverage": .reference("Coverage/c")]]),
                .patient,
                .practitioner,
                ["resourceType": "Coverage", "id": "c", "type": .concept("https://nahdo.org/sopt", "512")],
            ]),
            "info not-medicare Bundle.entry[3].resource"
        ),
        Row(
            "an amount in other money, and a span of days",
            .named([
                .claim([
                    .item("99490").with("net", ["value": 1, "currency": "EUR"]).with("servicedDate", nil)
                        .with("servicedPeriod", .period("2026-03-01", "2026-03-31"))
                ]), .patient, .practitioner,
            ]),
            "info amount-form Bundle.entry[0].resource.item[0].net",
            "info several-days Bundle.entry[0].resource.item[0].serviced"
        ),
    ]

    @Test("is said with a place", arguments: rows)
    func notes(row: Row) throws {
        let decoded = try FHIRClaimDecoder().decode(row.document.bytes)
        #expect(decoded.notes.map { "\($0.severity) \($0.code.rawValue) \($0.fhirPath)" } == row.notes)
    }

    @Test("What was not read is listed, and what was left out")
    func ignored() throws {
        let document = FHIRTree.named([
            .claim().with("accident", ["date": "2026-01-01"]).with("extension", [["url": "urn:x"]]), .patient,
            .practitioner,
            ["resourceType": "Observation", "status": "final"],
            .condition("c", .concept(FHIRTree.icd10, "I10")).with("subject", .reference("Patient/x")),
        ])
        let ignored = try FHIRClaimDecoder().decode(document.bytes).ignored
        #expect(
            ignored == [
                "/entry/0/resource/accident", "/entry/0/resource/extension", "/entry/3/resource", "/entry/4/resource",
            ]
        )
    }

    @Test("The claim that is asked about is the first, the message's, or the latest with a care line")
    func choice() throws {
        func claim(_ id: String, _ code: String, _ month: String) -> FHIRTree {
            .claim([.item(code, on: month + "-20")]).with("id", .text(id)).with("billablePeriod", nil)
        }
        let claims = [claim("a", "99490", "2026-02"), claim("b", "99490", "2026-03"), claim("c", "99214", "2026-04")]
        func chosen(_ document: FHIRTree) throws -> String? { try FHIRClaimDecoder().decode(document.bytes).month.id }
        #expect(try chosen(.named(claims)) == "a")
        #expect(try chosen(.named([.patient] + claims)) == "b")
        #expect(try chosen(.named(claims, "searchset")) == "b")
        #expect(try chosen(.named([.patient, claims[2], claim("d", "99213", "2026-05")])) == "d")
        let header: FHIRTree = ["resourceType": "MessageHeader", "focus": [.reference("Claim/c")]]
        #expect(try chosen(.named([header] + claims, "message")) == "c")
        let parameters: FHIRTree = [
            "resourceType": "Parameters",
            "parameter": [
                ["name": "x", "resource": .named(claims)],
                ["name": "resource", "resource": claim("e", "99490", "2025-01")],
            ],
        ]
        #expect(try chosen(parameters) == "e")
    }
}
