/// The certificate that a client showed, once its chain has been found to be good.
public final class ClientCertificate: Sendable {
    /// The subject's distinguished name as text (RFC 4514): `CN=billing,O=Clinic`.
    public let subject: String
    /// The subject's alternative names with their kinds: `DNS:billing.example`, `URI:...`, `email:...`.
    public let alternativeNames: [String]
    /// The SHA-256 digest of the certificate, 32 bytes.
    public let sha256: [UInt8]
    /// The last second in which it is good, since the beginning of 1970.
    public let notAfter: Int

    public init(subject: String, alternativeNames: [String], sha256: [UInt8], notAfter: Int) {
        self.subject = subject
        self.alternativeNames = alternativeNames
        self.sha256 = sha256
        self.notAfter = notAfter
    }
}

extension ClientCertificate: Hashable {
    public static func == (left: ClientCertificate, right: ClientCertificate) -> Bool { left.sha256 == right.sha256 }
    public func hash(into hasher: inout Hasher) { hasher.combine(sha256) }
}
