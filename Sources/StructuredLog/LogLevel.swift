/// How much a line matters, least first.
///
/// The words are those written in the line's `level` member and taken by the `--log-level` setting.
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

    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .debug: 0
        case .info: 1
        case .notice: 2
        case .warning: 3
        case .error: 4
        }
    }
}
