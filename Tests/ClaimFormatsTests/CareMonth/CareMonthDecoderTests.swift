import ClaimFormats
import ClaimRules
import TestSupport
import Testing

/// A care month with every member of the contract.
let wholeDocument = """
    {
      "id": "demo-0001",
      "serviceMonth": "2026-03",
      "profile": "cms-ffs",
      "setting": "office",
      "locality": {"contractor": "10112", "locality": "00"},
      "patient": {"id": "P-1042", "birthDate": "1947-05-02", "newToPractice": false, "lastSeen": "2025-11-18"},
      "practitioner": {"npi": "1234567893", "kind": "physician", "taxonomy": "207Q00000X", "groupTIN": "123456789"},
      "diagnoses": ["I10", "E11.9"],
      "lines": [
        {"code": "99490", "units": 1, "date": "2026-03-31", "modifiers": [], "placeOfService": "11", "diagnosisPointers": [1, 2],
         "charge": "75.00"}
      ],
      "conditions": [
        {"icd10": "I10", "lastsTwelveMonths": true, "significantRisk": true},
        {"icd10": "E11.9", "lastsTwelveMonths": true, "significantRisk": true}
      ],
      "medicalDecisionMaking": "low",
      "timeLog": [
        {"date": "2026-03-04", "minutes": 12, "performer": {"kind": "clinical-staff", "id": "RN-7", "credential": "RN"},
         "activity": "medication reconciliation", "faceToFace": false, "program": "ccm"},
        {"start": "2026-03-18T14:00:00-06:00", "end": "2026-03-18T14:11:30-06:00",
         "performer": {"kind": "clinical-staff", "id": "RN-7", "credential": "RN"}, "activity": "care-plan review call"}
      ],
      "consent": {"given": true, "date": "2025-11-18", "form": "verbal", "covers": ["cost-sharing", "single-practitioner", "right-to-stop"]},
      "carePlan": {"activity": ["monitored"], "date": "2026-03-18", "electronic": true, "copyGiven": true,
                   "addresses": ["medical", "psychosocial", "functional"]},
      "initiatingVisit": {"code": "99214", "date": "2025-11-18", "ccmDiscussed": true},
      "attestations": {"access-24-7": true, "structured-record": true, "signature": false},
      "history": [{"code": "99495", "units": 1, "date": "2026-03-02", "practitionerNPI": "1234567893", "groupTIN": "123456789"}],
      "stays": [{"from": "2026-03-09", "to": "2026-03-12", "setting": "inpatient"}]
    }
    """

func decode(_ document: String) throws(DocumentError) -> DecodedCareMonth {
    try CareMonthDecoder().decode(Array(document.utf8))
}

/// The problems of a document that is JSON of the wrong shape, as `pointer code`.
func shapeProblems(_ document: String, _ limits: ShapeLimits = ShapeLimits()) -> [String] {
    do {
        _ = try CareMonthDecoder(shapeLimits: limits).decode(Array(document.utf8))
        return []
    } catch .wrongShape(let problems, _) {
        return problems.map { "\($0.pointer) \($0.code.rawValue)" }
    } catch {
        return ["not parseable"]
    }
}

