import HTTPMessage
import StructuredLog
import TestSupport
import Testing

@testable import ClaimService

private let methods: [RequestMethod] = [.get, .head, .post, .put, .delete, .patch, .trace, .query]

/// A path that a template matches.
private func path(_ route: Route) -> String {
    route.template.description.replacing("{code}", with: "99490").replacing("{id}", with: "consent-on-file")
        .replacing("{name}", with: "not-json")
}

@Test("Every other method of a resource is refused with the methods it has", arguments: RouteTable.all)
func methodNotAllowed(route: Route) {
    let probe = ServiceProbe()
    let allowed: [RequestMethod] = route.method == .get ? [.get, .head] : [.post]
    for method in methods where !allowed.contains(method) {
        let answer = probe.send(method, path(route))
        #expect(answer.status == 405)
        #expect(answer["Allow"] == (route.method == .get ? "GET, HEAD, OPTIONS" : "POST, OPTIONS"))
        let kind =
            Problem.areFHIR(for: RequestHead(method: method, target: path(route)))
            ? #""code":"method-not-allowed""# : #""type":"/problems/method-not-allowed""#
        #expect(answer.body.contains(kind))
    }
    #expect(probe.send(.other("BREW"), path(route)).status == 501)
}

@Test("OPTIONS says what a resource can do", arguments: RouteTable.all)
func options(route: Route) {
    let answer = ServiceProbe().send(.options, path(route))
    #expect(answer.status == 204)
    #expect(answer["Allow"] == (route.method == .get ? "GET, HEAD, OPTIONS" : "POST, OPTIONS"))
    #expect(answer["Accept-Post"] == (route.method == .get ? nil : Negotiation.list(route.takes)))
    #expect(answer.response.body.isEmpty)
}

@Test("OPTIONS * speaks for the whole server")
func optionsOfServer() {
    let answer = ServiceProbe().send(.options, "*")
    #expect(answer.status == 204)
    #expect(answer["Allow"] == "GET, HEAD, POST, OPTIONS")
}

@Test(
    "A path that no template matches is not found, whatever the method",
    arguments: [
        "/nothing", "/livez/", "//livez", "/LIVEZ", "/v1", "/problems/", "/problems/a/b", "/problems/%zz", "*",
        "/livez%2f",
        "/%2e/livez", "/x/%2E%2E/livez", "/live%7a%00", "/live%257a",
    ]
)
func notFound(path: String) {
    let answer = ServiceProbe().send(.get, path)
    #expect(answer.status == 404)
    #expect(answer["Content-Type"] == "application/problem+json")
    #expect(ServiceProbe().send(.post, path).status == 404)
}

