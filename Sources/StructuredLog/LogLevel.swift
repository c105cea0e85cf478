/// How much a line matters, least first.
///
/// The words are those of a record's `SeverityText`, and those that the `--log-level` setting takes.
public enum LogLevel: String, CaseIterable, Comparable, Sendable {
    /// Only of use to someone who changes this program.
    case debug
    /// Ordinary work: a request was answered.
    case info
    /// A change of state an operator wants to see: start, stop.
    case notice
    /// Something was refused or lost, and the service goes on.
    case warning
    /// The service cannot do what it was started for.
    case error

    public static func < (a: Self, b: Self) -> Bool { a.severity < b.severity }

    /// `SeverityNumber` of the OpenTelemetry log data model.
    public var severity: Int {
        switch self {
        case .debug: 5
        case .info: 9
        case .notice: 10
        case .warning: 13
        case .error: 17
        }
    }

}
