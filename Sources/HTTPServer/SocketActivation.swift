import Glibc

/// Listening sockets that systemd opened for this process (sd_listen_fds(3)).
public struct SocketActivation: Sendable {
    /// The descriptors in the order of the socket unit, each with its `FileDescriptorName`, or `unknown`.
    public let sockets: [(name: String, address: ListenAddress)]

    /// Reads `LISTEN_PID`, `LISTEN_FDS` and `LISTEN_FDNAMES`. What is meant for another process, or is not there, gives
    /// no sockets.
    ///
    /// - Parameters:
    ///   - processID: whom the sockets must be meant for, this process if not given.
    ///   - variable: the value of an environment variable.
    public init(processID: Int32? = nil, _ variable: (String) -> String?) {
        guard variable("LISTEN_PID").flatMap({ Int32($0) }) == processID ?? getpid(),
            let count = variable("LISTEN_FDS").flatMap({ Int32($0) }), (1...1024).contains(count)
        else {
            sockets = []
            return
        }
        let names = (variable("LISTEN_FDNAMES") ?? "").split(separator: ":", omittingEmptySubsequences: false)
        // The first descriptor is always 3.
        sockets = (0..<count).map { index in
            let name = names.count == Int(count) ? String(names[Int(index)]) : "unknown"
            return (name, .descriptor(3 + index))
        }
    }
}
