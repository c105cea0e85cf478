import Testing

@testable import ClaimRules

@Suite("Fee schedule amounts")
struct FeeTableTests {
    /// The printed national amounts: code, year (2024a to 8 March, 2024b after it), outside and inside a facility.
    static let printed = """
        99490 2019 42.17 32.44
        99490 2020 42.22 32.84
        99490 2021 41.17 31.75
        99490 2022 64.02 51.56
        99439 2021 37.68 28.26
        99439 2022 48.45 36.34
        G2058 2020 37.89 28.51
        99491 2019 83.97 83.97
        99491 2020 84.09 84.09
        99491 2021 82.35 82.35
        99491 2022 86.17 77.52
        99437 2022 61.25 52.26
        99487 2019 92.98 52.98
        99487 2020 92.39 53.41
        99487 2021 91.77 51.29
        99487 2022 134.27 92.74
        99489 2019 46.49 26.67
        99489 2020 44.75 26.35
        99489 2021 43.97 25.82
        99489 2022 70.60 51.22
        G0506 2019 63.43 46.49
        G0506 2020 63.52 46.56
        G0506 2021 61.76 45.01
        G0506 2022 62.64 45.33
        G0511 2019 67.03 35.32
        G0511 2020 66.77 66.77
        G0511 2021 65.25 65.25
        G0511 2022 79.25 45.33
        99490 2023 62.69 50.49
        99490 2024a 61.56 48.79
        99490 2024b 62.58 49.60
        99490 2025 60.49 47.87
        99490 2026 66.13 43.76
        99439 2023 47.44 34.90
        99439 2024a 47.15 34.05
        99439 2024b 47.93 34.62
        99439 2025 45.93 32.99
        99439 2026 50.44 30.73
        99491 2023 85.06 75.57
        99491 2024a 83.17 73.35
        99491 2024b 84.55 74.56
        99491 2025 82.16 72.46
        99491 2026 89.18 65.47
        99437 2023 59.98 50.49
        99437 2024a 58.61 49.12
        99437 2024b 59.58 49.93
        99437 2025 57.58 47.87
        99437 2026 63.13 43.76
        99487 2023 133.18 90.82
        99487 2024a 131.96 87.75
        99487 2024b 134.15 89.21
        99487 2025 131.65 87.01
        99487 2026 144.29 79.16
        99489 2023 70.49 50.15
        99489 2024a 71.05 48.79
        99489 2024b 72.23 49.60
        99489 2025 70.52 47.23
        99489 2026 78.16 43.76
        G0506 2023 62.01 44.05
        G0506 2024a 61.56 42.89
        G0506 2024b 62.58 43.61
        G0506 2025 60.81 41.73
        G0506 2026 66.47 38.41
        G0511 2023 77.94 44.73
        G0511 2024a 71.71 41.26
        G0511 2024b 72.90 41.94
        G0511 2025 54.67 31.38
        """.split(separator: "\n").map(String.init)

    /// The same of neighboring codes: code, then both amounts of 2024b, 2025 and 2026.
    static let printedNeighbors = """
        99424 82.55 73.57 80.87 72.13 87.51 64.80
        99425 59.92 50.60 58.87 49.17 61.46 44.09
        99426 61.91 48.93 61.78 47.55 67.80 44.09
        99427 47.27 34.29 50.46 34.29 54.11 31.40
        G0556 - - 15.20 11.97 16.37 11.02
        G0557 - - 48.84 36.23 53.78 33.73
        G0558 - - 107.07 79.90 117.24 72.81
        99484 54.92 43.61 53.05 41.40 57.45 38.75
        99492 153.12 92.87 145.24 90.89 160.32 82.17
        99493 139.81 101.53 133.59 98.98 144.96 89.51
        99494 59.25 40.61 55.96 38.82 61.46 36.07
        99495 206.72 138.48 201.20 134.24 220.11 122.25
        99496 279.62 188.07 272.68 182.43 298.60 166.34
        99457 48.93 29.63 47.87 28.79 51.77 26.39
        99458 39.28 29.63 38.49 28.79 41.42 26.39
        99091 53.59 53.59 51.75 51.75 55.45 47.43
        G0019 80.56 49.60 77.96 47.55 86.17 44.09
        G0022 50.26 34.62 48.52 33.32 54.11 30.73
        """.split(separator: "\n").map(String.init)

