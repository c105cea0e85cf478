import Access
import LibCrypto
import Testing

struct APIKeyFileTests {
    private static let digest = String(repeating: "ab", count: 32)

    /// One key as a file writes it, with some of it replaced.
    private static func entry(_ old: String = "", _ new: String = "") -> String {
        let text =
            #"{"id": "0a1b2c3d", "client": "billing", "sha256": "\#(digest)", "scopes": ["claims:validate"], "#
            + #""expires": "2027-01-31T00:00:00Z"}"#
        return old.isEmpty ? text : text.replacing(old, with: new)
    }

    private static func file(_ entries: String...) -> [UInt8] {
        Array("{\n  \"keys\": [\n    \(entries.joined(separator: ",\n    "))\n  ]\n}".utf8)
    }

    @Test("A file is read as it is written, and written as it is read")
    func roundTrip() throws {
        let file = try APIKeyFile(
            Self.file(Self.entry(), Self.entry("0a1b2c3d", "00000001").replacing("ab", with: "cd"))
        )
        #expect(file.keys.count == 2)
        #expect(file.keys[0].id == APIKey.ID(0x0a1b_2c3d))
        #expect(file.keys[0].client.text == "billing")
        #expect(file.keys[0].scopes == Scopes([.validateClaims]))
        #expect(file.keys[0].expires.text == "2027-01-31T00:00:00Z")
        #expect(file.keys[1].id.text == "00000001")
        #expect(try APIKeyFile(file.bytes) == file)
        #expect(try APIKeyFile(APIKeyFile().bytes) == APIKeyFile())
    }

    @Test("How files differ is told by the ids of keys and the names of members")
    func changes() throws {
        let old = try APIKeyFile(
            Self.file(Self.entry(), Self.entry("0a1b2c3d", "00000001").replacing("ab", with: "cd"))
        )
        #expect(APIKeyFile.changes(from: old, to: old).isEmpty)
        let first = try #require(APIKey.ID("0a1b2c3d"))
        let second = try #require(APIKey.ID("00000001"))
        var new = old
        new.keys.remove(at: 0)
        #expect(APIKeyFile.changes(from: old, to: new) == [.removed(first)])
        #expect(APIKeyFile.changes(from: new, to: old) == [.added(first)])
        let rows: [(String, String, APIKeyMember)] = [
            ("billing", "coding", .client), ("ab", "ef", .sha256), ("claims:validate", "rules:read", .scopes),
            ("2027-01-31", "2028-01-31", .expires),
        ]
        for (before, after, member) in rows {
            new = try APIKeyFile(Self.file(Self.entry(before, after)))
            #expect(APIKeyFile.changes(from: old, to: new) == [.changed(first, [member]), .removed(second)])
        }
        let all = Self.entry("billing", "coding").replacing("ab", with: "ef").replacing("2027", with: "2028")
        new = try APIKeyFile(Self.file(all.replacing("claims:validate", with: "rules:read")))
        #expect(APIKeyFile.changes(from: old, to: new).first == .changed(first, APIKeyMember.allCases))
    }

