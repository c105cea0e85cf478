/// One thing that happened: when, how much it matters, what, and its figures.
public struct LogRecord: Hashable, Sendable {
    public let time: LogTime
    public let level: LogLevel
    /// A dotted name from the source, for example `request` or `server.start`.
    public let event: LogWord
    public let fields: [LogField]

    public init(time: LogTime, level: LogLevel, event: LogWord, fields: [LogField]) {
        self.time = time
        self.level = level
        self.event = event
        self.fields = fields
    }
}

/// A moment: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
public struct LogTime: Hashable, Sendable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }
}
