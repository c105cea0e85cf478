import ArgumentParser
import Glibc

/// Asks a running service whether it is ready, for container health checks.
struct Healthcheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask a running service whether it is ready.",
        discussion: """
            Sends GET /readyz to the first place the service listens at without TLS (*:port means loopback) and exits with \
            0 if the answer is 200, else with 1. CLAIMGATE_LISTEN says where that is, as it does for serve; --listen wins. \
            A service that listens for TLS only needs one place more for this, as in --listen unix:/run/claimgate/health.
            """
    )

    @Option(
        help: ArgumentHelp("Where the service listens, as in serve --listen.", valueName: "place")
    )
    var listen: String?

    @Option(help: ArgumentHelp("How long to wait for the answer.", valueName: "time"))
    var timeout = "2s"

    func run() throws {
        let place: ListenPlace
        let timeout: Duration
        do {
            timeout = try TimeSpan.read(self.timeout, in: .milliseconds(1)...(.seconds(600)))
            place = try firstPlace()
        } catch let error as SettingFault {
            StandardError.write("claimgate: \(error.remedy)\n")
            throw ExitCode(64)
        } catch let error as SettingsReader.Failure {
            StandardError.write("claimgate: \(error.description)\n")
            throw ExitCode(64)
        }
        let status = LoopbackClient.status(of: "/readyz", at: place, timeout: timeout)
        guard status == 200 else {
            let reason = status.map { "it answered \($0)" } ?? "it did not answer"
            StandardError.write("claimgate: not ready: \(reason)\n")
            throw ExitCode(1)
        }
    }

    private func firstPlace() throws -> ListenPlace {
        if let listen { return try ListenPlace(listen) }
        let (_, settings) = try SettingsReader.read([], environment: SettingsReader.environment)
        let place = settings.plainPlaces.first { place in
            if case .systemd = place { false } else { true }
        }
        guard let place else {
            throw SettingFault(remedy: "there is no place to ask without TLS; give one by --listen")
        }
        return place
    }
}

/// The least HTTP client that can read a status code.
private enum LoopbackClient {
    /// The status of the answer; nil if none came in time.
    static func status(of path: String, at place: ListenPlace, timeout: Duration) -> Int? {
        guard let socket = connect(to: place, timeout: timeout) else { return nil }
        defer { close(socket) }
        let request = "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
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

    private static func connect(to place: ListenPlace, timeout: Duration) -> Int32? {
        switch place {
        case .everywhere(let port):
            return connect(to: .address([127, 0, 0, 1], port: port), timeout: timeout)
        case .address(let octets, let port) where octets.count == 4:
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = port.bigEndian
            let isEverywhere = octets.allSatisfy { $0 == 0 }
            withUnsafeMutableBytes(of: &name.sin_addr) { $0.copyBytes(from: isEverywhere ? [127, 0, 0, 1] : octets) }
            return connect(AF_INET, &name, timeout)
        case .address(let octets, let port):
            var name = sockaddr_in6()
            name.sin6_family = sa_family_t(AF_INET6)
            name.sin6_port = port.bigEndian
            withUnsafeMutableBytes(of: &name.sin6_addr) { $0.copyBytes(from: octets) }
            if octets.allSatisfy({ $0 == 0 }) { name.sin6_addr = in6addr_loopback }
            return connect(AF_INET6, &name, timeout)
        case .unix(let path, _):
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
            return connect(AF_UNIX, &name, timeout)
        case .systemd:
            return nil
        }
    }

    private static func connect<Name>(_ family: Int32, _ name: inout Name, _ timeout: Duration) -> Int32? {
        let socket = Glibc.socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return nil }
        // Connecting and each read or write give up after this long (socket(7)).
        let microseconds = Int(timeout / .microseconds(1))
        var limit = timeval(tv_sec: microseconds / 1_000_000, tv_usec: microseconds % 1_000_000)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            _ = setsockopt(socket, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        let result = withUnsafeBytes(of: &name) { bytes in
            Glibc.connect(socket, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
        if result == 0 { return socket }
        close(socket)
        return nil
    }
}
