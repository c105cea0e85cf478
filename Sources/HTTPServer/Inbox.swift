import HTTPMessage
import Synchronization

/// Where other loops put connections for this one, with a descriptor that becomes readable when there are some.
final class Inbox: Sendable {
    struct Newcomer: Sendable {
        var descriptor: Int32
        var peer: PeerAddress
        /// Whether it came to a secure listener.
        var isSecure: Bool
    }

    private struct State: Sendable {
        var newcomers: [Newcomer] = []
        var isClosed = false
    }

    let descriptor: Int32
    private let state = Mutex(State())

    init() throws(ServerError) {
        descriptor = try System.makeEvent()
    }

    /// Hands over a connection; false when the loop has stopped and takes none.
    func put(_ newcomer: Newcomer) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.newcomers.append(newcomer)
            System.signal(descriptor)
            return true
        }
    }

    func takeAll() -> [Newcomer] {
        state.withLock { state in
            System.clear(descriptor)
            defer { state.newcomers = [] }
            return state.newcomers
        }
    }

    /// Closes for good and gives back what nobody took.
    @discardableResult
    func close() -> [Newcomer] {
        state.withLock { state in
            if !state.isClosed { System.close(descriptor) }
            state.isClosed = true
            defer { state.newcomers = [] }
            return state.newcomers
        }
    }
}
