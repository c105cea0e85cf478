/// A line of the claim that bills chronic care management.
///
/// A class, as the fifty checks pass lines on and filter them.
final class CareLine: Sendable {
    /// Position in the claim's lines, counted from 0.
    let index: Int
    let line: ServiceLine
    let entry: CodeEntry
    let path: BillingPath

    init(index: Int, line: ServiceLine, entry: CodeEntry, path: BillingPath) {
        self.index = index
        self.line = line
        self.entry = entry
        self.path = path
    }

    /// The units to judge by. A line without units is reported by a rule of its own.
    var units: Int { line.units ?? 1 }
}

/// All that a check may read: the care month, the profile, and what both imply, worked out once.
///
/// A class so that fifty checks share one copy; it never changes.
final class RuleContext: Sendable {
    let month: CareMonth
    let profile: Profile
    /// The lines that bill a path of chronic care management.
    let lines: [CareLine]
    /// The first line of each code: what rules about amounts judge, so that a line that is there twice is one mistake.
    let distinctLines: [CareLine]
    let tally: MinuteTally
    /// The history's services of this month, with their positions.
    let historyThisMonth: [(index: Int, service: BilledService)]
    let setting: PracticeSetting
    /// Minutes toward the staff and complex codes: staff time, and practitioner time where it counts as such.
    let staffPathTime: DayTotals
    /// The practitioner's time is part of ``staffPathTime``.
    let countsPractitionerTimeAsStaff: Bool

    init(_ month: CareMonth, profile: Profile) {
        self.month = month
        self.profile = profile
        var lines: [CareLine] = []
        var distinctLines: [CareLine] = []
        for (index, line) in month.lines.enumerated() {
            guard let entry = CodeTable.entry(line.code), let path = entry.path else { continue }
            let careLine = CareLine(index: index, line: line, entry: entry, path: path)
            lines.append(careLine)
            if !distinctLines.contains(where: { $0.line.code == line.code }) { distinctLines.append(careLine) }
        }
        self.lines = lines
        self.distinctLines = distinctLines
        let days = month.serviceMonth.days
        historyThisMonth = (month.history ?? []).enumerated().compactMap { index, service in
            days.contains(service.date) ? (index, service) : nil
        }
        let setting = month.setting ?? profile.defaultSetting
        self.setting = setting
        let tally = MinuteTally(month)
        self.tally = tally
        // Medicare's FAQ: the practitioner's minutes may go toward the staff codes or toward 99491, never both.
        let personalBase = CodeTable.codes(of: .practitioner, on: month.serviceMonth.lastDay, in: setting).base
        let reachesPersonalPath = personalBase.map { tally.practitioner.minutes >= $0.firstUnitMinutes } ?? false
        let isCounted = profile.countsPractitionerMinutesAsStaff && tally.practitioner.total > 0 && !reachesPersonalPath
        countsPractitionerTimeAsStaff = isCounted
        staffPathTime = isCounted ? tally.staff + tally.practitioner : tally.staff
    }

    /// The time that counts for this path's codes.
    func time(for path: BillingPath) -> DayTotals {
        path == .practitioner ? tally.practitioner : staffPathTime
    }

    /// The whole minutes that count for this path's codes.
    func minutes(for path: BillingPath) -> Int {
        time(for: path).minutes
    }

    /// The first day on which a line for this many minutes may be dated: not before they were complete, nor before the
    /// patient consented. Nil where they never were complete.
    func earliestServiceDate(reaching minutes: Int, on path: BillingPath) -> CalendarDate? {
        guard let reached = date(reaching: minutes, on: path) else { return nil }
        guard let consent = month.consent, consent.given == true, let date = consent.date,
            month.serviceMonth.days.contains(date)
        else { return reached }
        return max(reached, date)
    }

    /// The day on which this many minutes were complete on the path, or nil where they never were.
    func date(reaching minutes: Int, on path: BillingPath) -> CalendarDate? {
        time(for: path).day(reaching: minutes).map { month.serviceMonth.firstDay.adding(days: $0 - 1) }
    }

    /// True where entries without a date, performer or length could still make up what is missing.
    func mightReach(_ minutes: Int, on path: BillingPath) -> Bool {
        tally.hasUnmeasured || (time(for: path).total + tally.undecided) / 60_000 >= Int64(minutes)
    }

    /// Moderate or high decision making is documented; nil where nothing was sent.
    var isComplex: Bool? { month.medicalDecisionMaking.map { $0 >= .moderate } }

    /// The claim bills a path, or care planning at the beginning of one.
    var billsCareManagement: Bool {
        !lines.isEmpty || month.lines.contains { $0.code == CarePlanningRules.code }
    }

    /// The paths that the claim's lines are on.
    func bills(_ path: BillingPath) -> Bool { lines.contains { $0.path == path } }

    /// What a member shows of a checklist item, or where it is silent the caller's statement about it.
    func stated(_ member: Bool?, _ item: ChecklistItemID) -> Bool? {
        member ?? month.attestations[item]
    }

    /// The first day of the month with counted minutes.
    var firstCareDay: CalendarDate? {
        (tally.staff + tally.practitioner).firstDay.map { month.serviceMonth.firstDay.adding(days: $0 - 1) }
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
    func codes(of path: BillingPath) -> (base: CodeEntry?, addOn: CodeEntry?) {
        CodeTable.codes(of: path, on: month.serviceMonth.lastDay, in: setting)
    }
}
