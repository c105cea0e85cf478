/// The address a connection came from, and the certificate that the client showed on it.
public struct PeerAddress: Sendable, Hashable {
    enum Family: UInt8, Sendable {
        case ipv4
        case ipv6
        case local
    }

    let family: Family
    /// Whether the connection is by TLS.
    public var isSecure = false
    /// 0 for a Unix domain socket.
    public let port: UInt16
    /// The address in network order, left-aligned: four bytes of the first word for IPv4.
    let high: UInt64
    let low: UInt64
    /// Nil without TLS, and where clients are not asked for one or have none.
    public var certificate: ClientCertificate?

    /// A Unix domain socket, which has no address worth a name.
    public static let local = PeerAddress(family: .local, port: 0, high: 0, low: 0)

    /// From the four bytes of an IPv4 address.
    public static func ipv4(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, port: UInt16 = 0) -> PeerAddress {
        let word = UInt64(a) << 24 | UInt64(b) << 16 | UInt64(c) << 8 | UInt64(d)
        return PeerAddress(family: .ipv4, port: port, high: word << 32, low: 0)
    }

    /// From the two halves of an IPv6 address; an IPv4 address mapped into IPv6 becomes the IPv4 address.
    public static func ipv6(high: UInt64, low: UInt64, port: UInt16 = 0) -> PeerAddress {
        if high == 0, low >> 32 == 0xFFFF {
            return PeerAddress(family: .ipv4, port: port, high: low << 32, low: 0)
        }
        return PeerAddress(family: .ipv6, port: port, high: high, low: low)
    }

    private init(family: Family, port: UInt16, high: UInt64, low: UInt64) {
        self.family = family
        self.port = port
        self.high = high
        self.low = low
    }

    /// The address in network order: 4 bytes for IPv4, 16 for IPv6, none for a Unix domain socket.
    public var octets: [UInt8] {
        let count = family == .ipv4 ? 4 : family == .ipv6 ? 16 : 0
        return (0..<count).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> UInt64(56 - $0 % 8 * 8)) }
    }

    /// The same address without its port and certificate, and an IPv6 address without its interface half: what connections are
    /// counted by, since one host is commonly given a whole /64.
    public var network: PeerAddress {
        PeerAddress(family: family, port: 0, high: high, low: 0)
    }

    /// The address as text without the port: `192.0.2.1`, `2001:db8::1` (RFC 5952), `local`.
    public var host: String {
        switch family {
        case .local: "local"
        case .ipv4: (0..<4).map { String(high >> UInt64(56 - 8 * $0) & 0xFF) }.joined(separator: ".")
        case .ipv6: ipv6Text
        }
    }

    private var ipv6Text: String {
        let groups = [high, low].flatMap { word in
            [word >> 48, word >> 32, word >> 16, word].map { $0 & 0xFFFF }
        }
        var longest = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start > longest.count { longest = start..<end }
            start = max(end, start + 1)
        }
        func text(_ part: some Sequence<UInt64>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        if longest.count < 2 { return text(groups) }
        return text(groups[..<longest.lowerBound]) + "::" + text(groups[longest.upperBound...])
    }
}

extension PeerAddress: CustomStringConvertible {
    public var description: String {
        switch family {
        case .local: "local"
        case .ipv4: "\(host):\(port)"
        case .ipv6: "[\(host)]:\(port)"
        }
    }
}
