/// What a provider taxonomy code says its holder is: those that may bill care management, then everyone else, people and
/// organizations. The raw values are the letters in the table.
enum TaxonomyKind: Unicode.Scalar, CaseIterable, Sendable {
    case physician = "P"
    case nursePractitioner = "N"
    case physicianAssistant = "A"
    case clinicalNurseSpecialist = "C"
    case certifiedNurseMidwife = "M"

    case chiropractor = "c"
    case clinic = "k"
    case clinicalPsychologist = "y"
    case clinicalSocialWorker = "w"
    case communityHealthWorker = "u"
    case dentist = "d"
    case dietitian = "t"
    case federallyQualifiedHealthCenter = "q"
    case group = "g"
    case homeHealthAgency = "e"
    case hospice = "i"
    case hospital = "h"
    case licensedPracticalNurse = "l"
    case optometrist = "o"
    case pharmacist = "m"
    case physicalTherapist = "x"
    case podiatrist = "z"
    case registeredNurse = "n"
    case ruralHealthClinic = "r"
    case skilledNursingFacility = "s"

    /// The kind of practitioner that may bill care management; nil for every other person and for organizations.
    var billingKind: PractitionerKind? {
        switch self {
        case .physician: .physician
        case .nursePractitioner: .nursePractitioner
        case .physicianAssistant: .physicianAssistant
        case .clinicalNurseSpecialist: .clinicalNurseSpecialist
        case .certifiedNurseMidwife: .certifiedNurseMidwife
        default: nil
        }
    }

    /// The holder is an organization, which has no kind of practitioner to agree with.
    var isOrganization: Bool {
        switch self {
        case .clinic, .federallyQualifiedHealthCenter, .group, .homeHealthAgency, .hospice, .hospital,
            .ruralHealthClinic, .skilledNursingFacility:
            true
        default: false
        }
    }
}

/// What provider taxonomy codes stand for.
///
/// Source: NUCC provider taxonomy 20.2 as used in a public value set; codes near care management only. The first four
/// characters of a code name the classification and the rest a specialty in it, so a code that is not in the table is
/// what all of its classification's codes here are, where they agree.
enum TaxonomyTable: Sendable {
    /// What this code's holder is, or nil where the table cannot tell. Lower case is taken.
    static func kind(of taxonomy: String) -> TaxonomyKind? {
        guard taxonomy.utf8.count == 10, let start = PackedASCII(uppercasing: taxonomy.utf8.prefix(8))?.word,
            let end = PackedASCII(uppercasing: taxonomy.utf8.suffix(2))?.word
        else { return nil }
        let table = EmbeddedTable.taxonomies
        let classification = start & (~0 << 32)
        var common: TaxonomyKind?
        var agree = true
        for record in table.records(beginningWith: classification, 4) {
            let kind = TaxonomyKind(rawValue: Unicode.Scalar(table.byte(record, 11)))
            if table.word(record, 0, 8) == start, table.word(record, 8, 2) == end { return kind }
            agree = agree && (common == nil || common == kind)
            common = kind
        }
        return agree ? common : nil
    }
}

extension PractitionerKind {
    /// The kind that this provider taxonomy code stands for: one that may bill, or another word for a person who may not.
    /// Nil for organizations and for codes that the table does not know.
    public init?(taxonomy: String) {
        guard let kind = TaxonomyTable.kind(of: taxonomy), !kind.isOrganization else { return nil }
        self = kind.billingKind ?? .other("\(kind)")
    }
}
