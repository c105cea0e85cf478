/// A service's relative values in hundredths.
struct RelativeValues: Equatable, Sendable {
    let work: Int64
    let expenseOutsideFacility: Int64
    let expenseInFacility: Int64
    let malpractice: Int64

    /// What one unit pays outside a facility and in one, rounded half up to the cent once, as the schedule prints it.
    ///
    /// - Parameter factor: dollars a relative value unit, in ten-thousandths.
    func amounts(_ indices: CostIndices, factor: Int64) -> (nonFacility: Money, facility: Money) {
        let common = work * indices.work + malpractice * indices.malpractice
        func amount(_ expense: Int64) -> Money {
            // Hundredths x thousandths x ten-thousandths of a dollar: ten million to the cent.
            Money(cents: ((common + expense * indices.practiceExpense) * factor + 5_000_000) / 10_000_000)
        }
        return (amount(expenseOutsideFacility), amount(expenseInFacility))
    }
}

/// Medicare physician fee schedule amounts, national or by locality, worked out exactly from the published parts.
///
/// Source: CMS PFS relative value files 2019 to 2026 and their conversion factors. Amount = (work x work index +
/// practice expense x its index + malpractice x its index) x conversion factor.
enum FeeTable: Sendable {
    /// The relative values of this code in this year, or nil where the schedule has none.
    static func relativeValues(of code: ProcedureCode, year: Int) -> RelativeValues? {
        let table = EmbeddedTable.relativeValues
        let word = code.packed.word
        let yearWord = ASCII.packed(year, 4)
        var record = table.first(notBelow: word, 5)
        while record < table.count, table.word(record, 0, 5) == word, table.word(record, 6, 4) != yearWord {
            record += 1
        }
        guard record < table.count, table.word(record, 0, 5) == word else { return nil }
        return RelativeValues(
            work: Int64(table.number(record, 11, 4)),
            expenseOutsideFacility: Int64(table.number(record, 16, 4)),
            expenseInFacility: Int64(table.number(record, 21, 4)),
            malpractice: Int64(table.number(record, 26, 4))
        )
    }

    /// Dollars a relative value unit on the date, in ten-thousandths; nil before the first factor. The last factor goes
    /// on after its year: amounts need a year's relative values as well.
    ///
    /// - Parameter qualifying: for participants in qualifying payment models, who have a factor of their own from 2026.
    static func conversionFactor(on date: CalendarDate, qualifying: Bool = false) -> Int64? {
        let table = EmbeddedTable.factors
        let (year, month, day) = date.parts
        let key = ASCII.packed((year * 100 + month) * 100 + day, 8)
        var record = table.count - 1
        while record >= 0 {
            if table.word(record, 0, 8) <= key, qualifying || table.byte(record, 9) == UInt8(ascii: "a") {
                return Int64(table.number(record, 11, 6))
            }
            record -= 1
        }
        return nil
    }

    /// What these lines pay in the month, or nil where the table does not know one of them.
    ///
    /// Each line is priced on the day it was earned, or on the month's last day where it does not say. A locality
    /// without indices for the year gets the national amounts, and the basis says so.
    static func payment(
        for lines: [ProposedLine],
        in month: CalendarMonth,
        locality: Locality? = nil
    ) -> Payment? {
        guard !lines.isEmpty else { return nil }
        let indices = locality.flatMap { PaymentLocalityTable.indices($0, year: month.year) }
        var nonFacility = Money(cents: 0)
        var facility = Money(cents: 0)
        var factors: [Int64] = []
        for line in lines {
            guard let factor = conversionFactor(on: line.earliestDate ?? month.lastDay),
                let values = relativeValues(of: line.code, year: month.year)
            else { return nil }
            if !factors.contains(factor) { factors.append(factor) }
            let unit = values.amounts(indices ?? .national, factor: factor)
            nonFacility = nonFacility + unit.nonFacility * line.units
            facility = facility + unit.facility * line.units
        }
        return Payment(
            nonFacility: nonFacility,
            facility: facility,
            basis: basis(month.year, locality, isKnown: indices != nil) + words(factors, in: month.year)
        )
    }

    private static func basis(_ year: Int, _ locality: Locality?, isKnown: Bool) -> String {
        guard let locality else { return "national \(year)" }
        guard locality.hasNumbers else { return "national \(year) (the locality is not five digits and two)" }
        let name = locality.contractor + "-" + locality.locality
        return isKnown ? "\(name) \(year)" : "national \(year) (no \(year) indices for \(name))"
    }

    /// Which of a year's factors was taken; nothing for a year that has one.
    private static func words(_ factors: [Int64], in year: Int) -> String {
        guard let first = CalendarMonth(year: year, month: 1)?.firstDay,
            let last = CalendarMonth(year: year, month: 12)?.lastDay,
            conversionFactor(on: first) != conversionFactor(on: last)
        else { return "" }
        return ", conversion factor " + factors.map(words).joined(separator: " and ")
    }

    /// Dollars a relative value unit, as the schedule prints them.
    static func words(_ factor: Int64) -> String { "\(factor / 10_000)." + ASCII.padded(Int(factor % 10_000), 4) }
}
