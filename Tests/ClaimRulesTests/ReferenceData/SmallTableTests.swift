import Testing

@testable import ClaimRules

@Suite("Unit edits")
struct UnitEditTableTests {
    @Test(
        "the printed edits are in both files",
        arguments: [
            ("99490", 1, 2), ("99439", 2, 2), ("99491", 1, 2), ("99437", 2, 3), ("99487", 1, 2), ("99489", 10, 3),
            ("G0506", 1, 2),
        ]
    )
    func printed(code: String, units: Int, indicator: Int) throws {
        let code = try #require(ProcedureCode(code))
        for date: CalendarDate in ["2015-01-01", "2024-06-30", "2024-07-01", "2026-03-31", "2026-04-01", "2026-12-31"] {
            let edit = UnitEditTable.edit(for: code, on: date)
            let release = UnitEditTable.release(on: date)
            #expect(
                edit == UnitEdit(release: release, units: units, adjudicationIndicator: indicator),
                "\(date)"
            )
        }
    }

    @Test("G0511 left with the file of April 2026, and G2058 was in neither")
    func gone() {
        let edit = UnitEdit(release: "2024-07-01", units: 8, adjudicationIndicator: 3)
        #expect(UnitEditTable.edit(for: "G0511", on: "2026-03-31") == edit)
        #expect(UnitEditTable.edit(for: "G0511", on: "2026-04-01") == nil)
        #expect(UnitEditTable.edit(for: "G2058", on: "2020-06-30") == nil)
        #expect(UnitEditTable.edit(for: "99213", on: "2026-04-01") == nil)
    }

    @Test(
        "the file of the quarter speaks, the oldest one for the time before it",
        arguments: [
            ("2015-01-01", "2024-07-01"), ("2026-03-31", "2024-07-01"), ("2026-04-01", "2026-04-01"),
        ] as [(CalendarDate, CalendarDate)]
    )
    func releases(date: CalendarDate, release: CalendarDate) {
        #expect(UnitEditTable.release(on: date) == release)
    }

    @Test("the outpatient file allows 4 units of 99489, and of every other code what practitioners are allowed")
    func outpatient() {
        for entry in CodeTable.entries {
            let own = entry.unitEdit(on: "2025-06-30", in: .office)
            let hospital = entry.unitEdit(on: "2025-06-30", in: .hospitalOutpatient)
            if entry.code == "99489" {
                #expect(own?.units == 10)
                #expect(
                    hospital == UnitEdit(release: "2024-07-01", units: 4, adjudicationIndicator: 3, isOutpatient: true)
                )
            } else {
                #expect(own == hospital, "\(entry.code)")
            }
        }
    }
}

@Suite("Add-on parents")
struct AddOnTableTests {
    @Test("each add-on of the family has its one base, from its day on")
    func bases() {
        let rows: [(addOn: ProcedureCode, base: ProcedureCode, from: CalendarDate)] = [
            ("99439", "99490", "2021-01-01"), ("99437", "99491", "2022-01-01"), ("99489", "99487", "2013-04-01"),
        ]
        for row in rows {
            #expect(AddOnTable.parents(of: row.addOn, on: row.from) == [row.base])
            #expect(AddOnTable.isParent(row.base, of: row.addOn, on: row.from))
            #expect(!AddOnTable.isParent(row.base, of: row.addOn, on: row.from.adding(days: -1)))
            #expect(!AddOnTable.contractorsMayAddParents(to: row.addOn))
            #expect(CodeTable.entry(row.addOn)?.parent == row.base)
        }
    }

    @Test("the planning add-on stands on visits, and on G0463 from 2024")
    func planning() {
        #expect(AddOnTable.parents(of: "G0506", on: "2016-12-31").isEmpty)
        #expect(AddOnTable.parents(of: "G0506", on: "2017-01-01").count == 45)
        #expect(AddOnTable.parents(of: "G0506", on: "2023-12-31").count == 45)
        #expect(AddOnTable.parents(of: "G0506", on: "2024-01-01").count == 46)
        #expect(AddOnTable.isParent("G0463", of: "G0506", on: "2024-01-01"))
        for code: ProcedureCode in ["99202", "99215", "99483", "99496", "G0402", "G0438", "G0439"] {
            #expect(AddOnTable.isParent(code, of: "G0506", on: "2026-06-30"))
        }
        for code: ProcedureCode in ["99211", "99490", "99441"] {
            #expect(!AddOnTable.isParent(code, of: "G0506", on: "2026-06-30"))
        }
        #expect(AddOnTable.contractorsMayAddParents(to: "G0506"))
        #expect(AddOnTable.parents(of: "99490", on: "2026-06-30").isEmpty)
    }
}

