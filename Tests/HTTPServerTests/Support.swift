import Glibc
import HTTPMessage
import HTTPServer
import Synchronization

/// A small application: gives bodies back, counts what is finished, and can hold a stream open.
final class EchoHandler: RequestHandler {
    let finished = Atomic<Int>(0)
    let cutShort = Atomic<Int>(0)

    func receive(_ head: RequestHead, from peer: PeerAddress) -> RequestDisposition {
        switch head.path {
        case "/echo":
            .collect(upTo: 1 << 20) { body in self.response(.ok, body: body.withUnsafeBufferPointer { Array($0) }) }
        case "/stream":
            .stream(upTo: 1 << 30, response(.ok, body: []), EchoStream())
        case "/large":
            .respond(response(.ok, body: Array(repeating: UInt8(ascii: "x"), count: 8 << 20)))
        case "/peer":
            .respond(response(.ok, body: Array(peer.host.utf8)))
        case "/certificate":
            .respond(response(.ok, body: Array(Self.text(peer.certificate).utf8)))
        default:
            .respond(response(.ok, body: Array("\(head.method) \(head.path)".utf8)))
        }
    }

    private static func text(_ certificate: ClientCertificate?) -> String {
        guard let certificate else { return "no certificate." }
        let names = certificate.alternativeNames.joined(separator: " ")
        return "\(certificate.subject) \(names) \(certificate.sha256.count) \(certificate.notAfter)."
    }

    func refuse(_ refusal: Refusal, head: RequestHead?) -> Response {
        response(refusal.status, body: Array(refusal.name.utf8))
    }

    private func response(_ status: Status, body: [UInt8]) -> Response {
        Response(status, fields: [.contentType: "text/plain"], body: body) { exchange in
            if exchange.isComplete {
                self.finished.add(1, ordering: .relaxed)
            } else {
                self.cutShort.add(1, ordering: .relaxed)
            }
        }
    }
}

final class EchoStream: BodyStream {
    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter) {
        slice.withUnsafeBufferPointer { writer.bytes.append(contentsOf: $0) }
    }
    func finish(_ writer: inout StreamWriter) {}
    func cancel() {}
    func cutShort(by refusal: Refusal, _ writer: inout StreamWriter) {
        writer.bytes += Array("cut short: \(refusal.name)".utf8)
    }
}

/// Gives back a thousand bytes a call.
final class SlowStream: BodyStream {
    private let waiting = Mutex<[UInt8]>([])
    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter) {
        waiting.withLock { waiting in
            precondition(slice.isEmpty || waiting.isEmpty)
            slice.withUnsafeBufferPointer { waiting += $0 }
            writer.bytes += waiting.prefix(1000)
            waiting.removeFirst(min(1000, waiting.count))
            writer.isUnfinished = !waiting.isEmpty
        }
    }
    func finish(_ writer: inout StreamWriter) {}
    func cancel() {}
}

/// A server on a port of its own for the length of a test.
func withServer(
    _ change: (inout ServerConfiguration) -> Void = { _ in },
    _ body: (Server, EchoHandler) async throws -> Void
) async throws {
    var configuration = ServerConfiguration(listeners: [.ip("127.0.0.1", port: 0)])
    configuration.loops = 2
    change(&configuration)
    let handler = EchoHandler()
    let server = try Server(configuration, handler: handler)
    server.start()
    do {
        try await body(server, handler)
    } catch {
        await server.shutDown(grace: .zero)
        throw error
    }
    await server.shutDown(grace: .zero)
}

struct ClientError: Error, CustomStringConvertible {
    var description: String
}

/// A client that says exactly what it is told to. Its calls give up after ten seconds, which no passing test waits for.
final class Client {
    let descriptor: Int32
    private var received: [UInt8] = []
    private var hasLeft = false

