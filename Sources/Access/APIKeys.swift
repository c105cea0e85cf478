import ClaimFormats

/// What is kept of an API key: its digest, never the key.
public struct APIKey: Sendable, Equatable {
    /// Made at random with the key, so that it can stand in logs: a number cannot carry anything else.
    public struct ID: Sendable, Hashable {
        public let number: UInt32

        public init(_ number: UInt32) { self.number = number }

        /// From eight lower-case hexadecimal digits; nil for anything else.
        public init?(_ text: String) {
            guard text.utf8.count == 8,
                text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
                let number = UInt32(text, radix: 16)
            else { return nil }
            self.number = number
        }

        public var text: String {
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 8 - digits.utf8.count) + digits
        }
    }

    public let id: ID
    /// Whose key it is. A client may have two, so that one can take the other's place without a pause.
    public let client: ClientName
    public let digest: Digest
    public let scopes: Scopes
    /// The first moment at which it is worth nothing.
    public let expires: Instant

    public init(id: ID, client: ClientName, digest: Digest, scopes: Scopes, expires: Instant) {
        self.id = id
        self.client = client
        self.digest = digest
        self.scopes = scopes
        self.expires = expires
    }
}

/// The file of API keys: `{"keys": [{"id": ..., "client": ..., "sha256": ..., "scopes": [...], "expires": ...}]}`.
public struct APIKeyFile: Sendable, Equatable {
    /// The most keys of a file. Each of them is compared with what a caller sends.
    public static let maximumKeys = 256
    /// Live keys that a client may have at a time: the one in use and the one that follows it.
    public static let keysPerClient = 2
    /// The largest file, in bytes.
    public static let limit = AccessFile.limit

    public var keys: [APIKey]

    public init(keys: [APIKey] = []) { self.keys = keys }

    /// Reads a file.
    ///
    /// - Throws: the first thing that is wrong with it.
    public init(_ bytes: [UInt8]) throws(AccessFileProblem) {
        let file = try AccessFile(bytes)
        keys = []
        for entry in try file.list("keys", atMost: Self.maximumKeys) {
            try file.checkMembers(entry, ["id", "client", "sha256", "scopes", "expires"], [])
            let id = try file.value(entry, "id", "eight lower-case hexadecimal digits", APIKey.ID.init(_:))
            let digest = try file.value(
                entry,
                "sha256",
                "the SHA-256 of the key in 64 lower-case hexadecimal digits",
                Digest.init(hexadecimal:)
            )
            guard !keys.contains(where: { $0.id == id || $0.digest == digest }) else {
                throw file.problem(entry.offset, "A key of this id or digest is there already.")
            }
            let key = APIKey(
                id: id,
                client: try file.value(entry, "client", ClientName.form, ClientName.init(_:)),
                digest: digest,
                scopes: try file.scopes(entry),
                expires: try file.value(entry, "expires", "a time in UTC, as in 2027-01-31T00:00:00Z", Instant.init(_:))
            )
            keys.append(key)
        }
    }

    /// The file's bytes, a key a line.
    public var bytes: [UInt8] {
        let lines = keys.map { key in
            let scopes = key.scopes.list.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            return "    {\"id\": \"\(key.id.text)\", \"client\": \"\(key.client.text)\", "
                + "\"scopes\": [\(scopes)], \"expires\": \"\(key.expires.text)\", "
                + "\"sha256\": \"\(key.digest.hexadecimal)\"}"
        }
        return Array("{\n  \"keys\": [\n\(lines.joined(separator: ",\n"))\n  ]\n}\n".utf8)
    }

    /// How many keys of a client are good at a time.
    public func liveCount(of client: ClientName, at now: Instant) -> Int {
        keys.count { $0.client == client && now < $0.expires }
    }
}

/// The text of an API key: a prefix that searches for leaked secrets know, and 256 random bits.
public enum APIKeyText: Sendable {
    public static let prefix = "cg_"
    /// Random octets of a key.
    public static let randomOctets = 32
    /// Characters of a key.
    public static let length = 46

    /// A key from random octets.
    public static func make(_ random: [UInt8]) -> String { prefix + Base64URL.encode(random) }
}
