/// What a month's record and profile imply whatever its lines bill, worked out once for the claim and for every trial
/// of a correction or a proposal: those change lines and diagnoses, and nothing that is here.
final class RecordFacts: Sendable {
    let profile: Profile
    /// The rules that the profile applies, with their weight in it.
    let rules: [(rule: Rule, severity: Severity)]
    /// First to last day of the service month.
    let days: ClosedRange<CalendarDate>
    let setting: PracticeSetting
    let tally: MinuteTally
    /// The history's services of this month, with their positions.
    let historyThisMonth: [(index: Int, service: BilledService)]
    /// Minutes toward the staff and complex codes: staff time, and practitioner time where it counts as such.
    let staffPathTime: DayTotals
    /// The practitioner's time is part of ``staffPathTime``.
    let countsPractitionerTimeAsStaff: Bool
    /// The first day of the month with counted minutes.
    let firstCareDay: CalendarDate?
    /// Counted entries that do not say what was done.
    let unexplainedEntries: [Int]
    /// Counted staff entries that do not say who did the work and with which credential.
    let anonymousEntries: [Int]
    let eligibility: Eligibility
    let initiatingVisit: InitiatingVisitStatus
    private let staffCodes: PathCodes
    private let practitionerCodes: PathCodes
    private let complexCodes: PathCodes

    /// A path's base code and add-on, each nil where none is payable.
    typealias PathCodes = (base: CodeEntry?, addOn: CodeEntry?)

    init(_ month: borrowing CareMonth, profile: Profile) {
        self.profile = profile
        rules = RuleCatalog.active(in: profile)
        let days = month.serviceMonth.days
        self.days = days
        let setting = month.setting ?? profile.defaultSetting
        self.setting = setting
        let tally = MinuteTally(month, days: days)
        self.tally = tally
        var historyThisMonth: [(index: Int, service: BilledService)] = []
        if let history = month.history {
            for (index, service) in history.enumerated() where days.contains(service.date) {
                historyThisMonth.append((index, service))
            }
        }
        self.historyThisMonth = historyThisMonth
        staffCodes = CodeTable.codes(of: .staff, on: days.upperBound, in: setting)
        practitionerCodes = CodeTable.codes(of: .practitioner, on: days.upperBound, in: setting)
        complexCodes = CodeTable.codes(of: .complex, on: days.upperBound, in: setting)
        // Medicare's FAQ: the practitioner's minutes may go toward the staff codes or toward 99491, never both.
        let reachesPersonalPath =
            practitionerCodes.base.map { tally.practitioner.minutes >= $0.firstUnitMinutes } ?? false
        let isCounted = profile.countsPractitionerMinutesAsStaff && tally.practitioner.total > 0 && !reachesPersonalPath
        countsPractitionerTimeAsStaff = isCounted
        let allTime = tally.staff + tally.practitioner
        staffPathTime = isCounted ? allTime : tally.staff
        let firstCareDay = allTime.firstDay.map { days.lowerBound.adding(days: $0 - 1) }
        self.firstCareDay = firstCareDay
        let log = month.timeLog ?? []
        unexplainedEntries = log.indices.filter { index in
            !log[index].hasActivity && !tally.excluded.contains { $0.entry == index }
        }
        anonymousEntries = log.indices.filter { index in
            log[index].performer?.kind == .clinicalStaff
                && (log[index].performer?.id == nil || log[index].performer?.credential == nil)
                && !tally.excluded.contains { $0.entry == index }
        }
        eligibility = Eligibility(month)
        initiatingVisit = InitiatingVisitStatus(month, days: days, firstCareDay: firstCareDay)
    }

    /// The path's base code and add-on that are payable in the month from the claim's setting.
    func codes(of path: BillingPath) -> PathCodes {
        switch path {
        case .staff: staffCodes
        case .practitioner: practitionerCodes
        case .complex: complexCodes
        }
    }
}