    init(_ server: Server, listener: Int = 0, receiveBuffer: Int32? = nil) throws {
        let address = server.addresses[listener]
        let isIPv6 = address.host.contains(":")
        descriptor = socket(isIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        let result: Int32
        if isIPv6 {
            var target = sockaddr_in6()
            target.sin6_family = sa_family_t(AF_INET6)
            target.sin6_port = address.port.bigEndian
            target.sin6_addr = in6addr_loopback
            result = connect(&target)
        } else {
            var target = sockaddr_in()
            target.sin_family = sa_family_t(AF_INET)
            target.sin_port = address.port.bigEndian
            target.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            result = connect(&target)
        }
        if result != 0 { throw ClientError(description: "connect: \(errno)") }
    }

    /// Over a socket that is connected already.
    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { leave() }

    /// Closes at once.
    func leave() {
        if !hasLeft { close(descriptor) }
        hasLeft = true
    }

    private func connect<Address>(_ address: inout Address) -> Int32 {
        withUnsafeBytes(of: &address) {
            Glibc.connect(
                descriptor,
                $0.baseAddress!.assumingMemoryBound(to: sockaddr.self),
                socklen_t(MemoryLayout<Address>.size)
            )
        }
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0 { throw ClientError(description: "send: \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    func get(_ path: String) throws { try send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n") }

    /// Says that no more will be sent.
    func finishSending() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    /// Makes closing send a reset.
    func resetOnClose() {
        var value = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
    }

    private func receiveMore() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count < 0 {
            if errno == ECONNRESET { return false }
            throw ClientError(description: "receive: \(errno) after \(received.count) bytes")
        }
        received += buffer[..<count]
        return count > 0
    }

    /// The next whole response with a length, head and body apart.
    func response(hasBody: Bool = true) throws -> (head: String, body: String) {
        while true {
            if let end = received.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
                let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length: ") }
                let length = hasBody ? line.flatMap { Int($0.dropFirst(16)) } ?? 0 : 0
                if received.count >= end.upperBound + length {
                    let body = String(decoding: received[end.upperBound..<end.upperBound + length], as: UTF8.self)
                    received.removeFirst(end.upperBound + length)
                    return (head, body)
                }
            }
            if try !receiveMore() { throw ClientError(description: "closed after \(received.count) bytes") }
        }
    }

    /// The next head alone.
    func head() throws -> String {
        while true {
            if let end = received.firstRange(of: Array("\r\n\r\n".utf8)) {
                defer { received.removeFirst(end.upperBound) }
                return String(decoding: received[..<end.lowerBound], as: UTF8.self)
            }
            if try !receiveMore() { throw ClientError(description: "closed after \(received.count) bytes") }
        }
    }

    /// The next chunk of a chunked body; empty for the last.
    func chunk() throws -> String { String(decoding: try chunkBytes(), as: UTF8.self) }

    /// A whole chunked body.
    func chunks() throws -> [UInt8] {
        var all: [UInt8] = []
        while case let bytes = try chunkBytes(), !bytes.isEmpty { all += bytes }
        return all
    }

    private func chunkBytes() throws -> [UInt8] {
        while true {
            if let line = received.firstRange(of: Array("\r\n".utf8)) {
                let size = Int(String(decoding: received[..<line.lowerBound], as: UTF8.self), radix: 16) ?? 0
                if received.count >= line.upperBound + size + 2 {
                    defer { received.removeFirst(line.upperBound + size + 2) }
                    return Array(received[line.upperBound..<line.upperBound + size])
                }
            }
            if try !receiveMore() { throw ClientError(description: "closed after \(received.count) bytes") }
        }
    }

    /// Everything up to the end of the connection, however that comes.
    func readToEnd() throws -> String { String(decoding: try readBytesToEnd(), as: UTF8.self) }

    func readBytesToEnd() throws -> [UInt8] {
        while try receiveMore() {}
        defer { received = [] }
        return received
    }

    /// Waits until at least so many bytes have come, and drops them.
    func read(_ count: Int) throws {
        while received.count < count {
            if try !receiveMore() { throw ClientError(description: "closed after \(received.count) bytes") }
        }
        received.removeFirst(count)
    }
}

extension [UInt8] {
    func firstRange(of pattern: [UInt8]) -> Range<Int>? {
        guard count >= pattern.count else { return nil }
        return (0...(count - pattern.count)).first { self[$0..<$0 + pattern.count].elementsEqual(pattern) }
            .map { $0..<$0 + pattern.count }
    }
}
