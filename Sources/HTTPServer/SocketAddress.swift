import Glibc
import HTTPMessage

/// An address in the form the system takes.
struct SocketAddress {
    private var storage = sockaddr_storage()
    private var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

    init() {}

    /// From the text of an address, or `localhost`, and a port; nil when it is neither IPv4 nor IPv6.
    init?(_ host: String, port: UInt16) {
        var ipv4 = sockaddr_in()
        var ipv6 = sockaddr_in6()
        if inet_pton(AF_INET, host == "localhost" ? "127.0.0.1" : host, &ipv4.sin_addr) == 1 {
            ipv4.sin_family = sa_family_t(AF_INET)
            ipv4.sin_port = port.bigEndian
            store(ipv4)
        } else if inet_pton(AF_INET6, host, &ipv6.sin6_addr) == 1 {
            ipv6.sin6_family = sa_family_t(AF_INET6)
            ipv6.sin6_port = port.bigEndian
            store(ipv6)
        } else {
            return nil
        }
    }

    /// The path of a Unix domain socket; nil when it is empty or longer than the system's structure.
    init?(path: String) {
        var address = sockaddr_un()
        let bytes = Array(path.utf8)
        guard !bytes.isEmpty, bytes.count < MemoryLayout.size(ofValue: address.sun_path), !bytes.contains(0) else {
            return nil
        }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        store(address)
    }

    private mutating func store<Address>(_ address: Address) {
        withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: address, as: Address.self) }
        length = socklen_t(MemoryLayout<Address>.size)
    }

    var family: Int32 { Int32(storage.ss_family) }

    /// The same as the application sees it.
    var peer: PeerAddress {
        switch family {
        case AF_INET:
            let address = withUnsafeBytes(of: storage) { $0.load(as: sockaddr_in.self) }
            let word = UInt32(bigEndian: address.sin_addr.s_addr)
            return .ipv4(
                UInt8(word >> 24),
                UInt8(word >> 16 & 0xFF),
                UInt8(word >> 8 & 0xFF),
                UInt8(word & 0xFF),
                port: UInt16(bigEndian: address.sin_port)
            )
        case AF_INET6:
            let address = withUnsafeBytes(of: storage) { $0.load(as: sockaddr_in6.self) }
            return withUnsafeBytes(of: address.sin6_addr) { bytes in
                .ipv6(
                    high: UInt64(bigEndian: bytes.load(as: UInt64.self)),
                    low: UInt64(bigEndian: bytes.load(fromByteOffset: 8, as: UInt64.self)),
                    port: UInt16(bigEndian: address.sin6_port)
                )
            }
        default:
            return .local
        }
    }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafeBytes(of: storage) { bytes in
            body(bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), length)
        }
    }

    /// Lends room for an address that the system fills in.
    mutating func withMutablePointer<Result>(
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
    ) -> Result {
        var room = socklen_t(MemoryLayout<sockaddr_storage>.size)
        defer { length = room }
        return withUnsafeMutableBytes(of: &storage) { bytes in
            body(bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), &room)
        }
    }
}
