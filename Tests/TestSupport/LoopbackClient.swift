import Glibc

/// A client on loopback that sends bytes as they are and reads until the server closes.
public enum LoopbackClient: Sendable {
    /// A connection, which the caller closes; nil if there is none to be had.
    public static func connect(port: UInt16) -> Int32? {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        precondition(socket >= 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafeBytes(of: &name) { bytes in
            Glibc.connect(socket, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
        if connected == 0 { return socket }
        close(socket)
        return nil
    }

    /// Sends the bytes and ends the sending side; everything that came back.
    ///
    /// A request in it that should be the last needs `Connection: close`, or the idle time passes first.
    public static func exchange(port: UInt16, _ text: String) -> String {
        guard let socket = connect(port: port) else { return "" }
        defer { close(socket) }
        let request = Array(text.utf8)
        var sent = 0
        while sent < request.count {
            let count = request.withUnsafeBytes { bytes in
                Glibc.send(socket, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { break }
            sent += count
        }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(socket, &chunk, chunk.count)
            guard count > 0 else { break }
            answer += chunk[..<count]
        }
        return String(decoding: answer, as: UTF8.self)
    }

    /// One request on a connection of its own.
    public static func send(
        port: UInt16,
        _ method: String = "GET",
        _ target: String,
        _ fields: [String] = [],
        body: String = ""
    ) -> String {
        let length = body.isEmpty ? [] : ["Content-Length: \(body.utf8.count)"]
        let head = ["\(method) \(target) HTTP/1.1", "Host: localhost", "Connection: close"] + length + fields
        return exchange(port: port, head.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }
}
