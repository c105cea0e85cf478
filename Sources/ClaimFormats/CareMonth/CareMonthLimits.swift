import ClaimRules

/// Largest numbers that a care month may hold. Beyond them a number is a slip of the keyboard, and arithmetic with what is
/// left cannot overflow.
enum CareMonthLimits {
    /// Minutes of one time entry: as many as the longest month has.
    static let minutes = 31 * 24 * 60
    /// Units of one line: three digits, as on the paper claim form (CMS-1500, item 24G).
    static let units = 999
    /// Charge of one line: nine digits before the point, as money is read.
    static let charge = Money(cents: 99_999_999_999)
    /// Position of a diagnosis on the claim.
    static let diagnosisPointer = 999
}
