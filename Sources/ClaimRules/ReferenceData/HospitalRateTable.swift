/// What Medicare pays a hospital outpatient department for a care-management code.
enum HospitalRate: Equatable, Sendable {
    /// Paid by its own rate, in cents.
    case paid(Int64)
    /// Packaged into the payment for the base.
    case packaged
    /// Not the hospital's to bill.
    case notBillable
}

/// Hospital outpatient rates.
///
/// Source: CMS OPPS calendar year 2025 final rule, Addendum B: 99490 in APC 5822, 99487 in APC 5823. No other year is
/// here.
enum HospitalRateTable: Sendable {
    /// The rate in this year, or nil where the table has none.
    static func rate(_ code: ProcedureCode, year: Int) -> HospitalRate? {
        guard year == 2025 else { return nil }
        return switch code {
        case "99490": .paid(9250)
        case "99487": .paid(16067)
        case "99439", "99489", "G0506": .packaged
        case "99491", "99437": .notBillable
        default: nil
        }
    }

    /// What the hospital is paid for these lines, or nil where the table does not know one of them.
    static func payment(for lines: [ProposedLine], year: Int) -> Money? {
        var cents: Int64 = 0
        for line in lines {
            switch rate(line.code, year: year) {
            case .paid(let rate): cents += rate * Int64(line.units)
            case .packaged: break
            case .notBillable, nil: return nil
            }
        }
        return Money(cents: cents)
    }
}
