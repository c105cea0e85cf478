/// A named rule set: small differences over the one catalogue.
public struct Profile: Equatable, Sendable {
    public let id: ProfileID
    public let title: String
    /// What is different from the default, in one sentence.
    public let summary: String
    /// The billing practitioner's own minutes may count as staff minutes while they do not reach the practitioner path.
    public let countsPractitionerMinutesAsStaff: Bool
    /// Medicare's unit edits are applied on top of the codes' own limits.
    public let appliesUnitEdits: Bool
}

/// The name of a profile that is built in.
public enum ProfileID: String, CaseIterable, Sendable {
    case cmsFeeForService = "cms-ffs"
    case seedStrict = "seed-strict"
    case cptAMA = "cpt-ama"
}

extension Profile {
    /// Medicare fee for service: what a month is judged by when nothing else is asked for.
    public static let cmsFeeForService = Profile(
        id: .cmsFeeForService,
        title: "Medicare fee for service",
        summary: "The default: Medicare's published rules, its unit edits, and its contractors' reading of them.",
        countsPractitionerMinutesAsStaff: true,
        appliesUnitEdits: true
    )

    /// The strictest reading of the practice guides.
    public static let seedStrict = Profile(
        id: .seedStrict,
        title: "Strict practice guide",
        summary:
            "As cms-ffs, but only clinical staff minutes count for staff codes, the practitioner codes share a month "
            + "with no behavioral health or transitional care code, supported add-ons must be billed, and consent is "
            + "reconfirmed every year.",
        countsPractitionerMinutesAsStaff: false,
        appliesUnitEdits: true
    )

    /// The code set's own arithmetic without Medicare's edits.
    public static let cptAMA = Profile(
        id: .cptAMA,
        title: "Code set only",
        summary: "Time arithmetic, eligibility and one path a month; no Medicare unit edits.",
        countsPractitionerMinutesAsStaff: false,
        appliesUnitEdits: false
    )

    /// Every profile, the default first.
    public static let all = [cmsFeeForService, seedStrict, cptAMA]

    /// The profile of this name, or nil where there is none.
    public static func named(_ name: String) -> Profile? {
        all.first { $0.id.rawValue == name }
    }
}
