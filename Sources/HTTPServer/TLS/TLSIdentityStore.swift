import Synchronization

/// The certificates and keys that new connections get, which can be replaced while the server runs.
final class TLSIdentityStore: Sendable {
    private let configuration: TLSConfiguration
    private let onEvent: @Sendable (ServerEvent) -> Void
    private let context: Mutex<TLSContext>
    let ticketKeys: TicketKeys

    init(
        _ configuration: TLSConfiguration,
        now: UInt64,
        onEvent: @escaping @Sendable (ServerEvent) -> Void
    ) throws(ServerError) {
        self.configuration = configuration
        self.onEvent = onEvent
        ticketKeys = TicketKeys(configuration, now: now)
        let context = try TLSContext(configuration, ticketKeys: ticketKeys)
        self.context = Mutex(context)
        report(context)
    }

    var current: TLSContext { context.withLock { $0 } }

    /// Reads certificates and keys again. Connections go on with what they began with, and what began with the old ones
    /// cannot be resumed: a client may no longer be trusted. When anything is wrong the old ones stay.
    func reload(now: UInt64) throws(ServerError) {
        let new = try TLSContext(configuration, ticketKeys: ticketKeys)
        ticketKeys.replaceAll(now)
        context.withLock { $0 = new }
        report(new)
    }

    private func report(_ context: TLSContext) {
        for note in context.notes { onEvent(.outOfDate(note)) }
    }
}
