import Testing

@testable import ClaimRules

@Suite("Diagnosis codes")
struct DiagnosisTableTests {
    struct Row: CustomTestStringConvertible {
        let code: DiagnosisCode
        let date: CalendarDate
        let status: DiagnosisStatus
        var testDescription: String { "\(code) on \(date)" }

        init(_ code: DiagnosisCode, _ date: CalendarDate, _ status: DiagnosisStatus) {
            self.code = code
            self.date = date
            self.status = status
        }
    }

    static let rows = [
        Row("E11.9", "2026-03-31", .billable),
        Row("I10", "2026-03-31", .billable),
        Row("Z66", "2026-03-31", .billable),
        Row("E11", "2026-03-31", .header),
        Row("E11.2", "2026-03-31", .header),
        Row("I50", "2026-03-31", .header),
        Row("S72.001", "2026-03-31", .header),
        Row("S72.001A", "2026-03-31", .billable),
        // A place holder is part of the code: the first three are headings by themselves.
        Row("M1A.00X", "2026-03-31", .header),
        Row("M1A.00X0", "2026-03-31", .billable),
        Row("I10.9", "2026-03-31", .unknown),
        Row("E11.99", "2026-03-31", .unknown),
        Row("Q00.00", "2026-03-31", .unknown),
        Row("A00.A", "2026-03-31", .unknown),
        Row("ZZZ", "2026-03-31", .unknown),
        Row("ZZZ.ZZZZ", "2026-03-31", .unknown),
        Row("A00", "2026-03-31", .header),
        // Editions: from FY2025 on, to FY2024, from FY2026 on, to FY2025.
        Row("E66.811", "2024-09-30", .notInEdition),
        Row("E66.811", "2024-10-01", .billable),
        Row("E66.81", "2024-09-30", .notInEdition),
        Row("E66.81", "2024-10-01", .header),
        Row("E66.8", "2024-09-30", .billable),
        Row("E66.8", "2024-10-01", .header),
        Row("E11.A", "2025-09-30", .notInEdition),
        Row("E11.A", "2025-10-01", .billable),
        Row("G35", "2025-09-30", .billable),
        Row("G35", "2025-10-01", .header),
        Row("G35.A", "2025-09-30", .notInEdition),
        Row("G35.A", "2025-10-01", .billable),
        // The ends of what is here.
        Row("E11.9", "2023-09-30", .notChecked),
        Row("E11.9", "2023-10-01", .billable),
        Row("E11.9", "2026-09-30", .billable),
        Row("E11.9", "2026-10-01", .notChecked),
        Row("ZZZ", "2015-01-01", .notChecked),
    ]

    @Test("a code is what the date's edition says", arguments: rows)
    func status(row: Row) {
        #expect(DiagnosisTable.status(of: row.code, on: row.date) == row.status)
    }

    @Test("the codes below a heading come shortest first, and no more than asked for")
    func below() {
        func nearest(_ code: DiagnosisCode, _ limit: Int, on date: CalendarDate = "2026-03-31") -> [String] {
            DiagnosisTable.nearest(to: code, on: date, limit: limit).map(\.text)
        }
        #expect(nearest("E11", 4) == ["E11.8", "E11.9", "E11.A", "E11.00"])
        #expect(nearest("I50", 3) == ["I50.1", "I50.9", "I50.20"])
        #expect(nearest("I50.2", 9) == ["I50.20", "I50.21", "I50.22", "I50.23"])
        #expect(nearest("G35", 9) == ["G35.A", "G35.D", "G35.B0", "G35.B1", "G35.B2", "G35.C0", "G35.C1", "G35.C2"])
        #expect(nearest("G35", 9, on: "2025-09-30").isEmpty)
        #expect(nearest("E66.81", 9, on: "2024-09-30") == ["E66.8"])
        #expect(nearest("I10.9", 9) == ["I10"])
        #expect(nearest("E11.9", 9).isEmpty)
        #expect(nearest("E11", 0).isEmpty)
        #expect(nearest("E11", 4, on: "2026-10-01").isEmpty)
        #expect(nearest("ZZZ", 4).isEmpty)
    }

    @Test("the chronic indicator is a yes, a no, or not said")
    func chronic() {
        #expect(DiagnosisTable.isChronic("E11.9") == true)
        #expect(DiagnosisTable.isChronic("I10") == true)
        #expect(DiagnosisTable.isChronic("F32.A") == false)
        #expect(DiagnosisTable.isChronic("J06.9") == false)
        // In the editions, not in the indicator; then a heading.
        #expect(DiagnosisTable.isChronic("G40.C01") == nil)
        #expect(DiagnosisTable.isChronic("E11") == nil)
        #expect(DiagnosisTable.isChronic("ZZZ") == nil)
    }
}
