import CLinux
import Dispatch
import Glibc
import HTTPMessage
import Synchronization

/// One serial queue, its epoll set, its listening sockets and its connections.
///
/// The epoll descriptor is itself watched by one Dispatch source, so a wake-up serves every connection that is ready.
/// Among the arrangements that go through Dispatch this cost least: a source for each connection took 1.4 times the
/// processor time a request, a queue for each connection 1.8 times.
///
/// Everything here happens on `queue`: others hold a `LoopHandle`, which sees to that. What a request touches is not watched
/// for overlapping access in release builds, which costs a tenth of a small request; debug builds, and so all tests, watch.
final class EventLoop {
    let index: Int
    let configuration: ServerConfiguration
    let counts: ConnectionCounts
    /// All loops of the server, to hand a connection to one that has more room.
    var siblings: [LoopHandle] = []
    let queue: DispatchQueue
    /// For work that blocks: answers that wait in a file.
    let fileQueue: DispatchQueue

    let epollSet: Int32
    let inbox: Inbox
    /// The listening sockets: first those without encryption.
    var listeners: [Int32]
    let plainListeners: Int
    /// Which of them are the system's own, open to whoever comes after this process.
    let inherited: [Bool]
    /// Certificates and keys, for the secure ones.
    let identity: TLSIdentityStore?
    let handshakeNanoseconds: UInt64
    var areListenersPaused = false
    #if !DEBUG
    @exclusivity(unchecked)
    #endif
    var context: ConnectionContext
    #if !DEBUG
    @exclusivity(unchecked)
    #endif
    var table = ConnectionTable()
    #if !DEBUG
    @exclusivity(unchecked)
    #endif
    var waitingForTurn: [UInt64] = []
    /// How many of them the statistics know of.
    private var waitingTold = 0

