import HTTPMessage
import Synchronization

/// Where other threads put what is for this loop, with a descriptor that becomes readable when there is something:
/// connections that other loops accepted, and work that goes on here, such as answers that were promised.
final class Inbox: Sendable {
    struct Newcomer: Sendable {
        var descriptor: Int32
        var peer: PeerAddress
        /// Whether it came to a secure listener.
        var isSecure: Bool
    }

    private struct State: Sendable {
        var newcomers: [Newcomer] = []
        var work: [@Sendable (EventLoop) -> Void] = []
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
    func put(_ work: @escaping @Sendable (EventLoop) -> Void) {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.work.append(work)
            System.signal(descriptor)
        }
    }

    func takeAll() -> (newcomers: [Newcomer], work: [@Sendable (EventLoop) -> Void]) {
        state.withLock { state in
            System.clear(descriptor)
            defer {
                state.newcomers = []
                state.work = []
            }
            return (state.newcomers, state.work)
        }
    }

    /// Closes for good and gives back what nobody took.
    @discardableResult
    func close() -> [Newcomer] {
        state.withLock { state in
            if !state.isClosed { System.close(descriptor) }
            state.isClosed = true
            state.work = []
            defer { state.newcomers = [] }
            return state.newcomers
        }
    }
}
