/// What do the recorded minutes and conditions support?
public struct Suggestion: Equatable, Sendable {
    public var id: String?
    public var minutes: CountedMinutes
    /// The lines to bill, or nil where the record does not support any.
    public var suggested: PathProposal?
    /// The other paths, with what they would allow or why they allow nothing.
    public var alternatives: [PathProposal]
    /// The nearest threshold that has not been reached.
    public var next: NextThreshold?
    /// Why nothing may be billed, where nothing may.
    public var blockedBy: [Blocker]
    /// How the claim's own lines compare; nil where it has none.
    public var billed: BilledComparison?
    public var ruleset: Ruleset.Identity
}

/// The month's countable minutes, floored to whole minutes once for each kind of performer.
public struct CountedMinutes: Equatable, Sendable {
    public var clinicalStaff: Int
    public var practitioner: Int
    /// Practitioner minutes that were counted toward the staff codes, where the profile allows it.
    public var practitionerCountedAsStaff: Int
    public var excluded: [ExcludedTime]
}

/// A time entry that does not count, and why.
public struct ExcludedTime: Equatable, Sendable {
    /// Position in the time log, counted from 0.
    public var entry: Int
    /// Whole minutes; nil where the entry records none.
    public var minutes: Int?
    public var reason: ExclusionReason
}

public enum ExclusionReason: String, CaseIterable, Sendable {
    case noDuration = "no-duration"
    case noDate = "no-date"
    case noPerformer = "no-performer"
    case outsideMonth = "outside-month"
    case otherProgram = "other-program"
    case faceToFace = "face-to-face"
    case nonClinical = "non-clinical"
    case facilityStay = "facility-stay"
}

/// One way to bill the month, or the reason why it is closed.
public struct PathProposal: Equatable, Sendable {
    public var path: BillingPath
    public var lines: [ProposedLine]
    /// The first day on which all of the lines may be dated; nil without lines.
    public var earliestDate: CalendarDate?
    public var payment: Payment?
    /// Why this path is not the one suggested; nil on the suggested path.
    public var reason: String?
}

public struct ProposedLine: Equatable, Sendable {
    public var code: ProcedureCode
    public var units: Int
    /// The day on which these units were reached.
    public var earliestDate: CalendarDate?

    public init(code: ProcedureCode, units: Int, earliestDate: CalendarDate? = nil) {
        self.code = code
        self.units = units
        self.earliestDate = earliestDate
    }
}

/// Fee schedule amounts for a set of lines.
public struct Payment: Equatable, Sendable {
    public var nonFacility: Money
    public var facility: Money
    /// What the hospital itself is paid, where the month is billed from a hospital outpatient department and the year's
    /// rates are known.
    public var hospital: Money?
    /// The one of the two amounts that the place of service on the claim's lines earns; nil where they name none, or
    /// places of both kinds.
    public var atPlaceOfService: Money?
    /// Which schedule the amounts are from, as in `national 2026`.
    public var basis: String
}

public struct NextThreshold: Equatable, Sendable {
    public var code: ProcedureCode
    public var minutesNeeded: Int
    public var performer: PerformerKind
}

/// A rule that stands in the way of billing: of any care-management line this month, or of the codes asked about.
public struct Blocker: Equatable, Sendable {
    public var rule: RuleID
    public var message: String
    /// What would decide it; empty where it is decided.
    public var needs: [Pointer]
}

public struct BilledComparison: Equatable, Sendable {
    public enum Verdict: String, CaseIterable, Sendable {
        case matches
        case underbilled
        case overbilled
        case different
        /// Minutes that were not sent, or not in full, may carry what those that count do not.
        case undecided
    }

    public var verdict: Verdict
    /// What the suggestion pays more than the billed lines; negative where it pays less. Nil where a fee is not known.
    public var difference: Money?
    /// The same in a facility.
    public var differenceInFacility: Money?
    /// The one of the two that the lines' place of service earns; nil where they name none, or places of both kinds.
    public var differenceAtPlaceOfService: Money?

    /// What changes hands: by the lines' place of service where they name one, else outside a facility.
    public var gain: Money? { differenceAtPlaceOfService ?? difference }
}
