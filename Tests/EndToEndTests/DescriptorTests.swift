import Glibc
import Testing

/// What happens when the process may open no more files. One thread, so that clients are let in in their order.
struct DescriptorTests {
    /// A connection with a request on its way.
    private static func ask(_ port: UInt16) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafeBytes(of: &address) {
            connect(
                descriptor,
                $0.baseAddress!.assumingMemoryBound(to: sockaddr.self),
                socklen_t(MemoryLayout<sockaddr_in>.size)
            )
        }
        try #require(result == 0)
        let request = Array("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        try #require(send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count)
        return descriptor
    }

    private static func answer(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return String(decoding: buffer.prefix(max(0, count)).prefix(15), as: UTF8.self)
    }

    private static func serve(_ arguments: [String] = [], maximumDescriptors: Int? = nil) throws -> Program {
        try Program(
            ["serve", "--listen", "127.0.0.1:0", "--threads", "1"] + arguments,
            environment: ["CLAIMGATE_LOG_LEVEL": "notice", "CLAIMGATE_LOG_FORMAT": "json"],
            maximumDescriptors: maximumDescriptors
        )
    }

    private static func port(_ line: String) throws -> UInt16 {
        let digits = try #require(line.firstMatch(of: /"server\.port":(\d+)/)?.1)
        return try #require(UInt16(digits))
    }

    @Test("Without a free descriptor clients wait, and are answered when others leave")
    func exhaustion() throws {
        let program = try Self.serve()
        let port = try Self.port(try #require(program.nextErrorLine()))
        // Lowered while it runs, so that it cannot have known.
        try program.limitDescriptors(40)
        var waiting = try (0..<80).map { _ in try Self.ask(port) }
        var events = ""
        while !events.contains("server.accept-paused") { events += try #require(program.nextErrorLine()) }
        // Those that were let in leave one after another, and make room for the rest.
        while !waiting.isEmpty {
            let descriptor = waiting.removeFirst()
            #expect(Self.answer(descriptor) == "HTTP/1.1 200 OK")
            close(descriptor)
        }
        #expect(program.stop(SIGTERM) == 0)
    }

    @Test("With few descriptors it says how many connections there can be, and tells further ones 503")
    func fewDescriptors() throws {
        let program = try Self.serve(maximumDescriptors: 60)
        let warning = try #require(program.nextErrorLine())
        #expect(warning.contains("server.connections-limited"))
        let digits = try #require(warning.firstMatch(of: /"claimgate.connections":(\d+)/)?.1)
        let allowed = try #require(Int(digits))
        let port = try Self.port(try #require(program.nextErrorLine()))
        let clients = try (0..<60).map { _ in try Self.ask(port) }
        let answers = clients.map(Self.answer)
        for client in clients { close(client) }
        #expect(answers.count { $0 == "HTTP/1.1 200 OK" } == allowed)
        #expect(answers.count { $0 == "HTTP/1.1 503 Se" } == 60 - allowed)
        #expect(program.stop(SIGTERM) == 0)
    }
}
