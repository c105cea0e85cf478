import Synchronization

/// The certificates and keys that new connections get, which can be replaced while the server runs.
final class TLSIdentityStore: Sendable {
    private struct State: Sendable {
        var context: TLSContext
        var renewAt: UInt64
    }

    private let configuration: TLSConfiguration
    private let state: Mutex<State>

    init(_ configuration: TLSConfiguration, now: UInt64) throws(ServerError) {
        self.configuration = configuration
        state = Mutex(State(context: try TLSContext(configuration), renewAt: now + Self.period(configuration)))
    }

    var current: TLSContext { state.withLock { $0.context } }

    /// Reads certificates and keys again, with new ticket keys. Connections go on with what they began with. When
    /// anything is wrong the old ones stay.
    func reload(now: UInt64) throws(ServerError) {
        let context = try TLSContext(configuration)
        state.withLock { state in
            state.context = context
            state.renewAt = now + Self.period(configuration)
        }
    }

    /// Replaces the ticket keys when they are old enough.
    func renewIfDue(_ now: UInt64) throws(ServerError) {
        let isDue = state.withLock { state in
            let isDue = now >= state.renewAt
            // Also when it fails: the next attempt waits for its time.
            if isDue { state.renewAt = now + Self.period(configuration) }
            return isDue
        }
        if isDue { try reload(now: now) }
    }

    private static func period(_ configuration: TLSConfiguration) -> UInt64 {
        UInt64(max(1, configuration.ticketKeyTime / .nanoseconds(1)))
    }
}
