import Testing

@testable import ClaimRules

@Suite("Procedure pairs")
struct ProcedurePairTableTests {
    /// The printed edits in force in 2024: code, the column it is in, indicator, the codes in the other column.
    static let printed = """
        99437 1 0 90960-90970 99366-99368 99424 99439
        99437 1 1 99091 99421-99423
        99439 1 0 90951-90970 99374 99375 99377-99380 99424 99426 99441-99443 99489 99605-99607
        99439 1 1 93792 93793 98966-98968 98970-98972 99071 99078 99080 99091 99358 99359 99366-99368 99421-99423
        99487 1 0 99490 G0506 G0511
        99487 1 0 90951-90970 93792 93793 98966-98968 98970-98972 99071 99078 99080 99358 99359 99366-99368 99374 99375 99377-99380 99421-99427 99437 99439 99605-99607
        99487 1 1 99091
        99487 1 1 99202-99205 99211-99215
        99489 1 0 90951-90970 93792 93793 98966-98968 99071 99078 99080 99358 99359 99366-99368 99374 99375 99377-99380 99421-99427 99437 99605-99607
        99489 1 1 99091
        99489 1 1 99202-99205 99211-99215
        99490 1 0 90951-90970 93792 93793 98966-98968 98970-98972 99071 99078 99080 99358 99359 99366-99368 99374 99375 99377-99380 99421 99422 99424-99427 99437 99489 99605-99607
        99490 1 1 99091 99423
        99491 1 0 90951-90970 93792 93793 98966-98968 98970-98972 99071 99078 99080 99091 99358 99359 99366-99368 99374 99375 99377-99380 99421-99427 99439 99487 99489 99490 99605-99607
        G0506 1 0 98966-98968 98970-98972 98980 98981 99071 99078 99080 99091 99358 99359 99366-99368 99374 99375 99377-99380 99421-99423 99457 99458 99605-99607
        G0511 1 0 93792 93793 98966-98968 98970-98972 99071 99078 99080 99358 99359 99366-99368 99374 99375 99377-99380 99421-99423 99441-99443 99495 99496 99605-99607
        G0511 1 0 99490
        99437 2 0 90951-90959 98978 99374 99375 99377-99380 99425-99427
        99437 2 1 98970-98972 99484 99605-99607
        99439 2 0 98978 99425 99427
        99487 2 0 G0181 G0182
        99489 2 0 G0181 G0182
        99489 2 1 98970-98972
        99490 2 0 G0181 G0182
        99491 2 0 G0181 G0182
        99491 2 1 99484
        G0506 2 0 99426
        G0506 2 0 90951-90970
        G0506 2 0 G0181 G0182
        G0511 2 0 99426
        G0511 2 0 90951-90970
        G0511 2 0 G0181 G0182
        """.split(separator: "\n").map(String.init)

    /// The family's own pairs, all with indicator 0: column 1, column 2.
    static let inside = [
        "99491 99490", "99491 99439", "99491 99487", "99491 99489", "99487 99490", "99487 99439", "99487 99437",
        "99490 99489", "99490 99437", "99489 99437", "99439 99489", "99437 99439",
    ]

