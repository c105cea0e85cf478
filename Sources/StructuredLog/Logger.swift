import Synchronization

/// Takes records from any thread. It must not block the caller.
public protocol LogSink: Sendable {
    func accept(_ record: LogRecord)
}

/// Writes events of one scope and of a least level to a sink, stamped by a clock.
///
/// Not swift-log: its metadata takes any string or description, so one careless interpolation puts a name into a log
/// file, whereas here such a line does not compile.
public struct Logger: Sendable {
    /// Events below this level are not even built.
    public let level: LogLevel
    public let scope: LogScope
    /// Nil where the log is off.
    private let sink: (any LogSink)?
    private let clock: @Sendable () -> LogTime

    public init(
        _ scope: LogScope = .service,
        level: LogLevel,
        sink: (any LogSink)?,
        clock: @escaping @Sendable () -> LogTime = { .now }
    ) {
        self.scope = scope
        self.level = level
        self.sink = sink
        self.clock = clock
    }

    /// Whether an event of this level goes anywhere.
    public func takes(_ level: LogLevel) -> Bool { level >= self.level && sink != nil }

    /// Hands one record to the sink if the level is high enough; fields are evaluated only then.
    public func log(
        _ level: LogLevel,
        _ event: StaticString,
        trace: TraceContext? = nil,
        _ fields: @autoclosure () -> [LogField] = []
    ) {
        guard level >= self.level, let sink else { return }
        let record = LogRecord(
            time: clock(),
            level: level,
            scope: scope,
            event: LogWord(event),
            trace: trace,
            fields: fields()
        )
        sink.accept(record)
    }
}

/// The four logs of a service.
public struct LogStreams: Sendable {
    public let service: Logger
    public let access: Logger
    public let decisions: Logger
    /// Of every level: what was done does not matter less because an operator wants to read less.
    public let audit: Logger
    /// Whether the audit has a place of its own, so that what is said of the service goes to both.
    private let auditIsApart: Bool

    /// - Parameters:
    ///   - level: the least of what is written to the first three.
    ///   - sink: where each goes; nil for nowhere.
    ///   - auditIsApart: whether the service's log and the audit have different sinks.
    public init(
        level: LogLevel,
        auditIsApart: Bool = false,
        clock: @escaping @Sendable () -> LogTime = { .now },
        sink: (LogScope) -> (any LogSink)?
    ) {
        service = Logger(.service, level: level, sink: sink(.service), clock: clock)
        access = Logger(.access, level: level, sink: sink(.access), clock: clock)
        decisions = Logger(.decisions, level: level, sink: sink(.decisions), clock: clock)
        audit = Logger(.audit, level: .debug, sink: sink(.audit), clock: clock)
        self.auditIsApart = auditIsApart
    }

    /// Writes what was done to the service: to its own log, and to the audit too where that is another.
    public func note(_ level: LogLevel, _ event: StaticString, _ fields: @autoclosure () -> [LogField] = []) {
        let isBelow = !service.takes(level)
        if auditIsApart || isBelow { audit.log(level, event, fields()) }
        if !isBelow { service.log(level, event, fields()) }
    }
}

/// Keeps records in memory, for tests.
public final class InMemoryLogSink: LogSink {
    private let kept = Mutex<[LogRecord]>([])

    public init() {}

    public func accept(_ record: LogRecord) { kept.withLock { $0.append(record) } }

    /// Every record so far, in the order they came.
    public var records: [LogRecord] { kept.withLock { $0 } }

    /// Those of one log.
    public func records(_ scope: LogScope) -> [LogRecord] { records.filter { $0.scope == scope } }

    /// Every record so far as it would be written, without line ends.
    public func lines(_ format: LogFormat = .json) -> [String] {
        records.map { record in
            var bytes: [UInt8] = []
            format.write(record, of: LogResource(), to: &bytes)
            return String(decoding: bytes.dropLast(), as: UTF8.self)
        }
    }
}
