import CLinux
import Glibc
import HTTPMessage
import Synchronization

extension EventLoop {
    /// Does what a connection's events allow: write what waited, read once, answer.
    func serve(_ connection: Connection, _ token: UInt64, _ events: UInt32) {
        context.token = token
        connection.note(events)
        if connection.isBroken, !connection.wishes.input {
            // Nobody is there to take what waits.
            connection.http.abort(context)
            return settle(connection, token)
        }
        if let tls = connection.tls {
            // A session may have to write before it can read on.
            if tls.wantsWrite { connection.mayRead = true }
            if !tls.isEstablished {
                guard connection.mayRead else { return }
                switch tls.handshake() {
                case .done:
                    counts.statistics.counts.handshakes.wrappingAdd(1, ordering: .relaxed)
                    if let certificate = tls.clientCertificate { connection.http.identify(certificate) }
                case .notNow:
                    connection.mayRead = false
                    return settle(connection, token)
                case .failed(let failure):
                    return failHandshake(connection, token, failure)
                }
            }
        }
        goOn(connection)
        settle(connection, token)
    }

    /// Writes what waited and reads once, as far as the socket may take it and have it.
    private func goOn(_ connection: Connection) {
        if connection.mayWrite, connection.wishes.hasUnsentReady { writeUnsent(connection) }
        if connection.wishes.input, connection.hasInput { read(connection, room: connection.wishes.inputRoom) }
    }

    func read(_ connection: Connection, room: Int) {
        let buffer = UnsafeMutableRawBufferPointer(rebasing: readBuffer[..<min(readBuffer.count, room)])
        let transfer: System.Transfer
        let isDrained: Bool
        if let tls = connection.tls {
            transfer = tls.receive(buffer)
            isDrained = tls.isDrained
        } else {
            transfer = System.receive(connection.descriptor, buffer)
            isDrained = transfer.count < buffer.count
        }
        // What comes after it has been drained is told of. The end is not, if it was there already.
        if isDrained, !connection.hasInputEnd { connection.mayRead = false }
        switch transfer {
        case .bytes(0):
            connection.mayRead = false
            connection.http.inputEnded(&context)
        case .bytes(let count):
            let input = UnsafeRawBufferPointer(rebasing: readBuffer[..<count]).assumingMemoryBound(to: UInt8.self)
            connection.http.receive(input.span, &context)
        case .notNow:
            connection.mayRead = false
        case .failed:
            connection.http.abort(context)
        }
    }

    private func send(
        _ connection: Connection,
        _ bytes: UnsafeRawBufferPointer,
        hasMore: Bool = false
    ) -> System.Transfer {
        let transfer =
            connection.tls.map { $0.send(bytes) } ?? System.send(connection.descriptor, bytes, hasMore: hasMore)
        // Only then is the system sure to tell when it takes more.
        if case .notNow = transfer { connection.mayWrite = false }
        return transfer
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
        let isAbandoned = connection.isBroken && !wishes.input
        let canGoOn =
            wishes.turn || wishes.input && connection.hasInput || wishes.hasUnsentReady && connection.mayWrite
        if canGoOn || isAbandoned, !connection.isWaitingForTurn {
            connection.isWaitingForTurn = true
            waitingForTurn.append(token)
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
            if connection.isBroken, !connection.wishes.input {
                connection.http.abort(context)
            } else if connection.wishes.turn {
                connection.http.turn(&context)
            } else {
                goOn(connection)
            }
            settle(connection, token)
        }
    }

    private func close(_ connection: Connection, _ token: UInt64) {
        // Closing takes it out of the epoll set as well: nobody else holds the descriptor.
        if !connection.hasSaidGoodbye { connection.tls?.sayGoodbye() }
        System.close(connection.descriptor)
        letGo(of: connection)
        table.remove(token)
        counts.leave(connection.http.peer, from: index)
        if context.isShuttingDown { stopIfDone() }
    }
}