    /// The numbers from the first to the last of `99374-99380`, as far as they are procedure codes of this table.
    static func codes(_ text: Substring) throws -> [ProcedureCode] {
        let ends = try text.split(separator: "-").map { try #require(ProcedureCode($0)) }
        guard ends.count == 2, let first = Int(ends[0].text), let last = Int(ends[1].text) else { return ends }
        return (first...last).compactMap { ProcedureCode(String($0)) }
    }

    @Test("every printed edit is in force today, in its own order only", arguments: printed)
    func printedEdits(row: String) throws {
        let cells = row.split(separator: " ")
        let code = try #require(ProcedureCode(cells[0]))
        for other in try cells[3...].flatMap(Self.codes) {
            let (first, second) = cells[1] == "1" ? (code, other) : (other, code)
            let edit = ProcedurePairTable.edit(column1: first, column2: second, on: "2026-06-30")
            #expect(edit?.bypass == (cells[2] == "0" ? .never : .withModifier), "\(first) \(second)")
            #expect(edit?.lastDay == nil, "\(first) \(second)")
            #expect(ProcedurePairTable.edit(column1: second, column2: first, on: "2026-06-30") == nil)
            #expect(ProcedurePairTable.edit(between: second, and: first, on: "2026-06-30") == edit)
        }
    }

    @Test("the family excludes itself on one date", arguments: inside)
    func insideTheFamily(row: String) throws {
        let codes = try row.split(separator: " ").map { try #require(ProcedureCode($0)) }
        let edit = ProcedurePairTable.edit(between: codes[1], and: codes[0], on: "2026-06-30")
        #expect(edit == PairEdit(column1: codes[0], column2: codes[1], bypass: .never, lastDay: nil))
    }

    @Test(
        "these share a date without an edit",
        arguments: [
            "99490 99439", "99491 99437", "99487 99489", "99490 99484", "99490 99213", "99491 99213", "99490 99457",
            "99491 99492", "99490 99495", "99491 99495", "G0506 99490", "G0506 99491", "99490 G0556", "99490 00000",
        ]
    )
    func noEdit(row: String) throws {
        let codes = try row.split(separator: " ").map { try #require(ProcedureCode($0)) }
        #expect(ProcedurePairTable.edit(between: codes[0], and: codes[1], on: "2026-06-30") == nil)
    }

    struct Ended: CustomTestStringConvertible {
        let pair: [ProcedureCode]
        let lastDay: CalendarDate
        /// What holds the day after.
        let next: PairEdit?
        var testDescription: String { "\(pair[0]) with \(pair[1]) to \(lastDay)" }

        init(_ first: ProcedureCode, _ second: ProcedureCode, _ lastDay: CalendarDate, next: PairEdit? = nil) {
            pair = [first, second]
            self.lastDay = lastDay
            self.next = next
        }
    }

    static let ended: [Ended] =
        (["99490", "99487", "99489", "99491"] as [ProcedureCode]).flatMap {
            [Ended($0, "99495", "2019-12-31"), Ended($0, "99496", "2019-12-31")]
        } + [
            Ended(
                "99423",
                "99490",
                "2021-09-30",
                next: PairEdit(column1: "99490", column2: "99423", bypass: .withModifier, lastDay: nil)
            ),
            Ended(
                "99487",
                "99491",
                "2021-09-30",
                next: PairEdit(column1: "99491", column2: "99487", bypass: .never, lastDay: nil)
            ),
            Ended(
                "99490",
                "99091",
                "2017-12-31",
                next: PairEdit(column1: "99490", column2: "99091", bypass: .withModifier, lastDay: nil)
            ),
            Ended(
                "90960",
                "99490",
                "2021-09-30",
                next: PairEdit(column1: "99490", column2: "90960", bypass: .never, lastDay: nil)
            ),
            Ended("99490", "99339", "2022-12-31"), Ended("99490", "99441", "2019-12-31"),
        ]

    @Test("an edit that ended applies to its last day, and then what replaced it", arguments: ended)
    func endedEdits(row: Ended) {
        let (first, second) = (row.pair[0], row.pair[1])
        let edit = ProcedurePairTable.edit(between: second, and: first, on: row.lastDay)
        #expect(edit == PairEdit(column1: first, column2: second, bypass: .never, lastDay: row.lastDay))
        let after = row.lastDay.adding(days: 1)
        #expect(ProcedurePairTable.edit(between: first, and: second, on: after) == row.next)
        #expect(
            ProcedurePairTable.edit(column1: first, column2: second, on: after)?.column1
                == row.next.flatMap {
                    $0.column1 == first ? first : nil
                }
        )
    }

    @Test("an edit that ended on the day it began never applied")
    func neverApplied() {
        for date: CalendarDate in ["2020-01-01", "2020-10-01", "2021-10-01"] {
            #expect(ProcedurePairTable.edit(between: "99490", and: "99495", on: date) == nil)
            #expect(ProcedurePairTable.edit(between: "99439", and: "99495", on: date) == nil)
            #expect(ProcedurePairTable.edit(between: "99491", and: "99496", on: date) == nil)
        }
    }
}