@Test("A form that the resource does not give is refused with those that it gives", arguments: RouteTable.all)
func notAcceptable(route: Route) {
    let answer = ServiceProbe().send(route.method, path(route), [("Accept", "image/png")])
    #expect(answer.status == 406)
    for media in route.gives { #expect(answer.body.contains(media.rawValue)) }
}

@Test("A parameter that the resource does not know is refused without being repeated", arguments: RouteTable.all)
func unknownParameter(route: Route) {
    let answer = ServiceProbe().send(route.method, path(route) + "?canary=nightingale")
    #expect(answer.status == 400)
    #expect(!answer.body.contains("canary") && !answer.body.contains("nightingale"))
    for name in route.parameters { #expect(answer.body.contains(name.description)) }
}

@Test("A body of another type or coding is refused with the type it takes", arguments: RouteTable.all)
func unsupportedMediaType(route: Route) {
    guard route.method == .post else { return }
    let probe = ServiceProbe()
    let xml = probe.send(.post, path(route), [("Content-Type", "application/xml")], body: [0x20])
    #expect(xml.status == 415)
    #expect(xml["Accept-Post"] == Negotiation.list(route.takes))
    let zip = probe.post(path(route), "{}", [("Content-Encoding", "gzip")])
    #expect(zip.status == 415)
    #expect(zip["Accept-Encoding"] == "identity")
}

@Test("Every response has a request id, and no two have the same")
func requestIDs() {
    let probe = ServiceProbe()
    let ids = [probe.send(.get, "/livez"), probe.send(.get, "/nothing"), probe.send(.options, "*")]
        .map { $0["X-Request-Id"] }
    #expect(ids.allSatisfy { $0?.utf8.count == 32 })
    #expect(Set(ids).count == 3)
}

@Test("A document that has not changed is not sent again")
func entityTags() throws {
    let probe = ServiceProbe()
    let first = probe.send(.get, "/openapi.yaml")
    #expect(first.status == 200)
    #expect(first["Cache-Control"] == "no-cache")
    let etag = try #require(first["ETag"])
    for field in [etag, "W/" + etag, "\"other\", " + etag, "*"] {
        let second = probe.send(.get, "/openapi.yaml", [("If-None-Match", field)])
        #expect(second.status == 304)
        #expect(second["ETag"] == etag)
        // The server leaves the body out; the fields are those of the 200.
        #expect(second["Vary"] == first["Vary"] && second["Cache-Control"] == first["Cache-Control"])
    }
    #expect(probe.send(.get, "/openapi.yaml", [("If-None-Match", "\"other\"")]).status == 200)
}

@Test("A precondition that does not hold is told, one that does is passed over")
func preconditions() throws {
    let probe = ServiceProbe()
    let etag = try #require(probe.send(.get, "/openapi.yaml")["ETag"])
    func status(_ target: String, _ value: String) -> Int {
        probe.send(.get, target, [("If-Match", value)]).status
    }
    for field in [etag, "*", "\"other\", " + etag] { #expect(status("/openapi.yaml", field) == 200) }
    for field in ["W/" + etag, "\"other\"", "", "other"] { #expect(status("/openapi.yaml", field) == 412) }
    #expect(status("/livez", "*") == 200)
    #expect(status("/livez", "\"a\"") == 412)
    // A condition counts only where the answer would be a good one, and a date only where there is one.
    #expect(status("/nothing", "\"a\"") == 404)
    let old = ("If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(probe.send(.get, "/openapi.yaml", [old]).status == 200)
    for field in ["*", etag] {
        #expect(probe.post("/v1/claims/validate", "{}", [("If-Match", field)]).status == 412)
    }
    #expect(probe.send(.get, "/openapi.yaml", [("If-Match", "\"a\""), ("If-None-Match", etag)]).status == 412)
}

@Test("Two Content-Type fields are refused, even when they are the same")
func repeatedContentType() {
    let probe = ServiceProbe()
    for second in ["application/json", "text/plain"] {
        let answer = probe.post("/v1/claims/validate", "{}", [("Content-Type", second)])
        #expect(answer.status == 415 && answer.body.contains("one Content-Type"))
    }
}

@Test("A service that is draining lives and is not ready")
func readiness() {
    let probe = ServiceProbe()
    #expect(probe.send(.get, "/readyz").body == "{\"status\":\"ready\"}\n")
    #expect(probe.send(.get, "/readyz", [("Accept", "text/plain")]).body == "ready\n")
    probe.readiness.stop()
    #expect(probe.send(.get, "/readyz").status == 503)
    #expect(probe.send(.get, "/livez").status == 200)
}

@Test("Each reason not to be ready is a problem of its own, and what is for good goes before what may pass")
func notReady() {
    let readiness = Readiness(started: false)
    let probe = ServiceProbe(readiness: readiness)
    func problem() -> String {
        let answer = probe.send(.get, "/readyz")
        #expect(answer.status == 503)
        let parts = answer.body.split(separator: "\"")
        return parts.count > 7 ? "\(parts[3]): \(parts[7])" : answer.body
    }
    #expect(problem() == "/problems/starting: The service is starting")
    readiness.start()
    #expect(probe.send(.get, "/readyz").status == 200)
    readiness.reloaded(isGood: false)
    #expect(problem() == "/problems/reload-failed: The last reload failed")
    readiness.reloaded(isGood: true)
    #expect(probe.send(.get, "/readyz").status == 200)
    readiness.reloaded(isGood: false)
    readiness.stop()
    #expect(problem() == "/problems/stopping: The service is stopping")
}

@Test("One line in the log for each request, with the template and not the path")
func requestLog() {
    let probe = ServiceProbe()
    _ = probe.send(.get, "/problems/not-json")
    _ = probe.send(.other("X"), "/nowhere")
    let time = #""Timestamp":"1970-01-01T00:00:00.000Z","ObservedTimestamp":"1970-01-01T00:00:00.000Z","#
    let end = #""Resource":{"service.name":"claimgate"},"InstrumentationScope":{"Name":"claimgate.access"}}"#
    #expect(
        probe.log.lines().map {
            $0.replacing(/"claimgate.request.id":"[0-9a-f]{32}"/, with: #""claimgate.request.id":"ID""#)
        } == [
            "{" + time + #""SeverityText":"info","SeverityNumber":9,"EventName":"http.request","Attributes":"#
                + #"{"claimgate.request.id":"ID","http.request.method":"GET","http.route":"/problems/{name}","#
                + #""http.response.status_code":200,"url.scheme":"http","http.request.size":100,"#
                + #""http.response.size":200,"http.server.request.duration":0.001500},"# + end,
            "{" + time + #""SeverityText":"warning","SeverityNumber":13,"EventName":"http.request","Attributes":"#
                + #"{"claimgate.request.id":"ID","http.request.method":"_OTHER","#
                + #""http.response.status_code":501,"url.scheme":"http","http.request.size":100,"#
                + #""http.response.size":200,"http.server.request.duration":0.001500,"#
                + #""error.type":"method-not-implemented"},"# + end,
        ]
    )
}

@Test(
    "A client's own id and trace are taken on in the answer, the log and the problem, whatever becomes of the request"
)
func namedRequests() {
    let probe = ServiceProbe()
    let id = "0af7651916cd43dd8448eb211c80319c"
    let fields = [("X-Request-Id", id), ("traceparent", "00-\(id)-b7ad6b7169203331-01")]
    let stream = fields + [("Content-Type", "application/x-ndjson")]
    let answers = [
        probe.send(.get, "/livez", fields), probe.send(.get, "/nothing", fields),
        probe.send(.post, "/v1/codes/suggest", stream, body: Array("{}\n".utf8)),
    ]
    for answer in answers {
        #expect(answer["X-Request-ID"] == id)
        #expect(answer["traceparent"]?.hasPrefix("00-\(id)-") == true)
        #expect(answer["traceparent"]?.hasSuffix("-01") == true)
    }
    #expect(answers[1].body.contains("\"requestId\":\"\(id)\""))
    let accesses = probe.log.lines().filter { $0.contains("http.request") }
    #expect(accesses.count == answers.count)
    for (line, answer) in zip(accesses, answers) {
        let span = answer["traceparent"]!.split(separator: "-")[2]
        #expect(line.contains("\"claimgate.request.id\":\"\(id)\""))
        #expect(line.contains("\"TraceId\":\"\(id)\",\"SpanId\":\"\(span)\",\"TraceFlags\":1,"))
    }
    let plain = probe.send(.get, "/livez")
    #expect(plain["traceparent"] == nil && plain["X-Request-ID"] != id)
    let bad = probe.send(.get, "/livez", [("traceparent", "nightingale"), ("X-Request-Id", "nightingale")])
    #expect(bad["traceparent"]?.contains(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/) == true)
    #expect(bad["X-Request-ID"]?.contains(/^[0-9a-f]{32}$/) == true)
    let twice = probe.send(.get, "/livez", [fields[1], fields[1]])
    #expect(twice["traceparent"]?.contains(id) == false)
}

@Test("What came with a trace for others goes on with it, and is in no log")
func traceState() {
    let probe = ServiceProbe()
    let trace = ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
    let state = [("tracestate", "nightingale=1, b@c=2"), ("tracestate", "d=3")]
    #expect(probe.send(.get, "/livez", [trace] + state)["tracestate"] == "nightingale=1,b@c=2,d=3")
    #expect(probe.send(.get, "/nothing", [trace] + state)["tracestate"] == "nightingale=1,b@c=2,d=3")
    #expect(probe.send(.get, "/livez", state)["tracestate"] == nil)
    #expect(probe.send(.get, "/livez", [("traceparent", "00")] + state)["tracestate"] == nil)
    #expect(probe.send(.get, "/livez", [trace, ("tracestate", "a=1,a=2")])["tracestate"] == nil)
    #expect(!(probe.log.lines() + probe.log.lines(.human)).joined().contains("nightingale"))
}
