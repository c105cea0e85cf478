import HTTPMessage
import StructuredLog
import TestSupport
import Testing

@testable import ClaimService

/// A condition that every representation meets makes the service answer anew.
@Test("What is answered beforehand is what would be answered anew", arguments: ["/livez", "/readyz"])
func constantAnswers(path: String) throws {
    let probe = ServiceProbe()
    let kept = probe.send(.get, path)
    let anew = probe.send(.get, path, [("If-Match", "*")])
    #expect(kept.status == 200 && kept.body == anew.body)
    let (fields, others) = (kept.response.fields.list, anew.response.fields.list)
    #expect(fields.map(\.0) == others.map(\.0))
    for (field, other) in zip(fields, others) where field.0 != "X-Request-ID" { #expect(field.1 == other.1) }
    let lines = probe.log.lines().map { $0.split(separator: ",").filter { !$0.contains("request.id") } }
    #expect(lines.count == 2 && lines[0] == lines[1])
    #expect(probe.log.lines()[0].contains(try #require(kept["X-Request-ID"])))
}

@Test("An answer made beforehand is counted, and is given only to who asks for just that")
func constantAnswersAreCounted() {
    let probe = ServiceProbe(level: .error)
    for _ in 0..<3 { _ = probe.send(.get, "/livez") }
    #expect(probe.log.lines().isEmpty)
    let figures = probe.send(.get, "/metrics").body
    let name = "claimgate_http_request_duration_seconds_count"
    #expect(figures.contains("\(name){method=\"GET\",route=\"/livez\",status=\"200\"} 3\n"))

    #expect(probe.send(.get, "/livez", [("Accept", "text/plain")]).body == "alive\n")
    #expect(probe.send(.get, "/livez", [("Accept", "image/png")]).status == 406)
    #expect(probe.send(.get, "/livez?a=b").status == 400)
    #expect(probe.send(.post, "/livez", body: []).status == 405)
    let id = String(repeating: "ab", count: 16)
    #expect(probe.send(.get, "/livez", [("X-Request-ID", id)])["X-Request-ID"] == id)
    #expect(probe.send(.get, "/readyz").status == 200)
    probe.readiness.stop()
    #expect(probe.send(.get, "/readyz").status == 503)
    #expect(probe.send(.get, "/livez").status == 200)
}
