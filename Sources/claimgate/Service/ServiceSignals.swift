import Dispatch
import Glibc
import StructuredLog
import Synchronization

/// Waits for SIGTERM or SIGINT and hears SIGHUP, through Dispatch, so that no code of ours runs in a signal handler.
///
/// A second signal to stop ends the process at once, with a last word and the status a shell gives to a death by it.
struct ServiceSignals {
    private let arrival: Arrival
    private let sources: [any DispatchSourceSignal]

    /// - Parameters:
    ///   - onHangUp: called for each SIGHUP, one call at a time.
    ///   - onImpatience: called with the name of a second signal to stop; the process ends when it returns.
    init(onHangUp: @escaping @Sendable () -> Void, onImpatience: @escaping @Sendable (LogWord) -> Void) {
        let arrival = Arrival(onImpatience)
        self.arrival = arrival
        let queue = DispatchQueue(label: "claimgate.signals")
        let signals: [(number: Int32, name: LogWord)] = [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT")]
        let stops = signals.map { signal in
            Self.source(signal.number, queue) { arrival.receive(signal.number, signal.name) }
        }
        sources = stops + [Self.source(SIGHUP, queue, onHangUp)]
    }

    private static func source(
        _ number: Int32,
        _ queue: DispatchQueue,
        _ handler: @escaping @Sendable () -> Void
    ) -> any DispatchSourceSignal {
        // Dispatch hears of a signal only if the default action, which ends the process, is switched off.
        Glibc.signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler(handler: handler)
        source.activate()
        return source
    }

    /// Returns the name of the first signal.
    func wait() -> LogWord { arrival.wait() }
}

/// The first signal, handed from the queue that hears it to the thread that waits.
private final class Arrival: Sendable {
    private let first = Mutex<LogWord?>(nil)
    private let semaphore = DispatchSemaphore(value: 0)
    private let onImpatience: @Sendable (LogWord) -> Void

    init(_ onImpatience: @escaping @Sendable (LogWord) -> Void) {
        self.onImpatience = onImpatience
    }

    func receive(_ number: Int32, _ name: LogWord) {
        let isFirst = first.withLock { first in
            defer { if first == nil { first = name } }
            return first == nil
        }
        if isFirst {
            _ = semaphore.signal()
            return
        }
        onImpatience(name)
        _exit(128 + number)
    }

    func wait() -> LogWord {
        semaphore.wait()
        return first.withLock { $0 } ?? "unknown"
    }
}
