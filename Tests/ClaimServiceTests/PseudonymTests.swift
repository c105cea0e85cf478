import Access
import TestSupport
import Testing

@testable import ClaimService
@testable import StructuredLog

/// Shows what was asked for: the length of the key, its first byte, and the text.
private struct Echo: Cryptography {
    func sha256(_ bytes: [UInt8]) -> Digest { Digest([UInt8](repeating: 0, count: Digest.length))! }

    func hmacSHA256(key: [UInt8], _ bytes: [UInt8]) -> Digest {
        let shown = [UInt8(key.count), key[0]] + bytes.suffix(Digest.length - 2)
        return Digest(shown + [UInt8](repeating: 0, count: Digest.length - shown.count))!
    }

    func verifier(_ key: PublicKey) -> (any SignatureVerifier)? { nil }
}

/// Names of claims and patients in the log of decisions.
struct PseudonymTests {
    private static let month =
        #"{"id":"C-7","serviceMonth":"2026-03","patient":{"id":"P-9"},"lines":[{"code":"99490"}]}"#

    private func named(_ key: UInt8 = 1) -> Pseudonyms {
        Pseudonyms(key: [UInt8](repeating: key, count: 32), Echo())
    }

    /// What the log says under a name; the text that the code was made of.
    private func code(_ record: LogRecord, _ name: String) -> String? {
        guard case .pseudonym(let code)? = record.fields.first(where: { $0.name.description == name })?.value else {
            return nil
        }
        return String(decoding: code.bytes.dropFirst(2).prefix { $0 != 0 }, as: UTF8.self)
    }

    @Test("Without a key the log has no names of claims and patients at all")
    func off() {
        let probe = ServiceProbe()
        _ = probe.post("/v1/claims/validate", Self.month)
        _ = probe.stream("/v1/claims/validate", Self.month)
        #expect(!probe.log.lines().joined().contains("hmac"))
        #expect(probe.log.records(.decisions).count == 2)
    }

    @Test(
        "With a key each decision has both, and the number of the key",
        arguments: ["/v1/claims/validate", "/v1/codes/suggest", "/v1/documentation/gaps"]
    )
    func documents(path: String) throws {
        let probe = ServiceProbe(pseudonyms: named())
        _ = probe.post(path, Self.month)
        let record = try #require(probe.log.records(.decisions).first)
        #expect(code(record, "claimgate.claim.hmac") == "claim:C-7")
        #expect(code(record, "claimgate.patient.hmac") == "patient:P-9")
        // The name of the key is the code of a text of its own.
        let bytes = [32, 1] + Array("claimgate log key".utf8).suffix(30)
        let number = bytes[..<4].reduce(0) { $0 << 8 | UInt32($1) }
        #expect(record.fields.contains(LogField("claimgate.hmac.key_id", .identifier(number))))
        #expect(probe.log.records(.access).allSatisfy { code($0, "claimgate.claim.hmac") == nil })
    }

    @Test("Then each document of a stream has a record too, beside the one of the whole")
    func streams() {
        let probe = ServiceProbe(pseudonyms: named())
        let other = Self.month.replacing("C-7", with: "C-8").replacing(#","patient":{"id":"P-9"}"#, with: "")
        _ = probe.stream("/v1/claims/validate", [Self.month, "{}", other].joined(separator: "\n"))
        let records = probe.log.records(.decisions)
        #expect(records.map(\.event.text) == ["claim.decision", "claim.decision", "claim.decisions"])
        #expect(records.map { code($0, "claimgate.claim.hmac") } == ["claim:C-7", "claim:C-8", nil])
        #expect(records.map { code($0, "claimgate.patient.hmac") } == ["patient:P-9", nil, nil])
    }

    @Test("A new key makes new names, under another number")
    func replaced() {
        let names = named(1)
        let probe = ServiceProbe(pseudonyms: names)
        _ = probe.post("/v1/codes/suggest", Self.month)
        names.replace(key: [UInt8](repeating: 2, count: 16))
        _ = probe.post("/v1/codes/suggest", Self.month)
        let records = probe.log.records(.decisions)
        let numbers = records.map { record in record.fields.first { $0.name.description == "claimgate.hmac.key_id" } }
        #expect(numbers.count == 2 && numbers[0] != numbers[1])
    }
}