    /// A month and a day of each column.
    static let days: [String: CalendarDate] = [
        "2019": "2019-01-01", "2020": "2020-12-31", "2021": "2021-01-01", "2022": "2022-06-30", "2023": "2023-12-31",
        "2024a": "2024-03-08", "2024b": "2024-03-09", "2025": "2025-01-01", "2026": "2026-12-31",
    ]

    func national(_ code: String, _ column: String) throws -> String {
        let date = try #require(Self.days[column])
        let line = try ProposedLine(code: #require(ProcedureCode(code)), units: 1, earliestDate: date)
        guard let payment = FeeTable.payment(for: [line], in: date.month) else { return "- -" }
        let factor =
            date.month.year == 2024 ? ", conversion factor \(date < "2024-03-09" ? "32.7442" : "33.2875")" : ""
        #expect(payment.basis == "national \(date.month.year)" + factor)
        return "\(payment.nonFacility) \(payment.facility)"
    }

    @Test("national amounts of the family are the printed ones", arguments: printed)
    func family(row: String) throws {
        let cells = row.split(separator: " ").map(String.init)
        #expect(try national(cells[0], cells[1]) == cells[2...].joined(separator: " "))
    }

    @Test("national amounts of neighboring codes are the printed ones", arguments: printedNeighbors)
    func neighbors(row: String) throws {
        let cells = row.split(separator: " ").map(String.init)
        for (index, column) in ["2024b", "2025", "2026"].enumerated() {
            #expect(try national(cells[0], column) == "\(cells[1 + 2 * index]) \(cells[2 + 2 * index])", "\(column)")
        }
    }

    @Test("every printed row is there, and the table has no other code")
    func complete() {
        #expect(Self.printed.count == 67)
        #expect(Self.printedNeighbors.count == 18)
        let printed = Set((Self.printed + Self.printedNeighbors).map { $0.prefix(5) })
        let table = EmbeddedTable.relativeValues
        #expect(Set((0..<table.count).map { table.text($0, 0, 5)[...] }) == printed)
    }

    @Test("a code is priced in no year but its own")
    func yearsWithoutAmounts() throws {
        for (code, column) in [
            ("G2058", "2019"), ("G2058", "2021"), ("99439", "2020"), ("99437", "2021"), ("G0511", "2026"),
            ("G0556", "2024b"), ("99213", "2026"),
        ] {
            #expect(try national(code, column) == "- -", "\(code) \(column)")
        }
        for month: CalendarMonth in ["2018-12", "2027-01"] {
            #expect(FeeTable.payment(for: [ProposedLine(code: "99490", units: 1)], in: month) == nil)
        }
        #expect(FeeTable.payment(for: [], in: "2026-03") == nil)
        let lines = [ProposedLine(code: "99490", units: 1), ProposedLine(code: "99213", units: 1)]
        #expect(FeeTable.payment(for: lines, in: "2026-03") == nil)
    }

    @Test("each conversion factor begins on its day")
    func factors() {
        #expect(FeeTable.conversionFactor(on: "2018-12-31") == nil)
        let starts: [(CalendarDate, Int64)] = [
            ("2019-01-01", 360_391), ("2020-01-01", 360_896), ("2021-01-01", 348_931), ("2022-01-01", 346_062),
            ("2023-01-01", 338_872), ("2024-01-01", 327_442), ("2024-03-09", 332_875), ("2025-01-01", 323_465),
            ("2026-01-01", 334_009),
        ]
        for (index, (start, factor)) in starts.enumerated() {
            #expect(FeeTable.conversionFactor(on: start) == factor)
            if index > 0 { #expect(FeeTable.conversionFactor(on: start.adding(days: -1)) == starts[index - 1].1) }
        }
        #expect(FeeTable.conversionFactor(on: "2026-01-01", qualifying: true) == 335_675)
        #expect(FeeTable.conversionFactor(on: "2025-12-31", qualifying: true) == 323_465)
    }

    @Test("a line in March 2024 is priced by the day it was earned")
    func marchOf2024() {
        let early = ProposedLine(code: "99490", units: 1, earliestDate: "2024-03-08")
        let late = ProposedLine(code: "99439", units: 2, earliestDate: "2024-03-09")
        let undated = ProposedLine(code: "99490", units: 1)
        #expect(FeeTable.payment(for: [early, late], in: "2024-03")?.nonFacility == Money(cents: 6156 + 2 * 4793))
        #expect(FeeTable.payment(for: [undated], in: "2024-03")?.nonFacility == Money(cents: 6258))
    }

    struct Place: CustomTestStringConvertible {
        let name: String
        let indices: CostIndices
        /// Of 99490 (outside and inside a facility), 99439, 99491, 99487, as printed for 2026.
        let amounts: [String]
        var testDescription: String { name }
    }

    static let places = [
        Place(
            name: "Alabama 10112-00",
            indices: CostIndices(work: 1000, practiceExpense: 875, malpractice: 566),
            amounts: ["61.32 41.74", "46.54 29.29", "83.37 62.62", "132.47 75.48"]
        ),
        Place(
            name: "Alaska 02102-01",
            indices: CostIndices(work: 1500, practiceExpense: 1065, malpractice: 551),
            amounts: ["83.76 59.93", "63.03 42.04", "115.23 89.97", "177.74 108.37"]
        ),
        Place(
            name: "San Francisco 01112-05",
            indices: CostIndices(work: 1095, practiceExpense: 1410, malpractice: 425),
            amounts: ["80.42 48.87", "62.10 34.32", "107.00 73.56", "180.13 88.30"]
        ),
    ]

    @Test("a locality's indices give the printed amounts of 2026", arguments: places)
    func indices(place: Place) throws {
        let factor = try #require(FeeTable.conversionFactor(on: "2026-06-30"))
        let codes: [ProcedureCode] = ["99490", "99439", "99491", "99487"]
        for (code, printed) in zip(codes, place.amounts) {
            let values = try #require(FeeTable.relativeValues(of: code, year: 2026))
            let amounts = values.amounts(place.indices, factor: factor)
            #expect("\(amounts.nonFacility) \(amounts.facility)" == printed, "\(code)")
        }
    }

    struct Basis: CustomTestStringConvertible {
        let contractor: String
        let locality: String
        let month: CalendarMonth
        let payment: String
        var testDescription: String { "\(contractor)-\(locality) \(month)" }

        init(_ contractor: String, _ locality: String, _ month: CalendarMonth, _ payment: String) {
            self.contractor = contractor
            self.locality = locality
            self.month = month
            self.payment = payment
        }
    }

    static let bases = [
        Basis("10112", "00", "2026-03", "61.32 41.74 10112-00 2026"),
        Basis("13202", "01", "2026-03", "74.57 48.56 13202-01 2026"),
        Basis("01182", "18", "2026-03", "72.28 45.81 01182-18 2026"),
        Basis("02102", "01", "2026-03", "83.76 59.93 02102-01 2026"),
        Basis("01112", "05", "2026-03", "80.42 48.87 01112-05 2026"),
        Basis("12202", "01", "2026-03", "66.13 43.76 national 2026 (no 2026 indices for 12202-01)"),
        Basis("12202", "01", "2024-03", "70.05 54.57 12202-01 2024, conversion factor 33.2875"),
        Basis("02102", "01", "2025-12", "77.99 64.35 02102-01 2025"),
        Basis("10112", "00", "2022-12", "64.02 51.56 national 2022 (no 2022 indices for 10112-00)"),
        Basis("99999", "99", "2025-12", "60.49 47.87 national 2025 (no 2025 indices for 99999-99)"),
        Basis("alabama", "", "2026-03", "66.13 43.76 national 2026 (the locality is not five digits and two)"),
        Basis("1011200", "", "2026-03", "66.13 43.76 national 2026 (the locality is not five digits and two)"),
    ]

    @Test("payment says which amounts it took: the locality's, or the nation's and why", arguments: bases)
    func basis(row: Basis) {
        let payment = FeeTable.payment(
            for: [ProposedLine(code: "99490", units: 1)],
            in: row.month,
            locality: Locality(contractor: row.contractor, locality: row.locality)
        )
        #expect(payment.map { "\($0.nonFacility) \($0.facility) \($0.basis)" } == row.payment)
    }

    @Test("half a cent is rounded up")
    func halfCent() {
        // 0.01 x 1 x 1.5000 dollars are one and a half cents.
        let values = RelativeValues(work: 1, expenseOutsideFacility: 0, expenseInFacility: 1, malpractice: 0)
        #expect(values.amounts(.national, factor: 15_000).nonFacility == Money(cents: 2))
        #expect(values.amounts(.national, factor: 14_999).nonFacility == Money(cents: 1))
        #expect(values.amounts(.national, factor: 12_500).facility == Money(cents: 3))
    }
}
