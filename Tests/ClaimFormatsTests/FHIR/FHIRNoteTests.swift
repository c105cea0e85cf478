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

    static func work(_ day: String) -> FHIRTree {
        [
            "resourceType": "Task", "status": "completed", "for": .reference("Patient/pat"), "intent": "order",
            "owner": .reference("Practitioner/x"),
            "executionPeriod": .period("\(day)T09:00:00Z", "\(day)T09:20:00Z"),
        ]
    }

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
            "a member of the care team out of the document",
            .named([
                .claim().with("careTeam", [["sequence": 1, "provider": .reference("Practitioner/x")]]), .patient,
                .practitioner,
            ]),
            "info not-resolved Bundle.entry[0].resource.careTeam[0].provider"
        ),
        Row(
            "a provider who is the patient",
            .named([.claim().with("provider", .reference("Patient/pat")), .patient, .practitioner]),
            "info not-resolved Bundle.entry[0].resource.provider"
        ),
        Row(
            "a coverage and a facility out of the document",
            .named([
                .claim().with("insurance", [["sequence": 1, "focal": true, "coverage": .reference("Coverage/x")]])
                    .with("facility", .reference("Location/x")),
                .patient, .practitioner,
            ]),
            "info not-resolved Bundle.entry[0].resource.insurance[0].coverage",
            "info not-resolved Bundle.entry[0].resource.facility"
        ),
        Row(
            "two tasks of one owner out of the document, said once",
            .named([
                .claim(), .patient, .practitioner,
                work("2026-03-04"), work("2026-03-05"),
            ]),
            "info not-resolved Bundle.entry[3].resource.owner"
        ),
        Row(
            "a role without its practitioner",
            .named([
                .claim().with("provider", .reference("PractitionerRole/r")), .patient,
                [
                    "resourceType": "PractitionerRole", "id": "r", "practitioner": .reference("Practitioner/x"),
                    "organization": .reference("Organization/x"),
                ],
            ]),
            "info not-resolved Bundle.entry[2].resource.practitioner",
            "info not-resolved Bundle.entry[2].resource.organization"
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
            "two procedures on one line",
            .named([
                .claim([
                    .coded([("99490", FHIRTree.cpt), ("99491", FHIRTree.cpt)])
                ]), .patient, .practitioner,
            ]),
            "warning several-codes Bundle.entry[0].resource.item[0]"
        ),
        Row(
            "the same procedure twice, and one of another list",
            .named([
                .claim([
                    .coded([
                        ("99490", FHIRTree.cpt), ("99490", FHIRTree.cpt), ("99491", "http://snomed.info/sct"),
                    ])
                ]), .patient, .practitioner,
            ])
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

    @Test(
        "A diagnosis that could not be read leaves open what it may be: nothing is missing for it",
        arguments: [
            ["sequence": 2, "diagnosisReference": .reference("Condition/x")],
            ["sequence": 2, "diagnosisCodeableConcept": .concept("http://snomed.info/sct", "44054006")],
            ["sequence": 2, "diagnosisCodeableConcept": ["text": "diabetes"]],
        ] as [FHIRTree]
    )
    func unreadDiagnosis(second: FHIRTree) throws {
        let first: FHIRTree = ["sequence": 1, "diagnosisCodeableConcept": .concept(FHIRTree.icd10, "I10")]
        func decision(_ diagnoses: FHIRTree) throws -> Decision {
            let claim = FHIRTree.claim([.item("99490")]).with("diagnosis", diagnoses)
            let document = FHIRTree.named([claim, .patient, .practitioner])
            let month = try FHIRClaimDecoder().decode(document.bytes).month
            return ClaimEvaluator.evaluate(month, profile: .commercialTwoDiagnoses)
        }
        let alone = try decision([first])
        #expect(alone.findings.contains { $0.rule == "two-diagnoses-on-claim" })
        let unread = try decision([first, second])
        #expect(!unread.findings.contains { $0.rule == "two-diagnoses-on-claim" })
        #expect(unread.unverified.contains { $0.rule == "two-diagnoses-on-claim" && $0.needs == ["/diagnoses"] })
        let none = try decision([second])
        #expect(
            none.unverified.contains { $0.rule == "diagnosis-on-claim" && $0.message.contains("could not be read") }
        )
    }

    @Test("A line under a code system that is not read may be the base of an add-on")
    func unreadLine() throws {
        func decision(_ items: [FHIRTree]) throws -> Decision {
            let document = FHIRTree.named([.claim(items), .patient, .practitioner])
            let month = try FHIRClaimDecoder().decode(document.bytes).month
            return ClaimEvaluator.evaluate(month, profile: .cmsFeeForService)
        }
        #expect(try decision([.item("99439")]).findings.contains { $0.rule == "add-on-needs-base" })
        let unread = try decision([Self.strange, .item("99439")])
        #expect(!unread.findings.contains { $0.rule == "add-on-needs-base" })
        #expect(unread.unverified.contains { $0.rule == "add-on-needs-base" && $0.needs == ["/lines"] })
        let other = FHIRTree.item("X").with("productOrService", .concept("urn:local", "99487"))
        #expect(try decision([other, .item("99439")]).findings.contains { $0.rule == "add-on-needs-base" })
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

extension FHIRTree {
    /// An item whose service is coded so often.
    fileprivate static func coded(_ codings: [(code: String, system: String)]) -> FHIRTree {
        let list = codings.map { ["system": .text($0.system), "code": .text($0.code)] as FHIRTree }
        return item("99490").with("productOrService", ["coding": .list(list)])
    }
}
