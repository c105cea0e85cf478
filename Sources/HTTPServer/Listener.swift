import Glibc
import HTTPMessage

/// One place to listen, with a socket for each event loop: the system spreads new connections over them.
struct Listener {
    let address: PeerAddress
    let descriptors: [Int32]

    /// Binds and listens `count` times at the same place.
    static func open(_ place: ListenAddress, count: Int, backlog: Int32) throws(ServerError) -> Listener {
        switch place {
        case .ip(let host, let port):
            guard var address = SocketAddress(host, port: port) else {
                throw ServerError(.invalidAddress, "listening on \(host)")
            }
            let name = "listening on \(address.peer)"
            if port != 0 { try checkNobodyListens(address, name) }
            var descriptors: [Int32] = []
            do throws(ServerError) {
                for _ in 0..<count {
                    let descriptor = try bind(address, shared: true, name)
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
    }

    /// Sockets that share a port would also share it with another process of the same user, and each would get half
    /// of the clients. A socket that does not share finds that out.
    private static func checkNobodyListens(_ address: SocketAddress, _ name: String) throws(ServerError) {
        System.close(try bind(address, shared: false, name))
    }

    private static func bind(_ address: SocketAddress, shared: Bool, _ name: String) throws(ServerError) -> Int32 {
        let kind = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let descriptor = socket(address.family, Int32(kind), 0)
        if descriptor < 0 { throw ServerError(errno: errno, name) }
        set(descriptor, SOL_SOCKET, SO_REUSEADDR)
        if shared { set(descriptor, SOL_SOCKET, SO_REUSEPORT) }
        // IPv4 has listeners of its own.
        if address.family == AF_INET6 { set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY) }
        // Accepted sockets inherit this on Linux: an answer leaves in one send and must not wait for an acknowledgement.
        set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY)
        if address.withPointer({ Glibc.bind(descriptor, $0, $1) }) != 0 {
            let error = errno
            System.close(descriptor)
            throw ServerError(errno: error, name)
        }
        return descriptor
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32) {
        var on: Int32 = 1
        _ = setsockopt(descriptor, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func boundAddress(_ descriptor: Int32) -> SocketAddress {
        var address = SocketAddress()
        _ = address.withMutablePointer { getsockname(descriptor, $0, $1) }
        return address
    }
}
