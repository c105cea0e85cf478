/// One of the three ways to bill chronic care management in a month; they exclude one another.
public enum BillingPath: String, CaseIterable, Sendable {
    /// 99490 with 99439: clinical staff time.
    case staff
    /// 99491 with 99437: the practitioner's own time.
    case practitioner
    /// 99487 with 99489: clinical staff time and complex decision making.
    case complex

    /// Whose time the path's codes count.
    public var performer: PerformerKind { self == .practitioner ? .practitioner : .clinicalStaff }
}

/// A chronic care management code and all that rules need to know of it.
///
/// Every member is plain bytes, so that every check of every claim passes entries on without counting references, which
/// all threads would count in one place.
public struct CodeEntry: Sendable {
    public let code: ProcedureCode
    /// What it is, in our own words.
    public let summary: StaticString
    /// The path it is on; nil for the care-planning code, which stands beside whatever path is billed.
    public let path: BillingPath?
    /// The code it adds to; nil for a base code.
    public let parent: ProcedureCode?
    /// First and last date of service that Medicare pays.
    public let payable: EffectivePeriod
    /// Who the periods hold for: practices, or rural health clinics and federally qualified health centers.
    public let billers: Billers
    public let successor: ProcedureCode?
    /// Minutes in the month that the first unit takes, those of the base included.
    public let firstUnitMinutes: Int
    /// Minutes that each further unit takes; nil where there is one unit only.
    public let furtherUnitMinutes: Int?
    /// The most units in a month by the code's own rule; nil where it sets none.
    public let unitLimit: Int?
    /// A lower limit that held until a day; nil where the limit never changed.
    public let earlierUnitLimit: (units: Int, through: CalendarDate)?
    /// Moderate or high medical decision making is needed.
    public let needsComplexity: Bool

    init(
        code: ProcedureCode,
        summary: StaticString,
        path: BillingPath?,
        parent: ProcedureCode?,
        payable: EffectivePeriod,
        billers: Billers,
        successor: ProcedureCode?,
        firstUnitMinutes: Int,
        furtherUnitMinutes: Int?,
        unitLimit: Int?,
        earlierUnitLimit: (units: Int, through: CalendarDate)? = nil,
        needsComplexity: Bool
    ) {
        self.code = code
        self.summary = summary
        self.path = path
        self.parent = parent
        self.payable = payable
        self.billers = billers
        self.successor = successor
        self.firstUnitMinutes = firstUnitMinutes
        self.furtherUnitMinutes = furtherUnitMinutes
        self.unitLimit = unitLimit
        self.earlierUnitLimit = earlierUnitLimit
        self.needsComplexity = needsComplexity
    }

    public var isAddOn: Bool { parent != nil }

    /// How the billing practitioner takes part: staff work under general supervision (42 CFR 410.26(b)(5)), the rest is
    /// the practitioner's own work.
    public var supervision: Supervision { performer == .practitioner ? .personal : .general }

    /// Whose time or work the code is for.
    public var performer: PerformerKind { path?.performer ?? .practitioner }

    /// The two may not be billed for one month: they are on different paths, or one is a clinic's general code.
    public func excludes(_ other: CodeEntry) -> Bool {
        guard let path, let otherPath = other.path else { return false }
        return path != otherPath || billers != other.billers
    }

    /// Payable on this day when billed from this setting.
    ///
    /// Clinics billed the one general code from 2018 on, the individual codes as well from 2025-01-01, and those alone
    /// from 2025-10-01 (Noridian JE Part A article 10521; summaries of the calendar year 2025 and 2026 rules).
    public func isPayable(on date: CalendarDate, in setting: PracticeSetting) -> Bool {
        guard payable.contains(date) else { return false }
        switch (billers, setting.isClinic) {
        case (.practices, true): return !CodeEntry.clinicsExcluded.contains(date)
        case (.clinics, false): return false
        default: return true
        }
    }

    /// The dates of service on which clinics could bill their general code only.
    static let clinicsExcluded = EffectivePeriod(from: "2018-01-01", through: "2024-12-31")

    /// The units that this many minutes support, whatever the limits; none below the first threshold.
    public func earnedUnits(minutes: Int) -> Int {
        guard minutes >= firstUnitMinutes else { return 0 }
        guard let step = furtherUnitMinutes else { return 1 }
        return (minutes - firstUnitMinutes) / step + 1
    }

    /// The minutes that this many units take.
    public func minutes(forUnits units: Int) -> Int {
        firstUnitMinutes + max(0, units - 1) * (furtherUnitMinutes ?? 0)
    }

    /// The code's own limit on the date, or the payer's in its place.
    func ownUnitLimit(_ profile: Profile, on date: CalendarDate) -> Int? {
        if let limit = profile.unitLimits[code] { return limit }
        if let earlier = earlierUnitLimit, date <= earlier.through { return earlier.units }
        return unitLimit
    }

    /// Medicare's unit edit in force on the date for a claim from this setting; nil where none has been published.
    public func unitEdit(on date: CalendarDate, in setting: PracticeSetting) -> UnitEdit? {
        UnitEditTable.edit(for: code, on: date, in: setting)
    }
}

/// How the billing practitioner takes part in the work.
public enum Supervision: String, Sendable {
    case general
    case personal
}

/// Who may bill a code.
public enum Billers: String, Sendable {
    case practices
    case clinics
}

