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
        var drainIsDue = false
        var urgentDrainIsDue = false
    }

    private let descriptor: Int32
    private let format: LogFormat
    private let capacity: Int
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "claimgate.log", qos: .utility)

    /// - Parameters:
    ///   - descriptor: open for writing; 2 is standard error. It is not closed.
    ///   - capacity: bytes of lines that may wait.
    public init(descriptor: Int32 = 2, format: LogFormat, capacity: Int = DescriptorLogSink.defaultCapacity) {
        self.descriptor = descriptor
        self.format = format
        self.capacity = capacity
    }

    public func accept(_ record: LogRecord) {
        let urgent = record.level > .info
        let schedule = state.withLock { state -> DispatchTime? in
            let before = state.pending.count
            format.write(record, to: &state.pending)
            if state.pending.count > capacity {
                state.pending.removeLast(state.pending.count - before)
                state.dropped += 1
            } else {
                state.pendingLines += 1
            }
            if urgent, !state.urgentDrainIsDue {
                state.urgentDrainIsDue = true
                return .now()
            }
            if !state.drainIsDue, !state.urgentDrainIsDue {
                state.drainIsDue = true
                return .now() + .milliseconds(Self.gatherDelay)
            }
            return nil
        }
        if let schedule { queue.asyncAfter(deadline: schedule) { self.drain() } }
    }

    /// Waits until everything accepted so far is written, or until the time is over.
    ///
    /// - Returns: false if the descriptor took too long.
    @discardableResult
    public func flush(within limit: Duration = .seconds(1)) -> Bool {
        let work = DispatchWorkItem { self.drain() }
        queue.async(execute: work)
        let nanoseconds = limit / .nanoseconds(1)
        return work.wait(timeout: .now() + .nanoseconds(Int(nanoseconds))) == .success
    }

    private func drain() {
        while let batch = takeBatch() {
            if !write(batch.bytes) {
                // Nobody can be told now; the count goes out with the first write that works.
                state.withLock { state in
                    state.dropped += batch.lines
                    state.drainIsDue = false
                    state.urgentDrainIsDue = false
                }
                return
            }
        }
    }

    /// Everything that waits, with a report of what was dropped at its end; nil, and nothing due, if nothing waits.
    ///
    /// `lines` counts what is lost if the batch cannot be written: its own lines and those its report speaks of.
    private func takeBatch() -> (bytes: [UInt8], lines: Int)? {
        state.withLock { state in
            let lines = state.pendingLines + state.dropped
            guard lines > 0 else {
                state.drainIsDue = false
                state.urgentDrainIsDue = false
                return nil
            }
            if state.dropped > 0 {
                let count = LogField("lines", .integer(state.dropped))
                let report = LogRecord(time: .now, level: .warning, event: "log.dropped", fields: [count])
                format.write(report, to: &state.pending)
            }
            let bytes = state.pending
            state.pending = []
            state.pendingLines = 0
            state.dropped = 0
            return (bytes, lines)
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
