import HTTPMessage
import Synchronization

/// Where what comes from outside a loop waits for it: connections from other loops, and what became of file work; with a descriptor that becomes readable when there are some.
final class Inbox: Sendable {
    struct Newcomer: Sendable {
        var descriptor: Int32
        var peer: PeerAddress
        /// Whether it came to a secure listener.
        var isSecure: Bool
    }

    private struct State: Sendable {
        var newcomers: [Newcomer] = []
        var results: [@Sendable () -> Void] = []
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

    /// Has a block run by the loop; one that has stopped runs none.
    func put(_ result: @escaping @Sendable () -> Void) {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.results.append(result)
            System.signal(descriptor)
        }
    }

    func takeAll() -> (newcomers: [Newcomer], results: [@Sendable () -> Void]) {
        state.withLock { state in
            System.clear(descriptor)
            defer {
                state.newcomers = []
                state.results = []
            }
            return (state.newcomers, state.results)
        }
    }

    /// Closes for good and gives back what nobody took.
    @discardableResult
    func close() -> [Newcomer] {
        state.withLock { state in
            if !state.isClosed { System.close(descriptor) }
            state.isClosed = true
            state.results = []
            defer { state.newcomers = [] }
            return state.newcomers
        }
    }
}
