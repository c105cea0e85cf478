import Glibc

/// Why a server could not start.
public struct ServerError: Error, Sendable, Hashable {
    public enum Code: Sendable, Hashable {
        /// The text is no address, or not one to listen on.
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
    /// Why not, where the code alone does not say it.
    public let reason: String?
    /// What is wrong with certificates and keys; nil for any other code.
    public let certificate: CertificateFault?

    public init(_ code: Code, _ context: String, reason: String? = nil) {
        self.init(code, errno: 0, context, reason: reason, certificate: nil)
    }

    init(
        _ fault: CertificateFault.Kind,
        of file: CertificateFault.File? = nil,
        index: Int? = nil,
        errno: Int32 = 0,
        _ context: String,
        reason: String? = nil
    ) {
        let fault = CertificateFault(fault: fault, file: file, index: index)
        self.init(.certificate, errno: errno, context, reason: reason, certificate: fault)
    }

    init(errno: Int32, _ context: String) {
        let code: Code =
            switch errno {
            case EADDRINUSE: .addressInUse
            case EADDRNOTAVAIL: .addressNotAvailable
            case EACCES, EPERM: .permissionDenied
            default: .system
            }
        self.init(code, errno: errno, context, reason: nil, certificate: nil)
    }

    private init(_ code: Code, errno: Int32, _ context: String, reason: String?, certificate: CertificateFault?) {
        self.code = code
        self.errno = errno
        self.context = context
        self.reason = reason
        self.certificate = certificate
    }
}

/// What is wrong with certificates and keys, in a closed set of words that can be logged.
public struct CertificateFault: Sendable, Hashable {
    public enum Kind: String, CaseIterable, Sendable {
        /// There is no such file, or it may not be read.
        case unreadableFile = "unreadable-file"
        case unusableCertificate = "unusable-certificate"
        case unusableKey = "unusable-key"
        /// The key belongs to another certificate.
        case keyMismatch = "key-mismatch"
        case unusableAuthorities = "unusable-authorities"
        case unusableRevocations = "unusable-revocations"
        /// No certificate was given at all.
        case missing
        /// The library itself refused.
        case library
    }

    /// Which of the files of the configuration is to blame.
    public enum File: Sendable, Hashable {
        case certificate
        case key
        case authorities
        case revocations
    }

    public let fault: Kind
    /// Nil where no file is to blame.
    public let file: File?
    /// Which identity of the configuration, from 0; nil where none is to blame.
    public let index: Int?
}

extension ServerError: CustomStringConvertible {
    public var description: String {
        switch code {
        case .nothingToListenOn: "no address to listen on was given"
        case .invalidAddress: "\(context): \(reason ?? "not an IPv4 or IPv6 address")"
        case .addressInUse: "\(context): the address is already in use" + (reason.map { ": \($0)" } ?? "")
        case .addressNotAvailable: "\(context): this machine does not have the address"
        case .permissionDenied: "\(context): permission denied"
        case .certificate: errno == 0 ? context + (reason.map { ": \($0)" } ?? "") : "\(context): \(systemReason)"
        case .system: "\(context): \(systemReason)"
        }
    }

    private var systemReason: String { String(cString: strerror(errno)) }
}
