/// National Medicare physician fee schedule amounts, worked out from relative values and the conversion factor.
///
/// Source: CMS PFS relative value files 2022 to 2026 (RVU22D, RVU23D, RVU24C, RVU25D, RVU26C non-qualifying) and the
/// conversion factors of the same years. Amount = relative value units x conversion factor, rounded to the cent once
/// a unit, as the schedule prints it.
enum FeeTable: Sendable {
    /// Total relative value units in hundredths.
    struct Row: Sendable {
        let code: ProcedureCode
        let year: Int
        let nonFacility: Int64
        let facility: Int64

        init(_ code: ProcedureCode, _ year: Int, _ nonFacility: Int64, _ facility: Int64) {
            self.code = code
            self.year = year
            self.nonFacility = nonFacility
            self.facility = facility
        }
    }

    /// Dollars a relative value unit, in ten-thousandths, from a first date of service on.
    static let conversionFactors: [(from: CalendarDate, factor: Int64)] = [
        ("2022-01-01", 346_062), ("2023-01-01", 338_872), ("2024-01-01", 327_442), ("2024-03-09", 332_875),
        ("2025-01-01", 323_465), ("2026-01-01", 334_009),
    ]

    /// The last year the table knows; later months have no amounts until the new schedule is added.
    static let lastYear = 2026

    static let rows: [Row] = [
        Row("99490", 2022, 185, 149), Row("99490", 2023, 185, 149), Row("99490", 2024, 188, 149),
        Row("99490", 2025, 187, 148), Row("99490", 2026, 198, 131),
        Row("99439", 2022, 140, 105), Row("99439", 2023, 140, 103), Row("99439", 2024, 144, 104),
        Row("99439", 2025, 142, 102), Row("99439", 2026, 151, 92),
        Row("99491", 2022, 249, 224), Row("99491", 2023, 251, 223), Row("99491", 2024, 254, 224),
        Row("99491", 2025, 254, 224), Row("99491", 2026, 267, 196),
        Row("99437", 2022, 177, 151), Row("99437", 2023, 177, 149), Row("99437", 2024, 179, 150),
        Row("99437", 2025, 178, 148), Row("99437", 2026, 189, 131),
        Row("99487", 2022, 388, 268), Row("99487", 2023, 393, 268), Row("99487", 2024, 403, 268),
        Row("99487", 2025, 407, 269), Row("99487", 2026, 432, 237),
        Row("99489", 2022, 204, 148), Row("99489", 2023, 208, 148), Row("99489", 2024, 217, 149),
        Row("99489", 2025, 218, 146), Row("99489", 2026, 234, 131),
    ]

    /// What these lines pay nationally in the month, or nil where the table does not know one of them.
    ///
    /// The factor is the one on the first day of the month, except where a line says when it was earned.
    static func payment(for lines: [ProposedLine], in month: CalendarMonth) -> Payment? {
        guard !lines.isEmpty else { return nil }
        var nonFacility = Money(cents: 0)
        var facility = Money(cents: 0)
        for line in lines {
            let date = line.earliestDate ?? month.lastDay
            let year = month.year
            guard year <= lastYear, let factor = conversionFactors.last(where: { $0.from <= date })?.factor,
                let row = rows.first(where: { $0.code == line.code && $0.year == year })
            else { return nil }
            nonFacility = nonFacility + amount(row.nonFacility, factor) * line.units
            facility = facility + amount(row.facility, factor) * line.units
        }
        return Payment(nonFacility: nonFacility, facility: facility, basis: "national \(month.year)")
    }

    private static func amount(_ hundredths: Int64, _ tenThousandths: Int64) -> Money {
        Money(cents: (hundredths * tenThousandths + 5_000) / 10_000)
    }
}
