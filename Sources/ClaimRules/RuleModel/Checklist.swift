/// What is missing from the record for these codes?
public struct Checklist: Equatable, Sendable {
    public var id: String?
    public var codes: [ProcedureCode]
    /// True when every required item is met and nothing stands in the way of billing the codes.
    public var ready: Bool
    /// Why the codes may not be billed for the month, whatever the record holds; empty where they may.
    public var blockedBy: [Blocker] = []
    public var items: [ChecklistEntry]
    public var summary: Summary
    public var ruleset: Ruleset.Identity

    /// Counts of the required items.
    public struct Summary: Equatable, Sendable {
        public var required: Int
        public var met: Int
        public var missing: Int
        public var contradicted: Int
    }
}

public struct ChecklistEntry: Equatable, Sendable {
    public var id: ChecklistItemID
    public var requirement: Requirement
    public var status: ChecklistStatus
    /// The members that would show it; empty once it is met.
    public var needs: [Pointer]
    public var message: String
    public var remedy: String
    public var citation: Citation
}

public enum Requirement: String, CaseIterable, Sendable {
    case required
    case recommended
}

public enum ChecklistStatus: String, CaseIterable, Sendable {
    /// The record shows it.
    case met
    /// The record does not say.
    case missing
    /// The record says that it is not so.
    case contradicted
}
