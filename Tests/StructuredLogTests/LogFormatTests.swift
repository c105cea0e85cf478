import StructuredLog
import Testing

private enum Verdict: String, CaseIterable {
    case accept
    case review
}

/// 2026-03-18T14:05:09.042Z.
private let moment = LogTime(milliseconds: 1_773_842_709_042)

private let request = LogRecord(
    time: moment,
    level: .info,
    scope: .access,
    event: "http.request",
    trace: TraceContext(
        answering: Array("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".utf8),
        as: RequestID(high: 1, low: 2)
    ),
    fields: [
        LogField("requestId", .requestID(RequestID(high: 0x0123_4567_89ab_cdef, low: 1))),
        LogField("method", "POST"),
        LogField("route", "/v1/claims/validate"),
        LogField("status", 200),
        LogField("duration", .duration(.microseconds(1207))),
        LogField("verdict", .word(LogWord(Verdict.review))),
        LogField("rules", .words(["consent-on-file", "add-on-needs-base"])),
        LogField("keptAlive", true),
    ]
)

@Test("A record is one JSON object in a fixed order")
func jsonLine() {
    #expect(
        line(request, .json)
            == #"{"Timestamp":"2026-03-18T14:05:09.042Z","ObservedTimestamp":"2026-03-18T14:05:09.042Z","#
            + #""SeverityText":"info","SeverityNumber":9,"EventName":"http.request","#
            + #""TraceId":"0af7651916cd43dd8448eb211c80319c","SpanId":"0000000000000002","TraceFlags":1,"#
            + #""Attributes":{"requestId":"0123456789abcdef0000000000000001","method":"POST","#
            + #""route":"/v1/claims/validate","status":200,"duration":0.001207,"verdict":"review","#
            + #""rules":["consent-on-file","add-on-needs-base"],"keptAlive":true},"#
            + #""Resource":{"service.name":"claimgate","service.version":"0.1.0","#
            + #""service.instance.id":"00000000000000070000000000000008"},"#
            + #""InstrumentationScope":{"Name":"claimgate.access"}}"# + "\n"
    )
}

@Test("A person at a terminal reads the same record as name=value")
func humanLine() {
    #expect(
        line(request, .human)
            == "14:05:09.042 info    http.request"
            + " traceparent=00-0af7651916cd43dd8448eb211c80319c-0000000000000002-01 requestId=0123456789abcdef0000000000000001 method=POST"
            + " route=/v1/claims/validate status=200 duration=0.001207 verdict=review"
            + " rules=consent-on-file,add-on-needs-base keptAlive=true\n"
    )
}

