public import HTTPMessage

/// Everything a server can be told before it starts.
public struct ServerConfiguration: Sendable {
    /// Where to listen without encryption.
    public var listeners: [ListenAddress]
    /// Where to listen for TLS. There must be at least one listener of either kind.
    public var secureListeners: [ListenAddress] = []
    /// Certificates and keys for the secure listeners.
    public var tls: TLSConfiguration?
    /// What clients may send and how long they may take.
    public var limits = HTTPLimits()
    /// The value of the `Server` field, without a version; nil leaves the field out.
    public var serverName: String?

    /// How compressed bodies are dealt with; nil leaves bodies and their codings to the handler.
    public var contentCodings: ContentCodings? = ContentCodings()

    /// Where answers wait, in files without names, for clients that send everything before they read. With nil there are
    /// no such files, and such a client's answer is cut short once `HTTPLimits.backlogBytes` of it wait.
    public var answerDirectory: String? = "/tmp"

    /// Whether such files can be made in a directory now.
    public static func canHoldAnswers(in directory: String) -> Bool {
        guard let file = System.makeUnnamedFile(in: directory) else { return false }
        System.close(file)
        return true
    }

    /// How many processors there are.
    public static var processors: Int { System.processorCount() }

    /// Event loops, each with its own queue; 0 means one for each processor.
    public var loops = 0
    /// Open connections overall; further ones are told 503 and closed. Fewer when the process may not open so many
    /// files, which `Server.maximumConnections` tells.
    public var maximumConnections = 4096
    /// Open connections from one address, or from one /64 network for IPv6; further ones are told 503 and closed. Nil is
    /// three quarters of all, so that nobody can take every place. Behind a proxy or a balancer all connections come from
    /// its address: then it may be as many as all. Unix domain sockets have no such bound.
    public var maximumConnectionsPerAddress: Int?
    /// Whether the process's limit on open files is raised as far as it may be.
    public var raisesDescriptorLimit = true
    /// Whether other processes of the same user may listen on the same ports at the same time, each getting a part of
    /// the connections. If not, a port in use is an error.
    public var sharesPorts = false
    /// Connections that may wait to be accepted; the system may allow fewer.
    public var backlog: Int32 = 4096

    var accept: System.Accept = System.accept

    /// Hears of the few things that happen to the server as a whole. It is called on the server's queues.
    public var onEvent: @Sendable (ServerEvent) -> Void

    public init(
        listeners: [ListenAddress],
        serverName: String? = nil,
        onEvent: @escaping @Sendable (ServerEvent) -> Void = { _ in }
    ) {
        self.listeners = listeners
        self.serverName = serverName
        self.onEvent = onEvent
    }
}

/// Where a server listens.
public enum ListenAddress: Sendable, Hashable {
    /// An IPv4 or IPv6 address, or `localhost`, and a port; port 0 lets the system choose one.
    case ip(String, port: UInt16)
    /// Every address of this machine, IPv6 and IPv4 by one socket, or IPv4 alone where there is no IPv6.
    case everywhere(port: UInt16)
    /// A Unix domain socket at a path of at most 107 bytes, with the permissions of its file. A file that a dead server
    /// left there is replaced; the file is removed when the server stops.
    case unix(path: String, permissions: UInt32 = 0o660)
    /// A descriptor that already listens, for instance one that systemd has opened. The server takes it over.
    case descriptor(Int32)

    /// Finds what would keep a server from listening there, as far as that can be seen without trying: for a Unix domain
    /// socket a file that is none, or no folder that it can be made in.
    public func check() throws(ServerError) { try Listener.check(self) }

    var isInherited: Bool {
        if case .descriptor = self { true } else { false }
    }
}

/// Something that happened to the server as a whole. None of these says anything about a request.
public enum ServerEvent: Sendable, Hashable {
    /// The server cannot accept for now, for the reason the system gives; it tries again soon.
    case acceptPaused(errno: Int32)
    /// The process may open too few files for the connections that were asked for; so many are allowed instead.
    case connectionsLimited(to: Int)
    /// A client's TLS handshake failed.
    case handshakeFailed(TLSFailure)
    /// A certificate or a list of revocations that has just been read is out of date; it is used all the same.
    case outOfDate(TLSNote)
    /// A connection was turned away because there were as many as allowed.
    case connectionTurnedAway(perAddress: Bool)
}
