public import HTTPMessage
import Synchronization

/// An HTTP/1.1 server.
///
///     let server = try Server(ServerConfiguration(listeners: [.ip("127.0.0.1", port: 8080)]), handler: handler)
///     server.start()
///     ...
///     await server.shutDown(grace: .seconds(10))
public final class Server: Sendable {
    /// Where it listens, in the order of the configuration, the secure listeners last, with the port the system chose where that was 0.
    public let addresses: [PeerAddress]

    /// How many of them are without encryption.
    public let plainAddressCount: Int

    /// Most connections at a time: those of the configuration, or as many as the process may open files.
    public let maximumConnections: Int

    private enum Phase: Sendable {
        case ready
        case running
        case stopping
        case stopped
    }

    private let loops: [LoopHandle]
    /// Socket files to remove in the end.
    private let paths: [String]
    private let counts: ConnectionCounts
    let identity: TLSIdentityStore?
    private let state = Mutex(State())

    private struct State: Sendable {
        var phase = Phase.ready
        var runningLoops = 0
        var waiting: [@Sendable () -> Void] = []
    }

    /// Binds to every address and listens, so that clients can connect; they are served from `start` on.
    public init(_ configuration: ServerConfiguration, handler: any RequestHandler) throws(ServerError) {
        let places = configuration.listeners + configuration.secureListeners
        guard !places.isEmpty else { throw ServerError(.nothingToListenOn, "") }
        if !configuration.secureListeners.isEmpty {
            let tls = configuration.tls ?? TLSConfiguration(identities: [])
            identity = try TLSIdentityStore(tls, now: System.monotonicNanoseconds(), onEvent: configuration.onEvent)
        } else {
            identity = nil
        }
        let count = configuration.loops > 0 ? configuration.loops : System.processorCount()
        var listeners: [Listener] = []
        let codings = configuration.contentCodings
        let handler = codings.map { ContentCodingHandler(handler, $0) as any RequestHandler } ?? handler
        var loops: [LoopHandle] = []
        maximumConnections = Self.affordable(configuration, listeners: places.count, loops: count)
        let counts = ConnectionCounts(
            maximum: maximumConnections,
            maximumPerAddress: configuration.maximumConnectionsPerAddress ?? (maximumConnections * 3 + 3) / 4,
            loops: count
        )
        do throws(ServerError) {
            for place in places {
                listeners.append(
                    try Listener.open(
                        place,
                        count: count,
                        backlog: configuration.backlog,
                        sharesPort: configuration.sharesPorts
                    )
                )
            }
            for index in 0..<count {
                loops.append(
                    LoopHandle(
                        try EventLoop(
                            index: index,
                            configuration: configuration,
                            handler: handler,
                            counts: counts,
                            listeners: listeners.map { $0.descriptors[index] },
                            identity: identity
                        )
                    )
                )
            }
        } catch {
            listeners.flatMap(\.descriptors).forEach(System.close)
            listeners.compactMap(\.path).forEach(System.remove)
            throw error
        }
        addresses = listeners.map(\.address)
        plainAddressCount = configuration.listeners.count
        paths = listeners.compactMap(\.path)
        self.loops = loops
        self.counts = counts
        if maximumConnections < configuration.maximumConnections {
            configuration.onEvent(.connectionsLimited(to: maximumConnections))
        }
    }

    /// The connections that were asked for, or as many as there can be descriptors for.
    private static func affordable(_ configuration: ServerConfiguration, listeners: Int, loops: Int) -> Int {
        let limit = configuration.raisesDescriptorLimit ? System.raiseDescriptorLimit() : System.descriptorLimit()
        // A loop has its epoll set and its inbox; Dispatch has a few descriptors and the application its own.
        let others = System.openDescriptors(limit: limit) + loops * (listeners + 2) + 16
        return max(1, min(configuration.maximumConnections, limit - others))
    }

    /// Reads certificates and keys again. Connections go on with what they began with; new ones get the new ones.
    /// When anything is wrong with them the old ones stay.
    public func reloadCertificates() throws(ServerError) {
        try identity?.reload(now: System.monotonicNanoseconds())
    }

    /// What has happened to connections so far.
    public var statistics: ServerStatistics { counts.statistics }

    /// How many connections are open.
    public var connectionCount: Int { counts.total }

    deinit {
        guard state.withLock({ $0.phase }) == .ready else { return }
        for loop in loops { loop.discard() }
        paths.forEach(System.remove)
    }

    /// Begins to serve. A second call does nothing.
    public func start() {
        let isFirst = state.withLock { state in
            defer { if state.phase == .ready { state.phase = .running } }
            return state.phase == .ready
        }
        if isFirst { for loop in loops { loop.start(with: loops) } }
    }

    /// Stops: accepts nothing more, ends idle connections, finishes what is in flight, and after the grace period
    /// ends what is left. The completion is called once everything is closed, on a queue of the server.
    public func shutDown(grace: Duration, completion: @escaping @Sendable () -> Void) {
        start()
        let phase = state.withLock { state in
            defer { if state.phase == .running { state.phase = .stopping } }
            if state.phase == .running { state.runningLoops = loops.count }
            if state.phase != .stopped { state.waiting.append(completion) }
            return state.phase
        }
        if phase == .stopped { completion() }
        guard phase == .running else { return }
        let seconds = max(0, min(grace / .seconds(1), 1e9))
        for loop in loops { loop.shutDown(graceNanoseconds: UInt64(seconds * 1e9)) { [self] in loopStopped() } }
    }

    /// The same, waiting until everything is closed.
    public func shutDown(grace: Duration) async {
        await withCheckedContinuation { continuation in
            shutDown(grace: grace) { continuation.resume() }
        }
    }

    private func loopStopped() {
        let completions: [@Sendable () -> Void] = state.withLock { state in
            state.runningLoops -= 1
            guard state.runningLoops == 0 else { return [] }
            state.phase = .stopped
            defer { state.waiting = [] }
            return state.waiting
        }
        if !completions.isEmpty { paths.forEach(System.remove) }
        for completion in completions { completion() }
    }
}
