import ClaimFormats
import HTTPMessage

/// The clients that certificates are taken from:
/// `{"clients": [{"client": "billing", "name": "DNS:billing.example", "scopes": ["claims:validate"]}]}`.
public struct CertificateList: Sendable, Equatable {
    /// The largest file, in bytes.
    public static let limit = AccessFile.limit
    /// The most clients of a file.
    public static let maximumClients = 1000

    public struct Entry: Sendable, Equatable {
        public let client: ClientName
        /// A subject, `CN=billing,O=Clinic` (RFC 4514), or an alternative name, `DNS:...`, `URI:...` or `email:...`.
        public let name: CertificateName
        public let scopes: Scopes
    }

    public let entries: [Entry]

    /// Reads a file.
    ///
    /// - Throws: the first thing that is wrong with it.
    public init(_ bytes: [UInt8]) throws(AccessFileProblem) {
        let file = try AccessFile(bytes)
        var entries: [Entry] = []
        for entry in try file.list("clients", atMost: Self.maximumClients) {
            try file.checkMembers(entry, ["client", "name", "scopes"], [])
            let form = "a subject as in CN=billing,O=Clinic or a name as in DNS:billing.example, URI:... or email:..."
            let name = try file.value(entry, "name", form, CertificateName.init(_:))
            guard !entries.contains(where: { $0.name == name }) else {
                throw file.problem(entry.offset, "This name is there already.")
            }
            entries.append(
                Entry(
                    client: try file.value(entry, "client", ClientName.form, ClientName.init(_:)),
                    name: name,
                    scopes: try file.scopes(entry)
                )
            )
        }
        self.entries = entries
    }

    /// The client of a certificate: the first of the list that has one of its names.
    func entry(_ certificate: ClientCertificate) -> Entry? {
        entries.first { entry in
            switch entry.name {
            case .subject(let text): certificate.subject == text
            case .alternative(let text): certificate.alternativeNames.contains(text)
            }
        }
    }
}

/// A name that a certificate has.
public enum CertificateName: Sendable, Hashable {
    case subject(String)
    /// With its kind: `DNS:billing.example`.
    case alternative(String)

    init?(_ text: String) {
        for kind in ["DNS:", "URI:", "email:"] where text.hasPrefix(kind) {
            guard text.utf8.count > kind.utf8.count else { return nil }
            self = .alternative(text)
            return
        }
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex,
            text[..<sign].utf8.allSatisfy({
                (0x30...0x39).contains($0) || (0x41...0x5a).contains($0)
                    || (0x61...0x7a).contains($0) || $0 == 0x2e
            })
        else { return nil }
        self = .subject(text)
    }
}

/// How certificates are taken.
public enum CertificatePolicy: Sendable {
    /// Each that a trusted authority has signed; it may do everything.
    case anyTrusted
    /// Those of a list, each with its scopes.
    case listed(CertificateList)

    func caller(_ certificate: ClientCertificate, at now: Instant) throws(AccessRefusal) -> Caller {
        // The handshake has looked at the times; a connection may outlive them.
        guard now.seconds <= certificate.notAfter else { throw .expiredCertificate }
        guard let digest = Digest(certificate.sha256) else { throw .unknownCertificate }
        let number = certificate.sha256[..<4].reduce(0) { $0 << 8 | UInt32($1) }
        switch self {
        case .anyTrusted:
            return Caller(id: .anyCertificate(digest), scopes: .all, number: number)
        case .listed(let list):
            guard let entry = list.entry(certificate) else { throw .unknownCertificate }
            return Caller(id: .certificate(entry.client), scopes: entry.scopes, number: number)
        }
    }
}
