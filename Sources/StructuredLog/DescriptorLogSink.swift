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
        var pendingLines = 0
        var dropped = 0
        /// Which looks at the buffer are on their way; at most one of each kind.
        var due: Looks = []
    }

    private struct Looks: OptionSet, Sendable {
        let rawValue: UInt8
        static let soon = Looks(rawValue: 1)
        static let now = Looks(rawValue: 2)
    }

    private let descriptor: Int32
    private let format: LogFormat
    private let capacity: Int
    private let state = Mutex(State())
    private let lost = Atomic<Int>(0)
    private let queue = DispatchQueue(label: "claimgate.log", qos: .utility)

    /// - Parameters:
    ///   - descriptor: open for writing; 2 is standard error. It is not closed.
    ///   - capacity: bytes of lines that may wait.
    public init(descriptor: Int32 = 2, format: LogFormat, capacity: Int = DescriptorLogSink.defaultCapacity) {
        self.descriptor = descriptor
        self.format = format
        self.capacity = capacity
    }

    /// Lines that were lost so far, those included that no `log.dropped` line could tell of yet.
    public var dropped: Int { lost.load(ordering: .relaxed) }

    public func accept(_ record: LogRecord) {
        let isUrgent = record.level > .info
        let look = state.withLock { state -> Looks? in
            let before = state.pending.count
            format.write(record, to: &state.pending)
            if state.pending.count > capacity {
                state.pending.removeLast(state.pending.count - before)
                state.dropped += 1
                lost.wrappingAdd(1, ordering: .relaxed)
            } else {
                state.pendingLines += 1
            }
            let look = isUrgent ? Looks.now : .soon
            guard !state.due.contains(.now), state.due.insert(look).inserted else { return nil }
            return look
        }
        if let look { schedule(look) }
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
            state.pendingLines + state.dropped > 0 && state.due.isEmpty && state.due.insert(.soon).inserted
        }
        if looksAgain { schedule(.soon) }
    }

    /// Writes what waits; false if nothing waits or it cannot be written.
    private func writeBatch() -> Bool {
        guard let batch = takeBatch() else { return false }
        if write(batch.bytes) { return true }
        lost.wrappingAdd(batch.ordinary, ordering: .relaxed)
        // Nobody can be told now of what is lost; the count goes out with the first write that works.
        state.withLock { $0.dropped += batch.lines }
        return false
    }

    /// Everything that waits, with a report of what was dropped at its end; nil if nothing waits.
    ///
    /// `lines` counts what is lost if the batch cannot be written: its own lines and those its report speaks of.
    /// `ordinary` counts its own lines alone.
    private func takeBatch() -> (bytes: [UInt8], lines: Int, ordinary: Int)? {
        state.withLock { state in
            let lines = state.pendingLines + state.dropped
            guard lines > 0 else { return nil }
            if state.dropped > 0 {
                let count = LogField("lines", .integer(state.dropped))
                let report = LogRecord(time: .now, level: .warning, event: "log.dropped", fields: [count])
                format.write(report, to: &state.pending)
            }
            let bytes = state.pending
            let ordinary = state.pendingLines
            state.pending = []
            state.pendingLines = 0
            state.dropped = 0
            return (bytes, lines, ordinary)
        }
    }

    /// Writes all bytes, however long that takes; false if the descriptor cannot be written any more.
    private func write(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                let written = Glibc.write(descriptor, buffer.baseAddress! + offset, buffer.count - offset)
                if written >= 0 {
                    offset += written
                } else if errno == EAGAIN {
                    var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&wait, 1, -1)
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}
