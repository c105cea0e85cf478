/// What one practice did, wrote down and wants to bill for one patient in one calendar month.
///
/// Only the month itself is certain. Everything else is optional: nil means that nothing was sent, which no rule
/// takes for a yes or a no. An empty list is a statement that there is none.
public struct CareMonth: Equatable, Sendable {
    /// The caller's own name for the document, given back in the answer.
    public var id: String?
    public var serviceMonth: CalendarMonth
    /// The name of the rule set to judge by; nil means the service's default.
    public var profile: String?
    /// Where the practice bills from; nil means an office.
    public var setting: PracticeSetting?
    public var locality: Locality?
    public var patient: Patient?
    public var practitioner: Practitioner?
    /// The claim's diagnoses in their order; pointers of lines count from 1.
    public var diagnoses: [DiagnosisCode]?
    public var lines: [ServiceLine]
    public var conditions: [ChronicCondition]?
    public var medicalDecisionMaking: DecisionMaking?
    public var timeLog: [TimeEntry]?
    public var consent: Consent?
    public var carePlan: CarePlan?
    public var initiatingVisit: InitiatingVisit?
    /// Facts that no other member shows, by checklist item.
    public var attestations: Attestations
    /// What anyone billed for this patient, this month or before.
    public var history: [BilledService]?
    public var stays: [Stay]?
    /// The day on which the payer received or will receive the claim; nil leaves timely filing unjudged.
    public var receivedOn: CalendarDate?
    /// The patient is under a hospice election.
    public var hospice: Bool?
    /// What the sender's document has beside all this, and could not be read. No member of the contract.
    public var unread = UnreadParts()

    /// A month about which nothing else is known yet.
    public init(serviceMonth: CalendarMonth) {
        self.serviceMonth = serviceMonth
        lines = []
        attestations = Attestations()
    }

    /// The same month with some of it changed: how examples and tests say what differs.
    public func with(_ change: (inout CareMonth) -> Void) -> CareMonth {
        var copy = self
        change(&copy)
        return copy
    }
}

/// What kind of place the practice bills from.
public enum PracticeSetting: String, CaseIterable, Sendable {
    case office
    case hospitalOutpatient = "hospital-outpatient"
    case ruralHealthClinic = "rhc"
    case federallyQualifiedHealthCenter = "fqhc"

    /// A rural health clinic or a federally qualified health center, which Medicare pays under rules of their own.
    public var isClinic: Bool { self == .ruralHealthClinic || self == .federallyQualifiedHealthCenter }
}

/// A Medicare payment locality: the contractor's number and the locality's within it.
public struct Locality: Hashable, Sendable {
    public var contractor: String
    public var locality: String

    public init(contractor: String, locality: String) {
        self.contractor = contractor
        self.locality = locality
    }
}

/// The patient, as far as rules need.
public struct Patient: Equatable, Sendable {
    public var id: String?
    public var birthDate: CalendarDate?
    public var newToPractice: Bool?
    /// The last face-to-face visit with the billing practitioner before this month.
    public var lastSeen: CalendarDate?

    public init() {}
}

/// The practitioner whose name is on the claim.
public struct Practitioner: Equatable, Sendable {
    public var npi: NPI?
    public var kind: PractitionerKind?
    /// The provider taxonomy code, ten characters.
    public var taxonomy: String?
    public var groupTIN: TaxpayerID?

    public init() {}
}

/// What a practitioner is. Five kinds may bill care management; any other word is one that may not.
public enum PractitionerKind: Equatable, Sendable {
    case physician
    case nursePractitioner
    case physicianAssistant
    case clinicalNurseSpecialist
    case certifiedNurseMidwife
    case other(String)

    /// The kinds that may bill, with the contract's words for them.
    public static let billing: [(word: StaticString, kind: PractitionerKind)] = [
        ("physician", .physician), ("nurse-practitioner", .nursePractitioner),
        ("physician-assistant", .physicianAssistant), ("clinical-nurse-specialist", .clinicalNurseSpecialist),
        ("certified-nurse-midwife", .certifiedNurseMidwife),
    ]

    /// The kind that this word names; every word names one.
    public init(_ word: String) {
        // Nearly everyone writes it in small letters.
        if let known = Self.billing.first(where: { $0.word.isWritten(word) }) {
            self = known.kind
            return
        }
        let known = word.lowercased()
        self = Self.billing.first { "\($0.word)" == known }?.kind ?? .other(word)
    }

    /// The contract's word.
    public var word: String {
        if case .other(let word) = self { return word }
        return Self.billing.first { $0.kind == self }.map { "\($0.word)" } ?? ""
    }
}

/// One line of the claim.
public struct ServiceLine: Equatable, Sendable {
    public var code: ProcedureCode
    /// Units of service, from 1; nil where none were sent.
    public var units: Int?
    /// The date of service.
    public var date: CalendarDate?
    public var modifiers: [Modifier]
    public var placeOfService: PlaceOfService?
    /// Positions in the claim's diagnoses, counted from 1.
    public var diagnosisPointers: [Int]?
    public var charge: Money?

    public init(code: ProcedureCode, units: Int? = nil, date: CalendarDate? = nil) {
        self.code = code
        self.units = units
        self.date = date
        modifiers = []
    }
}

/// A condition of the patient and what the record says of it.
public struct ChronicCondition: Equatable, Sendable {
    public var icd10: DiagnosisCode?
    /// Expected to last twelve months or more, or for the rest of the patient's life.
    public var lastsTwelveMonths: Bool?
    /// Puts the patient at significant risk of death, acute worsening or loss of function.
    public var significantRisk: Bool?

    public init(icd10: DiagnosisCode? = nil, lastsTwelveMonths: Bool? = nil, significantRisk: Bool? = nil) {
        self.icd10 = icd10
        self.lastsTwelveMonths = lastsTwelveMonths
        self.significantRisk = significantRisk
    }
}

/// The level of medical decision making, in rising order.
public enum DecisionMaking: String, CaseIterable, Comparable, Sendable {
    case straightforward
    case low
    case moderate
    case high

    public static func < (left: DecisionMaking, right: DecisionMaking) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

/// A service that was billed for the patient before or beside this claim.
public struct BilledService: Equatable, Sendable {
    public var code: ProcedureCode
    public var units: Int?
    public var date: CalendarDate
    /// Who billed it. Neither number means this practice.
    public var practitionerNPI: NPI?
    public var groupTIN: TaxpayerID?

    public init(code: ProcedureCode, date: CalendarDate, units: Int? = nil) {
        self.code = code
        self.date = date
        self.units = units
    }
}

/// Days that the patient spent in a facility.
public struct Stay: Equatable, Sendable {
    public var from: CalendarDate
    /// The last day; nil while the stay goes on.
    public var to: CalendarDate?
    public var setting: StaySetting?

    public init(from: CalendarDate, to: CalendarDate? = nil, setting: StaySetting? = nil) {
        self.from = from
        self.to = to
        self.setting = setting
    }
}

/// The kinds of stay in which no care-management minutes count, and those in which they do.
public enum StaySetting: String, CaseIterable, Sendable {
    case inpatient
    case skilledNursingPartA = "snf-part-a"
    case skilledNursing = "snf"
    case nursingFacility = "nursing-facility"
    case assistedLiving = "assisted-living"

    /// Hospital inpatient days and Part A nursing days, on which no minute counts.
    public var excludesMinutes: Bool { self == .inpatient || self == .skilledNursingPartA }
}
