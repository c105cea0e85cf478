/// May these lines be billed?
public struct Decision: Equatable, Sendable {
    public var id: String?
    public var verdict: Verdict
    /// Broken rules: findings about the whole claim first, then by line, then in the catalogue's order.
    public var findings: [Finding]
    /// Rules that could not be decided from what was sent, in the catalogue's order.
    public var unverified: [Unverified]
    public var ruleset: Ruleset.Identity
}

public enum Verdict: String, CaseIterable, Sendable {
    /// No error, no warning, and nothing left unverified.
    case accept
    /// A warning, or something that could not be decided.
    case review
    /// At least one error.
    case reject
}

/// A rule that is broken, with all that is needed to check and to mend it.
public struct Finding: Equatable, Sendable {
    public var rule: RuleID
    public var severity: Severity
    /// The part of the care month that breaks the rule.
    public var path: Pointer
    /// The claim line it is about, counted from 0; nil where it is about the whole claim.
    public var line: Int?
    public var message: String
    public var remedy: String
    /// What the finding rests on.
    public var facts: [PlainValue.Member]
    public var citation: Citation
    public var adjustment: Adjustment?
    /// The correction where it follows from the facts sent; empty where a person has to decide.
    public var fix: [PatchOperation]
}

/// A rule that cannot be decided, with the members that would decide it.
public struct Unverified: Equatable, Sendable {
    public var rule: RuleID
    public var needs: [Pointer]
    public var message: String
}
