import ClaimFormats
import ClaimRules
import TestSupport
import Testing

@Suite("What is wrong with a FHIR document")
struct FHIRProblemTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let document: FHIRTree
        /// Code and FHIRPath of each problem.
        let problems: [String]

        init(_ name: String, _ document: FHIRTree, _ problems: String...) {
            self.name = name
            self.document = document
            self.problems = problems
        }

        var testDescription: String { name }
    }

    static func item(_ element: String, _ value: FHIRTree) -> FHIRTree { .claim([.item("99490").with(element, value)]) }

    static let rows = [
        Row("no object", ["Claim"], "wrong-type Resource"),
        Row("no resource type", [:], "required Resource"),
        Row("another resource", ["resourceType": "Patient"], "unknown-word Resource"),
        Row("a resource type that is no text", ["resourceType": 1], "unknown-word Resource"),
        Row("a Bundle without a Claim", .named([.patient]), "required Bundle"),
        Row("a Bundle of answers", .named([.claim()], "transaction-response"), "unknown-word Bundle.type"),
        Row("Parameters without a Claim", ["resourceType": "Parameters"], "required Parameters"),
        Row(
            "a parameter without a name",
            ["resourceType": "Parameters", "parameter": [["resource": .claim()]]],
            "required Parameters.parameter[0].name"
        ),
        Row(
            "no month",
            .claim([.item("99490").with("servicedDate", nil)]).with("billablePeriod", nil),
            "required Claim.billablePeriod"
        ),
        Row("an item that is none", .claim().with("item", "x"), "wrong-type Claim.item"),
        Row("an item in no list", .claim().with("item", .item("99490")), "wrong-type Claim.item"),
        Row("a list of texts", .claim().with("item", ["x"]), "wrong-type Claim.item[0]"),
        Row(
            "a code of another form",
            .claim([.item("9949")]),
            "invalid-procedure-code Claim.item[0].productOrService.coding[0].code"
        ),
        Row("a date that is none", item("servicedDate", "2026-02-30"), "invalid-date Claim.item[0].serviced"),
        Row("a date that is no text", item("servicedDate", 20_260_331), "wrong-type Claim.item[0].serviced"),
        Row(
            "a period the wrong way round",
            .claim().with("billablePeriod", .period("2026-03-31", "2026-03-01")),
            "contradictory Claim.billablePeriod"
        ),
        Row("half a unit", item("quantity", ["value": .number("0.5")]), "not-an-integer Claim.item[0].quantity.value"),
        Row("no unit", item("quantity", ["value": 0]), "out-of-range Claim.item[0].quantity.value"),
        Row("999 units and one", item("quantity", ["value": 1000]), "out-of-range Claim.item[0].quantity.value"),
        Row(
            "a modifier of another form",
            item("modifier", [.concept(FHIRTree.cpt, "253")]),
            "invalid-modifier Claim.item[0].modifier[0].coding[0].code"
        ),
        Row("a pointer to nothing", item("diagnosisSequence", [0]), "out-of-range Claim.item[0].diagnosisSequence[0]"),
        Row(
            "a diagnosis of another form",
            .claim().with("diagnosis", [["sequence": 1, "diagnosisCodeableConcept": .concept(FHIRTree.icd10, "1")]]),
            "invalid-diagnosis-code Claim.diagnosis[0].diagnosis.coding[0].code"
        ),
        Row(
            "a modifier extension in the Claim",
            item("modifierExtension", [["url": "urn:x", "valueBoolean": true]]),
            "modifier-extension Claim.item[0].modifierExtension"
        ),
        Row(
            "a modifier extension around the Claim",
            [
                "resourceType": "Bundle", "type": "collection",
                "entry": [["resource": .claim(), "modifierExtension": []]],
            ],
            "modifier-extension Bundle.entry[0].modifierExtension"
        ),
        Row("rules nobody knows", .claim().with("implicitRules", "urn:x"), "modifier-extension Claim.implicitRules"),
        Row(
            "a word that is none",
            [
                "resourceType": "Parameters",
                "parameter": [["name": "claim", "resource": .claim()], ["name": "setting", "valueCode": "ship"]],
            ],
            "unknown-word Parameters.parameter[1]"
        ),
        Row(
            "everything at once",
            .named([
                .claim([.item("9949"), .item("99490", 2, units: 0)]).with("billablePeriod", "March"),
                .patient.with("birthDate", "1947"), .condition("c", "I10"),
                .encounter("IMP", "2026-03-09T24:00:00Z", "2026-03-12"),
            ]),
            "wrong-type Bundle.entry[0].resource.billablePeriod",
            "invalid-procedure-code Bundle.entry[0].resource.item[0].productOrService.coding[0].code",
            "out-of-range Bundle.entry[0].resource.item[1].quantity.value",
            "wrong-type Bundle.entry[2].resource.code",
            "invalid-date Bundle.entry[3].resource.period.start"
        ),
    ]

    @Test("is told whole, with its place, and without what was sent", arguments: rows)
    func problems(row: Row) {
        let problems = Self.problems(row.document)
        #expect(problems.map { "\($0.code.rawValue) \($0.expression ?? "")" } == row.problems)
        for problem in problems { #expect(!problem.detail.contains("March") && !problem.detail.contains("ship")) }
    }

    static func problems(_ document: FHIRTree, limits: ShapeLimits = ShapeLimits()) -> [ShapeProblem] {
        do throws(DocumentError) {
            _ = try FHIRClaimDecoder(shapeLimits: limits).decode(document.bytes)
            return []
        } catch {
            guard case .wrongShape(let problems, _) = error else { return [] }
            return problems
        }
    }

    @Test("As many lines as the limit says are taken, and not one more")
    func itemLimit() {
        let limits = ShapeLimits(items: 3)
        func document(_ count: Int) -> FHIRTree { .claim((1...count).map { .item("99490", $0) }) }
        #expect(Self.problems(document(3), limits: limits).isEmpty)
        #expect(Self.problems(document(4), limits: limits).map(\.code) == [.tooManyItems])
    }

    @Test("Texts as long as the limit says are taken, and not one character longer")
    func textLimit() {
        let limits = ShapeLimits(text: 40)
        func document(_ count: Int) -> FHIRTree { .claim().with("id", .text(String(repeating: "é", count: count))) }
        #expect(Self.problems(document(40), limits: limits).isEmpty)
        #expect(Self.problems(document(41), limits: limits).map(\.code) == [.tooLong])
    }

    @Test("Problems beyond the limit are counted")
    func problemLimit() {
        do throws(DocumentError) {
            let document = FHIRTree.claim((1...5).map { .item("9949", $0) })
            _ = try FHIRClaimDecoder(shapeLimits: ShapeLimits(problems: 2)).decode(document.bytes)
            Issue.record("taken")
        } catch {
            guard case .wrongShape(let problems, let leftOut) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(problems.count == 2 && leftOut == 3)
        }
    }

    @Test("Bytes, depth and items have the limits of all JSON")
    func jsonLimits() {
        let document = FHIRTree.claim().bytes
        for (limits, code) in [
            (JSONLimits(bytes: document.count - 1), JSONErrorCode.documentTooLarge), (JSONLimits(depth: 5), .tooDeep),
            (JSONLimits(items: 3), .tooManyItems),
        ] {
            #expect(throws: DocumentError.self) { try FHIRClaimDecoder(jsonLimits: limits).decode(document) }
            do throws(DocumentError) {
                _ = try FHIRClaimDecoder(jsonLimits: limits).decode(document)
            } catch {
                guard case .notParseable(let problem) = error else {
                    Issue.record("\(error)")
                    return
                }
                #expect(problem.code == code)
            }
        }
        #expect(
            (try? FHIRClaimDecoder(jsonLimits: JSONLimits(bytes: document.count, depth: 6)).decode(document)) != nil
        )
    }

    @Test("A document cut off anywhere is a problem with a place in it")
    func truncated() {
        let document = FHIRTree.cleanMonth.bytes
        for count in stride(from: 0, to: document.count, by: 7) {
            do throws(DocumentError) {
                _ = try FHIRClaimDecoder().decode(Array(document.prefix(count)))
                Issue.record("taken at \(count)")
            } catch {
                guard case .notParseable(let problem) = error else {
                    Issue.record("\(count)")
                    return
                }
                #expect(problem.offset <= count)
            }
        }
    }

    @Test("References that go round in circles come to an end")
    func circles() throws {
        let role: FHIRTree = [
            "resourceType": "PractitionerRole", "id": "r", "practitioner": .reference("PractitionerRole/r"),
            "organization": .reference("PractitionerRole/r"),
        ]
        let claim = FHIRTree.claim().with("provider", .reference("PractitionerRole/r"))
            .with("related", [["claim": .reference("Claim/claim-1"), "relationship": .concept(nil, "prior")]])
        let decoded = try FHIRClaimDecoder().decode(FHIRTree.named([claim, role]).bytes)
        #expect(decoded.month.lines.count == 1)
    }
}
