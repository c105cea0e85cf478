import ClaimFormats
import ClaimRules
import Foundation
import HTTPMessage
import StructuredLog
import TestSupport
import Testing

@testable import ClaimService

/// A month whose answer is short, of a patient of its own unless told.
private func month(_ id: String, patient: String? = nil, code: String = "99439") -> String {
    #"{"id":"\#(id)","serviceMonth":"2026-03","patient":{"id":"\#(patient ?? id)"},"#
        + #""lines":[{"code":"\#(code)","units":1,"date":"2026-03-31"}]}"#
}

struct ClaimStreamTests {
    private let path = "/v1/claims/validate"

    private func lines(_ answer: ServiceProbe.Answer) -> [Substring] {
        #expect(answer.body.isEmpty || answer.body.hasSuffix("\n"))
        return answer.body.split(separator: "\n")
    }

    private func object(_ line: Substring) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    @Test("Every line is answered in order, with its index and otherwise as if it had come alone")
    func sameAsAlone() {
        let probe = ServiceProbe()
        for path in ["/v1/claims/validate", "/v1/codes/suggest", "/v1/documentation/gaps"] {
            let months = (0..<5).map { month("m-\($0)") }
            let answer = probe.stream(path, months.joined(separator: "\n") + "\n")
            #expect(answer.status == 200)
            #expect(answer["Content-Type"] == "application/x-ndjson")
            #expect(answer["Cache-Control"] == "no-store")
            let alone = months.enumerated().map { index, month in
                #"{"index":\#(index),"# + probe.post(path, month).body.dropFirst().dropLast()
            }
            #expect(lines(answer).map(String.init) == alone)
        }
    }

    @Test("However the body is cut, the answers are the same", arguments: [1, 2, 7, 100, 1000])
    func pieces(count: Int) {
        let body =
            "\n" + (0..<40).map { month("m-\($0)") }.joined(separator: "\r\n \n") + "\nnonsense\n{}\n" + month("last")
        let whole = ServiceProbe().stream(path + "?summary=true", body)
        #expect(lines(whole).count == 44)
        #expect(ServiceProbe().stream(path + "?summary=true", body, pieces: count).body == whole.body)
    }

