import Metrics
import StructuredLog
import Testing

private func written(_ form: MetricForm, _ write: (inout MetricWriter) -> Void) -> String {
    var writer = MetricWriter(form)
    write(&writer)
    writer.end()
    return String(decoding: writer.bytes, as: UTF8.self)
}

@Test("A counter's family has the sample's name in the older form, and a unit only in the newer")
func counters() {
    let write: (inout MetricWriter) -> Void = { writer in
        writer.begin("a_bytes", .counter, in: .bytes, "What is counted.")
        writer.sample([.word("kind", "one"), .status("status", 200)], UInt64.max)
    }
    #expect(
        written(.text, write) == """
            # HELP a_bytes_total What is counted.
            # TYPE a_bytes_total counter
            a_bytes_total{kind="one",status="200"} 18446744073709551615

            """
    )
    #expect(
        written(.openMetrics, write) == """
            # HELP a_bytes What is counted.
            # TYPE a_bytes counter
            # UNIT a_bytes bytes
            a_bytes_total{kind="one",status="200"} 18446744073709551615
            # EOF

            """
    )
}

@Test("A histogram's buckets add up, and end with all")
func histograms() {
    let text = written(.openMetrics) { writer in
        writer.begin("time_seconds", .histogram, in: .seconds, "How long.")
        writer.histogram([.word("route", "/a")], bounds: ["0.1", "1.0"], counts: [3, 0, 2], sum: 7.25)
        writer.histogram([], bounds: ["0.1"], counts: [1, 0], sum: 0.0)
    }
    #expect(
        text == """
            # HELP time_seconds How long.
            # TYPE time_seconds histogram
            # UNIT time_seconds seconds
            time_seconds_bucket{route="/a",le="0.1"} 3
            time_seconds_bucket{route="/a",le="1.0"} 3
            time_seconds_bucket{route="/a",le="+Inf"} 5
            time_seconds_count{route="/a"} 5
            time_seconds_sum{route="/a"} 7.25
            time_seconds_bucket{le="0.1"} 1
            time_seconds_bucket{le="+Inf"} 1
            time_seconds_count 1
            time_seconds_sum 0.0
            # EOF

            """
    )
}

@Test("Facts are a gauge in the older form, and labels cannot break a line")
func facts() throws {
    let version = try #require(LogVersion(written: "2026.11.4"))
    let digest = try #require(LogDigest(written: "sha256:" + String(repeating: "0a", count: 32)))
    let write: (inout MetricWriter) -> Void = { writer in
        writer.begin("build", .info, "The program.")
        writer.sample([.version("version", version), .digest("digest", digest), .word("word", "a\"b\\c\nd")], 1)
    }
    let sample = #"build_info{version="2026.11.4",digest="\#(digest)",word="a\"b\\c\nd"} 1"# + "\n"
    #expect(written(.text, write) == "# HELP build_info The program.\n# TYPE build_info gauge\n" + sample)
    #expect(written(.openMetrics, write) == "# HELP build The program.\n# TYPE build info\n" + sample + "# EOF\n")
}
