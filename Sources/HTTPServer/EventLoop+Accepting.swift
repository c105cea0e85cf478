import Glibc
import HTTPMessage

extension EventLoop {
    /// Takes the connections that wait at a listener, a bounded number at a time.
    func accept(from index: Int) {
        guard index < listeners.count else { return }
        var address = SocketAddress()
        for _ in 0..<128 {
            switch System.accept(listeners[index], &address) {
            case .bytes(let descriptor):
                welcome(Int32(descriptor), address.peer)
            case .notNow:
                return
            case .failed(let error) where [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(error):
                // There is no descriptor for it. The event would come again at once and for ever: look away until
                // the next tick, while clients wait in the system's queue.
                pauseListeners(error)
                return
            case .failed:
                // The client gave up while it waited (ECONNABORTED), or its network failed: nothing is owed to it.
                continue
            }
        }
    }

    private func welcome(_ descriptor: Int32, _ peer: PeerAddress) {
        let (verdict, chosen) = counts.admit(peer, to: index)
        switch verdict {
        case .admitted where chosen == index:
            adopt(descriptor, peer)
        case .admitted:
            let newcomer = Inbox.Newcomer(descriptor: descriptor, peer: peer)
            if !siblings[chosen].inbox.put(newcomer) { siblings[chosen].leave(newcomer) }
        case .tooMany, .tooManyFromAddress:
            configuration.onEvent(.connectionTurnedAway(perAddress: verdict == .tooManyFromAddress))
            turnAway(descriptor, peer)
        }
    }

    /// Takes over connections that siblings accepted.
    func openInbox() {
        for newcomer in inbox.takeAll() { adopt(newcomer.descriptor, newcomer.peer) }
    }

    /// Ends a connection that was counted in but never became one of this loop. It touches nothing of the loop that
    /// changes, so a sibling may call it.
    func leave(_ newcomer: Inbox.Newcomer) {
        System.close(newcomer.descriptor)
        counts.leave(newcomer.peer, from: index)
    }

    /// Makes an accepted, counted socket a connection of this loop.
    private func adopt(_ descriptor: Int32, _ peer: PeerAddress) {
        let token = table.reserve()
        guard !context.isShuttingDown, System.watch(epollSet, descriptor, Self.readable, token: token) else {
            return leave(Inbox.Newcomer(descriptor: descriptor, peer: peer))
        }
        let http = HTTPConnection(peer: peer, context)
        table.insert(Connection(descriptor: descriptor, http: http, interest: Self.readable), at: token)
    }

    /// Says 503 as far as that goes without waiting, and closes.
    private func turnAway(_ descriptor: Int32, _ peer: PeerAddress) {
        var http = HTTPConnection(peer: peer, context)
        http.turnAway(.tooManyConnections, &context)
        // What has been sent already is read, or closing would reset the connection and destroy the answer.
        _ = System.receive(descriptor, readBuffer)
        _ = context.output.withUnsafeBytes { System.send(descriptor, $0) }
        context.output.removeAll(keepingCapacity: true)
        System.shutDownSending(descriptor)
        System.close(descriptor)
    }

    private func pauseListeners(_ error: Int32) {
        guard !areListenersPaused else { return }
        areListenersPaused = true
        for (index, listener) in listeners.enumerated() {
            System.rewatch(epollSet, listener, 0, token: ConnectionTable.token(listener: index))
        }
        configuration.onEvent(.acceptPaused(errno: error))
    }

    func resumeListeners() {
        areListenersPaused = false
        for (index, listener) in listeners.enumerated() {
            System.rewatch(epollSet, listener, Self.readable, token: ConnectionTable.token(listener: index))
        }
    }
}
