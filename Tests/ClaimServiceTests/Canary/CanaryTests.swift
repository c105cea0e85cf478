import Access
import HTTPMessage
import LibCrypto
import StructuredLog
import TestSupport
import Testing

@testable import ClaimService

/// Values that a client sends must not come out anywhere but in the answer about them: not in a log line, not in a problem
/// document, not in a header field.
struct CanaryTests {
    /// Looks through everything but the bodies of good answers.
    private func expectNoCanary(_ answers: [ServiceProbe.Answer], _ probe: ServiceProbe) {
        var places: [(String, String)] = []
        for answer in answers {
            if answer.status >= 400 { places.append(("problem", answer.body)) }
            let others: Set = ["X-Request-ID", "ETag", "tracestate"]
            // What came with a trace goes back to whoever sent it, and to nobody else.
            for (name, value) in answer.response.fields.list where !others.contains(name) {
                places.append(("field", "\(name): \(value)"))
            }
        }
        places += (probe.log.lines(.json) + probe.log.lines(.human)).map { ("log", $0) }
        places += figures(probe).map { ("figures", $0) }
        // Request ids and codes are random digits, among which a canary may stand by chance.
        let everything = places.map(\.1).joined(separator: "\n").replacing(/[0-9a-f]{16,}/, with: "")
        for canary in CanaryMonth.canaries + CanaryFile.canaries where everything.contains(canary) {
            let (place, text) = places.first { $0.1.contains(canary) } ?? ("", "")
            Issue.record("\(canary) in \(place): \(text)")
        }
    }

    /// The lines of both forms without their values, which are numbers of ours, and without what they explain.
    private func figures(_ probe: ServiceProbe) -> [String] {
        [("Accept", "text/plain"), ("Accept", "application/openmetrics-text")].flatMap { accept in
            probe.send(.get, "/metrics", [accept]).body.split(separator: "\n")
                .filter { !$0.hasPrefix("#") }
                .map { String($0[..<$0.lastIndex(of: " ")!]) }
        }
    }

    /// With names of claims in the log, which must say nothing either.
    private func makeProbe() -> ServiceProbe {
        ServiceProbe(pseudonyms: Pseudonyms(key: [UInt8](repeating: 7, count: 32), LibCryptography()))
    }

    private let questions = RouteTable.all.filter { $0.method == .post && !$0.template.description.hasPrefix("/fhir") }
        .map(\.template.description)
    private let fhirQuestions = RouteTable.all.filter { $0.takes.contains(.fhir) }.map(\.template.description)

    @Test("A good document is answered, and its values are in no log line")
    func validDocument() {
        let probe = makeProbe()
        let answers = questions.flatMap { path in
            ["application/json", "text/plain"].map { probe.post(path, CanaryMonth.valid, [("Accept", $0)]) }
        }
        #expect(answers.allSatisfy { $0.status == 200 })
        expectNoCanary(answers, probe)
    }

    @Test("A document with any one value spoiled is refused, if it is, without repeating a value")
    func spoiledDocuments() {
        let probe = makeProbe()
        let answers = CanaryMonth.spoiled.flatMap { document in questions.map { probe.post($0, document) } }
        #expect(answers.contains { $0.status == 422 } && answers.contains { $0.status == 200 })
        expectNoCanary(answers, probe)
    }

    @Test("A document broken at any place is refused without repeating a value")
    func malformedDocuments() {
        let probe = makeProbe()
        let answers = CanaryMonth.malformed.map { probe.post("/v1/claims/validate", $0) }
        #expect(answers.contains { $0.status == 400 })
        expectNoCanary(answers, probe)
    }

