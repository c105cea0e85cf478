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

    public enum Version: Sendable, Hashable {
        case tls12
        case tls13
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
    /// The oldest version that is spoken.
    public var minimumVersion = Version.tls12
    public var clientCertificates = ClientCertificates.off
    /// A file of lists of certificates that their authorities have taken back. A client whose authority has no list in it,
    /// or one that is out of date, is refused.
    public var revocationsFile: String?
    /// How long a handshake may take.
    public var handshakeTime: Duration = .seconds(10)
    /// How long a session may be resumed by its ticket; zero gives out no tickets.
    ///
    /// The key that seals tickets is replaced twice in that time and destroyed when the last ticket it sealed is over, so
    /// no key is older than one and a half of it. RFC 8446 allows seven days at most.
    public var ticketLifetime: Duration = .seconds(2 * 3600)

    public init(identities: [Identity]) {
        self.identities = identities
    }

    /// Reads certificates, keys and authorities as a server would, and says which certificates are out of date.
    ///
    /// - Throws: what would keep a server from starting.
    public func check() throws(ServerError) -> [CertificateNote] {
        try TLSContext(self, ticketKeys: TicketKeys(self, now: 0)).notes
    }
}

/// A certificate that can be used and that clients will not trust.
public struct CertificateNote: Sendable, Hashable {
    public enum Reason: String, CaseIterable, Sendable {
        case expired
        case notYetValid = "not-yet-valid"
    }

    /// Which identity of the configuration, from 0.
    public let index: Int
    public let certificateFile: String
    public let reason: Reason
}

extension CertificateNote: CustomStringConvertible {
    public var description: String {
        switch reason {
        case .expired: "the certificate in \(certificateFile) has expired"
        case .notYetValid: "the certificate in \(certificateFile) is not valid yet"
        }
    }
}
