import ClaimFormats
import ClaimRules
import Testing

/// Documents that are JSON but no care month: all problems, each with its pointer and none with what was sent.
struct CareMonthShapeTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let members: String
        let problems: [String]
        var testDescription: String { "\(members) has \(problems)" }

        init(_ members: String, _ problems: String...) {
            self.members = members
            self.problems = problems
        }
    }

    @Test(
        "Each kind of problem has its code and its pointer",
        arguments: [
            Row(#""id": 7"#, "/id wrong-type"), Row(#""id": {"a": [1]}"#, "/id wrong-type"),
            Row(#""id": true"#, "/id wrong-type"),
            Row(#""setting": "home""#, "/setting unknown-word"), Row(#""setting": 1"#, "/setting wrong-type"),
            Row(#""locality": {}"#, "/locality/contractor required", "/locality/locality required"),
            Row(#""locality": {"contractor": null, "locality": "00"}"#, "/locality/contractor required"),
            Row(#""locality": []"#, "/locality wrong-type"), Row(#""patient": "x""#, "/patient wrong-type"),
            Row(#""patient": {"birthDate": "1947-02-30"}"#, "/patient/birthDate invalid-date"),
            Row(#""patient": {"birthDate": 19470502}"#, "/patient/birthDate wrong-type"),
            Row(#""patient": {"newToPractice": "no"}"#, "/patient/newToPractice wrong-type"),
            Row(#""practitioner": {"npi": "123"}"#, "/practitioner/npi invalid-npi"),
            Row(#""practitioner": {"npi": 1234567893}"#, "/practitioner/npi wrong-type"),
            Row(#""practitioner": {"groupTIN": "12345678x"}"#, "/practitioner/groupTIN invalid-tin"),
            Row(#""diagnoses": ["I10", "1"]"#, "/diagnoses/1 invalid-diagnosis-code"),
            Row(#""diagnoses": "I10""#, "/diagnoses wrong-type"),
            Row(#""diagnoses": [null]"#, "/diagnoses/0 wrong-type"), Row(#""lines": {}"#, "/lines wrong-type"),
            Row(#""lines": [1, null, {}]"#, "/lines/0 wrong-type", "/lines/1 wrong-type", "/lines/2/code required"),
            Row(#""lines": [{"code": null}]"#, "/lines/0/code required"),
            Row(#""lines": [{"code": "9949"}]"#, "/lines/0/code invalid-procedure-code"),
            Row(#""lines": [{"code": 99490}]"#, "/lines/0/code wrong-type"),
            Row(#""lines": [{"code": "99490", "units": 0}]"#, "/lines/0/units out-of-range"),
            Row(
                #""lines": [{"code": "99490", "units": 999}, {"code": "99490", "units": 1000}]"#,
                "/lines/1/units out-of-range"
            ),
            Row(#""lines": [{"code": "99490", "units": 1.0}]"#, "/lines/0/units not-an-integer"),
            Row(#""lines": [{"code": "99490", "units": 1e0}]"#, "/lines/0/units not-an-integer"),
            Row(#""lines": [{"code": "99490", "units": 99999999999999999999}]"#, "/lines/0/units out-of-range"),
            Row(#""lines": [{"code": "99490", "units": "1"}]"#, "/lines/0/units wrong-type"),
            Row(#""lines": [{"code": "99490", "date": "2026-3-31"}]"#, "/lines/0/date invalid-date"),
            Row(#""lines": [{"code": "99490", "modifiers": ["25", "255"]}]"#, "/lines/0/modifiers/1 invalid-modifier"),
            Row(
                #""lines": [{"code": "99490", "placeOfService": "1"}]"#,
                "/lines/0/placeOfService invalid-place-of-service"
            ),
            Row(
                #""lines": [{"code": "99490", "diagnosisPointers": [0, 1, "A"]}]"#,
                "/lines/0/diagnosisPointers/0 out-of-range",
                "/lines/0/diagnosisPointers/2 wrong-type"
            ),
            Row(#""lines": [{"code": "99490", "charge": 75.00}]"#, "/lines/0/charge wrong-type"),
            Row(#""lines": [{"code": "99490", "charge": "75.001"}]"#, "/lines/0/charge invalid-money"),
            Row(#""lines": [{"code": "99490", "charge": "-1.00"}]"#, "/lines/0/charge invalid-money"),
            Row(
                #""conditions": [{"icd10": "", "lastsTwelveMonths": 1}]"#,
                "/conditions/0/icd10 invalid-diagnosis-code",
                "/conditions/0/lastsTwelveMonths wrong-type"
            ),
            Row(#""medicalDecisionMaking": "medium""#, "/medicalDecisionMaking unknown-word"),
            Row(#""timeLog": [{"minutes": -1}]"#, "/timeLog/0/minutes out-of-range"),
            Row(#""timeLog": [{"minutes": -0}]"#),
            Row(#""timeLog": [{"minutes": 44640}, {"minutes": 44641}]"#, "/timeLog/1/minutes out-of-range"),
            Row(#""timeLog": [{"minutes": 12.5}]"#, "/timeLog/0/minutes not-an-integer"),
            Row(
                #""timeLog": [{"start": "2026-03-18T14:00:00", "end": "2026-03-18T25:00:00Z"}]"#,
                "/timeLog/0/start invalid-time",
                "/timeLog/0/end invalid-time"
            ),
            Row(#""timeLog": [{"start": "2026-03-18T14:00:00Z"}]"#, "/timeLog/0/end required"),
            Row(#""timeLog": [{"end": "2026-03-18T14:00:00Z"}]"#, "/timeLog/0/start required"),
            Row(
                #""timeLog": [{"start": "2026-03-18T14:00:01Z", "end": "2026-03-18T14:00:00Z"}]"#,
                "/timeLog/0 contradictory"
            ),
            Row(#""timeLog": [{"start": "2026-03-18T14:00:00Z", "end": "2026-03-18T14:00:00Z"}]"#),
            Row(
                #""timeLog": [{"start": "2026-03-18T14:00:00Z", "end": "2026-03-18T14:10:00Z", "minutes": 10}]"#,
                "/timeLog/0 contradictory"
            ),
            Row(
                #""timeLog": [{"start": "2026-03-18T23:00:00-06:00", "end": "2026-03-18T23:10:00-06:00", "date": "2026-03-18"}]"#
            ),
            Row(
                #""timeLog": [{"start": "2026-03-18T23:00:00-06:00", "end": "2026-03-18T23:10:00-06:00", "date": "2026-03-19"}]"#,
                "/timeLog/0 contradictory"
            ),
            Row(#""timeLog": [{"start": "2026-03-01T00:00:00Z", "end": "2026-04-01T00:00:00Z"}]"#),
            Row(
                #""timeLog": [{"start": "2026-03-01T00:00:00Z", "end": "2026-04-01T00:00:01Z"}]"#,
                "/timeLog/0 out-of-range"
            ),
            Row(#""timeLog": [{"performer": {"kind": "nurse"}}]"#, "/timeLog/0/performer/kind unknown-word"),
            Row(#""timeLog": [{"performer": "RN-7"}]"#, "/timeLog/0/performer wrong-type"),
            Row(
                #""consent": {"given": "yes", "form": "oral", "covers": ["cost-sharing", "x"]}"#,
                "/consent/given wrong-type",
                "/consent/form unknown-word",
                "/consent/covers/1 unknown-word"
            ),
            Row(
                #""carePlan": {"activity": "monitored", "addresses": [1]}"#,
                "/carePlan/activity wrong-type",
                "/carePlan/addresses/0 wrong-type"
            ),
            Row(
                #""initiatingVisit": {"code": "x", "date": "2025-13-01"}"#,
                "/initiatingVisit/code invalid-procedure-code",
                "/initiatingVisit/date invalid-date"
            ),
            Row(#""attestations": {"signature": "yes", "unheard-of": "yes"}"#, "/attestations/signature wrong-type"),
            Row(#""attestations": []"#, "/attestations wrong-type"),
            Row(#""history": [{"units": 1}]"#, "/history/0/code required", "/history/0/date required"),
            Row(#""history": [{"code": "99495", "date": null}]"#, "/history/0/date required"),
            Row(#""stays": [{"to": "2026-03-12"}]"#, "/stays/0/from required"),
            Row(#""stays": [{"from": "2026-03-12", "to": "2026-03-11"}]"#, "/stays/0 contradictory"),
            Row(
                #""stays": [{"from": "2026-03-12", "to": "2026-03-12", "setting": "hotel"}]"#,
                "/stays/0/setting unknown-word"
            ),
        ]
    )
    func problems(row: Row) {
        #expect(shapeProblems("{\"serviceMonth\": \"2026-03\", \(row.members)}") == row.problems)
    }

    @Test(
        "Only an object with a month is a care month",
        arguments: [
            ("null", " wrong-type"), ("[]", " wrong-type"), ("7", " wrong-type"), ("\"x\"", " wrong-type"),
            ("true", " wrong-type"),
            ("{}", "/serviceMonth required"), ("{\"serviceMonth\": null}", "/serviceMonth required"),
            ("{\"serviceMonth\": \"2026-13\"}", "/serviceMonth invalid-month"),
            ("{\"serviceMonth\": \"2026-3\"}", "/serviceMonth invalid-month"),
            ("{\"serviceMonth\": \"0000-03\"}", "/serviceMonth invalid-month"),
            ("{\"serviceMonth\": 202603}", "/serviceMonth wrong-type"),
        ]
    )
    func top(document: String, problem: String) {
        #expect(shapeProblems(document) == [problem])
    }

    @Test("All problems are told at once, in the document's order")
    func all() {
        let document = """
            {"lines": [{"units": 0}, {"code": "99490", "units": "two", "x": 1}], "id": 5, "serviceMonth": "March",
             "timeLog": [{"minutes": 1.5, "performer": {"kind": ""}}]}
            """
        #expect(
            shapeProblems(document) == [
                "/lines/0/code required", "/lines/0/units out-of-range", "/lines/1/units wrong-type", "/id wrong-type",
                "/serviceMonth invalid-month", "/timeLog/0/minutes not-an-integer",
                "/timeLog/0/performer/kind unknown-word",
            ]
        )
    }

    @Test("No problem repeats a word of what was sent")
    func silent() {
        let secret = "Zaphod"
        let document = """
            {"serviceMonth": "\(secret)", "id": {"\(secret)": 1}, "setting": "\(secret)", "\(secret)": "\(secret)", "lines": [{"code": "\(secret)",
             "date": "\(secret)", "\(secret)": 1, "charge": "\(secret)"}], "attestations": {"\(secret)": "\(secret)", "signature": "\(secret)"}}
            """
        guard case .wrongShape(let problems, _) = failure(document) else {
            Issue.record("taken")
            return
        }
        #expect(problems.count == 7)
        for problem in problems { #expect(!"\(problem)".contains(secret)) }
    }

    @Test("As many problems as the limit are told, and how many were left out", arguments: [99, 100, 101, 250])
    func bound(count: Int) {
        let lines = Array(repeating: "1", count: count).joined(separator: ",")
        guard
            case .wrongShape(let problems, let leftOut) = failure("{\"serviceMonth\":\"2026-03\",\"lines\":[\(lines)]}")
        else {
            Issue.record("taken")
            return
        }
        #expect(problems.count == min(count, 100))
        #expect(leftOut == max(0, count - 100))
    }

    @Test("A list holds a thousand items and no more, and the rest is still read as JSON")
    func listLimit() {
        func document(_ count: Int, _ last: String = "{}") -> String {
            let entries = Array(repeating: "{}", count: count - 1) + [last]
            return "{\"serviceMonth\":\"2026-03\",\"timeLog\":[\(entries.joined(separator: ","))]}"
        }
        #expect(shapeProblems(document(1000)) == [])
        #expect(shapeProblems(document(1001)) == ["/timeLog too-many-items"])
        #expect(shapeProblems(document(1001, "tru")) == ["not parseable"])
    }

    @Test("A text is as long as the limit in characters, however many bytes they take")
    func textLimit() {
        let limits = ShapeLimits(text: 5)
        #expect(shapeProblems(#"{"serviceMonth":"2026-03","id":"12345"}"#, limits) == [])
        #expect(shapeProblems(#"{"serviceMonth":"2026-03","id":"123456"}"#, limits) == ["/id too-long"])
        #expect(shapeProblems(#"{"serviceMonth":"2026-03","id":"éé€😀x"}"#, limits) == [])
        #expect(shapeProblems(#"{"serviceMonth":"2026-03","id":"\u00e9\u00e9\u20ac\ud83d\ude00x"}"#, limits) == [])
        #expect(shapeProblems(#"{"serviceMonth":"2026-03","id":"éé€😀xy"}"#, limits) == ["/id too-long"])
    }

    @Test("The defaults are what the documentation says")
    func defaults() {
        #expect(ShapeLimits() == ShapeLimits(text: 4_000, items: 1_000, problems: 100))
    }

    @Test("Codes are in kebab case", arguments: ShapeProblemCode.allCases)
    func codes(code: ShapeProblemCode) {
        #expect(code.rawValue.allSatisfy { $0 == "-" || ("a"..."z").contains($0) })
    }

    private func failure(_ document: String) -> DocumentError? {
        do {
            _ = try decode(document)
            return nil
        } catch {
            return error
        }
    }
}
