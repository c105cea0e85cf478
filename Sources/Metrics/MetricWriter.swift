/// Writes families of figures in Prometheus text or in OpenMetrics.
///
///     var writer = MetricWriter(.openMetrics)
///     writer.begin("claimgate_received_bytes", .counter, in: .bytes, "Bytes of requests, heads included.")
///     writer.sample([], 4711)
///     writer.end()
///
/// A family's name is given without the endings that its samples get: `_total` for a counter, `_info` for facts.
public struct MetricWriter: Sendable {
    public private(set) var bytes: [UInt8] = []
    private let form: MetricForm
    private var name: StaticString = ""
    private var kind = MetricKind.gauge

    public init(_ form: MetricForm) {
        self.form = form
        bytes.reserveCapacity(1 << 14)
    }

    /// Begins a family; its samples follow.
    ///
    /// - Parameter help: one line without quotes and backslashes.
    public mutating func begin(
        _ name: StaticString,
        _ kind: MetricKind,
        in unit: MetricUnit? = nil,
        _ help: StaticString
    ) {
        self.name = name
        self.kind = kind
        // In the older form a counter's family has the name of its sample, and there are no facts.
        let family = form == .text ? "\(name)\(suffix)" : "\(name)"
        let type: StaticString =
            switch kind {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            case .info: form == .text ? "gauge" : "info"
            }
        append("# HELP \(family) \(help)\n# TYPE \(family) \(type)\n")
        if form == .openMetrics, let unit { append("# UNIT \(family) \(unit.rawValue)\n") }
    }

    /// One figure of the family.
    public mutating func sample(_ labels: [MetricLabel], _ value: UInt64) {
        line(suffix, labels, String(value))
    }

    public mutating func sample(_ labels: [MetricLabel], _ value: Int) {
        line(suffix, labels, String(value))
    }

    /// One figure of the family, finite.
    public mutating func sample(_ labels: [MetricLabel], _ value: Double) {
        line(suffix, labels, "\(value)")
    }

    /// One histogram of the family.
    ///
    /// - Parameters:
    ///   - bounds: the upper bounds of all buckets but the last, as they are written.
    ///   - counts: how many fell into each bucket alone, one more than there are bounds.
    ///   - sum: the sum of what was counted.
    public mutating func histogram(_ labels: [MetricLabel], bounds: [StaticString], counts: [UInt64], sum: Double) {
        precondition(counts.count == bounds.count + 1, "a bucket for each bound and one for the rest")
        var total: UInt64 = 0
        for (index, count) in counts.enumerated() {
            total += count
            let bound = index < bounds.count ? "\(bounds[index])" : "+Inf"
            line("_bucket", labels, String(total), bound: bound)
        }
        line("_count", labels, String(total))
        line("_sum", labels, "\(sum)")
    }

    /// Ends the exposition; nothing may follow.
    public mutating func end() {
        if form == .openMetrics { append("# EOF\n") }
    }

    private var suffix: StaticString {
        switch kind {
        case .counter: "_total"
        case .info: "_info"
        case .gauge, .histogram: ""
        }
    }

    private mutating func line(
        _ suffix: StaticString,
        _ labels: [MetricLabel],
        _ value: String,
        bound: String? = nil
    ) {
        append("\(name)\(suffix)")
        if !labels.isEmpty || bound != nil {
            append("{")
            for (index, label) in labels.enumerated() {
                append(index > 0 ? ",\(label.name)=\"" : "\(label.name)=\"")
                appendEscaped(label.text)
                append("\"")
            }
            if let bound { append(labels.isEmpty ? "le=\"\(bound)\"" : ",le=\"\(bound)\"") }
            append("}")
        }
        append(" \(value)\n")
    }

    /// Words are ours, but a quote in one must not break the line.
    private mutating func appendEscaped(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            default: bytes.append(byte)
            }
        }
    }

    private mutating func append(_ text: String) { bytes += text.utf8 }
}
