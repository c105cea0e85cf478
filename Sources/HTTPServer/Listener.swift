import Glibc
import HTTPMessage

/// One place to listen, with a descriptor for each event loop.
struct Listener {
    let address: PeerAddress
    let descriptors: [Int32]
    /// The socket's file, to be removed when the server stops.
    private(set) var path: String?

    /// Opens `count` sockets, one for each loop, at the same place.
    static func open(
        _ place: ListenAddress,
        count: Int,
        backlog: Int32,
        sharesPort: Bool
    ) throws(ServerError) -> Listener {
        switch place {
        case .ip(let host, let port):
            guard let address = SocketAddress(host, port: port) else {
                throw ServerError(.invalidAddress, "listening on \(host)")
            }
            return try openPorts(address, count: count, backlog: backlog, sharesPort)
        case .everywhere(let port):
            guard let ipv6 = SocketAddress("::", port: port), let ipv4 = SocketAddress("0.0.0.0", port: port) else {
                throw ServerError(.invalidAddress, "listening everywhere")
            }
            let everywhere = hasIPv6 ? ipv6 : ipv4
            return try openPorts(everywhere, both: true, count: count, backlog: backlog, sharesPort)
        case .unix(let path, let permissions):
            return try openPath(path, permissions, count: count, backlog: backlog)
        case .descriptor(let descriptor):
            let name = "listening on descriptor \(descriptor)"
            guard isListening(descriptor) else {
                throw ServerError(.invalidAddress, name, reason: "it is no listening socket")
            }
            setForAnswers(descriptor)
            return try share(descriptor, boundAddress(descriptor).peer, count: count, name)
        }
    }

    /// Sockets that share a port: the system spreads new connections over them.
    private static func openPorts(
        _ wanted: SocketAddress,
        both: Bool = false,
        count: Int,
        backlog: Int32,
        _ sharesPort: Bool
    ) throws(ServerError) -> Listener {
        var address = wanted
        let name = both ? "listening on *:\(address.peer.port)" : "listening on \(address.peer)"
        if address.peer.port != 0, !sharesPort { try checkNobodyListens(address, both: both, name) }
        var descriptors: [Int32] = []
        do throws(ServerError) {
            for _ in 0..<count {
                let descriptor = try bind(address, shared: true, both: both, name)
                descriptors.append(descriptor)
                if listen(descriptor, backlog) != 0 { throw ServerError(errno: errno, name) }
                address = boundAddress(descriptor)
            }
        } catch {
            descriptors.forEach(System.close)
            throw error
        }
        return Listener(address: address.peer, descriptors: descriptors)
    }

    private static func openPath(
        _ path: String,
        _ permissions: UInt32,
        count: Int,
        backlog: Int32
    ) throws(ServerError) -> Listener {
        let name = "listening on \(path)"
        guard let address = SocketAddress(path: path) else {
            throw ServerError(.invalidAddress, name, reason: "a path has from 1 to 107 bytes")
        }
        try removeAbandoned(path, address, name)
        let descriptor = try bind(address, shared: false, name)
        // Nobody can connect before it listens, so nobody can before it has its permissions.
        guard chmod(path, permissions) == 0, listen(descriptor, backlog) == 0 else {
            let error = errno
            System.close(descriptor)
            unlink(path)
            throw ServerError(errno: error, name)
        }
        var listener = try share(descriptor, .local, count: count, name)
        listener.path = path
        return listener
    }

    /// See ``ListenAddress/check()``.
    static func check(_ place: ListenAddress) throws(ServerError) {
        guard case .unix(let path, _) = place else { return }
        let name = "listening on \(path)"
        _ = try isSocketThere(path, name)
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        if access(folder + "/.", W_OK | X_OK) != 0 { throw ServerError(errno: errno, name) }
    }

    private static func isSocketThere(_ path: String, _ name: String) throws(ServerError) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else { return false }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw ServerError(.addressInUse, name, reason: "a file that is no socket is there; remove it")
        }
        return true
    }

    /// Removes the socket file of a server that is no more: one that refuses connections.
    private static func removeAbandoned(
        _ path: String,
        _ address: SocketAddress,
        _ name: String
    ) throws(ServerError) {
        guard try isSocketThere(path, name) else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { System.close(descriptor) }
        let result = address.withPointer { connect(descriptor, $0, $1) }
        guard result != 0, errno == ECONNREFUSED else {
            throw ServerError(.addressInUse, name, reason: "another server listens there")
        }
        unlink(path)
    }

    /// One listening socket under several descriptors, so that each loop owns and closes its own.
    private static func share(
        _ descriptor: Int32,
        _ address: PeerAddress,
        count: Int,
        _ name: String
    ) throws(ServerError) -> Listener {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var descriptors = [descriptor]
        while descriptors.count < count {
            let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
            if copy < 0 {
                let error = errno
                descriptors.forEach(System.close)
                throw ServerError(errno: error, name)
            }
            descriptors.append(copy)
        }
        return Listener(address: address, descriptors: descriptors)
    }

    private static func isListening(_ descriptor: Int32) -> Bool {
        var isListening: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) == 0 && isListening != 0
    }

    /// Sockets that share a port would also share it with another process of the same user, and each would get half
    /// of the clients. A socket that does not share finds that out.
    private static func checkNobodyListens(
        _ address: SocketAddress,
        both: Bool,
        _ name: String
    ) throws(ServerError) {
        System.close(try bind(address, shared: false, both: both, name))
    }

    /// Whether this machine speaks IPv6 at all; a kernel or a container may not.
    private static var hasIPv6: Bool {
        guard let any = SocketAddress("::", port: 0) else { return false }
        let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { System.close(descriptor) }
        return any.withPointer { Glibc.bind(descriptor, $0, $1) } == 0
    }

    /// - Parameter both: whether an IPv6 socket takes IPv4 as well.
    private static func bind(
        _ address: SocketAddress,
        shared: Bool,
        both: Bool = false,
        _ name: String
    ) throws(ServerError) -> Int32 {
        let kind = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let descriptor = socket(address.family, Int32(kind), 0)
        if descriptor < 0 { throw ServerError(errno: errno, name) }
        if address.family != AF_UNIX { set(descriptor, SOL_SOCKET, SO_REUSEADDR) }
        if shared { set(descriptor, SOL_SOCKET, SO_REUSEPORT) }
        // The system's own default differs from machine to machine.
        if address.family == AF_INET6 { set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, to: both ? 0 : 1) }
        if address.family != AF_UNIX { setForAnswers(descriptor) }
        if address.withPointer({ Glibc.bind(descriptor, $0, $1) }) != 0 {
            let error = errno
            System.close(descriptor)
            throw ServerError(errno: error, name)
        }
        return descriptor
    }

    /// Bytes of answers that the kernel takes for a connection beyond those that are on their way to its client.
    static var unsentBytesInKernel: Int32 { 128 * 1024 }

    /// Sets what sockets that are accepted inherit on Linux.
    private static func setForAnswers(_ descriptor: Int32) {
        // An answer leaves in one send and must not wait for an acknowledgement.
        set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY)
        // Without it the kernel takes megabytes for a client that reads nothing.
        set(descriptor, Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, to: unsentBytesInKernel)
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, to value: Int32 = 1) {
        var value = value
        _ = setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func boundAddress(_ descriptor: Int32) -> SocketAddress {
        var address = SocketAddress()
        _ = address.withMutablePointer { getsockname(descriptor, $0, $1) }
        return address
    }
}
