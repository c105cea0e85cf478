import ClaimFormats
import ClaimRules
import TestSupport
import Testing

/// One row for each row of the table in docs/fhir.md: what is sent beside a Claim, and what the month says then.
@Suite("The mapping from FHIR")
struct FHIRMappingTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let document: FHIRTree
        let holds: @Sendable (CareMonth) -> Bool

        init(_ name: String, _ document: FHIRTree, _ holds: @escaping @Sendable (CareMonth) -> Bool) {
            self.name = name
            self.document = document
            self.holds = holds
        }

        /// The claim as it is, with these beside it.
        init(_ name: String, beside resources: [FHIRTree], _ holds: @escaping @Sendable (CareMonth) -> Bool) {
            self.init(name, .named([.claim(), .patient, .practitioner] + resources), holds)
        }

        /// The claim with one element set, with these beside it.
        init(
            _ name: String,
            _ element: String,
            _ value: FHIRTree?,
            beside resources: [FHIRTree] = [],
            _ holds: @escaping @Sendable (CareMonth) -> Bool
        ) {
            self.init(name, .named([.claim().with(element, value), .patient, .practitioner] + resources), holds)
        }

        var testDescription: String { name }
    }

    @Test("takes from each element what it says", arguments: claimRows + lineRows + peopleRows + recordRows + timeRows)
    func row(row: Row) throws {
        let decoded = try FHIRClaimDecoder().decode(row.document.bytes)
        var writer = JSONWriter()
        writer.careMonth(decoded.month)
        #expect(row.holds(decoded.month), "\(writer.string)")
    }

    static let claimRows = [
        Row("Claim.id is the id", .claim()) { $0.id == "claim-1" },
        Row("An identifier stands in for the id", .claim().with("id", nil).with("identifier", [["value": "A-7"]])) {
            $0.id == "A-7"
        },
        Row("billablePeriod gives the month", .claim()) { $0.serviceMonth == "2026-03" },
        Row("The first care line gives the month", "billablePeriod", nil) { $0.serviceMonth == "2026-03" },
        Row("Patient.birthDate", .named([.claim(), .patient])) { $0.patient?.birthDate == "1947-05-02" },
        Row("A patient who is elsewhere keeps the id", .claim()) {
            $0.patient?.id == "pat" && $0.patient?.birthDate == nil
        },
        Row(
            "The received date among the supporting information",
            "supportingInfo",
            [["sequence": 1, "category": .concept(nil, "clmrecvddate"), "timingDate": "2026-04-09"]]
        ) { $0.receivedOn == "2026-04-09" },
        Row(
            "Diagnoses stand in the order of their sequence",
            "diagnosis",
            [
                ["sequence": 2, "diagnosisCodeableConcept": .concept(FHIRTree.icd10, "E119")],
                ["sequence": 1, "diagnosisCodeableConcept": .concept(FHIRTree.icd10, "I10")],
            ]
        ) { $0.diagnoses == ["I10", "E11.9"] },
        Row(
            "A diagnosis in another system is left out, and pointers to the others stay right",
            .claim([.item("99490").with("diagnosisSequence", [1, 2])]).with(
                "diagnosis",
                [
                    ["sequence": 1, "diagnosisCodeableConcept": .concept("http://snomed.info/sct", "38341003")],
                    ["sequence": 2, "diagnosisCodeableConcept": .concept(FHIRTree.icd10, "I10")],
                ]
            )
        ) { $0.diagnoses == ["I10"] && $0.lines[0].diagnosisPointers == [1] },
        Row(
            "A pointer to a diagnosis that the claim lacks points past them all",
            .claim([.item("99490").with("diagnosisSequence", [7])]).with(
                "diagnosis",
                [["sequence": 1, "diagnosisCodeableConcept": .concept(FHIRTree.icd10, "I10")]]
            )
        ) { $0.lines[0].diagnosisPointers == [7] },
        Row("No diagnosis is none sent", .claim()) { $0.diagnoses == nil },
        Row(
            "A diagnosis by reference to a condition",
            "diagnosis",
            [["sequence": 1, "diagnosisReference": .reference("Condition/c")]],
            beside: [.condition("c", .concept(FHIRTree.icd10, "N18.31"))]
        ) { $0.diagnoses == ["N18.31"] },
        Row(
            "Parameters say what FHIR has no element for",
            [
                "resourceType": "Parameters",
                "parameter": [
                    ["name": "claim", "resource": .claim()], ["name": "profile", "valueString": "seed-strict"],
                    ["name": "setting", "valueCode": "rhc"],
                    ["name": "medicalDecisionMaking", "valueCode": "moderate"],
                    ["name": "hospice", "valueBoolean": false], ["name": "receivedOn", "valueDate": "2026-04-02"],
                    [
                        "name": "locality",
                        "part": [
                            ["name": "contractor", "valueString": "10112"], ["name": "locality", "valueString": "00"],
                        ],
                    ],
                    [
                        "name": "attestations",
                        "part": [
                            ["name": "access-24-7", "valueBoolean": true],
                            ["name": "signature", "valueBoolean": false],
                        ],
                    ],
                    ["name": "practitioner", "part": [["name": "kind", "valueCode": "physician-assistant"]]],
                    ["name": "consent", "part": [["name": "form", "valueCode": "written"]]],
                ],
            ]
        ) {
            $0.profile == "seed-strict" && $0.setting == .ruralHealthClinic && $0.medicalDecisionMaking == .moderate
                && $0.hospice == false && $0.receivedOn == "2026-04-02"
                && $0.locality == Locality(contractor: "10112", locality: "00")
                && $0.attestations[.access247] == true && $0.attestations[.signature] == false
                && $0.practitioner?.kind == .physicianAssistant && $0.consent?.form == .written
        },
    ]

    static let lineRows = [
        Row("A line's code, units and date", .claim([.item("99439", units: 2, on: "2026-03-20")])) {
            $0.lines == [ServiceLine(code: "99439", units: 2, date: "2026-03-20")]
        },
        Row("A whole quantity may have a point", .claim([.item("99490").with("quantity", ["value": .number("1.00")])]))
        {
            $0.lines[0].units == 1
        },
        Row(
            "HCPCS codes",
            .claim([.item("X").with("productOrService", .concept("urn:oid:2.16.840.1.113883.6.285", "G0506"))])
        ) {
            $0.lines[0].code == "G0506"
        },
        Row("A code without a system", .claim([.item("X").with("productOrService", .concept(nil, "99490"))])) {
            $0.lines[0].code == "99490"
        },
        Row(
            "A code of ours under another system is no line",
            .claim([.item("X").with("productOrService", .concept("urn:x", "99490"))])
        ) {
            $0.lines.isEmpty
        },
        Row(
            "Details are lines",
            .claim([.item("X").with("productOrService", ["text": "group"]).with("detail", [.item("99490")])])
        ) {
            $0.lines.map(\.code) == ["99490"]
        },
        Row(
            "A period's last day is the date",
            .claim([
                .item("99490").with("servicedDate", nil).with("servicedPeriod", .period("2026-03-01", "2026-03-30"))
            ])
        ) {
            $0.lines[0].date == "2026-03-30"
        },
        Row(
            "A period without an end has no last day",
            .claim([
                .item("99490").with("servicedDate", nil).with("servicedPeriod", ["start": "2026-03-01"])
            ])
        ) {
            $0.lines[0].date == nil && $0.serviceMonth == "2026-03"
        },
        Row("A month is not a day", .claim([.item("99490").with("servicedDate", "2026-03")])) {
            $0.lines[0].date == nil
        },
        Row(
            "No date, but a claim of one day",
            .claim([.item("99490").with("servicedDate", nil)]).with(
                "billablePeriod",
                .period("2026-03-31", "2026-03-31")
            )
        ) {
            $0.lines[0].date == "2026-03-31"
        },
        Row(
            "Modifiers",
            .claim([.item("99490").with("modifier", [.concept(FHIRTree.cpt, "25"), .concept(nil, "gt")])])
        ) {
            $0.lines[0].modifiers == ["25", "GT"]
        },
        Row(
            "Place of service",
            .claim([
                .item("99490").with(
                    "locationCodeableConcept",
                    .concept("https://www.cms.gov/Medicare/Coding/place-of-service-codes", "11")
                )
            ])
        ) {
            $0.lines[0].placeOfService == "11"
        },
        Row(
            "Place of service of the facility",
            .named([
                .claim().with("facility", .reference("Location/l")),
                [
                    "resourceType": "Location", "id": "l",
                    "type": [.concept("https://www.cms.gov/Medicare/Coding/place-of-service-codes", "22")],
                ],
            ])
        ) { $0.lines[0].placeOfService == "22" },
        Row("net is the charge", .claim([.item("99490").with("net", ["value": .number("75.1"), "currency": "USD"])])) {
            $0.lines[0].charge == Money(cents: 7510)
        },
        Row(
            "The price of a unit times the units",
            .claim([.item("99439", units: 2).with("unitPrice", ["value": .number("50")])])
        ) {
            $0.lines[0].charge == Money(cents: 10_000)
        },
        Row("Other money is left out", .claim([.item("99490").with("net", ["value": 75, "currency": "EUR"])])) {
            $0.lines[0].charge == nil
        },
        Row(
            "A care line of another month is history",
            .claim([.item("99490"), .item("99490", 2, on: "2026-02-28")]).with("billablePeriod", nil)
        ) {
            $0.lines.count == 1 && $0.history == [BilledService(code: "99490", date: "2026-02-28", units: 1)]
        },
    ]
}
