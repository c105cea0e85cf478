import ArgumentParser
import Glibc
import StructuredLog

/// An address and port to listen on or to call, as numbers; no name is looked up.
struct ServiceAddress: ExpressibleByArgument, Equatable {
    /// 4 octets (IPv4) or 16 (IPv6).
    let octets: [UInt8]
    /// 0 lets the system choose.
    let port: UInt16

    static let standard = ServiceAddress(octets: [127, 0, 0, 1], port: 8080)

    init(octets: [UInt8], port: UInt16) {
        self.octets = octets
        self.port = port
    }

    /// From `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`; nil for anything else.
    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"),
            let port = UInt16(argument[argument.index(after: colon)...])
        else { return nil }
        self.port = port
        let host = argument[..<colon]
        if host == "localhost" {
            octets = [127, 0, 0, 1]
        } else if host.hasPrefix("["), host.hasSuffix("]") {
            guard let octets = Self.octets(AF_INET6, 16, String(host.dropFirst().dropLast())) else { return nil }
            self.octets = octets
        } else {
            guard let octets = Self.octets(AF_INET, 4, String(host)) else { return nil }
            self.octets = octets
        }
    }

    /// The address without the port, as the server takes it.
    var host: String {
        let text = networkAddress?.description ?? ""
        return String(text.prefix(upTo: text.lastIndex(of: ":") ?? text.endIndex).filter { $0 != "[" && $0 != "]" })
    }

    var networkAddress: NetworkAddress? { NetworkAddress(octets: octets, port: port) }

    var defaultValueDescription: String { networkAddress?.description ?? "" }

    private static func octets(_ family: Int32, _ count: Int, _ text: String) -> [UInt8]? {
        var octets = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &octets) == 1 ? octets : nil
    }
}
