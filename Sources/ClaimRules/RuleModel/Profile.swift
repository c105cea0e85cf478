/// A named rule set: small differences over the one catalogue.
///
/// The built-in ones are here. A deployment makes its own with ``extending(_:id:title:)`` and changes what it needs.
public struct Profile: Sendable {
    public let id: ProfileID
    public let title: String
    /// What is different from the default, in one sentence.
    public var summary: String
    /// The profile it is made from; nil for one that is built in.
    public let extends: ProfileID?
    /// The built-in profile whose weights of rules it starts from.
    let root: ProfileID
    /// The billing practitioner's own minutes may count as staff minutes while they do not reach the practitioner path.
    public var countsPractitionerMinutesAsStaff: Bool
    /// Medicare's unit edits are applied on top of the codes' own limits.
    public var appliesUnitEdits: Bool
    /// What a month without a setting is billed from.
    public var defaultSetting: PracticeSetting = .office
    /// Different diagnoses that a claim has to carry.
    public var diagnosesNeeded = 2
    /// Weights that differ from the root's, by rule; nil leaves the rule out.
    public var severities: [RuleID: Severity?] = [:] {
        didSet { weighedRules = nil }
    }
    /// Modifiers that the payer asks for, by code.
    public var requiredModifiers: [ProcedureCode: [Modifier]] = [:]
    /// The most units in a month, by code, in place of the code's own limit.
    public var unitLimits: [ProcedureCode: Int] = [:]

    /// What answers under this profile say they were judged by.
    private(set) var rulesetDigest = Ruleset.digest
    /// The rules with their weights, worked out ahead for a profile that is used again and again.
    private(set) var weighedRules: [(rule: Rule, severity: Severity)]?

    /// The same profile as part of a set with this digest.
    func known(as digest: String) -> Profile {
        var copy = self
        copy.rulesetDigest = digest
        return copy
    }

    /// The same profile with its rules weighed.
    func withWeighedRules() -> Profile {
        var copy = self
        copy.weighedRules = RuleCatalog.weighed(by: self)
        return copy
    }

    /// A profile that is the same as another until it is changed.
    public static func extending(_ other: Profile, id: ProfileID, title: String) -> Profile {
        Profile(other, id: id, title: title, summary: "As \(other.id.rawValue).", root: other.root, extends: other.id)
    }

    private init(
        id: ProfileID,
        title: String,
        summary: String,
        countsPractitionerMinutesAsStaff: Bool,
        appliesUnitEdits: Bool
    ) {
        self.id = id
        self.title = title
        self.summary = summary
        extends = nil
        root = id
        self.countsPractitionerMinutesAsStaff = countsPractitionerMinutesAsStaff
        self.appliesUnitEdits = appliesUnitEdits
    }

    private init(
        _ other: Profile,
        id: ProfileID,
        title: String,
        summary: String,
        root: ProfileID,
        extends: ProfileID?
    ) {
        self.id = id
        self.title = title
        self.summary = summary
        self.extends = extends
        self.root = root
        countsPractitionerMinutesAsStaff = other.countsPractitionerMinutesAsStaff
        appliesUnitEdits = other.appliesUnitEdits
        defaultSetting = other.defaultSetting
        diagnosesNeeded = other.diagnosesNeeded
        severities = other.severities
        requiredModifiers = other.requiredModifiers
        unitLimits = other.unitLimits
    }
}

/// The name of a profile.
public struct ProfileID: RawRepresentable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let cmsFeeForService = ProfileID(rawValue: "cms-ffs")
    public static let seedStrict = ProfileID(rawValue: "seed-strict")
    public static let cptAMA = ProfileID(rawValue: "cpt-ama")
    public static let clinics = ProfileID(rawValue: "rhc-fqhc")
    public static let commercialTwoDiagnoses = ProfileID(rawValue: "commercial-two-dx")
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

    /// Rural health clinics and federally qualified health centers.
    public static let clinics: Profile = {
        var profile = Profile(
            .cmsFeeForService,
            id: .clinics,
            title: "Rural health clinics and health centers",
            summary:
                "As cms-ffs, for months billed by a clinic: the general code to 2025-09-30, the individual codes from "
                + "2025-01-01, and no facility rate.",
            root: .clinics,
            extends: nil
        )
        profile.defaultSetting = .ruralHealthClinic
        return profile
    }()

    /// A payer that denies a claim with one diagnosis.
    public static let commercialTwoDiagnoses = Profile(
        .cmsFeeForService,
        id: .commercialTwoDiagnoses,
        title: "Commercial payer, two diagnoses",
        summary: "As cms-ffs, and a claim with fewer than two diagnoses is rejected.",
        root: .commercialTwoDiagnoses,
        extends: nil
    )

    /// Every built-in profile, the default first.
    public static let all = [cmsFeeForService, seedStrict, cptAMA, clinics, commercialTwoDiagnoses]

    /// The built-in profile of this name, or nil where there is none.
    public static func named(_ name: String) -> Profile? {
        all.first { $0.id.rawValue == name }
    }
}

extension Rule {
    /// How much a break weighs in the profile; nil where the profile leaves the rule out.
    public func severity(in profile: Profile) -> Severity? {
        if let own = profile.severities[id] { return own }
        return severity[profile.root]
    }
}
