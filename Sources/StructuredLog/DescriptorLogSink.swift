import Dispatch
import Glibc
import Synchronization

/// Writes lines to a file descriptor without ever making a caller wait for it.
///
/// Lines gather in a bounded buffer that a queue of its own empties, so a reader that has stopped (a full pipe, a full
/// disk) costs lines and never answers. A line that finds no room is dropped and counted; as soon as there is room again a
/// `log.dropped` line says how many. Lines up to `info` wait ``gatherDelay`` for company, so that a busy server makes
/// one system call for many; a line that matters more goes out at once.
public final class DescriptorLogSink: LogSink {
    /// The most bytes that wait to be written.
    public static let defaultCapacity = 1 << 20
    /// How long an ordinary line may wait for others, in milliseconds.
    public static let gatherDelay = 20

    private struct State {
        var pending: [UInt8] = []
        var pendingLines = LineCounts()
        var dropped = 0
        /// Whether a line found no room since the buffer was last taken: those after it are not even written.
        var isFull = false
        /// Which looks at the buffer are on their way; at most one of each kind.
        var due: Looks = []
    }

    private struct Looks: OptionSet, Sendable {
        let rawValue: UInt8
        static let soon = Looks(rawValue: 1)
        static let now = Looks(rawValue: 2)
    }

    /// What goes out at once. `ordinary` counts its own lines; with those that its report speaks of, they are what is lost
    /// if it cannot be written.
    private struct Batch {
        let bytes: [UInt8]
        let ordinary: LineCounts
        let reported: Int
    }

    /// Only the queue writes to it; where it leads may change in between.
    private let descriptor: Atomic<Int32>
    private let format: LogFormat
    private let resource: LogResource
    private let capacity: Int
    private let state = Mutex(State())
    private let lost = LostLines()
    private let queue = DispatchQueue(label: "claimgate.log", qos: .utility)
    /// Whether the last write broke off within a line.
    private let isBrokenOff = Atomic<Bool>(false)

    /// - Parameters:
    ///   - descriptor: open for writing; 2 is standard error. It is not closed, unless another takes its place.
    ///   - capacity: bytes of lines that may wait.
    public init(
        descriptor: Int32 = 2,
        format: LogFormat,
        resource: LogResource = LogResource(),
        capacity: Int = DescriptorLogSink.defaultCapacity
    ) {
        self.descriptor = Atomic(descriptor)
        self.format = format
        self.resource = resource
        self.capacity = capacity
    }

    /// Lines that were lost so far, those included that no `log.dropped` line could tell of yet.
    public var dropped: Int { LogScope.allCases.reduce(0) { $0 + dropped($1) } }

    /// The same of one log.
    public func dropped(_ scope: LogScope) -> Int { lost.count(scope) }

    /// From now on lines go to another descriptor, and the one before is closed as soon as nothing is being written to it.
    public func replace(descriptor new: Int32) {
        queue.async { [self] in
            let old = descriptor.exchange(new, ordering: .relaxed)
            isBrokenOff.store(false, ordering: .relaxed)
            close(old)
        }
    }

    public func accept(_ record: LogRecord) {
        let isUrgent = record.level > .info
        let look = state.withLock { state -> Looks? in
            if append(record, to: &state) {
                state.pendingLines.add(record.scope)
            } else {
                state.dropped += 1
                lost.add(1, record.scope)
            }
            let look = isUrgent ? Looks.now : .soon
            guard !state.due.contains(.now), state.due.insert(look).inserted else { return nil }
            return look
        }
        if let look { schedule(look) }
    }

    /// False if there is no room for the line, nor, so that their order tells no lies, for any after it.
    private func append(_ record: LogRecord, to state: inout State) -> Bool {
        if state.isFull { return false }
        let before = state.pending.count
        format.write(record, of: resource, to: &state.pending)
        guard state.pending.count > capacity else { return true }
        state.pending.removeLast(state.pending.count - before)
        state.isFull = true
        return false
    }

