import Glibc
import HTTPServer
import StructuredLog

/// A place to listen at, as an operator writes it. No name is looked up.
enum ListenPlace: Equatable {
    /// 4 octets (IPv4) or 16 (IPv6); port 0 lets the system choose.
    case address([UInt8], port: UInt16)
    /// Every address of this machine, IPv4 and IPv6.
    case everywhere(port: UInt16)
    case unix(path: String, mode: UInt32)
    /// The sockets that systemd opened, all of them or those of one `FileDescriptorName`.
    case systemd(name: String?)

    static let standard = ListenPlace.address([127, 0, 0, 1], port: 8080)
    static let standardMode: UInt32 = 0o660

    init(_ text: String) throws(SettingFault) {
        if text == "systemd" {
            self = .systemd(name: nil)
        } else if text.hasPrefix("systemd:") {
            self = .systemd(name: String(text.dropFirst(8)))
        } else if text.hasPrefix("unix:") {
            self = try Self.unix(text.dropFirst(5))
        } else {
            guard let place = Self.port(text) else {
                throw SettingFault(
                    remedy: "give 127.0.0.1:8080, [::1]:8080, localhost:8080, *:8080 for every address, "
                        + "unix:/path?mode=0660, or systemd"
                )
            }
            self = place
        }
    }

    private static func unix(_ text: Substring) throws(SettingFault) -> ListenPlace {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = String(parts[0])
        guard path.hasPrefix("/"), path.utf8.count <= 107 else {
            throw SettingFault(remedy: "give an absolute path of at most 107 bytes, as in unix:/run/claimgate.sock")
        }
        guard parts.count == 2 else { return .unix(path: path, mode: standardMode) }
        guard parts[1].hasPrefix("mode="), let mode = UInt32(parts[1].dropFirst(5), radix: 8), mode <= 0o777 else {
            throw SettingFault(remedy: "give the permissions of the socket as in unix:\(path)?mode=0660")
        }
        return .unix(path: path, mode: mode)
    }

    private static func port(_ text: String) -> ListenPlace? {
        guard let colon = text.lastIndex(of: ":"),
            let port = WholeNumber.read(text[text.index(after: colon)...]).flatMap(UInt16.init(exactly:))
        else { return nil }
        let host = text[..<colon]
        if host == "*" { return .everywhere(port: port) }
        if host == "localhost" { return .address([127, 0, 0, 1], port: port) }
        if host.hasPrefix("["), host.hasSuffix("]") {
            return octets(AF_INET6, 16, String(host.dropFirst().dropLast())).map { .address($0, port: port) }
        }
        return octets(AF_INET, 4, String(host)).map { .address($0, port: port) }
    }

    private static func octets(_ family: Int32, _ count: Int, _ text: String) -> [UInt8]? {
        var octets = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &octets) == 1 ? octets : nil
    }

    /// As it is written.
    var text: String {
        switch self {
        case .address(let octets, let port): NetworkAddress(octets: octets, port: port)?.description ?? ""
        case .everywhere(let port): "*:\(port)"
        case .unix(let path, Self.standardMode): "unix:\(path)"
        case .unix(let path, let mode): "unix:\(path)?mode=0\(String(mode, radix: 8))"
        case .systemd(nil): "systemd"
        case .systemd(let name?): "systemd:\(name)"
        }
    }

    /// Whether it takes what another place needs: the same place, or every address and one of them on the same port.
    func overlaps(_ other: ListenPlace) -> Bool {
        switch (self, other) {
        case (.unix(let path, _), .unix(let otherPath, _)):
            path == otherPath
        case (.systemd(let name), .systemd(let otherName)):
            name == nil || otherName == nil || name == otherName
        case (.everywhere(let port), .everywhere(let otherPort)), (.everywhere(let port), .address(_, let otherPort)),
            (.address(_, let port), .everywhere(let otherPort)):
            port == otherPort && port != 0
        case (.address(let octets, let port), .address(let otherOctets, let otherPort)):
            port == otherPort && port != 0 && octets.count == otherOctets.count
                && (octets == otherOctets || Self.isEvery(octets) || Self.isEvery(otherOctets))
        default:
            false
        }
    }

    /// 0.0.0.0 and ::, which stand for every address of their kind.
    private static func isEvery(_ octets: [UInt8]) -> Bool { octets.allSatisfy { $0 == 0 } }

    /// As the server takes it: one address, or as many as systemd opened.
    ///
    /// - Throws: a fault when systemd opened none that fits.
    func addresses(_ opened: SocketActivation) throws(SettingFault) -> [ListenAddress] {
        switch self {
        case .address(let octets, let port):
            let text = NetworkAddress(octets: octets, port: port)?.description ?? ""
            let host = text.prefix(upTo: text.lastIndex(of: ":") ?? text.endIndex)
            return [.ip(String(host.filter { $0 != "[" && $0 != "]" }), port: port)]
        case .everywhere(let port):
            return [.everywhere(port: port)]
        case .unix(let path, let mode):
            return [.unix(path: path, permissions: mode)]
        case .systemd(let name):
            let fitting = opened.sockets.filter { name == nil || $0.name == name }
            guard !fitting.isEmpty else {
                let names = Set(opened.sockets.map(\.name)).sorted().joined(separator: ", ")
                throw SettingFault(
                    remedy: opened.sockets.isEmpty
                        ? "systemd passed no sockets to this process; start it by its socket unit"
                        : "systemd passed no socket of this name; there are \(names)"
                )
            }
            return fitting.map(\.address)
        }
    }
}
