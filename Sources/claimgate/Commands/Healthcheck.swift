import ArgumentParser
import Glibc

/// Asks a running service whether it is ready, for container health checks.
struct Healthcheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask a running service whether it is ready.",
        discussion: """
            Sends GET /readyz to the address the service listens on (an unspecified address means loopback) and exits
            with 0 if the answer is 200, else with 1. CLAIMGATE_ADDRESS sets the address as it does for serve.
            """
    )

    @OptionGroup var address: AddressSettings

    @Option(help: ArgumentHelp("Seconds to wait for the answer.", valueName: "seconds"))
    var timeout = Whole(2)

    func run() throws {
        let status = LoopbackClient.status(of: "/readyz", at: address.address.reachable, timeout: timeout.value)
        guard status == 200 else {
            let reason = status.map { "it answered \($0)" } ?? "it did not answer"
            StandardError.write("claimgate: not ready: \(reason)\n")
            throw ExitCode(1)
        }
    }
}

extension ServiceAddress {
    /// The address to call a service that listens here: loopback where it listens on every address.
    var reachable: ServiceAddress {
        guard octets.allSatisfy({ $0 == 0 }) else { return self }
        let loopback: [UInt8] = octets.count == 4 ? [127, 0, 0, 1] : [UInt8](repeating: 0, count: 15) + [1]
        return ServiceAddress(octets: loopback, port: port)
    }
}

/// The least HTTP client that can read a status code.
private enum LoopbackClient {
    /// The status of the answer; nil if none came in time.
    static func status(of path: String, at address: ServiceAddress, timeout seconds: Int) -> Int? {
        let isIPv4 = address.octets.count == 4
        let socket = Glibc.socket(isIPv4 ? AF_INET : AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { return nil }
        defer { close(socket) }
        // Connecting and each read or write give up after this long (socket(7)).
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            guard setsockopt(socket, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size)) == 0
            else { return nil }
        }
        guard connect(socket, to: address) else { return nil }
        let request = "GET \(path) HTTP/1.1\r\nHost: \(address.defaultValueDescription)\r\nConnection: close\r\n\r\n"
        guard Descriptor.write(Array(request.utf8), to: socket) else { return nil }
        var head = [UInt8](repeating: 0, count: 12)
        var count = 0
        while count < head.count {
            let got = head.withUnsafeMutableBytes { read(socket, $0.baseAddress! + count, $0.count - count) }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return nil }
            count += got
        }
        let text = String(decoding: head, as: UTF8.self)
        return text.hasPrefix("HTTP/1.1 ") ? Int(text.dropFirst(9)) : nil
    }

    private static func connect(_ socket: Int32, to address: ServiceAddress) -> Bool {
        if address.octets.count == 4 {
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = address.port.bigEndian
            withUnsafeMutableBytes(of: &name.sin_addr) { $0.copyBytes(from: address.octets) }
            return connect(socket, &name)
        }
        var name = sockaddr_in6()
        name.sin6_family = sa_family_t(AF_INET6)
        name.sin6_port = address.port.bigEndian
        withUnsafeMutableBytes(of: &name.sin6_addr) { $0.copyBytes(from: address.octets) }
        return connect(socket, &name)
    }

    private static func connect<Name>(_ socket: Int32, _ name: inout Name) -> Bool {
        withUnsafeBytes(of: &name) { bytes in
            Glibc.connect(socket, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count)) == 0
        }
    }
}