    /// What is wrong, where, and a part of what is said of it.
    private static let hostile: [(file: [UInt8], line: Int, column: Int, words: String)] = [
        (Array("".utf8), 1, 1, "empty"),
        (Array("[]".utf8), 1, 1, "an object with `keys`"),
        (Array("{}".utf8), 1, 1, "`keys` is missing"),
        (Array(#"{"keys": {}}"#.utf8), 1, 10, "`keys` is a list"),
        (Array(#"{"keys": [], "keys": []}"#.utf8), 1, 14, "occurs twice"),
        (Array(#"{"keys": [], "more": 1}"#.utf8), 1, 14, "The members are `keys`"),
        (Array(#"{"keys": []} x"#.utf8), 1, 14, "follows the end"),
        (Array([0xEF, 0xBB, 0xBF]) + Array(#"{"keys": []}"#.utf8), 1, 1, "byte order mark"),
        (Array(#"{"keys": ["cg_abc"]}"#.utf8), 1, 11, "an object with `id`"),
        (file(entry(#""id": "0a1b2c3d", "#, "")), 3, 5, "`id` is missing"),
        (file(entry("0a1b2c3d", "0A1B2C3D")), 3, 12, "eight lower-case"),
        (file(entry("0a1b2c3d", "+a1b2c3d")), 3, 12, "eight lower-case"),
        (file(entry("0a1b2c3d", "0a1b2c3")), 3, 12, "eight lower-case"),
        (file(entry("billing", "Billing")), 3, 34, "a name of small letters"),
        (file(entry("billing", "")), 3, 34, "a name of small letters"),
        (file(entry("billing", "a\\u0000")), 3, 34, "a name of small letters"),
        (file(entry("billing", String(repeating: "a", count: 65))), 3, 34, "a name of small letters"),
        (file(entry("ab", "AB")), 3, 55, "64 lower-case"),
        (file(entry(digest, digest + "00")), 3, 55, "64 lower-case"),
        (file(entry(digest, "")), 3, 55, "64 lower-case"),
        (file(entry(#"["claims:validate"]"#, "[]")), 3, 133, "at least one of"),
        (file(entry(#"["claims:validate"]"#, #""claims:validate""#)), 3, 133, "at least one of"),
        (file(entry("claims:validate", "claims:*")), 3, 134, "A scope is one of"),
        (file(entry(#""claims:validate""#, #""rules:read", "rules:read""#)), 3, 148, "there already"),
        (file(entry("2027-01-31T00:00:00Z", "2027-02-29T00:00:00Z")), 3, 165, "a time in UTC"),
        (file(entry("2027-01-31T00:00:00Z", "2027-01-31T00:00:00+01:00")), 3, 165, "a time in UTC"),
        (file(entry("2027-01-31T00:00:00Z", "never")), 3, 165, "a time in UTC"),
        (file(entry(#""expires""#, #""expiry""#)), 3, 154, "The members are"),
        (file(entry(#""expires": "2027-01-31T00:00:00Z""#, #""expires": null"#)), 3, 165, "a time in UTC"),
        (file(entry(), entry("ab", "cd")), 4, 5, "there already"),
        (file(entry(), entry("0a1b2c3d", "00000001")), 4, 5, "there already"),
    ]

    @Test(
        "A file that is not right is refused with the place, and nothing of it is repeated",
        arguments: hostile.indices
    )
    func hostileFiles(index: Int) {
        let row = Self.hostile[index]
        let problem = #expect(throws: AccessFileProblem.self) { try APIKeyFile(row.file) }
        #expect(problem?.line == row.line)
        #expect(problem?.column == row.column)
        #expect(problem?.detail.contains(row.words) == true, "\(problem?.detail ?? "")")
        #expect(problem?.detail.contains("0a1b2c3d") == false)
    }

    @Test("As many keys are taken as allowed, and not one more")
    func count() throws {
        func entries(_ count: Int) -> String {
            (0..<count).map { number in
                let text = String(number, radix: 16)
                let digits = String(repeating: "0", count: 8 - text.count) + text
                return Self.entry("0a1b2c3d", digits).replacing(Self.digest, with: digits + Self.digest.dropFirst(8))
            }.joined(separator: ",")
        }
        #expect(try APIKeyFile(Self.file(entries(APIKeyFile.maximumKeys))).keys.count == APIKeyFile.maximumKeys)
        #expect(throws: AccessFileProblem.self) { try APIKeyFile(Self.file(entries(APIKeyFile.maximumKeys + 1))) }
        let room = APIKeyFile.limit - 12
        let padding = [UInt8](repeating: 0x20, count: room)
        #expect(try APIKeyFile(Array(#"{"keys": []}"#.utf8) + padding) == APIKeyFile())
        #expect(throws: AccessFileProblem.self) { try APIKeyFile(Array(#"{"keys": []}"#.utf8) + padding + [0x20]) }
    }

    @Test(
        "A time is read as it is written, to the second",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1999-12-31T23:59:59Z", 946_684_799), ("2000-02-29T12:00:00Z", 951_825_600),
            ("2026-11-22T04:05:06Z", 1_795_320_306), ("2100-03-01T00:00:00Z", 4_107_542_400),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ]
    )
    func instants(text: String, seconds: Int) {
        #expect(Instant(text)?.seconds == seconds)
        #expect(Instant(seconds: seconds).text == text)
        #expect(Instant(String(text.prefix(10)))?.seconds == seconds / 86_400 * 86_400)
    }

    @Test(
        "What is no time is none",
        arguments: [
            "", "2027", "2027-13-01", "2027-00-01", "2027-01-00", "2100-02-29", "1969-12-31", "2027-01-31T24:00:00Z",
            "2027-01-31T00:60:00Z", "2027-01-31T00:00:60Z", "2027-01-31 00:00:00Z", "2027-01-31T00:00:00z",
            "2027-1-031", "２027-01-31", "2027-01-31T00:00:0Z",
        ]
    )
    func noInstants(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test("The digest of a key is SHA-256, and digests are told apart wherever they differ")
    func digests() throws {
        // FIPS 180-4, example of one block.
        // RFC 4231, test case 1.
        let code = LibCryptography().hmacSHA256(key: [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8))
        #expect(code.hexadecimal == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        let abc = LibCryptography().sha256(Array("abc".utf8))
        #expect(abc.hexadecimal == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Digest(hexadecimal: abc.hexadecimal) == abc)
        #expect(abc.equalsInConstantTime(abc))
        for index in 0..<Digest.length {
            for bit in 0..<8 {
                var bytes = abc.bytes
                bytes[index] ^= 1 << UInt8(bit)
                #expect(!abc.equalsInConstantTime(try #require(Digest(bytes))))
            }
        }
    }
}