    let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: 256)
    let readBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 64)

    private var source: (any DispatchSourceRead)?
    private var timer: (any DispatchSourceTimer)?
    private var lastSecond = 0
    var forceStopAt = UInt64.max
    private var onStopped: (@Sendable () -> Void)?

    static var readable: UInt32 { EPOLLIN.rawValue }
    static var writable: UInt32 { EPOLLOUT.rawValue }
    /// Milliseconds.
    private static var patience: Int32 { 2 }
    /// Nanoseconds.
    private static var shift: UInt64 { 50_000_000 }
    /// Seconds between two looks at the deadlines while stopping.
    private static var stoppingTick: Double { 0.02 }

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
        inherited = (configuration.listeners + configuration.secureListeners).map { $0.isInherited }
        handshakeNanoseconds = UInt64(max(0, (configuration.tls?.handshakeTime ?? .zero) / .nanoseconds(1)))
        queue = DispatchQueue(label: "http.\(index)")
        fileQueue = DispatchQueue(label: "http.\(index).files")
        epollSet = try System.makeEpollSet()
        let inbox = try Inbox()
        self.inbox = inbox
        var limits = configuration.limits
        if configuration.answerDirectory == nil { limits.stalledStreams = 0 }
        context = ConnectionContext(
            handler: handler,
            limits: limits,
            serverName: configuration.serverName,
            now: System.monotonicNanoseconds(),
            loop: index,
            wake: { token in inbox.put { $0.resume(token) } },
            clock: System.monotonicNanoseconds
        )
    }

    deinit {
        events.deallocate()
        readBuffer.deallocate()
    }

    /// Begins to accept and to serve.
    func start(with siblings: [LoopHandle]) {
        self.siblings = siblings
        let this = siblings[index].loop
        renewTime()
        for (index, listener) in listeners.enumerated() {
            _ = System.watch(epollSet, listener, Self.readable, token: ConnectionTable.token(listener: index))
        }
        _ = System.watch(epollSet, inbox.descriptor, Self.readable, token: ConnectionTable.inboxToken)
        let source = DispatchSource.makeReadSource(fileDescriptor: epollSet, queue: queue)
        source.setEventHandler { this.here { $0.serve() } }
        // The descriptor may be closed only when Dispatch has let go of it: a new one could get its number at once.
        source.setCancelHandler { this.here { $0.finishStopping() } }
        self.source = source
        source.activate()
        setTimer(every: Self.tick(configuration.limits))
    }

    private func setTimer(every tick: Double) {
        let this = siblings[index].loop
        timer?.cancel()
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + tick, repeating: tick, leeway: .milliseconds(Int(tick * 100)))
        timer.setEventHandler { this.here { $0.sweep() } }
        self.timer = timer
        timer.activate()
    }

    /// Seconds between two looks at the deadlines: fine enough for the shortest limit, coarse enough to cost nothing.
    private static func tick(_ limits: HTTPLimits) -> Double {
        let times = [
            limits.headTime, limits.bodyGraceTime, limits.idleTime, limits.writeStallTime, limits.lingerTime,
            limits.answerTime,
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
            tellWaiting()
        } while context.now - start < Self.shift
        // The source fires again for what is ready in the set; turns are nothing the set knows of.
        if !waitingForTurn.isEmpty { siblings[index].loop.async { $0.serve() } }
    }

    private func tellWaiting() {
        guard waitingForTurn.count != waitingTold else { return }
        counts.statistics.counts.waiting.wrappingAdd(waitingForTurn.count - waitingTold, ordering: .relaxed)
        waitingTold = waitingForTurn.count
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
            context.token = token
            if isTimeUp {
                if !connection.http.isSayingGoodbye {
                    counts.statistics.counts.givenUp.wrappingAdd(1, ordering: .relaxed)
                }
                connection.http.abort(context)
                settle(connection, token)
            } else if let tls = connection.tls, !tls.isEstablished {
                if context.now >= tls.deadline { failHandshake(connection, token, .tooSlow) }
            } else if context.now >= connection.http.nextDeadline {
                connection.isOverdue = true
                connection.http.expire(&context)
                settle(connection, token)
                connection.isOverdue = false
            } else if context.isShuttingDown, connection.http.isSayingGoodbye, System.isAllTaken(connection.descriptor)
            {
                // The client's system has the whole answer: nothing can destroy it any more (RFC 9112, section 9.6).
                connection.http.abort(context)
                settle(connection, token)
            }
        }
        stopIfDone()
    }

    // MARK: Stopping

    /// Ends idle connections, lets the others finish within `grace`, then ends them too. Who comes meanwhile is told
    /// 503, unless the listener outlives this process: then they wait for the next one.
    func shutDown(graceNanoseconds: UInt64, _ completion: @escaping @Sendable () -> Void) {
        renewTime()
        onStopped = completion
        forceStopAt = context.now + graceNanoseconds
        // Those the system has accepted on our behalf came in time.
        for listener in listeners.indices { accept(from: listener) }
        context.isShuttingDown = true
        if areListenersPaused { resumeListeners() }
        for index in listeners.indices where inherited[index] { closeListener(index) }
        for slot in 0..<table.slots {
            guard let (token, connection) = table.at(slot) else { continue }
            context.token = token
            // A request that has come already is answered.
            if connection.wishes.input, connection.tls?.isEstablished != false {
                read(connection, room: connection.wishes.inputRoom)
            }
            connection.http.shutDown(context)
            settle(connection, token)
        }
        setTimer(every: Self.stoppingTick)
        stopIfDone()
    }

    private func closeListener(_ index: Int) {
        guard listeners[index] >= 0 else { return }
        // Its copies in other loops would keep it in the set.
        System.unwatch(epollSet, listeners[index])
        System.close(listeners[index])
        listeners[index] = -1
    }

    func stopIfDone() {
        guard onStopped != nil, table.isEmpty, let source else { return }
        self.source = nil
        for index in listeners.indices {
            // Closing would reset those that wait to be accepted.
            accept(from: index)
            closeListener(index)
        }
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
        let this = siblings[index]
        for newcomer in inbox.close() { this.leave(newcomer) }
        siblings = []
        let completion = onStopped
        onStopped = nil
        completion?()
    }
}
