/// One rule of care-management billing, whole: what it says, where that is written, when and how much it weighs,
/// what it reads, how it is checked, how a break is mended, and one month that keeps it and one that breaks it.
public final class Rule: Identifiable, Sendable {
    public let id: RuleID
    /// What holds when the rule is kept, in one sentence.
    public let title: String
    public let citation: Citation
    /// The dates of service the rule applies to.
    public let effective: EffectivePeriod
    /// How much a break weighs; nil in a profile that leaves the rule out.
    public let severity: SeverityTable
    /// The members of the care month that the check reads.
    public let needs: [Pointer]
    /// What to do about a break.
    public let remedy: String
    public let adjustment: Adjustment?
    public let example: RuleExample
    let check: @Sendable (RuleContext, inout RuleReport) -> Void

    init(
        _ id: RuleID,
        title: String,
        citation: Citation,
        effective: EffectivePeriod = .always,
        severity: SeverityTable,
        needs: [Pointer],
        remedy: String,
        adjustment: Adjustment? = nil,
        example: RuleExample,
        check: @escaping @Sendable (RuleContext, inout RuleReport) -> Void
    ) {
        self.id = id
        self.title = title
        self.citation = citation
        self.effective = effective
        self.severity = severity
        self.needs = needs
        self.remedy = remedy
        self.adjustment = adjustment
        self.example = example
        self.check = check
    }
}

/// A rule's weight: one for every profile, and the profiles that weigh it differently.
public struct SeverityTable: Sendable {
    let base: Severity?
    let differences: [ProfileID: Severity?]

    init(_ base: Severity?, _ differences: [ProfileID: Severity?] = [:]) {
        self.base = base
        self.differences = differences
    }

    static let error = SeverityTable(.error)
    static let warning = SeverityTable(.warning)
    static let info = SeverityTable(.info)
    /// Medicare's own conditions, which the bare code set does not know.
    static let errorOutsideCPT = SeverityTable(.error, [.cptAMA: nil])
    static let warningOutsideCPT = SeverityTable(.warning, [.cptAMA: nil])

    /// The weight in this profile, nil where the rule is left out.
    public subscript(profile: ProfileID) -> Severity? {
        if let difference = differences[profile] { return difference }
        return base
    }
}

/// A month that keeps a rule and the same month with the one change that breaks it.
public struct RuleExample: Sendable {
    public let passes: CareMonth
    public let fails: CareMonth
    /// The profile that both are judged by.
    public let profile: Profile

    init(
        _ passes: CareMonth = .cleanStaffExample,
        profile: Profile = .cmsFeeForService,
        breaks: (inout CareMonth) -> Void
    ) {
        self.passes = passes
        self.profile = profile
        fails = passes.with(breaks)
    }
}
