/// Everything in the ruleset that depends on the date, as it stands on the last day of a month, in words that can be
/// compared: a value for each name in each section.
public struct MonthFacts: Equatable, Sendable {
    public enum Section: String, CaseIterable, Sendable {
        /// Rule ids and their weight in the profile.
        case rules
        /// Care-management codes and who may bill them.
        case codes
        case thresholds
        case unitLimits = "unit-limits"
        /// What care management may not share a month with, or only with separate minutes.
        case conflicts
        /// What it may not share a date with.
        case pairEdits = "pair-edits"
        case addOnParents = "add-on-parents"
        case fees
        case conversionFactors = "conversion-factors"
        /// Which tables of diagnoses and cost indices speak for the month.
        case tables
    }

    public let month: CalendarMonth
    let values: [Section: [String: String]]

    /// The facts of the month, with the rules as this profile weighs them.
    public init(of month: CalendarMonth, profile: Profile) {
        self.month = month
        let day = month.lastDay
        let payable = CodeTable.entries.filter { entry in
            PracticeSetting.allCases.contains { entry.isPayable(on: day, in: $0) }
        }
        values = [
            .rules: MonthFacts.rules(day, profile),
            .codes: MonthFacts.codes(day, payable),
            .thresholds: MonthFacts.thresholds(payable),
            .unitLimits: MonthFacts.unitLimits(day, payable, profile),
            .conflicts: MonthFacts.conflicts(day, payable),
            .pairEdits: MonthFacts.pairEdits(day, payable),
            .addOnParents: MonthFacts.addOnParents(day, payable),
            .fees: MonthFacts.fees(month, payable),
            .conversionFactors: MonthFacts.conversionFactors(day),
            .tables: MonthFacts.tables(month),
        ]
    }

    private static func rules(_ day: CalendarDate, _ profile: Profile) -> [String: String] {
        RuleCatalog.all.reduce(into: [:]) { facts, rule in
            guard rule.effective.contains(day), let severity = rule.severity(in: profile) else { return }
            facts[rule.id.description] = severity.rawValue
        }
    }

    private static func codes(_ day: CalendarDate, _ entries: [CodeEntry]) -> [String: String] {
        entries.reduce(into: [:]) { facts, entry in
            let settings = PracticeSetting.allCases.filter { entry.isPayable(on: day, in: $0) }
            facts[entry.code.text] = settings.map(\.rawValue).joined(separator: ", ")
        }
    }

    private static func thresholds(_ entries: [CodeEntry]) -> [String: String] {
        entries.reduce(into: [:]) { facts, entry in
            guard entry.path != nil else { return }
            let whose = entry.performer == .practitioner ? "practitioner" : "clinical staff"
            let further = entry.furtherUnitMinutes.map { ", \($0) for each further unit" } ?? ""
            facts[entry.code.text] = "\(entry.firstUnitMinutes) \(whose) minutes" + further
        }
    }

    private static func unitLimits(
        _ day: CalendarDate,
        _ entries: [CodeEntry],
        _ profile: Profile
    ) -> [String: String] {
        entries.reduce(into: [:]) { facts, entry in
            if let limit = entry.ownUnitLimit(profile, on: day) { facts["\(entry.code) in a month"] = String(limit) }
            guard profile.appliesUnitEdits else { return }
            for (words, place) in [("practitioner", PracticeSetting.office), ("outpatient", .hospitalOutpatient)] {
                guard let edit = UnitEditTable.edit(for: entry.code, on: day, in: place) else { continue }
                facts["\(entry.code) \(words) edit"] =
                    "\(edit.units), \(edit.adjudicationIndicator == 3 ? "can be appealed" : "absolute")"
            }
        }
    }

    private static func conflicts(_ day: CalendarDate, _ entries: [CodeEntry]) -> [String: String] {
        var facts: [String: String] = [:]
        for service in ConcurrentServiceTable.services where service.period.contains(day) {
            for code in service.codes {
                facts["\(code), \(service.name)"] =
                    service.relation == .excluded ? "not in one month" : "only with separate minutes"
            }
        }
        for (index, entry) in entries.enumerated() {
            for other in entries[index...] where entry.excludes(other) {
                facts["\(entry.code) with \(other.code)"] = "not in one month"
            }
        }
        return facts
    }

    private static func pairEdits(_ day: CalendarDate, _ entries: [CodeEntry]) -> [String: String] {
        let codes = Set(entries.map(\.code))
        return ProcedurePairTable.edits(on: day).reduce(into: [:]) { facts, edit in
            guard codes.contains(edit.column1) || codes.contains(edit.column2) else { return }
            facts["\(edit.column1) / \(edit.column2)"] = edit.bypass == .never ? "never" : "with a modifier"
        }
    }

    private static func addOnParents(_ day: CalendarDate, _ entries: [CodeEntry]) -> [String: String] {
        entries.reduce(into: [:]) { facts, entry in
            for parent in AddOnTable.parents(of: entry.code, on: day) {
                facts["\(entry.code) on \(parent)"] = "allowed"
            }
        }
    }

    private static func fees(_ month: CalendarMonth, _ entries: [CodeEntry]) -> [String: String] {
        entries.reduce(into: [:]) { facts, entry in
            guard let payment = FeeTable.payment(for: [ProposedLine(code: entry.code, units: 1)], in: month) else {
                return
            }
            facts[entry.code.text] = "\(payment.nonFacility), in a facility \(payment.facility)"
        }
    }

    private static func conversionFactors(_ day: CalendarDate) -> [String: String] {
        var facts: [String: String] = [:]
        for (name, qualifying) in [("everyone else", false), ("qualifying payment models", true)] {
            guard let factor = FeeTable.conversionFactor(on: day, qualifying: qualifying) else { continue }
            facts[name] = FeeTable.words(factor)
        }
        return facts
    }

    private static func tables(_ month: CalendarMonth) -> [String: String] {
        var facts: [String: String] = [:]
        if let edition = DiagnosisTable.Edition(on: month.lastDay) {
            facts["diagnosis codes"] = "\(DiagnosisTable.count(of: edition)), \(edition.words)"
        }
        let localities = PaymentLocalityTable.count(year: month.year)
        if localities > 0 { facts["localities with cost indices"] = "\(localities), year \(month.year)" }
        facts["unit edits"] = "file of \(UnitEditTable.release(on: month.lastDay))"
        return facts
    }
}

/// What is different between two months.
public struct MonthDifference: Equatable, Sendable {
    public struct Change: Equatable, Sendable {
        public let section: MonthFacts.Section
        public let name: String
        /// Nil where the first month has no such fact.
        public let from: String?
        /// Nil where the second month has no such fact.
        public let to: String?
    }

    public let from: CalendarMonth
    public let to: CalendarMonth
    /// By section, then by name.
    public let changes: [Change]

    public init(from: MonthFacts, to: MonthFacts) {
        self.from = from.month
        self.to = to.month
        changes = MonthFacts.Section.allCases.flatMap { section -> [Change] in
            let old = from.values[section] ?? [:]
            let new = to.values[section] ?? [:]
            return Set(old.keys).union(new.keys).sorted().compactMap { name in
                old[name] == new[name] ? nil : Change(section: section, name: name, from: old[name], to: new[name])
            }
        }
    }
}
