/// What a locality's costs are beside the nation's, in thousandths.
struct CostIndices: Equatable, Sendable {
    let work: Int64
    let practiceExpense: Int64
    let malpractice: Int64

    /// The nation's own.
    static let national = CostIndices(work: 1000, practiceExpense: 1000, malpractice: 1000)
}

/// Geographic practice cost indices by year, Medicare contractor and locality.
///
/// Source: CMS physician fee schedule, addendum E: 2023 to 2025 whole, five localities of 2026.
enum PaymentLocalityTable: Sendable {
    /// The indices of this locality in this year, or nil where the table has none.
    static func indices(_ locality: Locality, year: Int) -> CostIndices? {
        guard (1000...9999).contains(year), locality.hasNumbers,
            let contractor = PackedASCII(uppercasing: locality.contractor.utf8)?.word,
            let number = PackedASCII(uppercasing: locality.locality.utf8)?.word
        else { return nil }
        let table = EmbeddedTable.localities
        let records = table.records(beginningWith: ASCII.packed(year, 4), 4)
        guard
            let record = records.first(where: {
                table.word($0, 5, 5) == contractor && table.word($0, 11, 2) == number
            })
        else { return nil }
        return CostIndices(
            work: Int64(table.number(record, 14, 4)),
            practiceExpense: Int64(table.number(record, 19, 4)),
            malpractice: Int64(table.number(record, 24, 4))
        )
    }
}

extension PaymentLocalityTable {
    /// How many localities have indices for this year.
    static func count(year: Int) -> Int {
        guard (1000...9999).contains(year) else { return 0 }
        return EmbeddedTable.localities.records(beginningWith: ASCII.packed(year, 4), 4).count
    }
}

extension Locality {
    /// True for the form that Medicare writes: five digits and two.
    var hasNumbers: Bool {
        contractor.utf8.count == 5 && locality.utf8.count == 2 && contractor.utf8.allSatisfy(ASCII.isDigit)
            && locality.utf8.allSatisfy(ASCII.isDigit)
    }
}
