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

    /// Reads certificates, keys and authorities as a server would, and says which of them are out of date.
    ///
    /// - Throws: what would keep a server from starting.
    public func check() throws(ServerError) -> [TLSNote] {
        try TLSContext(self, ticketKeys: TicketKeys(self, now: 0)).notes
    }
}

/// What can be used and is out of date.
public enum TLSNote: Sendable, Hashable {
    public enum Reason: String, CaseIterable, Sendable {
        case expired
        case notYetValid = "not-yet-valid"
    }

    /// A certificate that clients will not trust, and which identity of the configuration it is, from 0.
    case certificate(Int, file: String, Reason)
    /// A list of revocations: clients whose authority it is of are refused.
    case revocations(file: String, Reason)
}

extension TLSNote: CustomStringConvertible {
    public var description: String {
        switch self {
        case .certificate(_, let file, let reason): "the certificate in \(file) \(reason.text)"
        case .revocations(let file, let reason):
            "a list of the revocations in \(file) \(reason.text); its clients are refused"
        }
    }
}

extension TLSNote.Reason {
    fileprivate var text: String {
        switch self {
        case .expired: "has expired"
        case .notYetValid: "is not valid yet"
        }
    }
}
