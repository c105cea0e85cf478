import ClaimRules
import Testing

@testable import ClaimFormats

/// Replacements that are rejected for what the rules find, and so replace nothing.
struct X12SettlementTests {
    private static let wrongNPI = ["NM1*82*1*SMITH*ANN****XX*1234567890", "PRV*PE*PXC*207Q00000X"]
    /// A replacement that a finding of its own rejects.
    private static func bad(_ account: String, replacing reference: String) -> [String] {
        ClaimFile.claim(account, frequency: 7, reference: reference, diagnoses: "HI*ABK:I10*ABF:ZZZ99")
    }
    private static func good(_ account: String, replacing reference: String) -> [String] {
        ClaimFile.claim(account, frequency: 7, reference: reference)
    }

    /// Each claim a set of its own.
    private func file(_ claims: [[String]]) -> ClaimFile { ClaimFile(sets: claims.map { ClaimFile($0).sets[0] }) }

    private func answers(
        _ claims: [[String]],
        _ form: X12Form,
        together: Int = 5_000,
        rounds: Int = 20
    ) throws -> String {
        var limits = X12Limits()
        limits.claims = together
        limits.resubmissionRounds = rounds
        return try answer(file(claims).bytes, form, limits: limits)
    }

    @Test(
        "A replacement that a finding rejects replaces nothing: the claim it names stands, and is billed",
        arguments: [5_000, 1],
        [bad("A9", replacing: "A1"), ClaimFile.claim("A9", frequency: 7, reference: "A1", rendering: wrongNPI)]
    )
    func rejected(together: Int, replacement: [String]) throws {
        let claims = [ClaimFile.claim("A1"), replacement, ClaimFile.claim("A2")]
        let text = try answers(claims, .claims, together: together)
        #expect(text.contains("TRN*2*A1~\nSTC*A2:20*"))
        #expect(text.contains(/TRN\*2\*A9~\nSTC\*A7:(255|562:82)\*20260402\*U\*75.00~\n(DTP|SVC)/))
        // It stands, so that what comes again is a duplicate.
        #expect(text.contains("TRN*2*A2~\nSTC*A3:54*"))
        let lines = try answers(claims, .ndjson, together: together).split(separator: "\n")
        let own = try #require(lines.first { $0.hasPrefix(#"{"id":"A9""#) })
        #expect(own.contains(#""verdict":"reject""#) && own.contains(#""claims":[{"id":"A9","status":"rejected""#))
        #expect(own.contains(#""original":{"code":"stands","segmentInFile":20,"#))
        #expect(!own.contains(#""id":"A1""#) && !own.contains("not-billed-twice") && !own.contains("duplicate-line"))
        #expect(!lines.contains { $0.contains(#""standing":"#) })
    }

    @Test("A replacement that nothing rejects replaces", arguments: [5_000, 1])
    func accepted(together: Int) throws {
        let text = try answers(
            [ClaimFile.claim("A1"), Self.good("A9", replacing: "A1"), ClaimFile.claim("A2")],
            .claims,
            together: together
        )
        #expect(text.contains("TRN*2*A9~\nSTC*A2:20*") && text.contains("TRN*2*A2~\nSTC*A3:54*"))
        #expect(text.contains("TRN*2*A1~\nSTC*A1:19:PR*") == (together > 1))
    }

    @Test("What is rejected only beside what stands again is rejected too")
    func twice() throws {
        // A9 would be a duplicate of A1, which A8 does not take away as it is rejected.
        let other = ClaimFile.claim("B1", lines: [ClaimFile.line(1, "99213")])
        let claims = [
            ClaimFile.claim("A1"), other, Self.bad("A8", replacing: "A1"), Self.good("A9", replacing: "B1"),
        ]
        let read = ReadFile(file(claims))
        #expect(read.outcomes.map(\.isAccepted) == [true, true, false, false])
        #expect(read.outcomes[3].statuses.map(\.composite) == ["A3:54"])
        #expect(read.batch.standings.allSatisfy { $0 == .judged })
    }

    @Test("Of a chain of replacements the last that is not rejected replaces")
    func chain() {
        let read = ReadFile(
            file([
                ClaimFile.claim("A1"), Self.good("A1", replacing: "I1"), Self.bad("A1", replacing: "I1"),
                Self.bad("A1", replacing: "I1"),
            ])
        )
        #expect(read.outcomes.map(\.isAccepted) == [true, true, false, false])
        #expect(read.batch.standings == [.replaced(by: 1), .judged, .judged, .judged])
    }

    @Test("A void after a rejected replacement voids the original")
    func void() {
        let void = ClaimFile.claim("A1", frequency: 8, reference: "I1")
        let read = ReadFile(file([ClaimFile.claim("A1"), Self.bad("A9", replacing: "A1"), void]))
        #expect(read.outcomes.map(\.isAccepted) == [true, false, true])
        #expect(read.batch.standings[0] == .voided(by: 2))
    }

    @Test("A replacement of two months is rejected for either, and neither counts")
    func months() {
        let lines = [
            ClaimFile.line(1), ClaimFile.line(2, "99490", date: "D8*20260430"),
            ClaimFile.line(3, "99490", date: "D8*20260430"),
        ]
        let wrong = ClaimFile.claim("A9", frequency: 7, reference: "A1", lines: lines)
        let read = ReadFile(file([ClaimFile.claim("A1"), wrong]))
        #expect(read.outcomes.map(\.isAccepted) == [true, false])
        #expect(read.batch.months.map(\.answered) == [[0], [1], [1]])
        #expect(read.months.map(\.lines.count) == [1, 1, 2])
    }

    @Test("The claims of a patient are joined as often as the limit says")
    func rounds() throws {
        let claims = [ClaimFile.claim("A1"), Self.bad("A1", replacing: "I1"), Self.bad("A1", replacing: "I1")]
        let enough = try answers(claims, .claims, rounds: 3)
        #expect(
            enough.matches(of: /STC\*A2:20\*/).count == 1
                && enough.matches(of: /STC\*A7:255\*20260402\*U\*75.00~\n/).count == 2
        )
        // The first replacement is found to be rejected after the last round, and has its effect.
        let short = try answers(claims, .claims, rounds: 2)
        #expect(short.contains("STC*A1:19:PR*20260402*WQ*75.00~\nDTP") && !short.contains("STC*A2:20*"))
    }

    @Test("How much is judged at a time makes no difference")
    func turns() throws {
        let claims = (1...12).flatMap { number in
            [ClaimFile.claim("A\(number)"), Self.bad("B\(number)", replacing: "A\(number)")]
        }
        let bytes = file(claims).bytes
        var session = X12Session(form: .ndjson, stamp: X12Stamp(date: "2026-04-02", minute: 545, control: 21))
        bytes.withUnsafeBufferPointer { session.read($0) }
        try session.endReading()
        var pieces: [UInt8] = []
        var turns = 0
        while session.isBusy {
            session.work(atMost: 2)
            pieces += session.takeAnswer()
            turns += 1
        }
        #expect(try answers(claims, .ndjson) == String(decoding: pieces, as: UTF8.self))
        #expect(turns > 6)
    }
}