/// A medically unlikely edit: the units above which Medicare denies, and whether a denial can be argued.
public struct UnitEdit: Equatable, Sendable {
    /// First day of the file it is in.
    public let release: CalendarDate
    public let units: Int
    /// The adjudication indicator: 2 is absolute, 3 can be overturned with documentation.
    public let adjudicationIndicator: Int
    /// It is in the outpatient hospital file, not in the practitioners'.
    public var isOutpatient = false
}

/// The chronic care management codes.
///
/// Dates of service and parents: CMS fee schedule files, NCCI add-on file 2026 Q3. Unit edits: ``UnitEditTable``. Minutes and limits: see the citations of the time rules.
public enum CodeTable: Sendable {
    public static let entries: [CodeEntry] = [
        CodeEntry(
            code: "99490",
            summary: "chronic care management, clinical staff, first 20 minutes in the month",
            path: .staff,
            parent: nil,
            payable: EffectivePeriod(from: "2015-01-01"),
            billers: .practices,
            successor: nil,
            firstUnitMinutes: 20,
            furtherUnitMinutes: nil,
            unitLimit: 1,
            needsComplexity: false
        ),
        CodeEntry(
            code: "G2058",
            summary: "chronic care management, clinical staff, each further 20 minutes (2020 only)",
            path: .staff,
            parent: "99490",
            payable: EffectivePeriod(from: "2020-01-01", through: "2020-12-31"),
            billers: .practices,
            successor: "99439",
            firstUnitMinutes: 40,
            furtherUnitMinutes: 20,
            unitLimit: 2,
            needsComplexity: false
        ),
        CodeEntry(
            code: "99439",
            summary: "chronic care management, clinical staff, each further 20 minutes",
            path: .staff,
            parent: "99490",
            payable: EffectivePeriod(from: "2021-01-01"),
            billers: .practices,
            successor: nil,
            firstUnitMinutes: 40,
            furtherUnitMinutes: 20,
            unitLimit: 2,
            needsComplexity: false
        ),
        CodeEntry(
            code: "99491",
            summary: "chronic care management by the practitioner in person, first 30 minutes in the month",
            path: .practitioner,
            parent: nil,
            payable: EffectivePeriod(from: "2019-01-01"),
            billers: .practices,
            successor: nil,
            firstUnitMinutes: 30,
            furtherUnitMinutes: nil,
            unitLimit: 1,
            needsComplexity: false
        ),
        CodeEntry(
            code: "99437",
            summary: "chronic care management by the practitioner in person, each further 30 minutes",
            path: .practitioner,
            parent: "99491",
            payable: EffectivePeriod(from: "2022-01-01"),
            billers: .practices,
            successor: nil,
            firstUnitMinutes: 60,
            furtherUnitMinutes: 30,
            unitLimit: nil,
            needsComplexity: false
        ),
        CodeEntry(
            code: "99487",
            summary: "complex chronic care management, clinical staff, first 60 minutes in the month",
            path: .complex,
            parent: nil,
            payable: EffectivePeriod(from: "2017-01-01"),
            billers: .practices,
            successor: nil,
            firstUnitMinutes: 60,
            furtherUnitMinutes: nil,
            unitLimit: 1,
            needsComplexity: true
        ),
        CodeEntry(
            code: "99489",
            summary: "complex chronic care management, clinical staff, each further 30 minutes",
            path: .complex,
            parent: "99487",
            payable: EffectivePeriod(from: "2017-01-01"),
            billers: .practices,
            successor: nil,
            firstUnitMinutes: 90,
            furtherUnitMinutes: 30,
            unitLimit: nil,
            needsComplexity: true
        ),
        CodeEntry(
            code: "G0506",
            summary: "care planning by the practitioner in person when care management begins, once a patient",
            path: nil,
            parent: nil,
            payable: EffectivePeriod(from: "2017-01-01"),
            billers: .practices,
            successor: nil,
            firstUnitMinutes: 0,
            furtherUnitMinutes: nil,
            unitLimit: 1,
            needsComplexity: false
        ),
        CodeEntry(
            code: "G0511",
            summary: "general care management by a rural health clinic or health center, 20 minutes in the month",
            path: .staff,
            parent: nil,
            payable: EffectivePeriod(from: "2018-01-01", through: "2025-09-30"),
            billers: .clinics,
            successor: "99490",
            firstUnitMinutes: 20,
            furtherUnitMinutes: nil,
            unitLimit: nil,
            earlierUnitLimit: (1, "2023-12-31"),
            needsComplexity: false
        ),
    ]

    /// The entry of this code, or nil for a code that is not chronic care management.
    public static func entry(_ code: ProcedureCode) -> CodeEntry? {
        // By position: looked up by word for every line, and copied only where it is found.
        entries.indices.first { entries[$0].code == code }.map { entries[$0] }
    }

    /// The path that this code is on, or nil for one that is on none.
    static func path(_ code: ProcedureCode) -> BillingPath? { entry(code)?.path }

    /// Whether this code is one of chronic care management.
    static func has(_ code: ProcedureCode) -> Bool { entries.contains { $0.code == code } }

    /// Where a path's base code and add-on stand in ``entries``, each nil where there is none.
    typealias Positions = (base: Int?, addOn: Int?)

    /// The path's base code and the add-on that are payable on the date. Where a clinic has two bases to choose from, the
    /// individual code.
    static func positions(of path: BillingPath, on date: CalendarDate, in setting: PracticeSetting) -> Positions {
        var found: Positions = (nil, nil)
        for position in entries.indices
        where entries[position].path == path && entries[position].isPayable(on: date, in: setting) {
            if entries[position].isAddOn {
                found.addOn = position
            } else if found.base == nil {
                found.base = position
            }
        }
        return found
    }
}
