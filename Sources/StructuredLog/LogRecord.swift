/// One thing that happened: when, how much it matters, what, and its figures, as the log data model of OpenTelemetry has it.
public struct LogRecord: Hashable, Sendable {
    public let time: LogTime
    public let level: LogLevel
    public let scope: LogScope
    /// A dotted name from the source, for example `http.request` or `server.start`.
    public let event: LogWord
    /// The request's place in a trace, for a client that named one.
    public let trace: TraceContext?
    /// The attributes.
    public let fields: [LogField]

    public init(
        time: LogTime,
        level: LogLevel,
        scope: LogScope = .service,
        event: LogWord,
        trace: TraceContext? = nil,
        fields: [LogField]
    ) {
        self.time = time
        self.level = level
        self.scope = scope
        self.event = event
        self.trace = trace
        self.fields = fields
    }
}

/// A moment: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
public struct LogTime: Hashable, Sendable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }
}
