import StructuredLog
import Testing

@Test("An event below the level is neither written nor built")
func levels() {
    let sink = InMemoryLogSink()
    let logger = Logger(level: .notice, sink: sink, clock: { LogTime(milliseconds: 0) })
    var built = 0
    func fields() -> [LogField] {
        built += 1
        return []
    }
    for level in LogLevel.allCases { logger.log(level, "e", fields()) }
    #expect(sink.records.map(\.level) == [.notice, .warning, .error])
    #expect(built == 3)
}

@Test("The clock that was handed in stamps the line")
func clock() {
    let sink = InMemoryLogSink()
    let logger = Logger(level: .debug, sink: sink, clock: { LogTime(milliseconds: 86_400_000) })
    logger.log(.info, "request", [LogField("status", 204)])
    #expect(sink.records.map(\.time) == [LogTime(milliseconds: 86_400_000)])
    #expect(sink.lines(.human) == ["00:00:00.000 info    request status=204"])
}

@Test("Request ids do not repeat, and the same source gives the same ids")
func requestIDs() {
    let source = RequestIDSource(process: 7, offset: 0)
    let ids = (0..<1000).map { _ in source.next() }
    #expect(Set(ids).count == 1000)
    #expect(RequestIDSource(process: 7, offset: 0).next() == ids[0])
    #expect(
        ids.allSatisfy { $0.description.utf8.count == RequestID.digits && $0.description.hasPrefix("0000000000000007") }
    )
    #expect(RequestIDSource().next() != RequestIDSource().next())
}

@Test("Without a sink nothing is built, and nothing is taken")
func off() {
    let logger = Logger(.access, level: .debug, sink: nil)
    var built = 0
    func fields() -> [LogField] {
        built += 1
        return []
    }
    logger.log(.error, "e", fields())
    #expect(built == 0 && !logger.takes(.error))
}

@Test("Each log has its sink, and the audit has events of every level")
func streams() {
    let sinks = Dictionary(uniqueKeysWithValues: LogScope.allCases.map { ($0, InMemoryLogSink()) })
    let streams = LogStreams(level: .warning, auditIsApart: true) { sinks[$0] }
    for logger in [streams.service, streams.access, streams.decisions, streams.audit] {
        logger.log(.info, "low")
        logger.log(.error, "high")
    }
    for scope in LogScope.allCases {
        #expect(sinks[scope]?.records.map(\.event.text) == (scope == .audit ? ["low", "high"] : ["high"]))
        #expect(sinks[scope]?.records.allSatisfy { $0.scope == scope } == true)
    }
}

@Test(
    "What was done to the service is in its log and in the audit, and once where they are one",
    arguments: [
        (true, LogLevel.notice, ["service", "audit"]), (false, .notice, ["service"]), (false, .info, ["audit"]),
        (true, .info, ["audit"]),
    ]
)
func notes(isApart: Bool, level: LogLevel, scopes: [String]) {
    let sink = InMemoryLogSink()
    LogStreams(level: .notice, auditIsApart: isApart) { _ in sink }.note(level, "server.start")
    #expect(Set(sink.records.map(\.scope.rawValue)) == Set(scopes))
    #expect(sink.records.count == scopes.count)
}
