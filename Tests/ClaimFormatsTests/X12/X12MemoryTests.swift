import ClaimRules
import Testing

@testable import ClaimFormats

/// Claims of one file that are not held together: what was billed before is history, and what is replaced is told.
struct X12MemoryTests {
    private static let addOn = ClaimFile.line(1, "99439", charge: 50)

    /// A file in which every claim is a set, and each batch holds one.
    private func answers(
        _ claims: [[String]],
        _ form: X12Form = .ndjson,
        inquiry: X12Inquiry = X12Inquiry(),
        remembered: Int = 1_000
    ) throws -> [String] {
        let file = ClaimFile(sets: claims.map { ClaimFile($0).sets[0] })
        var limits = X12Limits()
        limits.claims = 1
        limits.remembered = remembered
        return try answer(file.bytes, form, inquiry, limits: limits).split(separator: "\n").map(String.init)
    }

    @Test("A code on an earlier claim that was answered before is billed twice")
    func duplicate() throws {
        let lines = try answers([ClaimFile.claim("A1"), ClaimFile.claim("A2")])
        #expect(!lines[0].contains("not-billed-twice"))
        #expect(lines[1].contains(#""rule":"not-billed-twice","severity":"error","path":"/lines/0""#))
        #expect(lines[1].contains(#""history":[{"code":"99490","date":"2026-03-31","claimInFile":20}]"#))
        #expect(lines[2].contains(#""joined":true"#))
    }

    @Test("An add-on after its base was answered is no add-on without a base")
    func addOn() throws {
        let lines = try answers([ClaimFile.claim("A1"), ClaimFile.claim("A2", lines: [Self.addOn])])
        #expect(lines[1].contains("add-on-on-later-claim") && !lines[1].contains("add-on-needs-base"))
    }

    @Test("Another practitioner's claim that was answered before is another practitioner's")
    func otherPractitioner() throws {
        let second = ["NM1*82*1*JONES*BOB****XX*1999999984", "PRV*PE*PXC*207Q00000X"]
        let lines = try answers([ClaimFile.claim("A1"), ClaimFile.claim("A2", rendering: second)])
        #expect(lines[1].contains("not-billed-twice"))
        let other = try answers([ClaimFile.claim("A1"), ClaimFile.claim("A2", lines: [ClaimFile.line(1, "99213")])])
        #expect(!other[1].contains("not-billed-twice"))
    }

    @Test(
        "A replacement or void says what became of the claim it names",
        arguments: [
            (7, "A1", "answered-before", #""segmentInFile":20"#), (7, "ICN9", "not-found", "is judged by itself"),
            (8, "A1", "answered-before", "its answer no longer counts"),
            (8, "ICN9", "not-found", "is not in this file"),
        ]
    )
    func resubmission(frequency: Int, reference: String, code: String, part: String) throws {
        let claims = [ClaimFile.claim("A1"), ClaimFile.claim("A9", frequency: frequency, reference: reference)]
        let lines = try answers(claims)
        #expect(lines[1].contains(#""original":{"code":"\#(code)""#) && lines[1].contains(part))
        // What it replaces was not billed twice; what it does not replace was.
        #expect(lines[1].contains("not-billed-twice") == (frequency == 7 && code == "not-found"))
        let words = try answers(claims, .text).flatMap { $0.split(separator: " ") }
        let text = words.joined(separator: " ")
        #expect(text.contains("Note, 2300 CLM05-3, segment 18: The claim that this one"))
    }

    @Test("What a void took away may be billed again")
    func afterVoid() throws {
        let void = ClaimFile.claim("A1", frequency: 8, reference: "ICN1")
        let lines = try answers([ClaimFile.claim("A1"), void, ClaimFile.claim("A3")])
        #expect(!lines[2].contains("not-billed-twice"))
    }

    @Test("As much is remembered as the limit says, and the summary says when that was not all")
    func limit() throws {
        let claims = [ClaimFile.claim("A1"), ClaimFile.claim("A2", lines: [ClaimFile.line(1, "99439")])]
        // A claim and a service of each.
        #expect(try answers(claims, remembered: 4)[2].contains(#""joined":true"#))
        #expect(try answers(claims, remembered: 3)[2].contains(#""joined":false"#))
        #expect(try answers(claims, .text, remembered: 3).joined(separator: " ").contains("more claims than are"))
    }

    @Test("Nothing is remembered where there is no room for it")
    func noRoom() {
        var memory = X12Memory(limit: 1_000) { _ in false }
        let batch = ReadFile(ClaimFile.clean).batch
        memory.add(batch, X12Outcomes(batch))
        #expect(memory.count == 0 && memory.isFull)
    }

    @Test("Services that no rule looks at are not remembered")
    func unrelated() {
        var memory = X12Memory(limit: 1_000)
        let batch = ReadFile(ClaimFile(ClaimFile.claim(lines: [ClaimFile.line(1, "J3490")]))).batch
        memory.add(batch, X12Outcomes(batch))
        #expect(memory.count == 1, "the claim alone")
    }

    @Test("A month has as many lines and as much history as the limits say; further lines see the others as history")
    func monthLimits() throws {
        var limits = X12Limits()
        limits.linesOfMonth = 2
        limits.history = 3
        let claims = (1...6).map { ClaimFile.claim("A\($0)") }
        let read = ReadFile(
            ClaimFile(sets: [ClaimFile.heading + ClaimFile.provider + ClaimFile.subscriber + claims.joined()])
        )
        let batch = X12Batch(read.batch.claims, in: read.structure, after: X12Memory(limit: 0), limits: limits)
        #expect(batch.months.map(\.lines.count) == [2, 2, 2])
        #expect(batch.months.map(\.history.count) == [0, 2, 3])
    }

    @Test("The other questions are asked of each month", arguments: [ClaimQuestion.suggest, .gaps])
    func questions(question: ClaimQuestion) throws {
        let lines = try answers([ClaimFile.claim("A1"), ClaimFile.claim("A2")], inquiry: X12Inquiry(question))
        #expect(lines.count == 3)
        #expect(lines[1].contains(#""claims":[{"id":"A2","interchange":"000000101""#))
        let verdict = question == .gaps ? #""ready":0,"incomplete":2"# : #""undecided":2"#
        #expect(lines[2].contains(#"{"summary":{"claims":2,"careMonths":2,"#) && lines[2].contains(verdict))
    }

    @Test("How much is answered at a time makes no difference", arguments: X12Form.allCases)
    func turns(form: X12Form) throws {
        let claims = (1...5).map { ClaimFile.claim("A\($0)") }
        let bytes = ClaimFile(sets: claims.map { ClaimFile($0).sets[0] }).bytes
        var session = X12Session(form: form, stamp: X12Stamp(date: "2026-04-02", minute: 545, control: 21))
        bytes.withUnsafeBufferPointer { session.read($0) }
        try session.endReading()
        var pieces: [UInt8] = []
        while session.isBusy {
            session.work(atMost: 1)
            pieces += session.takeAnswer()
        }
        #expect(try answer(bytes, form) == String(decoding: pieces, as: UTF8.self))
    }
}
