/// An IP address and port as numbers, written `127.0.0.1:8080` or `[::1]:8080` (RFC 5952).
public struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
    let octets: [UInt8]
    public let port: UInt16

    /// Nil unless there are 4 octets (IPv4) or 16 (IPv6).
    public init?(octets: [UInt8], port: UInt16) {
        guard octets.count == 4 || octets.count == 16 else { return nil }
        self.octets = octets
        self.port = port
    }

    public var description: String { octets.count == 16 ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// The address alone.
    public var host: String {
        guard octets.count == 16 else { return octets.map { String($0) }.joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map { UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]) }
        guard let zeros = Self.longestZeros(groups) else { return Self.text(groups[...]) }
        return "\(Self.text(groups[..<zeros.lowerBound]))::\(Self.text(groups[zeros.upperBound...]))"
    }

    private static func text(_ groups: ArraySlice<UInt16>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// The first longest run of two or more zero groups: what RFC 5952 section 4.2 shortens to `::`.
    private static func longestZeros(_ groups: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        while start < groups.count {
            var end = start
            while end < groups.count, groups[end] == 0 { end += 1 }
            if end - start >= 2, end - start > (best?.count ?? 0) { best = start..<end }
            start = max(end, start + 1)
        }
        return best
    }
}