    @Test("A line that is no care month gets a problem in its place, and the rest goes on")
    func malformed() throws {
        let body = [
            month("a"), "{\"serviceMonth\": \"2026-03\", ]", "", "   ", #"{"serviceMonth":"2026-13"}"#, "{}",
            month("b"),
        ]
        let answer = ServiceProbe().stream(path, body.joined(separator: "\n"))
        let answers = try lines(answer).map(object)
        #expect(answers.map { $0["index"] as? Int } == [0, 1, 2, 3, 4])
        #expect(answers.map { $0["id"] as? String } == ["a", nil, nil, nil, "b"])
        #expect(
            answers.map { $0["type"] as? String }
                == [nil, "/problems/not-json", "/problems/not-a-care-month", "/problems/not-a-care-month", nil]
        )
        #expect(answers[1]["status"] as? Int == 400)
        #expect(answers[1]["detail"] as? String == "Line 2, column 29: A member name in double quotes was expected.")
        #expect(answers[1]["requestId"] as? String == answer["X-Request-ID"])
        let error = try #require((answers[1]["errors"] as? [[String: Any]])?.first)
        #expect(error["line"] as? Int == 2 && error["column"] as? Int == 29)
        #expect((answers[2]["errors"] as? [[String: Any]])?.first?["pointer"] as? String == "/serviceMonth")
        // Blank lines count.
        let numbers = answers.map { answer in (answer["errors"] as? [[String: Any]])?.map { $0["line"] as? Int } }
        #expect(numbers == [nil, [2], [5], [6], nil])
    }

    @Test("A line may be as long as a document, and one byte more is a problem of that line alone")
    func lineLength() throws {
        var limits = ServiceLimits()
        limits.documentBytes = 200
        let document = month("a")
        let longest = document + String(repeating: " ", count: 200 - document.utf8.count)
        for pieces in [Int.max, 1, 150] {
            let answer = ServiceProbe(limits: limits).stream(
                path,
                "\(longest)\n\(longest) \n\(document)",
                pieces: pieces
            )
            let answers = try lines(answer).map(object)
            #expect(answers.map { $0["type"] as? String } == [nil, "/problems/line-too-long", nil])
            #expect(answers[1]["detail"] as? String == "Line 2 has more than the 200 bytes that a document may have.")
            #expect(answers.map { $0["index"] as? Int } == [0, 1, 2])
            #expect((answers[1]["errors"] as? [[String: Any]])?.map { $0["line"] as? Int } == [2])
        }
    }

    @Test("A body without a document is answered with nothing, or with a summary of nothing")
    func empty() throws {
        for body in ["", "\n", "  \n\t\r\n"] {
            #expect(ServiceProbe().stream(path, body).body == "")
            let summary = lines(ServiceProbe().stream(path + "?summary=true", body))
            #expect(summary.count == 1)
            #expect(summary[0].hasPrefix(#"{"summary":{"documents":0,"problems":0,"verdicts":{"accept":0,"#))
        }
    }

    @Test("The summary counts documents, problems, verdicts, rules, duplicates and what is underbilled")
    func summary() throws {
        func written(_ month: CareMonth) -> String {
            var writer = JSONWriter()
            writer.careMonth(month)
            return writer.string
        }
        let clean = written(.cleanStaffExample)
        let under = written(.recorded(staff: 47, lines: [("99490", 1)]).with { $0.patient?.id = "another" })
        let documents = [clean, "x", month("a"), month("b", patient: "a"), under]
        let answer = ServiceProbe().stream(path + "?summary=true", documents.joined(separator: "\n"))
        let last = try object(try #require(lines(answer).last))
        let summary = try #require(last["summary"] as? [String: Any])
        #expect(summary["documents"] as? Int == 5)
        #expect(summary["problems"] as? Int == 1)
        #expect(summary["verdicts"] as? [String: Int] == ["accept": 2, "review": 0, "reject": 2])
        let rules = try #require(summary["rules"] as? [[String: Any]])
        #expect(rules.contains { $0["rule"] as? String == "add-on-needs-base" && $0["count"] as? Int == 2 })
        #expect(rules.contains { $0["rule"] as? String == "not-billed-twice" && $0["count"] as? Int == 1 })
        let duplicates = try #require(summary["duplicates"] as? [String: Any])
        #expect(duplicates["found"] as? Int == 1)
        #expect(duplicates["complete"] as? Bool == true)
        let underbilled = try #require(summary["underbilled"] as? [String: Any])
        #expect(underbilled["documents"] as? Int == 1)
        #expect((underbilled["nonFacility"] as? String).flatMap { Double($0) } ?? 0 > 0)

        let suggested = try object(
            try #require(
                lines(ServiceProbe().stream("/v1/codes/suggest?summary=true", documents.joined(separator: "\n"))).last
            )
        )
        let verdicts = (suggested["summary"] as? [String: Any])?["verdicts"] as? [String: Int]
        #expect(verdicts?["underbilled"] == 1)
        #expect(verdicts?.values.reduce(0, +) == 4)
    }

    @Test("Only a summary that is asked for comes", arguments: [("", 1), ("?summary=false", 1), ("?summary=true", 2)])
    func summaryParameter(query: String, count: Int) {
        #expect(lines(ServiceProbe().stream(path + query, month("a"))).count == count)
        #expect(ServiceProbe().post(path + query, month("a")).status == 200)
    }

    @Test("A summary is true or false", arguments: ["summary=yes", "summary=", "summary=true&summary=true"])
    func badSummary(query: String) {
        for answer in [
            ServiceProbe().stream(path + "?" + query, month("a")), ServiceProbe().post(path + "?" + query, month("a")),
        ] {
            #expect(answer.status == 400)
            #expect(answer.body.contains(#""parameter":"summary""#))
        }
    }

    @Test("A service that an earlier line bills for the same patient and month is a finding that names the line")
    func duplicates() throws {
        let body = [
            month("0", patient: "p"), month("1", patient: "q"), month("2", patient: "p", code: "99490"), "broken",
            month("4", patient: "p"), month("5", patient: "p"),
            month("6", patient: "p").replacing("2026-03", with: "2026-04"),
            #"{"serviceMonth":"2026-03","lines":[{"code":"99439","units":1}]}"#,
            #"{"serviceMonth":"2026-03","lines":[{"code":"99439","units":1}]}"#,
            month("9", patient: "p", code: "99214"), month("10", patient: "p", code: "99214"),
        ]
        let answers = try lines(ServiceProbe().stream(path, body.joined(separator: "\n"))).map(object)
        let repeated = answers.map { answer -> [Int] in
            (answer["findings"] as? [[String: Any]] ?? []).filter { $0["rule"] as? String == "not-billed-twice" }
                .compactMap { ($0["facts"] as? [String: Any])?["earlierIndex"] as? Int }
        }
        #expect(repeated == [[], [], [], [], [0], [0], [], [], [], [], []])
        #expect(answers[4]["verdict"] as? String == "reject")
        // One question about a claim alone knows of no stream.
        #expect(!ServiceProbe().post(path, body[4]).body.contains("not-billed-twice"))
    }

    @Test("Where more services come than are remembered the summary says so")
    func remembered() throws {
        func summary(_ limit: Int, overall: Int = 1 << 20) throws -> [String: Any] {
            var limits = ServiceLimits()
            limits.rememberedServices = limit
            limits.rememberedServicesOverall = overall
            let body =
                (0..<3).map { month("m-\($0)") }.joined(separator: "\n") + "\n" + month("m-0") + "\n" + month("m-2")
            let answer = ServiceProbe(limits: limits).stream(path + "?summary=true", body)
            let last = try object(try #require(lines(answer).last))
            return try #require((last["summary"] as? [String: Any])?["duplicates"] as? [String: Any])
        }
        let all = try summary(3)
        #expect(all["complete"] as? Bool == true && all["found"] as? Int == 2 && all["remembered"] as? Int == 3)
        let some = try summary(2)
        #expect(some["complete"] as? Bool == false && some["found"] as? Int == 1 && some["limit"] as? Int == 2)
        #expect(try summary(3, overall: 4096)["complete"] as? Bool == true)
        #expect(try summary(3, overall: 4095)["complete"] as? Bool == false)
    }

    @Test("One log line a stream, with counts and nothing of the claims")
    func logLine() throws {
        let probe = ServiceProbe()
        _ = probe.stream(path, [month("a"), "x", month("a")].joined(separator: "\n"))
        #expect(probe.log.records.map(\.scope) == [.access, .decisions])
        let record = try #require(probe.log.records(.decisions).first)
        #expect(record.event == "claim.decisions")
        for field in [
            LogField("http.route", "/v1/claims/validate"), LogField("claimgate.documents", 3),
            LogField("claimgate.problems", 1), LogField("claimgate.verdicts.accept", 0),
            LogField("claimgate.verdicts.reject", 2), LogField("claimgate.duplicates", 1),
        ] {
            #expect(record.fields.contains(field))
        }
    }

    @Test("Many documents are answered as many documents, one as what is asked for")
    func negotiation() {
        let probe = ServiceProbe()
        for accept in ["application/json", "text/plain", "application/x-ndjson;q=0, */*"] {
            let refused = probe.stream(path, month("a"), [("Accept", accept)])
            #expect(refused.status == 406)
            #expect(refused.body.contains("For application/x-ndjson this resource gives application/x-ndjson."))
        }
        for accept in ["*/*", "application/*", "application/x-ndjson"] {
            #expect(probe.stream(path, month("a"), [("Accept", accept)]).status == 200)
        }
        let one = probe.post(path, month("a").replacing(",", with: ",\n"), [("Accept", "application/x-ndjson")])
        #expect(one["Content-Type"] == "application/x-ndjson")
        #expect(one.body == #"{"index":0,"# + probe.post(path, month("a")).body.dropFirst())
        #expect(probe.send(.head, path, [("Content-Type", "application/x-ndjson")]).status == 405)
    }

    @Test("A turn answers a bounded number of lines, however short they are")
    func turns() {
        let desk = ClaimDesk(documentBytes: 1000)
        let seen = SeenServices(limit: 10, budget: SeenServicesBudget(10_000))
        let stream = ClaimStream(desk, StreamQuestion(.suggest), seen, wantsSummary: false)
        var writer = StreamWriter()
        let body = Array(String(repeating: "{}\n", count: 33).utf8)
        stream.receive(body.span, &writer)
        var turns = [writer.bytes.count { $0 == 0x0a }]
        while writer.isUnfinished {
            writer = StreamWriter()
            stream.receive(Span(), &writer)
            turns.append(writer.bytes.count { $0 == 0x0a })
        }
        #expect(turns == [16, 16, 1])
    }

    @Test("A stream that is cut short says why and how many documents it has answered")
    func cutShort() throws {
        let desk = ClaimDesk(documentBytes: 1000)
        let seen = SeenServices(limit: 10, budget: SeenServicesBudget(10_000))
        let stream = ClaimStream(desk, StreamQuestion(.validate), seen, wantsSummary: true)
        var writer = StreamWriter()
        stream.receive(Array((month("a") + "\n{\n" + month("b")).utf8).span, &writer)
        writer = StreamWriter(hasBegun: true)
        stream.cutShort(by: .incompleteBody, &writer)
        let last = try object(String(decoding: writer.bytes, as: UTF8.self)[...])
        #expect(last["answered"] as? Int == 2)
        #expect(last["type"] as? String == "/problems/incomplete-body")
        #expect(last["index"] == nil && last["summary"] == nil)
    }
}
