/// The patient's agreement to care management.
public struct Consent: Equatable, Sendable {
    public var given: Bool?
    public var date: CalendarDate?
    public var form: ConsentForm?
    /// What the patient was told; nil where the record does not say.
    public var covers: WordSet<ConsentTopic>?

    public init() {}
}

public enum ConsentForm: String, CaseIterable, Sendable {
    case verbal
    case written
}

/// What a patient has to be told before agreeing.
public enum ConsentTopic: String, CaseIterable, Sendable {
    case costSharing = "cost-sharing"
    case singlePractitioner = "single-practitioner"
    case rightToStop = "right-to-stop"
}

extension ConsentTopic: VocabularyWord {
    public var place: UInt8 {
        switch self {
        case .costSharing: 0
        case .singlePractitioner: 1
        case .rightToStop: 2
        }
    }
}

/// The comprehensive care plan and what happened to it this month.
public struct CarePlan: Equatable, Sendable {
    /// What was done with the plan; nil where the record does not say, empty where it says nothing was done.
    public var activity: WordSet<CarePlanActivity>?
    /// When it was last done.
    public var date: CalendarDate?
    public var electronic: Bool?
    public var copyGiven: Bool?
    public var addresses: WordSet<CarePlanScope>?

    public init() {}
}

public enum CarePlanActivity: String, CaseIterable, Sendable {
    case established
    case implemented
    case revised
    case monitored
}

extension CarePlanActivity: VocabularyWord {
    public var place: UInt8 {
        switch self {
        case .established: 0
        case .implemented: 1
        case .revised: 2
        case .monitored: 3
        }
    }
}

/// The kinds of need a plan speaks to.
public enum CarePlanScope: String, CaseIterable, Sendable {
    case medical
    case psychosocial
    case functional
}

extension CarePlanScope: VocabularyWord {
    public var place: UInt8 {
        switch self {
        case .medical: 0
        case .psychosocial: 1
        case .functional: 2
        }
    }
}

/// The face-to-face visit at which care management began.
public struct InitiatingVisit: Equatable, Sendable {
    public var code: ProcedureCode?
    public var date: CalendarDate?
    public var ccmDiscussed: Bool?

    public init() {}
}

/// An element of the record that an audit asks for.
public enum ChecklistItemID: String, CaseIterable, Sendable {
    case timeLog = "time-log"
    case timeThreshold = "time-threshold"
    case staffIdentity = "staff-identity"
    case clinicalStaffQualified = "clinical-staff-qualified"
    case performedPersonally = "performed-personally"
    case eligibilityTwoChronic = "eligibility-two-chronic"
    case durationTwelveMonths = "duration-12-months"
    case risk
    case carePlan = "care-plan"
    case carePlanActivity = "care-plan-activity"
    case carePlanElements = "care-plan-elements"
    case psychosocialFunctional = "psychosocial-functional"
    case carePlanElectronic = "care-plan-electronic"
    case carePlanCopy = "care-plan-copy"
    case consent
    case consentContent = "consent-content"
    case consentAnnual = "consent-annual"
    case initiatingVisit = "initiating-visit"
    case initiatingVisitCCM = "initiating-visit-ccm"
    case activityNotes = "activity-notes"
    case nonOverlapStatement = "non-overlap-statement"
    case separateFromVisits = "separate-from-visits"
    case complexityMDM = "complexity-mdm"
    case supervisionGeneral = "supervision-general"
    case access247 = "access-24-7"
    case structuredRecord = "structured-record"
    case transitions
    case homeCommunity = "home-community"
    case singlePractitioner = "single-practitioner"
    case baseSameMonth = "base-same-month"
    case signature
    case inpatientMinutesExcluded = "inpatient-minutes-excluded"
    case goalsTemplate = "goals-template"
    case workBeyondVisit = "work-beyond-visit"
}

/// Checklist items that the caller states to be there or to be absent.
///
/// Two machine words instead of a dictionary: a claim is decoded and judged without allocating for it.
public struct Attestations: Equatable, Sendable {
    private var stated: UInt64 = 0
    private var affirmed: UInt64 = 0

    public init() {}

    /// True or false as stated, nil where nothing was said.
    public subscript(item: ChecklistItemID) -> Bool? {
        get { stated & item.bit == 0 ? nil : affirmed & item.bit != 0 }
        set {
            stated = newValue == nil ? stated & ~item.bit : stated | item.bit
            affirmed = newValue == true ? affirmed | item.bit : affirmed & ~item.bit
        }
    }

    /// Whether any item is stated to be absent.
    public var hasDenials: Bool { stated & ~affirmed != 0 }

    /// Every item that something was said of, in the checklist's order.
    public var all: [(item: ChecklistItemID, isTrue: Bool)] {
        ChecklistItemID.allCases.compactMap { item in self[item].map { (item, $0) } }
    }
}

extension ChecklistItemID {
    fileprivate var bit: UInt64 { 1 << place }

    /// Position among all items. Written out, because looking it up would cost more than everything else about a month's
    /// attestations; a test holds it to the order of the cases.
    public var place: UInt8 {
        switch self {
        case .timeLog: 0
        case .timeThreshold: 1
        case .staffIdentity: 2
        case .clinicalStaffQualified: 3
        case .performedPersonally: 4
        case .eligibilityTwoChronic: 5
        case .durationTwelveMonths: 6
        case .risk: 7
        case .carePlan: 8
        case .carePlanActivity: 9
        case .carePlanElements: 10
        case .psychosocialFunctional: 11
        case .carePlanElectronic: 12
        case .carePlanCopy: 13
        case .consent: 14
        case .consentContent: 15
        case .consentAnnual: 16
        case .initiatingVisit: 17
        case .initiatingVisitCCM: 18
        case .activityNotes: 19
        case .nonOverlapStatement: 20
        case .separateFromVisits: 21
        case .complexityMDM: 22
        case .supervisionGeneral: 23
        case .access247: 24
        case .structuredRecord: 25
        case .transitions: 26
        case .homeCommunity: 27
        case .singlePractitioner: 28
        case .baseSameMonth: 29
        case .signature: 30
        case .inpatientMinutesExcluded: 31
        case .goalsTemplate: 32
        case .workBeyondVisit: 33
        }
    }
}
