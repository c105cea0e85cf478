import Glibc

/// Why a server could not start.
public struct ServerError: Error, Sendable, Hashable {
    public enum Code: Sendable, Hashable {
        /// The text is neither an IPv4 nor an IPv6 address.
        case invalidAddress
        /// Someone else listens there.
        case addressInUse
        /// The address is not one of this machine.
        case addressNotAvailable
        /// Listening there needs a privilege.
        case permissionDenied
        /// The configuration names no place to listen.
        case nothingToListenOn
        /// A certificate, its key or an authority cannot be used.
        case certificate
        /// Any other refusal of the system.
        case system
    }

    public let code: Code
    /// The system's error number, 0 where it was not asked.
    public let errno: Int32
    /// What was being done and to what, in words.
    public let context: String

    init(_ code: Code, errno: Int32 = 0, _ context: String) {
        self.code = code
        self.errno = errno
        self.context = context
    }

    init(errno: Int32, _ context: String) {
        let code: Code =
            switch errno {
            case EADDRINUSE: .addressInUse
            case EADDRNOTAVAIL: .addressNotAvailable
            case EACCES, EPERM: .permissionDenied
            default: .system
            }
        self.init(code, errno: errno, context)
    }
}

extension ServerError: CustomStringConvertible {
    public var description: String {
        switch code {
        case .invalidAddress: "\(context): not an IPv4 or IPv6 address"
        case .certificate: context
        case .nothingToListenOn: "no address to listen on was given"
        case .addressInUse: "\(context): the address is already in use"
        case .addressNotAvailable: "\(context): this machine does not have the address"
        case .permissionDenied: "\(context): permission denied"
        case .system: "\(context): \(String(cString: strerror(errno)))"
        }
    }
}