    @Test("A FHIR document is answered, spoiled or not, and its values are in no log line and no problem")
    func fhirDocuments() {
        let probe = makeProbe()
        let forms = [("Content-Type", "application/fhir+json")]
        let accepts = ["application/fhir+json", "application/json"]
        var answers = fhirQuestions.flatMap { path in
            accepts.map { accept in
                let offered = path == "/v1/claims/validate" || path.hasPrefix("/fhir") ? accept : "application/json"
                return probe.send(.post, path, forms + [("Accept", offered)], body: Array(CanaryClaim.valid.utf8))
            }
        }
        #expect(answers.allSatisfy { $0.status == 200 })
        for (index, document) in (CanaryClaim.spoiled + CanaryClaim.malformed).enumerated() {
            let fields = forms + [("Accept", accepts[index % 2])]
            answers.append(probe.send(.post, "/fhir/Claim/$validate", fields, body: Array(document.utf8)))
        }
        #expect(answers.contains { $0.status == 422 } && answers.contains { $0.status == 400 })
        expectNoCanary(answers, probe)
    }

    @Test("A file of claims is answered, spoiled or not, and its values are in no log line and no problem")
    func files() {
        let probe = makeProbe()
        let forms = ["application/json", "application/x-ndjson", "text/plain", "application/edi-x12"]
        var answers: [ServiceProbe.Answer] = []
        for (index, file) in ([CanaryFile.valid] + CanaryFile.spoiled + CanaryFile.malformed).enumerated() {
            let form = forms[index % 4]
            let question = form == "application/edi-x12" ? "/v1/claims/validate" : questions[index % questions.count]
            let fields = [("Content-Type", "application/edi-x12"), ("Accept", form)]
            answers.append(probe.send(.post, question, fields, body: Array(file.utf8)))
        }
        #expect(answers[0].status == 200)
        #expect(answers.contains { $0.status == 422 } && answers.contains { $0.status == 400 })
        expectNoCanary(answers, probe)
    }

    @Test("Keys, tokens and names of requests are not repeated")
    func credentials() throws {
        // The key of RFC 7515, appendix A.3.
        let key = """
            {"keys": [{"kty": "EC", "crv": "P-256", "kid": "a", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
             "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}
            """
        var policy = AccessPolicy(keys: APIKeyFile(keys: []), cryptography: LibCryptography())
        policy.tokens = TokenPolicy(
            keys: try JSONWebKeySet(Array(key.utf8), LibCryptography()),
            issuer: "https://auth.example",
            audiences: ["https://claims.example"],
            skew: 0
        )
        let repeats = RepeatedRequests(RepeatLimits(time: 60, bytes: 1 << 20), LibCryptography()) { 0 }
        let strangers = ServiceProbe(access: AccessGate(policy))
        let friends = ServiceProbe(repeats: repeats)
        let header = #"{"alg":"ES256","kid":"nightingale","jku":"nightingale","typ":"nightingale"}"#
        func encoded(_ text: String) -> String { Base64URL.encode(Array(text.utf8)) }
        let credentials = [
            "nightingale", "cg_nightingale", "cg_" + String(repeating: "nightingale", count: 4).prefix(43),
            "\(encoded(header)).\(encoded(#"{"iss":"nightingale"}"#)).nightingale", "\(encoded(header))..",
            "a.b.nightingale",
        ]
        var answers: [ServiceProbe.Answer] = []
        for credential in credentials {
            for (name, value) in [
                ("Authorization", "Bearer \(credential)"), ("Authorization", credential), ("X-API-Key", credential),
            ] {
                answers.append(strangers.send(.get, "/v1/codes", [(name, value)]))
                answers.append(strangers.send(.post, "/fhir/Claim/$validate", [(name, value)]))
            }
        }
        #expect(answers.allSatisfy { $0.status == 401 })
        expectNoCanary(answers, strangers)
        answers = []
        for name in ["nightingale", "\"nightingale\"", "\"nightingale", "nightingale,nightingale"] {
            for path in questions {
                answers += (0..<2).map { _ in friends.post(path, CanaryMonth.valid, [("Idempotency-Key", name)]) }
            }
        }
        #expect(Set(answers.map(\.status)) == [200, 400, 422])
        expectNoCanary(answers, friends)
    }

