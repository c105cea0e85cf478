/// One element of the record that an audit asks for: where it is required, how it is decided, what to do about it.
struct ChecklistItem: Sendable {
    /// What an item is for the codes of each path; nil where it does not apply.
    struct Requirements: Sendable {
        let staff: Requirement?
        let practitioner: Requirement?
        let complex: Requirement?
        /// Applies to add-ons only.
        var addOnsOnly = false

        static let everywhere = Requirements(staff: .required, practitioner: .required, complex: .required)
        static let recommended = Requirements(staff: .recommended, practitioner: .recommended, complex: .recommended)
        static let staffCodes = Requirements(staff: .required, practitioner: nil, complex: .required)
        static let practitionerCodes = Requirements(staff: nil, practitioner: .required, complex: nil)
        static let complexCodes = Requirements(staff: nil, practitioner: nil, complex: .required)
        /// Required for the practitioner codes, good to have for the others.
        static let practitionerFirst = Requirements(
            staff: .recommended,
            practitioner: .required,
            complex: .recommended
        )
        /// Care planning at the beginning alone, which is on no path.
        static let carePlanning = Requirements(staff: nil, practitioner: nil, complex: nil)
        static let addOns = Requirements(
            staff: .required,
            practitioner: .required,
            complex: .required,
            addOnsOnly: true
        )
    }

    let id: ChecklistItemID
    let requirements: Requirements
    /// What has to be in the record.
    let message: String
    let remedy: String
    let citation: Citation
    /// Decides the item from the care month; nil where only an attestation shows it.
    let evidence: (@Sendable (ChecklistEvidence) -> ChecklistFact)?

    func requirement(for entry: CodeEntry) -> Requirement? {
        if requirements.addOnsOnly && !entry.isAddOn { return nil }
        return switch entry.path {
        case .staff: requirements.staff
        case .practitioner: requirements.practitioner
        case .complex: requirements.complex
        case nil: ChecklistItem.beginning.contains(id) ? .required : nil
        }
    }

    /// What the care-planning code needs, which is on no path.
    private static let beginning: Set<ChecklistItemID> = [
        .initiatingVisit, .performedPersonally, .carePlan, .workBeyondVisit,
    ]
}

/// What an item is decided from: the month and the codes that are asked about.
struct ChecklistEvidence: Sendable {
    let context: RuleContext
    let codes: [CodeEntry]

    var month: CareMonth { context.month }

    /// The units that the claim bills of a code; 1 where it bills none.
    func units(of code: CodeEntry) -> Int {
        context.lines.first { $0.entry.code == code.code }?.units ?? 1
    }
}

/// What the care month's own members show of an item.
enum ChecklistFact {
    case met
    case contradicted([Pointer])
    /// They do not say; these would.
    case silent([Pointer])

    init(_ member: Bool?, _ path: Pointer) {
        self =
            switch member {
            case true?: .met
            case false?: .contradicted([path])
            case nil: .silent([path])
            }
    }
}
