import ClaimRules

/// Who bills: loop 2000A with 2010AA. Shared by the claims below it.
final class X12BillingProvider: Sendable {
    let party: X12Party
    let npi: NPI?
    let taxNumber: TaxpayerID?
    let taxonomy: String?
    let taxonomyPosition: Int32
    let taxNumberPosition: Int32

    init(
        _ party: X12Party,
        taxNumber: TaxpayerID?,
        taxonomy: String?,
        taxonomyPosition: Int32,
        taxNumberPosition: Int32
    ) {
        self.party = party
        npi = NPI(party.identifier)
        self.taxNumber = taxNumber
        self.taxonomy = taxonomy
        self.taxonomyPosition = taxonomyPosition
        self.taxNumberPosition = taxNumberPosition
    }
}

/// Who was cared for: the subscriber, or a dependent of one. Shared by the claims below it.
final class X12Patient: Sendable {
    let subscriber: X12Party
    /// The patient where that is not the subscriber.
    let dependent: X12Party?
    let birthDate: CalendarDate?
    let birthPosition: Int32
    let payer: String
    /// The same for the same patient of the same payer, wherever in the file.
    let key: String

    init(subscriber: X12Party, dependent: X12Party?, birthDate: CalendarDate?, birthPosition: Int32, payer: String) {
        self.subscriber = subscriber
        self.dependent = dependent
        self.birthDate = birthDate
        self.birthPosition = birthPosition
        self.payer = payer
        // Without an identifier only the name and the day of birth are left to tell patients apart.
        var key = "\(payer)|\(subscriber.identifier)"
        let named = dependent ?? (subscriber.identifier.isEmpty ? subscriber : nil)
        if let named { key += "|\(named.last)|\(named.first)|\(birthDate.map { "\($0.dayNumber)" } ?? "")" }
        self.key = key
    }

    /// The patient's own name.
    var name: X12Party { dependent ?? subscriber }
}

/// The one who did the work, where the claim or the line names one.
struct X12Rendering: Equatable, Sendable {
    var npi: NPI?
    var taxonomy: String?
    var position: Int32
    var taxonomyPosition: Int32 = 0
}

/// One claim, loop 2300, as far as it is judged and acknowledged.
struct X12Claim: Sendable {
    /// What kind of submission it is, CLM05-3.
    enum Frequency: UInt8, Sendable {
        case original
        case replacement
        case void
    }

    /// The transaction set it stands in.
    var place: X12SetPlace
    /// Position in the set and in the file, and bytes before it.
    var position: Int32
    var number: Int
    var offset: Int
    var billing: X12BillingProvider
    var patient: X12Patient
    /// The submitter's own number, CLM01. Not for logs.
    var account: String
    var total: Money?
    var frequency = Frequency.original
    var placeOfService: PlaceOfService?
    /// The payer's number of the claim that this one replaces or voids.
    var originalReference: String?
    /// The clearinghouse's number.
    var trace: String?
    var rendering: X12Rendering?
    /// By position on the claim; nil where a code is not ICD-10-CM.
    var diagnoses: [DiagnosisCode?] = []
    var diagnosesPosition: Int32 = 0
    var lines: [X12Line] = []
    /// Whether it has more lines or diagnoses than are kept.
    var isCut = false
    var faults: [X12ClaimFault] = []

    /// Whether some of its lines are judged nowhere.
    var hasUnreadLines: Bool { isCut || lines.contains(where: \.isUnread) }
}

/// One service line, loop 2400.
struct X12Line: Sendable {
    var position: Int32
    var code: ProcedureCode?
    /// The line says that its procedure is of CPT or HCPCS Level II.
    var isHCPCS = false
    /// It says that its procedure is of another list that the guide knows, of which nothing is judged here.
    var isOfOtherList = false
    var units: Int?
    var charge: Money?
    var modifiers: [Modifier] = []
    var place: PlaceOfService?
    /// Up to four pointers of one byte each, the first the lowest; 0 is none.
    var pointers: UInt32 = 0
    var first: CalendarDate?
    var last: CalendarDate?
    var servicePosition: Int32 = 0
    var datePosition: Int32 = 0
    var rendering: X12Rendering?

    /// Its date or its code could not be read: it is of no month.
    var isUnread: Bool { !isOfOtherList && (first == nil || code == nil) }
}

/// What makes a claim unusable though every segment is in its place.
struct X12ClaimFault: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case outOfBalance = "out-of-balance"
        case originalReferenceMissing = "original-reference-missing"
        case diagnosisNotICD10 = "diagnosis-not-icd-10-cm"
        case procedureUnreadable = "procedure-unreadable"
        case unitsUnreadable = "units-unreadable"
        case pointerBeyondDiagnoses = "pointer-beyond-diagnoses"
        case dateMissing = "date-missing"
        case dateUnreadable = "date-unreadable"
        case frequencyUnknown = "frequency-unknown"
    }

    var kind: Kind
    var loop: StaticString
    var segment: StaticString
    var element: Int
    var component: Int?
    var position: Int32

    var place: String {
        X12Position.text(
            loop: "\(loop)",
            segment: "\(segment)",
            element: element,
            component: component,
            position: Int(position)
        )
    }
}

extension X12ClaimFault.Kind {
    var detail: String {
        switch self {
        case .outOfBalance: "The claim's total is not the sum of its lines' charges."
        case .originalReferenceMissing: "A replacement or void needs the payer's number of the original claim."
        case .diagnosisNotICD10: "This is not an ICD-10-CM code; services since October 2015 are coded in nothing else."
        case .procedureUnreadable: "This is not a procedure code of CPT or HCPCS Level II."
        case .unitsUnreadable: "Units must be a whole number from 1, in units of service."
        case .pointerBeyondDiagnoses: "This points past the claim's diagnoses."
        case .dateMissing: "The line's date of service is missing."
        case .dateUnreadable: "The line's date of service is not a date."
        case .frequencyUnknown: "The claim's frequency must be 1, 7 or 8."
        }
    }
}
