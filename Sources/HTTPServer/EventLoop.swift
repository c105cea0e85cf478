import CLinux
import Dispatch
import Glibc
import HTTPMessage

/// One serial queue, its epoll set, its listening sockets and its connections.
///
/// The epoll descriptor is itself watched by one Dispatch source, so a wake-up serves every connection that is ready.
/// Among the arrangements that go through Dispatch this cost least: a source for each connection took 1.4 times the
/// processor time a request, a queue for each connection 1.8 times.
///
/// Unchecked Sendable, because the compiler cannot see that everything mutable is touched only on `queue`: `start` and
/// `shutDown` do nothing but hand a block to it, sources deliver there, and siblings reach no further than `inbox`.
final class EventLoop: @unchecked Sendable {
    let index: Int
    let configuration: ServerConfiguration
    let counts: ConnectionCounts
    /// All loops of the server, to hand a connection to one that has more room.
    var siblings: [EventLoop] = []
    let queue: DispatchQueue
    /// For work that blocks: answers that wait in a file.
    let fileQueue: DispatchQueue

    let epollSet: Int32
    let inbox: Inbox
    /// The listening sockets: first those without encryption.
    var listeners: [Int32]
    let plainListeners: Int
    /// Certificates and keys, for the secure ones.
    let identity: TLSIdentityStore?
    let handshakeNanoseconds: UInt64
    var areListenersPaused = false
    var context: ConnectionContext
    var table = ConnectionTable()
    var waitingForTurn: [UInt64] = []

