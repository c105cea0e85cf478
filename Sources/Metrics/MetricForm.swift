/// A form in which figures are given to whoever collects them.
public enum MetricForm: CaseIterable, Sendable {
    /// Prometheus text, version 0.0.4.
    case text
    /// OpenMetrics 1.0.
    case openMetrics

    /// The value of the `Content-Type` field.
    public var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }
}

/// What a figure is counted in. Names end in it, as OpenMetrics asks of a family with a unit.
public enum MetricUnit: String, CaseIterable, Sendable {
    case seconds
    case bytes
}

/// What a family of figures is.
public enum MetricKind: Sendable {
    /// Only grows, until the process starts again.
    case counter
    /// Goes up and down.
    case gauge
    case histogram
    /// Facts in labels; the value is 1.
    case info
}