@Suite("Places of service")
struct PlaceTableTests {
    static let facilities: Set = [2, 6, 8, 19, 21, 22, 23, 24, 26, 31, 34, 41, 42, 51, 52, 53, 56, 61]
    static let others: Set = [
        1, 3, 4, 5, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 25, 27, 32, 33, 49, 50, 54, 55, 57, 58, 60, 62, 65,
        66, 71, 72, 81, 99,
    ]

    @Test("all hundred numbers: paid as a facility, not so, or not assigned", arguments: 0...99)
    func settings(number: Int) throws {
        let place = try #require(PlaceOfService(ASCII.padded(number, 2)))
        let expected: Bool? = Self.facilities.contains(number) ? true : Self.others.contains(number) ? false : nil
        #expect(PlaceTable.isFacility(place) == expected)
        #expect((PlaceTable.words(place) == nil) == (expected == nil))
    }

    @Test("the words have no blanks around them")
    func words() {
        #expect(PlaceTable.words("11") == "office")
        #expect(PlaceTable.words("50") == "federally qualified health center")
        #expect(PlaceTable.words("12") == "patient's home")
    }
}

@Suite("Taxonomy codes")
struct TaxonomyTableTests {
    @Test("every kind of practitioner that may bill is found by its code")
    func billing() {
        let rows: [(String, PractitionerKind)] = [
            ("207Q00000X", .physician), ("2084P0800X", .physician), ("363LF0000X", .nursePractitioner),
            ("363AM0700X", .physicianAssistant), ("364SG0600X", .clinicalNurseSpecialist),
            ("367A00000X", .certifiedNurseMidwife),
        ]
        for (code, kind) in rows { #expect(TaxonomyTable.kind(of: code)?.billingKind == kind, "\(code)") }
    }

    @Test("people and organizations that may not are told apart")
    func others() {
        for (code, kind) in [
            ("103TC0700X", TaxonomyKind.clinicalPsychologist), ("163WC0400X", .registeredNurse),
            ("183500000X", .pharmacist), ("213E00000X", .podiatrist),
        ] {
            #expect(TaxonomyTable.kind(of: code) == kind)
            #expect(kind.billingKind == nil)
        }
        for (code, kind) in [
            ("261QR1300X", TaxonomyKind.ruralHealthClinic), ("261QF0400X", .federallyQualifiedHealthCenter),
            ("261QP2300X", .clinic), ("282N00000X", .hospital),
        ] {
            #expect(TaxonomyTable.kind(of: code) == kind)
            #expect(kind.billingKind == nil)
        }
    }

    @Test("a specialty that is not listed is what its classification is, where that is one thing")
    func classifications() {
        #expect(TaxonomyTable.kind(of: "363LP0200X") == .nursePractitioner)
        #expect(TaxonomyTable.kind(of: "207RH0003X") == .physician)
        #expect(TaxonomyTable.kind(of: "261QU0200X") == nil)
    }

    @Test("lower case names the same code")
    func lowerCase() {
        #expect(TaxonomyTable.kind(of: "207q00000x") == .physician)
    }

    @Test("anything else is unknown", arguments: ["", "207Q", "207Q00000XX", "999900000X", "::::::::::", "éééééééééé"])
    func unknown(code: String) {
        #expect(TaxonomyTable.kind(of: code) == nil)
    }

    @Test("every letter of the table is a kind, and every kind is in the table")
    func letters() {
        let table = EmbeddedTable.taxonomies
        let kinds = (0..<table.count).map { TaxonomyKind(rawValue: Unicode.Scalar(table.byte($0, 11))) }
        #expect(!kinds.contains(nil))
        #expect(Set(kinds.compactMap { $0 }) == Set(TaxonomyKind.allCases))
    }
}