    @Test("Paths, queries and methods are not repeated")
    func targets() {
        let probe = makeProbe()
        var answers: [ServiceProbe.Answer] = []
        let tails = [
            "nightingale", "/nightingale", "%6eightingale", "%zznightingale", "%ffnightingale", "../nightingale",
        ]
        let queries = [
            "nightingale", "nightingale=1", "on=nightingale", "codes=nightingale", "codes=99490,T4793",
            "on=1931-07-13x",
            "on=%zznightingale", "codes=99490&codes=nightingale", "%6eightingale",
        ]
        for route in RouteTable.all {
            let path = route.template.description.prefix { $0 != "{" }
            for target in tails.map({ path + $0 }) + queries.map({ path + "?" + $0 }) {
                for method: RequestMethod in [route.method, .delete, .options, .other("NIGHTINGALE-nightingale")] {
                    answers.append(
                        probe.send(method, target, [("Content-Type", "application/json")], body: Array("{}".utf8))
                    )
                }
            }
        }
        #expect(answers.contains { $0.status == 404 } && answers.contains { $0.status == 400 })
        expectNoCanary(answers, probe)
    }

    @Test("Header fields are not repeated")
    func fields() {
        let probe = makeProbe()
        let names = [
            "Accept", "Accept-Encoding", "Authorization", "Content-Encoding", "Content-Type", "Cookie", "Expect",
            "From",
            "Host", "If-None-Match", "Origin", "Referer", "User-Agent", "X-Request-Id", "X-Nightingale", "traceparent",
            "tracestate",
        ]
        let values = [
            "nightingale", "nightingale/nightingale", "\"nightingale\"", "application/json;charset=nightingale",
            "nightingale=nightingale",
        ]
        var answers: [ServiceProbe.Answer] = []
        for route in RouteTable.all {
            let path = route.template.description.replacing("{", with: "").replacing("}", with: "")
            for name in names {
                for value in values {
                    answers.append(
                        probe.send(route.method, path, [(name, value)], body: Array(CanaryMonth.valid.utf8))
                    )
                }
            }
        }
        expectNoCanary(answers, probe)
    }

    @Test(
        "No line of a stream comes out anywhere but in the answer about it",
        arguments: ["validate", "suggest", "gaps"]
    )
    func streams(question: String) {
        let probe = makeProbe()
        let paths = [
            "validate": "/v1/claims/validate", "suggest": "/v1/codes/suggest", "gaps": "/v1/documentation/gaps",
        ]
        let bad = (CanaryMonth.malformed + CanaryMonth.spoiled).map { $0.replacing("\n", with: " ") }
        // The good one twice, so that it is a duplicate as well.
        let good = CanaryMonth.valid.replacing("\n", with: " ")
        let answer = probe.stream(paths[question]! + "?summary=true", ([good, good] + bad).joined(separator: "\n"))
        // Places are numbers of ours, and some of them are those of a canary.
        let place = /"index":\d+|[Ll]ine"?[: ]\d+|column"?[: ]\d+|"requestId":"\w+"/
        let problems = answer.body.split(separator: "\n")
            .filter { $0.contains(#""type":"/problems/"#) || $0.hasPrefix(#"{"summary""#) }
            .map { $0.replacing(place, with: "") }
        #expect(problems.count > 100)
        for canary in CanaryMonth.canaries {
            for line in problems where line.contains(canary) { Issue.record("\(canary) in \(line.prefix(300))") }
        }
        #expect(probe.log.records(.access).count == 1)
        expectNoCanary([answer], probe)
    }

    @Test("What the server itself refuses is not repeated", arguments: Refusal.all)
    func refusals(refusal: Refusal) {
        let probe = makeProbe()
        let heads = [
            nil, RequestHead(method: .other("NIGHTINGALE"), target: "/nightingale?nightingale"),
            RequestHead(method: .post, target: "/v1/claims/validate?id=nightingale", fields: [(.host, "nightingale")]),
        ]
        let answers = heads.map { head in
            let response = probe.handler.refuse(refusal, head: head)
            response.onFinish?(
                FinishedExchange(
                    status: response.status,
                    requestBytes: 1,
                    responseBytes: 1,
                    nanoseconds: 1,
                    isComplete: false
                )
            )
            return ServiceProbe.Answer(response: response)
        }
        #expect(probe.log.records.count == heads.count)
        expectNoCanary(answers, probe)
    }
}
