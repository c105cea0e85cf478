import Glibc
import HTTPMessage
import Testing

@testable import HTTPServer

struct ListenerTests {
    private static func temporaryPath() -> String {
        "/tmp/claimgate-test-\(UInt64.random(in: 0...UInt64.max)).socket"
    }

    private static func connect(_ path: String) -> Int32? {
        guard let address = SocketAddress(path: path) else { return nil }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        if address.withPointer({ Glibc.connect(descriptor, $0, $1) }) == 0 { return descriptor }
        close(descriptor)
        return nil
    }

    private static func mode(_ path: String) -> mode_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o777 : nil
    }

    private static func code(_ place: ListenAddress) -> ServerError.Code? {
        do throws(ServerError) {
            _ = try Server(ServerConfiguration(listeners: [place]), handler: EchoHandler())
            return nil
        } catch {
            return error.code
        }
    }

    @Test("A Unix domain socket serves, with its permissions, and its file goes with the server")
    func unixSocket() async throws {
        let path = Self.temporaryPath()
        try await withServer {
            $0.listeners = [.unix(path: path, permissions: 0o600)]
            $0.maximumConnectionsPerAddress = 1
        } _: { server, _ in
            #expect(Self.mode(path) == 0o600)
            #expect(server.addresses == [.local])
            for _ in 0..<4 {
                let client = Client(descriptor: try #require(Self.connect(path)))
                try client.get("/peer")
                #expect(try client.response().body == "local")
            }
            // Someone listens there: it is not taken from them.
            #expect(Self.code(.unix(path: path)) == .addressInUse)
        }
        #expect(Self.mode(path) == nil)
    }

    @Test("The kernel takes a bounded part of an answer for a client that reads nothing")
    func boundedKernel() throws {
        let listener = try Listener.open(.ip("127.0.0.1", port: 0), count: 1, backlog: 8, sharesPort: false)
        let target = try #require(SocketAddress("127.0.0.1", port: listener.address.port))
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(client) }
        var small: Int32 = 4096
        setsockopt(client, SOL_SOCKET, SO_RCVBUF, &small, socklen_t(MemoryLayout<Int32>.size))
        #expect(target.withPointer { Glibc.connect(client, $0, $1) } == 0)
        var waiting = pollfd(fd: listener.descriptors[0], events: Int16(POLLIN), revents: 0)
        #expect(poll(&waiting, 1, 10_000) == 1)
        let accepted = accept(listener.descriptors[0], nil, nil)
        defer { close(accepted) }
        let bytes = [UInt8](repeating: 0, count: 16 * 1024)
        var taken = 0
        while case let count = send(accepted, bytes, bytes.count, Int32(MSG_DONTWAIT)), count > 0 {
            taken += count
        }
        #expect(taken >= Int(Listener.unsentBytesInKernel) && taken < 3 * Int(Listener.unsentBytesInKernel))
        for descriptor in listener.descriptors { close(descriptor) }
    }

    @Test("A socket file that a dead server left is replaced, any other file is not")
    func abandoned() async throws {
        let path = Self.temporaryPath()
        let address = try #require(SocketAddress(path: path))
        let dead = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #expect(address.withPointer { bind(dead, $0, $1) } == 0)
        close(dead)
        try await withServer {
            $0.listeners = [.unix(path: path)]
        } _: { _, _ in
            let client = Client(descriptor: try #require(Self.connect(path)))
            try client.get("/a")
            #expect(try client.response().body == "GET /a")
        }
        let file = try TemporaryFile("precious")
        #expect(Self.code(.unix(path: file.path)) == .addressInUse)
        #expect(Self.mode(file.path) != nil)
    }

    @Test(
        "A path that does not fit is refused",
        arguments: ["", String(repeating: "a", count: 108), "/nowhere/at/all"]
    )
    func badPath(path: String) {
        #expect(Self.code(.unix(path: path)) == (path.hasPrefix("/") ? .system : .invalidAddress))
    }

    @Test("A descriptor that listens already is served")
    func inherited() async throws {
        let address = try #require(SocketAddress("127.0.0.1", port: 0))
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #expect(address.withPointer { bind(descriptor, $0, $1) } == 0)
        #expect(listen(descriptor, 16) == 0)
        try await withServer {
            $0.listeners = [.descriptor(descriptor)]
        } _: { server, _ in
            #expect(server.addresses[0].host == "127.0.0.1" && server.addresses[0].port != 0)
            for _ in 0..<4 {
                let client = try Client(server)
                try client.get("/a")
                #expect(try client.response().body == "GET /a")
            }
        }
        let idle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(idle) }
        #expect(Self.code(.descriptor(idle)) == .invalidAddress)
        #expect(Self.code(.descriptor(-1)) == .invalidAddress)
    }

    @Test(
        "Sockets from systemd are those meant for this process",
        arguments: [
            (["LISTEN_PID": "7", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "http:https"], ["http 3", "https 4"]),
            (["LISTEN_PID": "7", "LISTEN_FDS": "2"], ["unknown 3", "unknown 4"]),
            (["LISTEN_PID": "7", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "http"], ["unknown 3", "unknown 4"]),
            (["LISTEN_PID": "8", "LISTEN_FDS": "2"], []),
            (["LISTEN_FDS": "2"], []),
            (["LISTEN_PID": "7", "LISTEN_FDS": "x"], []),
            (["LISTEN_PID": "7", "LISTEN_FDS": "0"], []),
            (["LISTEN_PID": "7", "LISTEN_FDS": "-1"], []),
            ([:], []),
        ] as [([String: String], [String])]
    )
    func activation(environment: [String: String], expected: [String]) {
        let sockets = SocketActivation(processID: 7) { environment[$0] }.sockets
        let described = sockets.map { socket in
            if case .descriptor(let number) = socket.address { "\(socket.name) \(number)" } else { "" }
        }
        #expect(described == expected)
    }

    @Test("Everywhere is IPv4 and IPv6 on one port, each client by its own address")
    func everywhere() async throws {
        try await withServer {
            $0.listeners = [.everywhere(port: 0)]
        } _: { server, _ in
            let port = server.addresses[0].port
            #expect(port != 0)
            #expect(Self.code(.ip("127.0.0.1", port: port)) == .addressInUse)
            for address in ["127.0.0.1", "::1"] {
                let target = try #require(SocketAddress(address, port: port))
                let descriptor = socket(target.family, Int32(SOCK_STREAM.rawValue), 0)
                let result = target.withPointer { Glibc.connect(descriptor, $0, $1) }
                // A machine may have no IPv6.
                if result != 0, address == "::1" { return }
                #expect(result == 0)
                let client = Client(descriptor: descriptor)
                try client.get("/peer")
                #expect(try client.response().body == address)
            }
        }
    }
}
