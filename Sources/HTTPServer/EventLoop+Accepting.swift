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
                welcome(
                    Inbox.Newcomer(descriptor: Int32(descriptor), peer: address.peer, isSecure: index >= plainListeners)
                )
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

    private func welcome(_ newcomer: Inbox.Newcomer) {
        let (verdict, chosen) = counts.admit(newcomer.peer, to: index)
        switch verdict {
        case .admitted where chosen == index:
            adopt(newcomer)
        case .admitted:
            if !siblings[chosen].inbox.put(newcomer) { siblings[chosen].leave(newcomer) }
        case .tooMany, .tooManyFromAddress:
            configuration.onEvent(.connectionTurnedAway(perAddress: verdict == .tooManyFromAddress))
            turnAway(newcomer)
        }
    }

    /// Takes over connections that siblings accepted, and what file work has come to.
    func openInbox() {
        let (newcomers, results) = inbox.takeAll()
        for newcomer in newcomers { adopt(newcomer) }
        for result in results { result() }
    }

    /// Ends a connection that was counted in but never became one of this loop. It touches nothing of the loop that
    /// changes, so a sibling may call it.
    func leave(_ newcomer: Inbox.Newcomer) {
        System.close(newcomer.descriptor)
        counts.leave(newcomer.peer, from: index)
    }

    /// Makes an accepted, counted socket a connection of this loop.
    private func adopt(_ newcomer: Inbox.Newcomer) {
        let token = table.reserve()
        let descriptor = newcomer.descriptor
        var session: TLSSession?
        if newcomer.isSecure {
            session = identity?.current.makeSession(descriptor, deadline: context.now + handshakeNanoseconds)
            if session == nil { return leave(newcomer) }
        }
        guard !context.isShuttingDown, System.watch(epollSet, descriptor, Self.readable, token: token) else {
            return leave(newcomer)
        }
        let http = HTTPConnection(peer: newcomer.peer, context)
        let connection = Connection(descriptor: descriptor, http: http, tls: session, interest: Self.readable)
        table.insert(connection, at: token)
    }

    /// Says 503 as far as that goes without waiting, and closes.
    private func turnAway(_ newcomer: Inbox.Newcomer) {
        let descriptor = newcomer.descriptor
        // A handshake would be the very work there is no room for.
        if newcomer.isSecure { return System.close(descriptor) }
        var http = HTTPConnection(peer: newcomer.peer, context)
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