    private func schedule(_ look: Looks) {
        let delay = look == .soon ? Self.gatherDelay : 0
        queue.asyncAfter(deadline: .now() + .milliseconds(delay)) { self.drain(look) }
    }

    /// Waits until everything accepted so far is written, or until the time is over.
    ///
    /// - Returns: false if the descriptor took too long.
    @discardableResult
    public func flush(within limit: Duration = .seconds(1)) -> Bool {
        let work = DispatchWorkItem { while self.writeBatch() {} }
        queue.async(execute: work)
        let nanoseconds = limit / .nanoseconds(1)
        return work.wait(timeout: .now() + .nanoseconds(Int(nanoseconds))) == .success
    }

    /// Writes what waits, and looks again later if lines came meanwhile: in batches also under load.
    private func drain(_ look: Looks) {
        _ = state.withLock { $0.due.remove(look) }
        guard writeBatch() else { return }
        let looksAgain = state.withLock { state in
            state.pendingLines.sum + state.dropped > 0 && state.due.isEmpty && state.due.insert(.soon).inserted
        }
        if looksAgain { schedule(.soon) }
    }

    /// Writes what waits; false if nothing waits or it cannot be written.
    private func writeBatch() -> Bool {
        guard let batch = takeBatch() else { return false }
        if write(batch.bytes) { return true }
        for scope in LogScope.allCases { lost.add(batch.ordinary[scope], scope) }
        // Nobody can be told now of what is lost; the count goes out with the first write that works.
        state.withLock { $0.dropped += batch.ordinary.sum + batch.reported }
        return false
    }

    /// Everything that waits, with a report of what was dropped at its end; nil if nothing waits.
    private func takeBatch() -> Batch? {
        state.withLock { state in
            guard state.pendingLines.sum + state.dropped > 0 else { return nil }
            if state.dropped > 0 {
                let count = LogField("claimgate.log.lines", .integer(state.dropped))
                let report = LogRecord(time: .now, level: .warning, event: "log.dropped", fields: [count])
                format.write(report, of: resource, to: &state.pending)
            }
            let bytes = isBrokenOff.exchange(false, ordering: .relaxed) ? [0x0a] + state.pending : state.pending
            let batch = Batch(bytes: bytes, ordinary: state.pendingLines, reported: state.dropped)
            state.pending = []
            state.pendingLines = LineCounts()
            state.dropped = 0
            state.isFull = false
            return batch
        }
    }

    /// Writes all bytes, however long that takes; false if the descriptor cannot be written any more.
    private func write(_ bytes: [UInt8]) -> Bool {
        let descriptor = descriptor.load(ordering: .relaxed)
        return bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                let written = Glibc.write(descriptor, buffer.baseAddress! + offset, buffer.count - offset)
                if written >= 0 {
                    offset += written
                } else if errno == EAGAIN {
                    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&wait, 1, -1)
                } else if errno != EINTR {
                    isBrokenOff.store(offset > 0 && buffer[offset - 1] != 0x0a, ordering: .relaxed)
                    return false
                }
            }
            return true
        }
    }
}

/// Lines of each log.
private struct LineCounts {
    private var counts = [Int](repeating: 0, count: LogScope.allCases.count)

    subscript(scope: LogScope) -> Int { counts[scope.position] }
    var sum: Int { counts.reduce(0, +) }

    mutating func add(_ scope: LogScope) { counts[scope.position] += 1 }
}

/// Lines of each log that are lost, counted where any thread may look.
private final class LostLines: Sendable {
    private let counts = InlineArray<4, Atomic<Int>> { _ in Atomic(0) }

    func add(_ count: Int, _ scope: LogScope) {
        if count > 0 { counts[scope.position].wrappingAdd(count, ordering: .relaxed) }
    }

    func count(_ scope: LogScope) -> Int { counts[scope.position].load(ordering: .relaxed) }
}
