import ClaimRules
import Testing

@testable import ClaimFormats

/// Which claims a fault rejects, and what a rejected claim does to others.
struct X12RejectionTests {
    private static let addOn = ClaimFile.line(1, "99439", charge: 50, pointers: "1")

    private static func renderer(_ npi: String = "1234567893", taxonomy: String = "207Q00000X") -> [String] {
        ["NM1*82*1*SMITH*ANN****XX*\(npi)", "PRV*PE*PXC*\(taxonomy)"]
    }

    @Test(
        "What is wrong with a month is wrong with every claim that is joined in it",
        arguments: [
            ("HI*ABK:I10*ABF:E119", "1234567890", "207Q00000X", "A7:562:82"),
            ("HI*ABK:I10*ABF:E119", "1234567893", "183500000X", "A8:145:82"),
            ("HI*ABK:I10*ABF:ZZZ99", "1234567893", "207Q00000X", "A7:255"),
        ]
    )
    func wholeMonth(diagnoses: String, npi: String, taxonomy: String, status: String) throws {
        let renderer = Self.renderer(npi, taxonomy: taxonomy)
        let first = ClaimFile.claim("A1", diagnoses: diagnoses, rendering: renderer)
        let later = ["A2", "A3"].map {
            ClaimFile.claim($0, diagnoses: diagnoses, rendering: renderer, lines: [Self.addOn])
        }
        for claims in [[first, later[0]], [first] + later] {
            let file = ClaimFile(sets: [ClaimFile(first).sets[0] + claims.dropFirst().flatMap { $0 }])
            let read = ReadFile(file)
            #expect(read.months.count == 1)
            #expect(read.outcomes.allSatisfy { $0.statuses.map(\.composite).contains(status) })
            #expect(try !answer(file.bytes, .claims).contains("A2:20"))
            #expect(try !answer(file.bytes, .json).contains(#""status":"accepted""#))
            #expect(try answer(file.bytes, .text).contains("0 accepted, \(claims.count) rejected"))
        }
    }

    @Test("What stands on one claim of a month only rejects no other")
    func ownOnly() {
        let diagnosis = ClaimFile.claim("A2", diagnoses: "HI*ABK:I10*ABF:ZZZ99", lines: [Self.addOn])
        #expect(ReadFile(ClaimFile(ClaimFile.claim(), diagnosis)).outcomes.map(\.isAccepted) == [true, false])
        // An add-on needs its base; a base does not need its add-on.
        let wrong = ClaimFile.claim("A1", rendering: Self.renderer(taxonomy: "183500000X"))
        let read = ReadFile(ClaimFile(wrong, ClaimFile.claim("A2", lines: [Self.addOn])))
        #expect(read.outcomes.map { $0.statuses[0].composite } == ["A8:145:82", "A8:448"])
    }

    /// A claim for each code, the first with so many units and this total.
    private static func single(_ codes: [String], units: Int = 1, total: String? = nil) -> ClaimFile {
        let claims = codes.enumerated().map { index, code in
            ClaimFile.claim(
                "A\(index + 1)",
                total: index == 0 ? total : nil,
                lines: [ClaimFile.line(1, code, units: index == 0 ? "\(units)" : "1")]
            )
        }
        return ClaimFile(sets: [ClaimFile(claims[0]).sets[0] + claims.dropFirst().flatMap { $0 }])
    }

    @Test(
        "What is accepted of a month holds without what is rejected",
        arguments: [
            (single(["99490", "99490", "99490"]), ["A2:20", "A3:54", "A3:54"]),
            (single(["99490", "99490", "99490", "99490"]), ["A2:20", "A3:54", "A3:54", "A3:54"]),
            (single(["99490", "99439", "99439", "99439"]), ["A2:20", "A2:20", "A3:54", "A3:54"]),
            (single(["99490", "99491", "99487"]), ["A2:20", "A8:448", "A8:448"]),
            (single(["G0506", "G0506", "G0506"]), ["A2:20", "A3:259", "A3:259"]),
            // The base is rejected by a rule, or by a fault of its own.
            (single(["99490", "99439"], units: 2), ["A7:476", "A8:448"]),
            (single(["99490", "99439"], total: "80"), ["A8:400", "A8:448"]),
            // What is rejected by a fault of its own was not billed: the month is billed by the claim that follows.
            (single(["99490", "99490"], total: "80"), ["A8:400", "A2:20"]),
            (single(["99490", "99491"], total: "80"), ["A8:400", "A2:20"]),
        ]
    )
    func remainder(file: ClaimFile, statuses: [String]) {
        #expect(ReadFile(file).outcomes.map { $0.statuses[0].composite } == statuses)
    }

