import CLinux
import Glibc
import HTTPMessage
import Synchronization

extension EventLoop {
    /// Does what a connection's events ask for: write what waited, read once, answer.
    func serve(_ connection: Connection, _ token: UInt64, _ events: UInt32) {
        context.token = token
        let broken = EPOLLERR.rawValue | EPOLLHUP.rawValue
        if events & broken != 0, !connection.wishes.input {
            // Nobody is there to take what waits.
            connection.http.abort(context)
            return settle(connection, token)
        }
        if let tls = connection.tls, !tls.isEstablished {
            switch tls.handshake() {
            case .done:
                counts.statistics.counts.handshakes.wrappingAdd(1, ordering: .relaxed)
                if let certificate = tls.clientCertificate { connection.http.identify(certificate) }
            case .notNow: return settle(connection, token)
            case .failed(let failure): return failHandshake(connection, token, failure)
            }
        }
        if events & Self.writable != 0, connection.wishes.hasUnsent { writeUnsent(connection) }
        // A session may have to write before it can read on.
        let mayRead = Self.readable | broken | (connection.tls?.wantsWrite == true ? Self.writable : 0)
        if events & mayRead != 0, connection.wishes.input { read(connection, room: connection.wishes.inputRoom) }
        settle(connection, token)
    }

    func read(_ connection: Connection, room: Int) {
        let buffer = UnsafeMutableRawBufferPointer(rebasing: readBuffer[..<min(readBuffer.count, room)])
        let transfer = connection.tls.map { $0.receive(buffer) } ?? System.receive(connection.descriptor, buffer)
        switch transfer {
        case .bytes(0):
            connection.http.inputEnded(&context)
        case .bytes(let count):
            let input = UnsafeRawBufferPointer(rebasing: readBuffer[..<count]).assumingMemoryBound(to: UInt8.self)
            connection.http.receive(input.span, &context)
        case .notNow:
            break
        case .failed:
            connection.http.abort(context)
        }
    }

    private func send(
        _ connection: Connection,
        _ bytes: UnsafeRawBufferPointer,
        hasMore: Bool = false
    ) -> System.Transfer {
        if let tls = connection.tls { return tls.send(bytes) }
        return System.send(connection.descriptor, bytes, hasMore: hasMore)
    }

    /// Ends a connection that never came to speak HTTP.
    func failHandshake(_ connection: Connection, _ token: UInt64, _ failure: TLSFailure) {
        counts.statistics.count(failure)
        configuration.onEvent(.handshakeFailed(failure))
        // What is left unread would make closing destroy the alert on its way.
        _ = System.receive(connection.descriptor, readBuffer)
        System.shutDownSending(connection.descriptor)
        connection.http.abort(context)
        settle(connection, token)
    }

    /// Sends what the connection has just said, and sees what it needs next.
    func settle(_ connection: Connection, _ token: UInt64) {
        if !context.output.isEmpty { writeOutput(connection) }
        var wishes = connection.http.wishes(&context)
        if wishes.isStoring || connection.answerFile != nil {
            moveAnswers(connection, token)
            wishes = connection.http.wishes(&context)
        }
        connection.wishes = wishes
        if wishes.isHeldUp, !connection.isTimed { time(connection, token) }
        if wishes.isOver { return close(connection, token) }
        if wishes.isSayingGoodbye, !connection.hasSaidGoodbye {
            connection.hasSaidGoodbye = true
            connection.tls?.sayGoodbye()
            System.shutDownSending(connection.descriptor)
        }
        let hasInput = wishes.input && connection.tls?.hasPending == true
        if hasInput || wishes.turn, !connection.isWaitingForTurn {
            connection.isWaitingForTurn = true
            waitingForTurn.append(token)
        }
        let wantsWrite = wishes.hasUnsentReady || connection.tls?.wantsWrite == true
        let interest = (wishes.input ? Self.readable : 0) | (wantsWrite ? Self.writable : 0)
        if interest != connection.interest {
            connection.interest = interest
            System.rewatch(epollSet, connection.descriptor, interest, token: token)
        }
    }

    private func writeOutput(_ connection: Connection) {
        let whole = context.output.count + context.sharedOutput.count
        var sent = 0
        if !connection.wishes.hasUnsent {
            let hasMore = !context.sharedOutput.isEmpty
            guard send(connection, context.output, hasMore: hasMore, &sent) else { return }
            if hasMore, sent == context.output.count {
                guard send(connection, context.sharedOutput, hasMore: false, &sent) else { return }
            }
        }
        if sent == whole {
            context.output.removeAll(keepingCapacity: context.output.capacity <= 1 << 20)
            context.sharedOutput = []
        } else {
            connection.http.keepUnsent(from: sent, &context)
        }
    }

    /// Sends what the socket takes of the bytes; false when the connection has broken.
    private func send(_ connection: Connection, _ bytes: [UInt8], hasMore: Bool, _ sent: inout Int) -> Bool {
        switch bytes.withUnsafeBytes({ send(connection, $0, hasMore: hasMore) }) {
        case .bytes(let count):
            sent += count
        case .notNow:
            break
        case .failed:
            context.output.removeAll(keepingCapacity: true)
            context.sharedOutput = []
            connection.hasLostAnswers = true
            connection.http.abort(context)
            return false
        }
        return true
    }

    private func writeUnsent(_ connection: Connection) {
        guard connection.http.unsent.isReady else { return }
        switch connection.http.unsent.withBytes({ send(connection, $0) }) {
        case .bytes(let count): connection.http.sent(count, context)
        case .notNow: break
        case .failed: connection.http.abort(context)
        }
        connection.wishes = connection.http.wishes(&context)
    }

    /// Lets connections go on whose input waited, one turn each.
    func giveTurns() {
        guard !waitingForTurn.isEmpty else { return }
        var tokens: [UInt64] = []
        swap(&tokens, &waitingForTurn)
        for token in tokens {
            guard let connection = table[token] else { continue }
            connection.isWaitingForTurn = false
            context.token = token
            connection.http.turn(&context)
            if connection.tls?.hasPending == true, connection.http.wantsInput {
                read(connection, room: connection.http.inputRoom(context.limits))
            }
            settle(connection, token)
        }
    }

    private func close(_ connection: Connection, _ token: UInt64) {
        // Closing takes it out of the epoll set as well: nobody else holds the descriptor.
        if !connection.hasSaidGoodbye { connection.tls?.sayGoodbye() }
        // The kernel would keep what a client does not take for minutes after everyone has forgotten the connection.
        if connection.isOverdue, !System.isAllTaken(connection.descriptor) {
            System.resetOnClose(connection.descriptor)
        }
        if connection.hasLostAnswers || !connection.http.unsent.isEmpty {
            // At the end of the grace time it is this side that waits no longer.
            let isOurEnd = connection.isOverdue || context.now >= forceStopAt
            counts.statistics.count(isOurEnd ? .tooSlow : .clientGone)
        }
        System.close(connection.descriptor)
        letGo(of: connection)
        table.remove(token)
        counts.leave(connection.http.peer, from: index)
        if context.isShuttingDown { stopIfDone() }
    }
}