@Test(
    "Every kind of value has one written form",
    arguments: [
        (LogValue.integer(.min), "-9223372036854775808"),
        (.boolean(false), "false"),
        (.duration(.zero), "0.000000"),
        (.duration(.nanoseconds(999)), "0.000000"),
        (.duration(.seconds(61)), "61.000000"),
        (.duration(.milliseconds(-3)), "0.000000"),
        (.word("quo\"te\\"), #""quo\"te\\""#),
        (.word("\u{01}\n"), #""\u0001\u000a""#),
        (.words([]), "[]"),
        (.address(NetworkAddress(octets: [127, 0, 0, 1], port: 8080)!), #""127.0.0.1""#),
        (.address(NetworkAddress(octets: [UInt8](repeating: 0, count: 16), port: 1)!), #""::""#),
        (.pseudonym(Pseudonym(code: [UInt8](repeating: 0x5a, count: 32))!), #"""# + repeated("5a", 32) + #"""#),
        (.version(LogVersion(written: "2026.11.1")!), #""2026.11.1""#),
        (.digest(LogDigest([UInt8](repeating: 0xa5, count: 32))!), #""sha256:"# + repeated("a5", 32) + #"""#),
    ]
)
func values(value: LogValue, written: String) {
    let record = LogRecord(time: moment, level: .debug, event: "e", fields: [LogField("v", value)])
    #expect(line(record, .json).contains(#""EventName":"e","Attributes":{"v":"# + written + "},"))
}

@Test(
    "Times are RFC 3339 in UTC on both sides of leap days and of 1970",
    arguments: [
        (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_399_999, "2000-02-28T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_709_251_199_000, "2024-02-29T23:59:59.000Z"),
        (1_709_251_200_000, "2024-03-01T00:00:00.000Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    ] as [(Int64, String)]
)
func times(milliseconds: Int64, written: String) {
    let record = LogRecord(time: LogTime(milliseconds: milliseconds), level: .error, event: "e", fields: [])
    let times = #"{"Timestamp":""# + written + #"","ObservedTimestamp":""# + written + #"","SeverityText":"error","#
    #expect(line(record, .json).hasPrefix(times))
}

@Test(
    "Addresses are written as RFC 5952 asks",
    arguments: [
        ([0x2001, 0xdb8, 0, 0, 1, 0, 0, 1], "[2001:db8::1:0:0:1]:80"),
        ([0, 0, 0, 0, 0, 0, 0, 1], "[::1]:80"),
        ([0, 0, 0, 0, 0, 0, 0, 0], "[::]:80"),
        ([1, 0, 2, 3, 4, 5, 6, 7], "[1:0:2:3:4:5:6:7]:80"),
        ([1, 2, 3, 4, 5, 6, 0, 0], "[1:2:3:4:5:6::]:80"),
    ] as [([UInt16], String)]
)
func addresses(groups: [UInt16], written: String) {
    let octets = groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
    #expect(NetworkAddress(octets: octets, port: 80)?.description == written)
    #expect(NetworkAddress(octets: Array(octets.dropLast()), port: 80) == nil)
}

@Test("A digest is 32 bytes, neither one fewer nor one more, and so is a pseudonym", arguments: [31, 33])
func digestLength(count: Int) {
    #expect(Pseudonym(code: [UInt8](repeating: 0, count: count)) == nil)
    #expect(LogDigest([UInt8](repeating: 0, count: count)) == nil)
}

@Test("A digest and a version are read from their written forms and from nothing else")
func writtenForms() {
    let digits = repeated("0af9", 16)
    #expect(
        LogDigest(written: "sha256:" + digits)
            == LogDigest([UInt8](repeating: 0, count: 32).indices.map { $0 % 2 == 0 ? 0x0a : 0xf9 })
    )
    for text in [
        "", digits, "sha256:", "sha256:" + digits + "0", "sha256:" + digits.dropLast(), "sha256:" + repeated("x", 64),
    ] {
        #expect(LogDigest(written: text) == nil)
    }
    for text in ["1", "1.2", "1.2.3.4"] { #expect(LogVersion(written: text) != nil) }
    for text in ["", ".", "1.", "1.2.3.4.5", "70000", "-1", "1.x"] { #expect(LogVersion(written: text) == nil) }
}

private func line(_ record: LogRecord, _ format: LogFormat) -> String {
    var bytes: [UInt8] = []
    let version = LogVersion(written: "0.1.0")
    format.write(record, of: LogResource(version: version, instance: RequestID(high: 7, low: 8)), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}

private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

@Test(
    "Levels have the numbers of the log data model, in their order",
    arguments: zip(LogLevel.allCases, [5, 9, 10, 13, 17])
)
func severities(level: LogLevel, number: Int) {
    #expect(level.severity == number)
    let record = LogRecord(time: moment, level: level, event: "e", fields: [])
    #expect(line(record, .json).contains(#""SeverityText":"\#(level.rawValue)","SeverityNumber":\#(number),"#))
}

@Test("A line is added to what waits before it without copying that", arguments: LogFormat.allCases)
func inPlace(format: LogFormat) {
    var output: [UInt8] = []
    output.reserveCapacity(1 << 16)
    output.append(0x0a)
    let place = output.withUnsafeBufferPointer(\.baseAddress)
    for _ in 0..<20 { format.write(request, of: LogResource(), to: &output) }
    #expect(output.withUnsafeBufferPointer(\.baseAddress) == place)
}
