public import Access
import ClaimRules
import StructuredLog
import Synchronization

/// Names for claims and patients that only whoever has the key can connect with them: HMAC with SHA-256 (RFC 2104).
///
/// Without this the logs have no names of claims at all.
public final class Pseudonyms: Sendable {
    /// The fewest and the most bytes of a key.
    public static let keyBytes = 16...64

    private struct Key {
        let bytes: [UInt8]
        /// The beginning of the code of ``Pseudonyms/ownName``: says which key it was and nothing of the key.
        let number: UInt32
    }

    private static let ownName = Array("claimgate log key".utf8)

    private let cryptography: any Cryptography
    private let key: Mutex<Key>

    /// - Parameter key: as many bytes as ``keyBytes`` allows.
    public init(key: [UInt8], _ cryptography: any Cryptography) {
        self.cryptography = cryptography
        self.key = Mutex(Self.key(key, cryptography))
    }

    /// From now on names are made with this key.
    public func replace(key bytes: [UInt8]) {
        let new = Self.key(bytes, cryptography)
        key.withLock { $0 = new }
    }

    private static func key(_ bytes: [UInt8], _ cryptography: any Cryptography) -> Key {
        precondition(keyBytes.contains(bytes.count), "a key is neither short nor long")
        let code = cryptography.hmacSHA256(key: bytes, ownName).bytes
        return Key(bytes: bytes, number: code[..<4].reduce(0) { $0 << 8 | UInt32($1) })
    }

    /// The names of a month's claim and patient; nil where it names neither.
    func ids(of month: CareMonth) -> LoggedIDs? {
        let patient = month.patient?.id
        guard month.id != nil || patient != nil else { return nil }
        let key = key.withLock { $0 }
        func name(_ kind: String, _ id: String?) -> Pseudonym? {
            id.flatMap { Pseudonym(code: cryptography.hmacSHA256(key: key.bytes, Array((kind + $0).utf8)).bytes) }
        }
        return LoggedIDs(keyNumber: key.number, claim: name("claim:", month.id), patient: name("patient:", patient))
    }
}

/// What a record says of whose claim it is about.
struct LoggedIDs: Sendable, Equatable {
    let keyNumber: UInt32
    let claim: Pseudonym?
    let patient: Pseudonym?

    var fields: [LogField] {
        let fields: [LogField?] = [
            LogField("claimgate.hmac.key_id", .identifier(keyNumber)),
            claim.map { LogField("claimgate.claim.hmac", .pseudonym($0)) },
            patient.map { LogField("claimgate.patient.hmac", .pseudonym($0)) },
        ]
        return fields.compactMap(\.self)
    }
}
