import Testing

@testable import ClaimRules

/// Counts and order of the embedded tables: what must hold for lookups to be right, and what a new edition changes.
@Suite("The embedded tables")
struct TableIntegrityTests {
    static var tables: [(name: String, table: EmbeddedTable, key: Int, count: Int)] {
        [
            ("add-ons", .addOns, 11, 50),
            ("diagnoses", .diagnoses, 7, 75_725),
            ("factors", .factors, 10, 10),
            ("localities", .localities, 13, 335),
            ("pairs", .pairs, 20, 1_963),
            ("places", .places, 2, 52),
            ("relative values", .relativeValues, 10, 123),
            ("taxonomies", .taxonomies, 10, 46),
            ("unit edits", .unitEdits, 15, 16),
        ]
    }

    @Test("counts are the pinned ones, records are sorted, and no key is there twice")
    func order() {
        for (name, table, key, count) in Self.tables {
            #expect(table.count == count, "\(name)")
            var last = ""
            var isSorted = true
            for record in 0..<table.count {
                let text = table.text(record, 0, key)
                isSorted = isSorted && last < text
                last = text
            }
            #expect(isSorted, "\(name)")
        }
    }

    @Test("each edition and each indicator has its pinned total")
    func diagnoses() {
        let table = EmbeddedTable.diagnoses
        var editions = [0, 0, 0]
        var chronic: [Character: Int] = [:]
        for record in 0..<table.count {
            let mask = table.byte(record, 7) - UInt8(ascii: "0")
            for bit in 0..<3 where mask & (1 << bit) != 0 { editions[bit] += 1 }
            chronic[Character(Unicode.Scalar(table.byte(record, 8))), default: 0] += 1
        }
        #expect(editions == [74_044, 74_260, 74_719])
        #expect(chronic == ["1": 12_934, "0": 52_154, "9": 10_611, "-": 26])
    }

    @Test("each year has its pinned number of localities and of priced codes")
    func years() {
        func years(_ table: EmbeddedTable, _ offset: Int) -> [Int: Int] {
            (0..<table.count).reduce(into: [:]) { $0[table.number($1, offset, 4), default: 0] += 1 }
        }
        #expect(years(.localities, 0) == [2023: 112, 2024: 109, 2025: 109, 2026: 5])
        let priced = [2019: 6, 2020: 7, 2021: 7, 2022: 8, 2023: 21, 2024: 23, 2025: 26, 2026: 25]
        #expect(years(.relativeValues, 6) == priced)
    }

    @Test("pairs that stand and pairs that ended have their pinned totals")
    func pairs() {
        let table = EmbeddedTable.pairs
        #expect((0..<table.count).count { table.date($0, 12) == nil } == 1_351)
        let indicators = (0..<table.count).map { table.byte($0, 21) }
        #expect(indicators.count { $0 == UInt8(ascii: "0") } == 979)
        #expect(indicators.count { $0 == UInt8(ascii: "1") } == 957)
        #expect(indicators.count { $0 == UInt8(ascii: "9") } == 27)
    }

    @Test("every code of the tables is one that our types take")
    func codes() {
        for (table, offsets) in [
            (EmbeddedTable.pairs, [0, 6]), (.relativeValues, [0]), (.unitEdits, [0]), (.addOns, [0]),
        ] {
            for record in 0..<table.count {
                for offset in offsets { #expect(ProcedureCode(table.text(record, offset, 5)) != nil) }
            }
        }
        let diagnoses = EmbeddedTable.diagnoses
        let wrong = (0..<diagnoses.count).count {
            DiagnosisCode(diagnoses.text($0, 0, 7))?.undotted != diagnoses.text($0, 0, 7)
        }
        #expect(wrong == 0)
    }
}