    @Test("What a rule or a fault rejects is not billed for what follows, however far apart", arguments: [5_000, 1])
    func farApart(together: Int) throws {
        var limits = X12Limits()
        limits.claims = together
        let double = ClaimFile.claim("A1", lines: [ClaimFile.line(1, units: "2")])
        let addOn = ClaimFile.claim("A2", lines: [Self.addOn])
        let fallen = ClaimFile(sets: [double, addOn].map { ClaimFile($0).sets[0] })
        let text = try answer(fallen.bytes, .claims, limits: limits)
        #expect(text.contains("TRN*2*A1~\nSTC*A7:476*") && text.contains("TRN*2*A2~\nSTC*A8:448*"))
        let unbalanced = ClaimFile.claim("A1", total: "80")
        let again = ClaimFile(sets: [unbalanced, ClaimFile.claim("A2")].map { ClaimFile($0).sets[0] })
        let other = try answer(again.bytes, .claims, limits: limits)
        #expect(other.contains("TRN*2*A1~\nSTC*A8:400*") && other.contains("TRN*2*A2~\nSTC*A2:20*"))
        // What it was meant to be can be mended, and is then billed.
        let mended = ClaimFile(
            sets: [unbalanced, ClaimFile.claim("A1", frequency: 7, reference: "A1")].map { ClaimFile($0).sets[0] }
        )
        let json = try answer(mended.bytes, .json, limits: limits)
        #expect(json.contains(together == 1 ? #""code":"answered-before""# : #""code":"here""#))
    }

    @Test("What is still wrong after as many rounds as are allowed rejects the month", arguments: [(2, 1), (1, 0)])
    func rounds(most: Int, accepted: Int) {
        let batch = ReadFile(Self.single(["99490", "99491", "99487"])).batch
        let joined = batch.months[0]
        var decision = ClaimEvaluator.evaluate(joined.month, profile: .cmsFeeForService)
        batch.rejectWhatCannotStand(joined, &decision, .cmsFeeForService, rounds: most)
        var outcomes = X12Outcomes(batch)
        outcomes.add(decision, on: joined, of: batch)
        let count = outcomes.all.count { $0.isAccepted }
        #expect(count == accepted)
    }

    @Test(
        "A charge that cannot be right is an element in error, and so is a place of service that is none",
        arguments: [
            ("-75", "11", "IK4*2**6~"), ("75.001", "11", "IK4*2**5~"), ("1234567890", "11", "IK4*2**5~"),
            ("75", "ZZ", "IK4*5:1**7~"), ("75", "1", "IK4*5:1**4~"),
        ]
    )
    func elements(charge: String, place: String, error: String) throws {
        let claim = ClaimFile.claim(total: charge).map { $0.replacing("***11:B", with: "***\(place):B") }
        let file = ClaimFile(claim).replacing("SV1", with: "SV1*HC:99490*\(charge)*UN*1***1:2")
        let structure = try answer(file.bytes, .implementation)
        #expect(structure.contains(error) && structure.contains("IK5*R*5~"))
        #expect(structure.matches(of: /IK3\*SV1/).count == (place == "11" ? 1 : 0))
        #expect(try answer(file.bytes, .claims).contains("STC*A3:481*"))
        let line = ClaimFile.clean.replacing("SV1", with: "SV1*HC:99490*75*UN*1*\(place)**1:2")
        #expect(ReadFile(line).structure.isAccepted == (place == "11"))
    }

    @Test(
        "Amounts are read as X12 writes them",
        arguments: [("75", 7_500), ("75.", 7_500), ("75.5", 7_550), (".5", 50)]
    )
    func amounts(charge: String, cents: Int64) {
        let file = ClaimFile(ClaimFile.claim(total: charge))
            .replacing("SV1", with: "SV1*HC:99490*\(charge)*UN*1***1:2")
        let read = ReadFile(file)
        #expect(read.structure.isAccepted && read.batch.claims[0].total == Money(cents: cents))
        #expect(read.months[0].lines[0].charge == Money(cents: cents))
    }

