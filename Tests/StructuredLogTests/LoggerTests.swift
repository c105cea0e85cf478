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
    #expect(sink.lines() == [#"{"time":"1970-01-02T00:00:00.000Z","level":"info","event":"request","status":204}"#])
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
