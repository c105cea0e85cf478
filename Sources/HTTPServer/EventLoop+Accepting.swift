import Glibc
import HTTPMessage
import Synchronization

extension EventLoop {
    /// Takes the connections that wait at a listener, a bounded number at a time.
    func accept(from index: Int) {
        guard listeners[index] >= 0 else { return }
        var address = SocketAddress()
        for _ in 0..<128 {
            switch configuration.accept(listeners[index], &address) {
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
        if context.isShuttingDown { return turnAwayStopping(newcomer) }
        let (verdict, chosen) = counts.admit(newcomer.peer, to: index)
        switch verdict {
        case .admitted where chosen == index:
            counts.statistics.counts.accepted.wrappingAdd(1, ordering: .relaxed)
            adopt(newcomer)
        case .admitted:
            counts.statistics.counts.accepted.wrappingAdd(1, ordering: .relaxed)
            if !siblings[chosen].inbox.put(newcomer) { siblings[chosen].leave(newcomer) }
        case .tooMany, .tooManyFromAddress:
            let refused = counts.statistics.counts
            if verdict == .tooMany {
                refused.overLimit.wrappingAdd(1, ordering: .relaxed)
            } else {
                refused.overAddressLimit.wrappingAdd(1, ordering: .relaxed)
            }
            configuration.onEvent(.connectionTurnedAway(perAddress: verdict == .tooManyFromAddress))
            turnAway(newcomer, .tooManyConnections)
        }
    }

    /// Takes over connections that siblings accepted, and does what other threads ask for.
    func openInbox() {
        let (newcomers, work) = inbox.takeAll()
        for newcomer in newcomers { adopt(newcomer) }
        for block in work { block(self) }
    }

    /// Lets a connection go on that waited for someone else: an answer that was promised is there, or more of one.
    func resume(_ token: UInt64) {
        guard let connection = table[token] else { return }
        context.token = token
        connection.http.resume(&context)
        settle(connection, token)
    }

    /// Makes an accepted, counted socket a connection of this loop.
    private func adopt(_ newcomer: Inbox.Newcomer) {
        if context.isShuttingDown {
            turnAwayStopping(newcomer)
            return counts.leave(newcomer.peer, from: index)
        }
        let token = table.reserve()
        let descriptor = newcomer.descriptor
        var session: TLSSession?
        if newcomer.isSecure {
            session = identity?.current.makeSession(descriptor, deadline: context.now + handshakeNanoseconds)
            if session == nil { return siblings[index].leave(newcomer) }
        }
        guard System.watch(epollSet, descriptor, Self.readable, token: token) else {
            return siblings[index].leave(newcomer)
        }
        var peer = newcomer.peer
        peer.isSecure = newcomer.isSecure
        let http = HTTPConnection(peer: peer, context)
        let connection = Connection(descriptor: descriptor, http: http, tls: session, interest: Self.readable)
        table.insert(connection, at: token)
    }

    private func turnAwayStopping(_ newcomer: Inbox.Newcomer) {
        counts.statistics.counts.stopping.wrappingAdd(1, ordering: .relaxed)
        turnAway(newcomer, .stopping)
    }

    /// Says 503 as far as that goes without waiting, and closes.
    private func turnAway(_ newcomer: Inbox.Newcomer, _ refusal: Refusal) {
        let descriptor = newcomer.descriptor
        // A handshake would be the very work there is no room for.
        if newcomer.isSecure { return System.close(descriptor) }
        var http = HTTPConnection(peer: newcomer.peer, context)
        // What has been sent already is read, or closing would reset the connection and destroy the answer.
        var count = 0
        if case .bytes(let received) = System.receive(descriptor, readBuffer) { count = received }
        let input = UnsafeRawBufferPointer(rebasing: readBuffer[..<count]).assumingMemoryBound(to: UInt8.self)
        http.turnAway(refusal, input: input.span, &context)
        _ = context.output.withUnsafeBytes { System.send(descriptor, $0) }
        context.output.removeAll(keepingCapacity: true)
        context.sharedOutput = []
        System.shutDownSending(descriptor)
        System.close(descriptor)
    }

    private func pauseListeners(_ error: Int32) {
        guard !areListenersPaused else { return }
        areListenersPaused = true
        for (index, listener) in listeners.enumerated() where listener >= 0 {
            System.rewatch(epollSet, listener, 0, token: ConnectionTable.token(listener: index))
        }
        counts.statistics.counts.pauses.wrappingAdd(1, ordering: .relaxed)
        configuration.onEvent(.acceptPaused(errno: error))
    }

    func resumeListeners() {
        areListenersPaused = false
        for (index, listener) in listeners.enumerated() where listener >= 0 {
            System.rewatch(epollSet, listener, Self.readable, token: ConnectionTable.token(listener: index))
        }
    }
}