    @Test(
        "A void or replacement that is rejected for a fault of its own has no effect on the claim it names",
        arguments: [7, 8],
        [5_000, 1]
    )
    func faulty(frequency: Int, together: Int) throws {
        var limits = X12Limits()
        limits.claims = together
        let claims = [
            ClaimFile.claim("A1"), ClaimFile.claim("A1", frequency: frequency), ClaimFile.claim("A8"),
        ]
        let file = ClaimFile(sets: claims.map { ClaimFile($0).sets[0] })
        let text = try answer(file.bytes, .claims, limits: limits)
        // The claim stands, so that what comes again is a duplicate; what is rejected has no finding for it.
        #expect(text.contains("TRN*2*A1~\nSTC*A2:20*"))
        #expect(text.contains("TRN*2*A1~\nSTC*A6:464*20260402*U*75.00~\nDTP"))
        #expect(text.contains("TRN*2*A8~\nSTC*A3:54*"))
        let json = try answer(file.bytes, .json, limits: limits)
        #expect(json.contains(#""original":{"code":"stands","segmentInFile":20,"message":"As this claim is rejected"#))
        #expect(!json.contains(#""standing":"voided""#) && !json.contains(#""standing":"replaced""#))
        let report = try answer(file.bytes, .text, limits: limits)
        #expect(!report.contains("VOIDS ANOTHER") && report.contains("As this claim is rejected"))
    }

    /// A set that is rejected for its count of segments, and one that is not; claims of each.
    private func sets(
        rejected: [String],
        before: [String] = [],
        after: [String] = [],
        together: Int = 5_000
    ) throws
        -> String
    {
        let all = [before, rejected, after].filter { !$0.isEmpty }
        let text = ClaimFile(sets: all.map { ClaimFile($0).sets[0] }).text
        let number = before.isEmpty ? 1 : 2
        var limits = X12Limits()
        limits.claims = together
        let broken = text.replacing(/SE\*[0-9]+\*000(?<set>[0-9])/) { match in
            match.set == "\(number)" ? "SE*99*000\(number)" : String(match.0)
        }
        return try answer(Array(broken.utf8), .claims, limits: limits)
    }

    @Test(
        "What a rejected set bills is no duplicate of what follows, and no base for its add-ons",
        arguments: [5_000, 1]
    )
    func rejectedBefore(together: Int) throws {
        let again = try sets(rejected: ClaimFile.claim("A1"), after: ClaimFile.claim("A2"), together: together)
        #expect(again.contains("TRN*2*A1~\nSTC*A3:481*") && again.contains("TRN*2*A2~\nSTC*A2:20*"))
        let addOn = ClaimFile.claim("A2", lines: [Self.addOn])
        let alone = try sets(rejected: ClaimFile.claim("A1"), after: addOn, together: together)
        #expect(alone.contains("TRN*2*A2~\nSTC*A8:448*20260402*U*50.00********add-on-needs-base~"))
    }

    @Test("What cannot be read in a rejected set is no base that others may have", arguments: [5_000, 1])
    func unreadRejected(together: Int) throws {
        let undated = ClaimFile.claim("A1").filter { !$0.hasPrefix("DTP*472") }
        let addOn = ClaimFile.claim("A2", lines: [Self.addOn])
        let text = try sets(rejected: undated, after: addOn, together: together)
        #expect(text.contains("TRN*2*A2~\nSTC*A8:448*20260402*U*50.00********add-on-needs-base~"))
        // A claim that is rejected for itself, in a set that is not, may be it.
        let coded = ClaimFile.claim("A1", lines: [ClaimFile.line(1, "9949")])
        let alone = try answer(ClaimFile(coded, addOn).bytes, .claims)
        #expect(alone.contains("STC*A7:454*") && alone.contains("TRN*2*A2~\nSTC*A2:20*"))
    }

    @Test("What a rejected set voids or replaces stands", arguments: [7, 8], [5_000, 1])
    func rejectedAfter(frequency: Int, together: Int) throws {
        let later = ClaimFile.claim("A9", frequency: frequency, reference: "A1")
        let text = try sets(
            rejected: later,
            before: ClaimFile.claim("A1"),
            after: ClaimFile.claim("A2"),
            together: together
        )
        #expect(text.contains("TRN*2*A1~\nSTC*A2:20*"))
        // What it names is no duplicate of it.
        #expect(text.contains("TRN*2*A9~\nSTC*A3:481*20260402*U*75.00~\nDTP"))
        #expect(text.contains("TRN*2*A2~\nSTC*A3:54*"))
    }
}
