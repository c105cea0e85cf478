import Access
import HTTPMessage
import LibCrypto
import Testing

/// Keys as callers send them.
struct AccessPolicyTests {
    static let first = APIKeyText.make([UInt8](repeating: 1, count: APIKeyText.randomOctets))
    static let second = APIKeyText.make([UInt8](repeating: 2, count: APIKeyText.randomOctets))
    static let other = APIKeyText.make([UInt8](repeating: 3, count: APIKeyText.randomOctets))
    static let noon = Instant("2026-11-22T12:00:00Z")!

    static func policy() -> AccessPolicy {
        func key(_ id: UInt32, _ client: String, _ text: String, _ expires: String) -> APIKey {
            APIKey(
                id: APIKey.ID(id),
                client: ClientName(client)!,
                digest: LibCryptography().sha256(Array(text.utf8)),
                scopes: Scopes([.validateClaims]),
                expires: Instant(expires)!
            )
        }
        let keys = [
            key(1, "billing", first, "2026-11-22T12:00:01Z"), key(2, "billing", second, "2027-01-01"),
            key(3, "audit", other, "2027-01-01"),
        ]
        return AccessPolicy(keys: APIKeyFile(keys: keys), cryptography: LibCryptography())
    }

    private func outcome(_ fields: [(String, String)], at now: Instant = noon) -> Result<Caller, AccessRefusal> {
        let head = RequestHead(fields: fields.map { (FieldName($0.0)!, $0.1) })
        do throws(AccessRefusal) {
            return .success(try Self.policy().caller(of: head, from: .local, at: now))
        } catch {
            return .failure(error)
        }
    }

    @Test("A key has the length and the form that are promised")
    func form() {
        #expect(Self.first.utf8.count == APIKeyText.length)
        #expect(Self.first.hasPrefix("cg_"))
    }

    @Test(
        "A key is known in either field, and the scheme in any letters",
        arguments: [("Authorization", "Bearer "), ("authorization", "bEARER  "), ("X-API-Key", "")]
    )
    func known(field: String, prefix: String) throws {
        let caller = try outcome([(field, prefix + Self.first)]).get()
        #expect(caller.id == .key(try #require(ClientName("billing"))))
        #expect(caller.number == 1)
        #expect(caller.scopes.contains(.validateClaims))
        #expect(!caller.scopes.contains(.suggestCodes))
    }

    @Test("Two keys of a client are one caller, and the first ends at its moment")
    func rotation() throws {
        let last = try outcome([("X-API-Key", Self.first)]).get()
        #expect(try outcome([("X-API-Key", Self.second)]).get().id == last.id)
        #expect(outcome([("X-API-Key", Self.first)], at: Self.noon.adding(1)) == .failure(.expiredKey))
        #expect(try outcome([("X-API-Key", Self.second)], at: Self.noon.adding(1)).get().id == last.id)
        #expect(try outcome([("X-API-Key", Self.other)]).get().id != last.id)
    }

    @Test(
        "What is no good credential is refused, for its own reason",
        arguments: [
            ([], .noCredentials), ([("Authorization", "Basic Y2c6Y2c=")], .unknownScheme),
            ([("Authorization", "Bearer")], .unknownScheme), ([("Authorization", first)], .unknownScheme),
            ([("Authorization", "")], .unknownScheme), ([("X-API-Key", "")], .unknownKey),
            ([("X-API-Key", String(first.dropLast()))], .unknownKey), ([("X-API-Key", first + "A")], .unknownKey),
            ([("X-API-Key", first.uppercased())], .unknownKey),
            ([("X-API-Key", "cg_" + String(repeating: "A", count: 43))], .unknownKey),
            ([("X-API-Key", "Bearer " + first)], .unknownKey), ([("Authorization", "Bearer \(first) ")], .unknownKey),
            ([("X-API-Key", first), ("X-API-Key", first)], .severalCredentials),
            ([("X-API-Key", first), ("Authorization", "Bearer \(first)")], .severalCredentials),
            ([("Authorization", "Bearer \(first)"), ("Authorization", "Bearer x")], .severalCredentials),
        ] as [([(String, String)], AccessRefusal)]
    )
    func refusals(fields: [(String, String)], refusal: AccessRefusal) {
        #expect(outcome(fields) == .failure(refusal))
    }

    @Test("Without a file of keys no key is good")
    func noKeys() {
        let policy = AccessPolicy(cryptography: LibCryptography())
        let head = RequestHead(fields: [(FieldName("X-API-Key")!, Self.first)])
        #expect(throws: AccessRefusal.unknownKey) { try policy.caller(of: head, from: .local, at: Self.noon) }
    }
}