    let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: 256)
    let readBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 64)

    private var source: (any DispatchSourceRead)?
    private var timer: (any DispatchSourceTimer)?
    private var lastSecond = 0
    private var forceStopAt = UInt64.max
    private var onStopped: (@Sendable () -> Void)?

    static var readable: UInt32 { EPOLLIN.rawValue }
    static var writable: UInt32 { EPOLLOUT.rawValue }
    /// Milliseconds.
    private static var patience: Int32 { 2 }
    /// Nanoseconds.
    private static var shift: UInt64 { 50_000_000 }

    init(
        index: Int,
        configuration: ServerConfiguration,
        handler: any RequestHandler,
        counts: ConnectionCounts,
        listeners: [Int32],
        identity: TLSIdentityStore?
    ) throws(ServerError) {
        self.index = index
        self.configuration = configuration
        self.counts = counts
        self.listeners = listeners
        self.identity = identity
        plainListeners = configuration.listeners.count
        handshakeNanoseconds = UInt64(max(0, (configuration.tls?.handshakeTime ?? .zero) / .nanoseconds(1)))
        queue = DispatchQueue(label: "http.\(index)")
        fileQueue = DispatchQueue(label: "http.\(index).files")
        epollSet = try System.makeEpollSet()
        inbox = try Inbox()
        var limits = configuration.limits
        if configuration.answerDirectory == nil { limits.stalledStreams = 0 }
        context = ConnectionContext(
            handler: handler,
            limits: limits,
            serverName: configuration.serverName,
            now: System.monotonicNanoseconds(),
            clock: System.monotonicNanoseconds
        )
    }

    deinit {
        events.deallocate()
        readBuffer.deallocate()
    }

    /// Begins to accept and to serve.
    func start(with siblings: [EventLoop]) {
        queue.async { [self] in
            self.siblings = siblings
            renewTime()
            for (index, listener) in listeners.enumerated() {
                _ = System.watch(epollSet, listener, Self.readable, token: ConnectionTable.token(listener: index))
            }
            _ = System.watch(epollSet, inbox.descriptor, Self.readable, token: ConnectionTable.inboxToken)
            let source = DispatchSource.makeReadSource(fileDescriptor: epollSet, queue: queue)
            source.setEventHandler { [self] in serve() }
            // The descriptor may be closed only when Dispatch has let go of it: a new one could get its number at once.
            source.setCancelHandler { [self] in finishStopping() }
            self.source = source
            source.activate()

            let timer = DispatchSource.makeTimerSource(queue: queue)
            let tick = Self.tick(configuration.limits)
            timer.schedule(deadline: .now() + tick, repeating: tick, leeway: .milliseconds(Int(tick * 100)))
            timer.setEventHandler { [self] in sweep() }
            self.timer = timer
            timer.activate()
        }
    }

    /// Seconds between two looks at the deadlines: fine enough for the shortest limit, coarse enough to cost nothing.
    private static func tick(_ limits: HTTPLimits) -> Double {
        let times = [
            limits.headTime, limits.bodyGraceTime, limits.idleTime, limits.writeStallTime, limits.lingerTime,
            limits.streamPatience,
        ]
        return max(0.01, min(0.5, (times.min() ?? .seconds(1)) / .seconds(2)))
    }

    // MARK: Serving

    /// Serves what is ready, and what becomes ready soon after, then gives the thread back.
    ///
    /// Between two wake-ups by Dispatch lie its manager thread and a thread switch, so a busy loop does not go back to
    /// it after every batch but waits in the set itself, for at most `patience`, and for at most `shift` in all, after
    /// which other blocks of the queue get theirs.
    private func serve() {
        let start = System.monotonicNanoseconds()
        var wait: Int32 = 0
        repeat {
            let count = System.poll(epollSet, events, milliseconds: waitingForTurn.isEmpty ? wait : 0)
            if count == 0, waitingForTurn.isEmpty { return }
            wait = Self.patience
            renewTime()
            for index in 0..<count {
                let event = events[index]
                let token = event.data.u64
                if let connection = table[token] {
                    serve(connection, token, event.events)
                } else if let listener = ConnectionTable.listener(token) {
                    accept(from: listener)
                } else if token == ConnectionTable.inboxToken {
                    openInbox()
                }
            }
            giveTurns()
        } while context.now - start < Self.shift
        // The source fires again for what is ready in the set; turns are nothing the set knows of.
        if !waitingForTurn.isEmpty { queue.async { [self] in serve() } }
    }

    private func renewTime() {
        context.now = System.monotonicNanoseconds()
        let second = System.wallSeconds()
        if second != lastSecond {
            lastSecond = second
            context.setDate(secondsSince1970: second)
        }
    }

    /// Looks at every deadline.
    private func sweep() {
        renewTime()
        if areListenersPaused { resumeListeners() }
        if index == 0 { identity?.ticketKeys.renewIfDue(context.now) }
        let isTimeUp = context.now >= forceStopAt
        for slot in 0..<table.slots {
            guard let (token, connection) = table.at(slot) else { continue }
            if isTimeUp {
                connection.http.abort(context)
                settle(connection, token)
            } else if let tls = connection.tls, !tls.isEstablished {
                if context.now >= tls.deadline { failHandshake(connection, token, .tooSlow) }
            } else if context.now >= connection.http.nextDeadline {
                connection.http.expire(&context)
                settle(connection, token)
            }
        }
        stopIfDone()
    }

    // MARK: Stopping

    /// Stops accepting, ends idle connections, lets the others finish within `grace`, then ends them too.
    func shutDown(graceNanoseconds: UInt64, _ completion: @escaping @Sendable () -> Void) {
        queue.async { [self] in
            renewTime()
            onStopped = completion
            forceStopAt = context.now + graceNanoseconds
            // What the system has accepted on our behalf would be reset with the listener.
            for listener in listeners.indices { accept(from: listener) }
            context.isShuttingDown = true
            for listener in listeners { System.close(listener) }
            listeners = []
            for slot in 0..<table.slots {
                guard let (token, connection) = table.at(slot) else { continue }
                // A request that has come already is answered.
                if connection.http.wantsInput, connection.tls?.isEstablished != false { read(connection) }
                connection.http.shutDown(context)
                settle(connection, token)
            }
            stopIfDone()
        }
    }

    func stopIfDone() {
        guard onStopped != nil, table.isEmpty, let source else { return }
        self.source = nil
        timer?.cancel()
        timer = nil
        source.cancel()
    }

    /// Gives back what a loop holds that was never started.
    func discard() {
        for listener in listeners { System.close(listener) }
        System.close(epollSet)
        inbox.close()
    }

    private func finishStopping() {
        System.close(epollSet)
        for newcomer in inbox.close() { leave(newcomer) }
        siblings = []
        let completion = onStopped
        onStopped = nil
        completion?()
    }
}
