import HTTPMessage
import Synchronization

/// How many connections there are, overall, in each loop and from each address.
final class ConnectionCounts: Sendable {
    enum Verdict {
        case admitted
        case tooMany
        case tooManyFromAddress
    }

    private struct State {
        var total = 0
        var byLoop: [Int]
        var byNetwork: [PeerAddress: Int] = [:]
    }

    let statistics = ServerStatistics()
    private let maximum: Int
    private let maximumPerAddress: Int
    private let state: Mutex<State>

    init(maximum: Int, maximumPerAddress: Int, loops: Int) {
        self.maximum = maximum
        self.maximumPerAddress = maximumPerAddress
        state = Mutex(State(byLoop: Array(repeating: 0, count: loops)))
    }

    var total: Int { state.withLock { $0.total } }

    /// Counts a new connection in, or not, and says which loop has most room for it.
    ///
    /// The system spreads connections by a hash; a few of them often fall to one loop while another is idle. The loop
    /// that accepted keeps a connection unless another has at least two fewer, or none.
    func admit(_ peer: PeerAddress, to loop: Int) -> (Verdict, loop: Int) {
        state.withLock { state in
            if state.total >= maximum { return (.tooMany, loop) }
            let network = peer.network
            let count = state.byNetwork[network, default: 0]
            // Whoever comes by a Unix domain socket has no address of its own, and is most often a proxy.
            if count >= maximumPerAddress, peer != .local { return (.tooManyFromAddress, loop) }
            state.total += 1
            state.byNetwork[network] = count + 1
            var chosen = loop
            for (other, count) in state.byLoop.enumerated() {
                let margin = count == 0 ? 0 : 1
                if count + margin < state.byLoop[chosen] { chosen = other }
            }
            state.byLoop[chosen] += 1
            return (.admitted, chosen)
        }
    }

    func leave(_ peer: PeerAddress, from loop: Int) {
        state.withLock { state in
            state.total -= 1
            state.byLoop[loop] -= 1
            let network = peer.network
            if let count = state.byNetwork[network], count > 1 {
                state.byNetwork[network] = count - 1
            } else {
                state.byNetwork[network] = nil
            }
        }
    }
}
