import ClaimFormats
import ClaimRules
import HTTPMessage
import Metrics
import TestSupport
import Testing

@testable import ClaimService

/// What `/metrics` shows after requests of which everything is known.
struct MetricsEndpointTests {
    private func figures(_ probe: ServiceProbe) -> Exposition {
        Exposition(probe.send(.get, "/metrics").body)
    }

    private func value(_ probe: ServiceProbe, _ sample: String) -> Double? { figures(probe).samples[sample] }

    @Test("Requests are counted by method, route template and status")
    func requests() {
        let probe = ServiceProbe()
        for _ in 0..<3 { _ = probe.send(.get, "/v1/codes/99490") }
        _ = probe.send(.head, "/livez")
        _ = probe.send(.delete, "/livez")
        _ = probe.send(.get, "/nothing")
        let name = "claimgate_http_request_duration_seconds"
        let found = figures(probe)
        func count(_ method: String, _ route: String, _ status: Int) -> Double? {
            found.samples["\(name)_count{method=\"\(method)\",route=\"\(route)\",status=\"\(status)\"}"]
        }
        #expect(count("GET", "/v1/codes/{code}", 200) == 3)
        #expect(count("HEAD", "/livez", 200) == 1)
        #expect(count("other", "/livez", 405) == 1)
        #expect(count("GET", "unmatched", 404) == 1)
        #expect(count("GET", "/livez", 200) == nil)
        // The probe says that each took 1.5 milliseconds.
        let labels = "method=\"GET\",route=\"/v1/codes/{code}\",status=\"200\""
        #expect(found.samples["\(name)_bucket{\(labels),le=\"0.001\"}"] == 0)
        #expect(found.samples["\(name)_bucket{\(labels),le=\"0.0025\"}"] == 3)
        #expect(found.samples["\(name)_bucket{\(labels),le=\"+Inf\"}"] == 3)
        #expect(found.samples["\(name)_sum{\(labels)}"] == 0.0045)
        #expect(found.samples["claimgate_problems_total{problem=\"not-found\"}"] == 1)
        #expect(found.samples["claimgate_problems_total{problem=\"method-not-allowed\"}"] == 1)
        #expect(found.samples["claimgate_http_received_bytes_total"] == 600)
        #expect(found.samples["claimgate_http_sent_bytes_total"] == 1200)
    }

    @Test("Verdicts and findings of documents, streams and files are counted")
    func answers() {
        let probe = ServiceProbe()
        let month = #"{"serviceMonth": "2026-03", "lines": [{"code": "99439", "units": 1, "date": "2026-03-31"}]}"#
        let reject = "claimgate_verdicts_total{question=\"validate\",verdict=\"reject\"}"
        let broken = "claimgate_findings_total{rule=\"add-on-needs-base\",severity=\"error\"}"
        let unknown = "claimgate_unverified_total{rule=\"consent-on-file\"}"
        #expect(value(probe, reject) == 0)
        _ = probe.post("/v1/claims/validate", month)
        let alone = figures(probe).samples
        #expect(alone[reject] == 1 && alone[broken] == 1 && alone[unknown] == 1)
        _ = probe.stream("/v1/claims/validate", "\(month)\n{}\n\(month)")
        let streamed = figures(probe).samples
        #expect(streamed[reject] == 3 && streamed[broken] == 3 && streamed[unknown] == 3)
        _ = probe.post("/v1/codes/suggest", month)
        _ = probe.post("/v1/documentation/gaps", month)
        #expect(value(probe, "claimgate_verdicts_total{question=\"suggest\",verdict=\"undecided\"}") == 1)
        #expect(value(probe, "claimgate_verdicts_total{question=\"gaps\",verdict=\"incomplete\"}") == 1)
        #expect(value(probe, reject) == 3)
    }

    @Test("A long stream is counted while it goes on")
    func runningStream() {
        let probe = ServiceProbe()
        let metrics = ServiceMetrics()
        let desk = ClaimDesk(documentBytes: 1 << 20)
        let seen = SeenServices(limit: 0, budget: SeenServicesBudget(0))
        let stream = ClaimStream(desk, StreamQuestion(.gaps), seen, wantsSummary: false, metrics: metrics)
        let lines = Array(
            String(repeating: "{\"serviceMonth\": \"2026-03\"}\n", count: ClaimStream.documentsACount + 16).utf8
        )
        var writer = StreamWriter()
        stream.receive(lines.span, &writer)
        while writer.isUnfinished {
            writer.isUnfinished = false
            stream.receive(Span(), &writer)
        }
        let found = Exposition(String(decoding: metrics.exposition(.text), as: UTF8.self)).samples
        let counted = ["ready", "incomplete"].compactMap {
            found["claimgate_verdicts_total{question=\"gaps\",verdict=\"\($0)\"}"]
        }
        #expect(counted.reduce(0, +) == Double(ClaimStream.documentsACount))
        _ = probe
    }

    @Test(
        "The form is that which the collector wants, text where it does not say",
        arguments: [
            (nil, MetricForm.text), ("*/*", .text), ("text/plain;version=0.0.4;q=0.3,*/*;q=0.2", .text),
            (
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.3",
                .openMetrics
            ), ("application/openmetrics-text", .openMetrics),
        ]
    )
    func forms(accept: String?, form: MetricForm) {
        let answer = ServiceProbe().send(.get, "/metrics", accept.map { [("Accept", $0)] } ?? [])
        #expect(answer["Content-Type"] == form.contentType)
        #expect(answer["Cache-Control"] == "no-store")
        #expect(answer.body.hasSuffix("# EOF\n") == (form == .openMetrics))
    }

    @Test("Both forms are well-formed, whatever has been asked", arguments: MetricForm.allCases)
    func wellFormed(form: MetricForm) {
        let probe = ServiceProbe()
        for route in RouteTable.all {
            for method: RequestMethod in [.get, .post, .options, .other("X")] {
                _ = probe.send(method, route.template.description, body: Array("{}".utf8))
            }
        }
        let accept = form == .text ? "text/plain" : "application/openmetrics-text"
        let exposition = Exposition(probe.send(.get, "/metrics", [("Accept", accept)]).body, form)
        #expect(exposition.faults.isEmpty)
        #expect(exposition.samples.count > 200)
    }

    @Test("Every status that a problem has is counted as itself, and there is a counter for every kind")
    func statuses() {
        for kind in ProblemKind.all { #expect(LoopCounters.statuses.contains(kind.status.code), "\(kind.name)") }
        #expect(ProblemKind.all.count <= 64)
        #expect(LoopCounters.statuses.count <= 32)
        #expect(Set(RouteTable.numbered.map(\.description)).count == RouteTable.numbered.count)
    }

    @Test("Every rule of the catalogue has its own counter, also by an equal name elsewhere")
    func rules() {
        for (index, rule) in RuleCatalog.all.enumerated() {
            #expect(RulePositions.all.position(rule.id) == index)
        }
        #expect(RulePositions.all.position("no-such-rule") == nil)
    }

    @Test("Without a place of their own the figures are beside the rest, otherwise not")
    func places() {
        let templates = { (routes: [Route]) in routes.map(\.template.description) }
        #expect(templates(RouteTable.operations) == ["/livez", "/readyz", "/metrics"])
        #expect(templates(RouteTable.withoutMetrics) + ["/metrics"] != templates(RouteTable.all))
        #expect(!templates(RouteTable.withoutMetrics).contains("/metrics"))
        #expect(RouteTable.withoutMetrics.count + 1 == RouteTable.all.count)
    }
}