struct CareMonthDecoderTests {
    @Test("Every member of the contract arrives in the model")
    func whole() throws {
        let decoded = try decode(wholeDocument)
        #expect(decoded.ignored == [])
        let month = decoded.month
        #expect(month.id == "demo-0001")
        #expect(month.serviceMonth == "2026-03")
        #expect(month.profile == "cms-ffs")
        #expect(month.setting == .office)
        #expect(month.locality == Locality(contractor: "10112", locality: "00"))
        #expect(month.patient?.id == "P-1042")
        #expect(month.patient?.birthDate == "1947-05-02")
        #expect(month.patient?.newToPractice == false)
        #expect(month.patient?.lastSeen == "2025-11-18")
        #expect(month.practitioner?.npi == NPI("1234567893"))
        #expect(month.practitioner?.kind == .physician)
        #expect(month.practitioner?.taxonomy == "207Q00000X")
        #expect(month.practitioner?.groupTIN == TaxpayerID("123456789"))
        #expect(month.diagnoses == ["I10", "E11.9"])
        var line = ServiceLine(code: "99490", units: 1, date: "2026-03-31")
        line.placeOfService = "11"
        line.diagnosisPointers = [1, 2]
        line.charge = Money(cents: 7500)
        #expect(month.lines == [line])
        #expect(
            month.conditions == [
                ChronicCondition(icd10: "I10", lastsTwelveMonths: true, significantRisk: true),
                ChronicCondition(icd10: "E11.9", lastsTwelveMonths: true, significantRisk: true),
            ]
        )
        #expect(month.medicalDecisionMaking == .low)
        #expect(month.consent?.given == true)
        #expect(month.consent?.date == "2025-11-18")
        #expect(month.consent?.form == .verbal)
        #expect(month.consent?.covers == [.costSharing, .singlePractitioner, .rightToStop])
        #expect(month.carePlan?.activity == [.monitored])
        #expect(month.carePlan?.date == "2026-03-18")
        #expect(month.carePlan?.electronic == true)
        #expect(month.carePlan?.copyGiven == true)
        #expect(month.carePlan?.addresses == [.medical, .psychosocial, .functional])
        #expect(month.initiatingVisit?.code == "99214")
        #expect(month.initiatingVisit?.date == "2025-11-18")
        #expect(month.initiatingVisit?.ccmDiscussed == true)
        #expect(month.attestations[.access247] == true)
        #expect(month.attestations[.structuredRecord] == true)
        #expect(month.attestations[.signature] == false)
        #expect(month.attestations[.transitions] == nil)
        var service = BilledService(code: "99495", date: "2026-03-02", units: 1)
        service.practitionerNPI = NPI("1234567893")
        service.groupTIN = TaxpayerID("123456789")
        #expect(month.history == [service])
        #expect(month.stays == [Stay(from: "2026-03-09", to: "2026-03-12", setting: .inpatient)])
    }

    @Test("Time entries hold minutes on a day, or an interval")
    func timeLog() throws {
        let log = try #require(try decode(wholeDocument).month.timeLog)
        #expect(log.count == 2)
        #expect(log[0].duration == .minutes(12, on: "2026-03-04"))
        #expect(log[0].performer == Performer(kind: .clinicalStaff, id: "RN-7", credential: "RN"))
        #expect(log[0].activity == "medication reconciliation")
        #expect(log[0].faceToFace == false)
        #expect(log[0].program == "ccm")
        #expect(log[1].milliseconds == 690_000)
        #expect(log[1].date == "2026-03-18")
        #expect(log[1].faceToFace == nil)
    }

    @Test("A month alone is a care month, and null is an absent member")
    func least() throws {
        let least = CareMonth(serviceMonth: "2026-03")
        #expect(try decode("{\"serviceMonth\":\"2026-03\"}") == DecodedCareMonth(month: least, ignored: []))
        let nulls = """
            {"id": null, "serviceMonth": "2026-03", "profile": null, "setting": null, "locality": null, "patient": null,
             "practitioner": null, "diagnoses": null, "lines": null, "conditions": null, "medicalDecisionMaking": null,
             "timeLog": null, "consent": null, "carePlan": null, "initiatingVisit": null, "attestations": null, "history": null,
             "stays": null}
            """
        #expect(try decode(nulls).month == least)
        let inner = """
            {"serviceMonth": "2026-03", "lines": [{"code": "99490", "units": null, "date": null, "modifiers": null,
             "placeOfService": null, "diagnosisPointers": null, "charge": null}], "attestations": {"signature": null}}
            """
        #expect(try decode(inner).month == least.with { $0.lines = [ServiceLine(code: "99490")] })
    }

    @Test("An empty list is kept apart from an absent one")
    func empties() throws {
        let month = try decode("{\"serviceMonth\":\"2026-03\",\"timeLog\":[],\"stays\":[],\"consent\":{\"covers\":[]}}")
            .month
        #expect(month.timeLog == [])
        #expect(month.stays == [])
        #expect(month.consent?.covers == [])
        #expect(month.history == nil)
    }

    @Test("Codes are taken with or without the dot, in any letter case, escaped or not")
    func codes() throws {
        let document = """
            {"serviceMonth": "2026\\u002d03", "diagnoses": ["E119", "e11.9", "\\u0065119"], "lines": [{"code": "g0506",
             "modifiers": ["gt"]}], "practitioner": {"groupTIN": "12-3456789"}}
            """
        let month = try decode(document).month
        #expect(month.diagnoses == ["E11.9", "E11.9", "E11.9"])
        #expect(month.lines.map(\.code) == ["G0506"])
        #expect(month.lines[0].modifiers == ["GT"])
        #expect(month.practitioner?.groupTIN == TaxpayerID("123456789"))
    }

    @Test(
        "Numbers, dates and codes read the same however they are spelt and whatever is behind them",
        arguments: [1, 12, 999],
        ["", " ", "\n"]
    )
    func spelling(units: Int, space: String) throws {
        for code in ["99490", "9949\\u0030"] {
            for next in ["", ",\"date\":\"2026-03-31\"", ", \"date\": \"2026-03-3\\u0031\""] {
                let line = "{\"code\":\(space)\"\(code)\",\"units\":\(space)\(units)\(space)\(next)}"
                let month = try decode("{\"serviceMonth\":\"2026-03\",\"lines\":[\(line)]}").month
                #expect(month.lines[0].code == "99490")
                #expect(month.lines[0].units == units)
                #expect(month.lines[0].date == (next.isEmpty ? nil : "2026-03-31"))
            }
        }
    }

    @Test(
        "A name with one other letter, wherever in it, is another name",
        arguments: ChecklistItemID.allCases.map(\.rawValue)
    )
    func nearlyNamed(item: String) throws {
        func attested(_ name: String) throws -> DecodedCareMonth {
            // What is behind it lets the reader look at whole words.
            try decode("{\"serviceMonth\":\"2026-03\",\"attestations\":{\"\(name)\":true}, \"diagnoses\": [\"I10\"]}")
        }
        #expect(try attested(item).ignored == [])
        for place in item.indices {
            let other = item[..<place] + "_" + item[item.index(after: place)...]
            #expect(try attested(String(other)).ignored == ["/attestations/\(other)"])
        }
    }

    @Test("A practitioner of any other kind is kept by its word")
    func otherKind() throws {
        let month = try decode("{\"serviceMonth\":\"2026-03\",\"practitioner\":{\"kind\":\"pharmacist\"}}").month
        #expect(month.practitioner?.kind == .other("pharmacist"))
    }

    @Test("What the contract does not name is skipped and listed in the document's order")
    func ignored() throws {
        let document = """
            {"x": {"y": [1, {"id": 2}]}, "serviceMonth": "2026-03", "lines": [{"code": "99490"}, {"code": "99439", "a/b~c": 1}],
             "patient": {"name": "\\u004aane"}, "attestations": {"unheard-of": "yes"}, "ID": 1, "\\u0071": null}
            """
        let decoded = try decode(document)
        #expect(
            decoded.ignored == [
                "/x", "/lines/1/a~1b~0c", "/patient/name", "/attestations/unheard-of", "/ID", "/q",
            ]
        )
    }

    @Test("The list of what was ignored is bounded", arguments: [99, 100, 101, 500])
    func ignoredBound(count: Int) throws {
        let members = (0..<count).map { "\"x\($0)\":0" }.joined(separator: ",")
        let decoded = try decode("{\"serviceMonth\":\"2026-03\",\(members)}")
        #expect(decoded.ignored.count == min(count, 100))
        #expect(decoded.ignored.last == "/x\(min(count, 100) - 1)")
    }

    @Test("What is no JSON is refused with its place, whatever else is wrong")
    func notParseable() {
        let document = "{\"serviceMonth\": 3,\n \"lines\": [{\"code\": \"99490\", \"units\": 01}]}"
        #expect(throws: DocumentError.self) { try decode(document) }
        do {
            _ = try decode(document)
        } catch .notParseable(let problem) {
            #expect(problem.code == .leadingZero)
            #expect(problem.line == 2)
            #expect(problem.pointer == "/lines/0/units")
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test(
        "A member that comes twice is refused, known or unknown",
        arguments: [
            "{\"serviceMonth\":\"2026-03\",\"serviceMonth\":\"2026-03\"}",
            "{\"serviceMonth\":\"2026-03\",\"id\":\"a\",\"\\u0069d\":\"b\"}",
            "{\"serviceMonth\":\"2026-03\",\"x\":1,\"x\":2}",
            "{\"lines\":[{\"code\":\"99490\",\"units\":1,\"units\":1}]}",
            "{\"attestations\":{\"signature\":true,\"signature\":true}}", "{\"x\":{\"y\":1,\"y\":2}}",
        ]
    )
    func duplicates(document: String) {
        do {
            _ = try decode(document)
            Issue.record("taken")
        } catch .notParseable(let problem) {
            #expect(problem.code == .duplicateMember)
        } catch {
            Issue.record("\(error)")
        }
    }
}
