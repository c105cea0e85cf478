import ClaimRules
import Testing

@testable import ClaimFormats

/// Several claims of one patient, month and practitioner as one care month.
struct CareMonthJoinerTests {
    private static let addOn = ClaimFile.line(1, "99439", charge: 50)
    private static let second = ["NM1*82*1*JONES*BOB****XX*1999999984", "PRV*PE*PXC*207Q00000X"]

    @Test("A code on two claims is a duplicate, at the second claim's line")
    func duplicate() {
        let read = ReadFile(ClaimFile(ClaimFile.claim("A1"), ClaimFile.claim("A2")))
        #expect(read.months.count == 1)
        #expect(read.findings() == ["duplicate-line at 2400 SV101-2, segment 30"])
        #expect(read.outcomes.map(\.isAccepted) == [true, false])
        #expect(read.outcomes[1].statuses.map(\.composite) == ["A3:54"])
    }

    @Test("An add-on on a later claim is joined with its base, and a person should look")
    func laterAddOn() {
        let read = ReadFile(ClaimFile(ClaimFile.claim("A1"), ClaimFile.claim("A2", lines: [Self.addOn])))
        #expect(read.months.count == 1)
        #expect(read.findings() == ["add-on-on-later-claim at 2400 SV101-2, segment 30"])
        #expect(read.decisions[0].verdict == .review)
        #expect(read.outcomes.allSatisfy { $0.isAccepted })
        let alone = ReadFile(ClaimFile(ClaimFile.claim("A2", lines: [Self.addOn])))
        #expect(alone.findings() == ["add-on-needs-base at 2400 SV101-2, segment 23"])
        let together = ReadFile(ClaimFile(ClaimFile.claim(lines: [ClaimFile.line(1), ClaimFile.line(2, "99439")])))
        #expect(together.findings() == [])
    }

    @Test("A second practitioner of the group sees the first one's claim in the history")
    func secondPractitioner() {
        let read = ReadFile(ClaimFile(ClaimFile.claim("A1"), ClaimFile.claim("A2", rendering: Self.second)))
        #expect(read.months.count == 2)
        #expect(read.months[0].history == nil)
        #expect(read.months[1].history?.map(\.practitionerNPI) == [NPI("1234567893")])
        #expect(read.findings(0) == [])
        #expect(read.findings(1) == ["not-billed-twice at 2400 SV101-2, segment 30"])
        #expect(read.outcomes.map(\.isAccepted) == [true, false])
    }

    @Test("Another group that bills the same month is told, and only the later claim is rejected")
    func otherGroup() {
        let other =
            ["HL*3**20*1", "NM1*85*2*OTHER*****XX*1093817465"] + ClaimFile.provider[2...3] + ["REF*EI*987654321"]
        let file = ClaimFile(sets: [
            ClaimFile.clean.sets[0] + other + ClaimFile.subscriber(level: 4, parent: 3)
                + ClaimFile.claim("B1", rendering: Self.second)
        ])
        let read = ReadFile(file)
        #expect(read.issues == [])
        #expect(read.findings(1) == ["one-practitioner-a-month at 2400 SV101-2, segment 23"])
        #expect(read.outcomes.map(\.isAccepted) == [true, false])
    }

    @Test("Other patients, payers and months are care months of their own")
    func apart() {
        let next = ClaimFile.claim("A2", lines: [ClaimFile.line(1, date: "D8*20260430")])
        #expect(ReadFile(ClaimFile(ClaimFile.claim("A1"), next)).months.map(\.serviceMonth) == ["2026-03", "2026-04"])
        let other = ClaimFile(sets: [
            ClaimFile.clean.sets[0] + ClaimFile.subscriber(level: 3, id: "OTHER1") + ClaimFile.claim("B1")
        ])
        #expect(ReadFile(other).months.map(\.patient?.id) == ["1EG4TE5MK73", "OTHER1"])
    }

    @Test("Patients without a number are told apart by name")
    func unnumbered() {
        func subscriber(_ level: Int, _ name: String) -> [String] {
            ClaimFile.subscriber(level: level).map { $0.hasPrefix("NM1*IL") ? "NM1*IL*1*\(name)*ANN" : $0 }
        }
        let file = ClaimFile(sets: [
            ClaimFile.heading + ClaimFile.provider + subscriber(2, "DOE") + ClaimFile.claim("A1") + subscriber(3, "ROE")
                + ClaimFile.claim("A2")
        ])
        #expect(ReadFile(file).months.count == 2)
    }

    @Test("Claims of one patient join across sets, groups and interchanges")
    func acrossSets() {
        let read = ReadFile(ClaimFile(sets: [ClaimFile.clean.sets[0], ClaimFile(ClaimFile.claim("A2")).sets[0]]))
        #expect(read.months.count == 1)
        #expect(read.findings() == ["duplicate-line at 2400 SV101-2, segment 23"])
    }

    @Test(
        "A replacement takes the place of the claim it names, and a void takes it away",
        arguments: [
            (ClaimFile.claim("A1", frequency: 7, reference: "ICN1"), X12ClaimStanding.replaced(by: 1), 1),
            (ClaimFile.claim("A9", frequency: 7, reference: "A1"), .replaced(by: 1), 1),
            (ClaimFile.claim("A1", frequency: 8, reference: "ICN1"), .voided(by: 1), 0),
            (ClaimFile.claim("A9", frequency: 7, reference: "ICN9"), .judged, 2),
        ]
    )
    func resubmissions(later: [String], standing: X12ClaimStanding, lines: Int) {
        let read = ReadFile(ClaimFile(ClaimFile.claim("A1"), later))
        #expect(read.batch.standings[0] == standing)
        #expect(read.months.map(\.lines.count).reduce(0, +) == lines)
        #expect(read.outcomes.map(\.isAccepted) == [true, lines < 2])
        if lines < 2 { #expect(read.outcomes[0].statuses.map(\.composite) == ["A1:19:PR"]) }
    }

    @Test("Diagnoses of all claims stand once, and every line points at its own")
    func diagnoses() {
        let second = ClaimFile.claim(
            "A2",
            diagnoses: "HI*ABK:E119*ABF:N1831",
            lines: [ClaimFile.line(1, "99439", charge: 50, pointers: "2:1")]
        )
        let read = ReadFile(ClaimFile(ClaimFile.claim("A1"), second))
        #expect(read.months[0].diagnoses == ["I10", "E11.9", "N18.31"])
        #expect(read.months[0].lines.map(\.diagnosisPointers) == [[1, 2], [3, 2]])
        let places = X12Places(batch: read.batch, month: read.batch.months[0])
        #expect(places.place("/diagnoses/2")?.text == "2300 HI02-2, segment 26")
    }

    @Test("A pointer past its own claim's diagnoses stays past those of all")
    func strayPointer() {
        let stray = ClaimFile.claim("A1", diagnoses: "HI*ABK:I10", lines: [ClaimFile.line(1, pointers: "2")])
        let read = ReadFile(ClaimFile(stray, ClaimFile.claim("A2", lines: [Self.addOn])))
        #expect(read.findings().contains("diagnosis-pointer-in-range at 2400 SV107, segment 23"))
    }
}
