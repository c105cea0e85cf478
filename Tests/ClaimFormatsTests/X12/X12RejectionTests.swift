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
        let wrong = ClaimFile.claim("A1", rendering: Self.renderer(taxonomy: "183500000X"))
        let read = ReadFile(ClaimFile(wrong, ClaimFile.claim("A2", lines: [Self.addOn])))
        #expect(read.outcomes.map(\.isAccepted) == [false, true])
    }
}
