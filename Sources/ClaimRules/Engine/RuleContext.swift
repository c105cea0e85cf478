/// A line of the claim that bills chronic care management.
///
/// Every member is plain bytes, as the ninety checks pass lines on and filter them; the line's lists are asked of the
/// context, see ``RuleContext/modifiers(of:)``.
struct CareLine: Sendable {
    /// What a line says besides its lists.
    struct Line: Sendable {
        let code: ProcedureCode
        let units: Int?
        let date: CalendarDate?
        let placeOfService: PlaceOfService?
        let charge: Money?
    }

    /// Position in the claim's lines, counted from 0.
    let index: Int
    let line: Line
    let entry: CodeEntry
    let path: BillingPath

    /// The units to judge by. A line without units is reported by a rule of its own.
    var units: Int { line.units ?? 1 }
}

/// All that a check may read: the care month, the profile, and what both imply, worked out once.
///
/// A class so that ninety checks share one copy; it never changes.
final class RuleContext: Sendable {
    let month: CareMonth
    /// What does not depend on the lines.
    let facts: RecordFacts
    /// The lines that bill a path of chronic care management.
    let lines: [CareLine]
    /// The first line of each code: what rules about amounts judge, so that a line that is there twice is one mistake.
    let distinctLines: [CareLine]
    /// The claim bills a path, or care planning at the beginning of one.
    let billsCareManagement: Bool

    convenience init(_ month: consuming CareMonth, profile: Profile) {
        let facts = RecordFacts(month, profile: profile)
        self.init(month, facts)
    }

    /// The context of a month that differs from the one the facts are about in its lines and diagnoses alone.
    init(_ month: consuming CareMonth, _ facts: RecordFacts) {
        self.facts = facts
        var lines: [CareLine] = []
        lines.reserveCapacity(month.lines.count)
        var isDistinct = true
        var billsCarePlanning = false
        for index in month.lines.indices {
            let code = month.lines[index].code
            guard let entry = CodeTable.entry(code) else { continue }
            guard let path = entry.path else {
                if code == CarePlanningRules.code { billsCarePlanning = true }
                continue
            }
            if isDistinct { isDistinct = !lines.contains { $0.line.code == code } }
            let line = CareLine.Line(
                code: code,
                units: month.lines[index].units,
                date: month.lines[index].date,
                placeOfService: month.lines[index].placeOfService,
                charge: month.lines[index].charge
            )
            lines.append(CareLine(index: index, line: line, entry: entry, path: path))
        }
        self.month = consume month
        self.lines = lines
        distinctLines = isDistinct ? lines : RuleContext.firstOfEach(lines)
        billsCareManagement = billsCarePlanning || !lines.isEmpty
    }

    private static func firstOfEach(_ lines: [CareLine]) -> [CareLine] {
        lines.enumerated().filter { position, line in
            !lines[..<position].contains { $0.line.code == line.line.code }
        }.map(\.element)
    }

    func modifiers(of line: CareLine) -> [Modifier] { month.lines[line.index].modifiers }
    func diagnosisPointers(of line: CareLine) -> [Int]? { month.lines[line.index].diagnosisPointers }
    /// Every line bills chronic care management.
    var hasCareLinesOnly: Bool { lines.count == month.lines.count }
    var profile: Profile { facts.profile }
    var tally: MinuteTally { facts.tally }
    /// The history's services of this month, with their positions.
    var historyThisMonth: [(index: Int, service: BilledService)] { facts.historyThisMonth }
    var setting: PracticeSetting { facts.setting }
    /// Minutes toward the staff and complex codes: staff time, and practitioner time where it counts as such.
    var staffPathTime: DayTotals { facts.staffPathTime }
    /// The practitioner's time is part of ``staffPathTime``.
    var countsPractitionerTimeAsStaff: Bool { facts.countsPractitionerTimeAsStaff }
    /// The first day of the month with counted minutes.
    var firstCareDay: CalendarDate? { facts.firstCareDay }

    /// The whole minutes that count for this path's codes.
    func minutes(for path: BillingPath) -> Int {
        Int(facts.milliseconds(for: path) / 60_000)
    }

    /// The first day on which a line for this many minutes may be dated: not before they were complete, nor before the
    /// patient consented. Nil where they never were complete.
    func earliestServiceDate(reaching minutes: Int, on path: BillingPath) -> CalendarDate? {
        guard let reached = date(reaching: minutes, on: path) else { return nil }
        guard let consent = month.consent, consent.given == true, let date = consent.date,
            facts.days.contains(date)
        else { return reached }
        return max(reached, date)
    }

    /// The day on which this many minutes were complete on the path, or nil where they never were.
    func date(reaching minutes: Int, on path: BillingPath) -> CalendarDate? {
        facts.date(reaching: minutes, on: path)
    }

    /// True where entries without a date, performer or length could still make up what is missing.
    func mightReach(_ minutes: Int, on path: BillingPath) -> Bool {
        tally.hasUnmeasured || (facts.milliseconds(for: path) + tally.undecided) / 60_000 >= Int64(minutes)
    }

    /// Moderate or high decision making is documented; nil where nothing was sent.
    var isComplex: Bool? { month.medicalDecisionMaking.map { $0 >= .moderate } }

    /// The paths that the claim's lines are on.
    func bills(_ path: BillingPath) -> Bool { lines.contains { $0.path == path } }

    /// What a member shows of a checklist item, or where it is silent the caller's statement about it.
    func stated(_ member: Bool?, _ item: ChecklistItemID) -> Bool? {
        member ?? month.attestations[item]
    }

    /// Whether a service in the history was billed by this claim's practitioner: same NPI or same group. Nil where
    /// the claim does not say who its own practitioner is.
    func isOwn(_ service: BilledService) -> Bool? {
        if service.practitionerNPI == nil && service.groupTIN == nil { return true }
        let own = month.practitioner
        if let npi = service.practitionerNPI, npi == own?.npi { return true }
        if let group = service.groupTIN, group == own?.groupTIN { return true }
        return own?.npi == nil && own?.groupTIN == nil ? nil : false
    }

    /// The path's base code and add-on that are payable in the month from the claim's setting.
    func codes(of path: BillingPath) -> RecordFacts.PathCodes { facts.codes(of: path) }
}
