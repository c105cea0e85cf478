import Synchronization

/// Takes records from any thread. It must not block the caller.
public protocol LogSink: Sendable {
    func accept(_ record: LogRecord)
}

/// Writes events of a least level to a sink, stamped by a clock.
///
/// Not swift-log: its metadata takes any string or description, so one careless interpolation puts a name into a log
/// file, whereas here such a line does not compile.
public struct Logger: Sendable {
    /// Events below this level are not even built.
    public let level: LogLevel
    private let sink: any LogSink
    private let clock: @Sendable () -> LogTime

    public init(level: LogLevel, sink: any LogSink, clock: @escaping @Sendable () -> LogTime = { .now }) {
        self.level = level
        self.sink = sink
        self.clock = clock
    }

    /// Hands one record to the sink if the level is high enough; fields are evaluated only then.
    public func log(_ level: LogLevel, _ event: StaticString, _ fields: @autoclosure () -> [LogField] = []) {
        guard level >= self.level else { return }
        sink.accept(LogRecord(time: clock(), level: level, event: LogWord(event), fields: fields()))
    }
}

/// Keeps records in memory, for tests.
public final class InMemoryLogSink: LogSink {
    private let kept = Mutex<[LogRecord]>([])

    public init() {}

    public func accept(_ record: LogRecord) { kept.withLock { $0.append(record) } }

    /// Every record so far, in the order they came.
    public var records: [LogRecord] { kept.withLock { $0 } }

    /// Every record so far as it would be written, without line ends.
    public func lines(_ format: LogFormat = .json) -> [String] {
        records.map { record in
            var bytes: [UInt8] = []
            format.write(record, to: &bytes)
            return String(decoding: bytes.dropLast(), as: UTF8.self)
        }
    }
}
