/// How connections of the secure listeners are protected: TLS 1.2 and 1.3, ephemeral key exchange and AEAD only.
public struct TLSConfiguration: Sendable, Hashable {
    /// A certificate with the chain that leads to it, and its key, both in PEM files.
    public struct Identity: Sendable, Hashable {
        public var certificateFile: String
        public var keyFile: String

        public init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// Whether clients show a certificate.
    public enum ClientCertificates: Sendable, Hashable {
        case off
        /// Asked for and, when there is one, it must be good. The file holds the authorities that are trusted.
        case optional(authoritiesFile: String)
        /// No connection without a good one.
        case required(authoritiesFile: String)
    }

    /// At least one. The first that fits the name a client asks for is used, or else the first.
    public var identities: [Identity]
    public var clientCertificates = ClientCertificates.off
    /// How long a handshake may take.
    public var handshakeTime: Duration = .seconds(10)
    /// How often the keys of session tickets are replaced. A client with an older ticket makes a full handshake.
    public var ticketKeyTime: Duration = .seconds(12 * 3600)

    public init(identities: [Identity]) {
        self.identities = identities
    }
}
