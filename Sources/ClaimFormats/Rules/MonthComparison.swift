public import ClaimRules

/// A care month of a file, judged in two months.
public struct JudgedMonth: Sendable {
    /// The file, and the line where it has several.
    public let place: String
    public let id: String?
    public let change: VerdictChange

    public init(place: String, id: String?, change: VerdictChange) {
        self.place = place
        self.id = id
        self.change = change
    }
}

/// What changed between two months, and what that does to care months.
public struct MonthComparison: Sendable {
    public let difference: MonthDifference
    public let months: [JudgedMonth]
    /// Whether there were care months to judge.
    public let hasFiles: Bool

    public init(difference: MonthDifference, months: [JudgedMonth], hasFiles: Bool) {
        self.difference = difference
        self.months = months
        self.hasFiles = hasFiles
    }

    public var isDifferent: Bool { !difference.changes.isEmpty || !changed.isEmpty }

    /// The care months whose decision flips or that support other lines.
    var changed: [JudgedMonth] { months.filter { $0.change.isFlip || $0.change.isOtherSuggestion } }

    /// What all suggestions pay in the second month more than in the first; care months whose fees are not known in both
    /// are left out.
    var paymentDifference: Money {
        months.reduce(Money(cents: 0)) { sum, month in
            guard month.change.from.payment != nil || month.change.to.payment != nil else { return sum }
            let from = month.change.from
            let to = month.change.to
            guard from.payment != nil || from.suggested.isEmpty, to.payment != nil || to.suggested.isEmpty else {
                return sum
            }
            return sum + (to.payment ?? Money(cents: 0)) - (from.payment ?? Money(cents: 0))
        }
    }
}
