import Glibc

/// Tells systemd what the service is doing, for units of `Type=notify` (sd_notify(3)). Without systemd it does nothing.
struct SystemdNotice: Sendable {
    private let socket: String?

    /// - Parameter socket: the value of `NOTIFY_SOCKET`: a path, or a name in the abstract namespace after an `@`.
    init(socket: String? = getenv("NOTIFY_SOCKET").map { String(cString: $0) }) {
        self.socket = socket
    }

    /// Everything is read and listening.
    func ready() { send("READY=1\nSTATUS=Serving\n") }

    /// Certificates and keys are being read; `ready` comes after it.
    func reloading() {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let microseconds = Int(time.tv_sec) * 1_000_000 + Int(time.tv_nsec) / 1000
        send("RELOADING=1\nMONOTONIC_USEC=\(microseconds)\nSTATUS=Reloading\n")
    }

    /// What was to be reloaded cannot be used, and what was there before is.
    func reloadFailed() { send("READY=1\nSTATUS=Serving with what there was before a reload that failed\n") }

    func stopping() { send("STOPPING=1\nSTATUS=Finishing what is in flight\n") }

    /// Nothing depends on whether it arrives: systemd ends a service that it hears nothing of.
    private func send(_ text: String) {
        guard let socket, !socket.isEmpty else { return }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        var path = Array(socket.utf8)
        if path[0] == UInt8(ascii: "@") { path[0] = 0 }
        guard path.count < MemoryLayout.size(ofValue: name.sun_path) else { return }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path) }
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let length = MemoryLayout<sa_family_t>.size + path.count
        _ = withUnsafeBytes(of: &name) { name in
            Array(text.utf8).withUnsafeBytes { bytes in
                sendto(
                    descriptor,
                    bytes.baseAddress,
                    bytes.count,
                    Int32(MSG_DONTWAIT | MSG_NOSIGNAL),
                    name.assumingMemoryBound(to: sockaddr.self).baseAddress,
                    socklen_t(length)
                )
            }
        }
    }
}
