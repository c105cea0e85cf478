import ClaimRules

/// What the 277CA says of a claim or a line: a category (A1 to A8) and a status code, by number, and whom it is about.
struct ClaimStatus: Hashable, Sendable {
    var category: StaticString
    var code: StaticString
    var entity: StaticString?
    /// More than the codes say, for codes that ask for it.
    var note: String?

    init(_ category: StaticString, _ code: StaticString, entity: StaticString? = nil, note: String? = nil) {
        self.category = category
        self.code = code
        self.entity = entity
        self.note = note
    }

    /// The composite of segment STC with this component separator: `A7:562:82`.
    var composite: String { "\(category):\(code)" + (entity.map { ":\($0)" } ?? "") }

    static func == (left: ClaimStatus, right: ClaimStatus) -> Bool {
        left.composite == right.composite && left.note == right.note
    }

    func hash(into hasher: inout Hasher) { hasher.combine(composite) }

    /// Accepted for adjudication.
    static let accepted = ClaimStatus("A2", "20")
    /// The same for a line, where there is no room for words and so no code that needs them: its procedure code does not go
    /// together with something else.
    var onLine: ClaimStatus { note == nil ? self : ClaimStatus("A8", "454") }

    /// The same about whoever bills, for a claim that names nobody else as having done the work.
    func about(_ claim: X12Claim, line: Int?) -> ClaimStatus {
        guard entity != nil, claim.rendering == nil, line.map({ claim.lines[$0].rendering == nil }) ?? true else {
            return self
        }
        var status = self
        status.entity = "85"
        return status
    }

    /// Received; a later claim of the file takes its place.
    static let superseded = ClaimStatus("A1", "19", entity: "PR")
    /// The transaction set, the group or the interchange was rejected, and every claim in it with it.
    static let unprocessable = ClaimStatus("A3", "481")

    init(_ fault: X12ClaimFault.Kind) {
        switch fault {
        case .outOfBalance: self.init("A8", "400")
        case .originalReferenceMissing: self.init("A6", "464")
        case .diagnosisNotICD10: self.init("A7", "255")
        case .procedureUnreadable: self.init("A7", "454")
        case .unitsUnreadable: self.init("A7", "476")
        case .pointerBeyondDiagnoses: self.init("A8", "477")
        case .dateMissing: self.init("A6", "187")
        case .dateUnreadable: self.init("A7", "187")
        case .frequencyUnknown: self.init("A7", "535")
        }
    }

    /// The status for a broken rule: by its id, and for the rest that no combination of services is payable as billed.
    init(_ rule: RuleID) {
        let known = ClaimStatus.byRule.first { $0.rule == rule }?.status
        self = known ?? ClaimStatus("A8", "448", note: rule.description)
    }

    static let byRule: [(rule: RuleID, status: ClaimStatus)] = [
        ("code-in-force", ClaimStatus("A7", "454")),
        ("duplicate-line", ClaimStatus("A3", "54")),
        ("not-billed-twice", ClaimStatus("A3", "54")),
        ("care-planning-once", ClaimStatus("A3", "259")),
        ("one-practitioner-a-month", ClaimStatus("A3", "414")),
        ("unit-limit", ClaimStatus("A7", "476")),
        ("modifier-required", ClaimStatus("A6", "453")),
        ("hospice-modifier", ClaimStatus("A6", "453")),
        ("pair-needs-modifier", ClaimStatus("A6", "453")),
        ("diagnosis-on-claim", ClaimStatus("A6", "255")),
        ("two-diagnoses-on-claim", ClaimStatus("A6", "255")),
        ("diagnosis-billable", ClaimStatus("A7", "255")),
        ("diagnosis-pointer-in-range", ClaimStatus("A8", "477")),
        ("date-in-service-month", ClaimStatus("A7", "187")),
        ("npi-check-digit", ClaimStatus("A7", "562", entity: "82")),
        ("practitioner-may-bill", ClaimStatus("A8", "145", entity: "82")),
        ("filed-within-a-year", ClaimStatus("A3", "718")),
    ]
}
