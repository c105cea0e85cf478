@testable import ClaimRules

extension CountedMinutes {
    /// Minutes of both kinds, with entries left out, one of which has no length.
    static let sample = CountedMinutes(
        clinicalStaff: 47,
        practitioner: 5,
        practitionerCountedAsStaff: 5,
        excluded: [
            ExcludedTime(entry: 3, minutes: 10, reason: .faceToFace),
            ExcludedTime(entry: 4, minutes: nil, reason: .noDuration),
        ]
    )
}

extension PathProposal {
    /// The staff path with so many units of its add-on.
    static func staff(addOns: Int, nonFacility: Int64, facility: Int64) -> PathProposal {
        PathProposal(
            path: .staff,
            lines: [ProposedLine(code: "99490", units: 1), ProposedLine(code: "99439", units: addOns)],
            earliestDate: "2026-03-18",
            payment: Payment(
                nonFacility: Money(cents: nonFacility),
                facility: Money(cents: facility),
                basis: "national 2026"
            ),
            reason: nil
        )
    }

    /// A path that is closed.
    static let closed = PathProposal(
        path: .practitioner,
        lines: [],
        earliestDate: nil,
        payment: nil,
        reason: "Because."
    )
}
