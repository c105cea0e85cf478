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
    private let staffCodes: CodeTable.Positions
    private let practitionerCodes: CodeTable.Positions
    private let complexCodes: CodeTable.Positions

    /// A path's base code and add-on, each nil where none is payable.
    typealias PathCodes = (base: CodeEntry?, addOn: CodeEntry?)

    init(_ month: borrowing CareMonth, profile: consuming Profile) {
        rules = RuleCatalog.active(in: profile)
        let days = month.serviceMonth.days
        self.days = days
        let setting = month.setting ?? profile.defaultSetting
        self.setting = setting
        tally = MinuteTally(month, days: days)
        var historyThisMonth: [(index: Int, service: BilledService)] = []
        if let history = month.history {
            for (index, service) in history.enumerated() where days.contains(service.date) {
                historyThisMonth.append((index, service))
            }
        }
        self.historyThisMonth = historyThisMonth
        staffCodes = CodeTable.positions(of: .staff, on: days.upperBound, in: setting)
        practitionerCodes = CodeTable.positions(of: .practitioner, on: days.upperBound, in: setting)
        complexCodes = CodeTable.positions(of: .complex, on: days.upperBound, in: setting)
        // Medicare's FAQ: the practitioner's minutes may go toward the staff codes or toward 99491, never both.
        var reachesPersonalPath = false
        if let base = practitionerCodes.base {
            reachesPersonalPath = tally.practitioner.minutes >= CodeTable.entries[base].firstUnitMinutes
        }
        let isCounted = profile.countsPractitionerMinutesAsStaff && tally.practitioner.total > 0 && !reachesPersonalPath
        countsPractitionerTimeAsStaff = isCounted
        let allTime = tally.staff + tally.practitioner
        let firstCareDay = allTime.firstDay.map { days.lowerBound.adding(days: $0 - 1) }
        self.firstCareDay = firstCareDay
        let log = month.timeLog ?? []
        let excluded = tally.excluded
        unexplainedEntries = log.indices.filter { index in
            !log[index].hasActivity && !excluded.contains { $0.entry == index }
        }
        anonymousEntries = log.indices.filter { index in
            log[index].performer?.kind == .clinicalStaff
                && (log[index].performer?.id == nil || log[index].performer?.credential == nil)
                && !excluded.contains { $0.entry == index }
        }
        eligibility = Eligibility(month)
        initiatingVisit = InitiatingVisitStatus(month, days: days, firstCareDay: firstCareDay)
        self.profile = consume profile
    }

    /// Minutes toward the staff and complex codes: staff time, and practitioner time where it counts as such.
    var staffPathTime: DayTotals { countsPractitionerTimeAsStaff ? tally.staff + tally.practitioner : tally.staff }

    /// The time that counts for this path's codes, in milliseconds.
    func milliseconds(for path: BillingPath) -> Int64 {
        if path == .practitioner { return tally.practitioner.total }
        return countsPractitionerTimeAsStaff ? tally.staff.total + tally.practitioner.total : tally.staff.total
    }

    /// The day on which this many minutes were complete on the path, or nil where they never were.
    func date(reaching minutes: Int, on path: BillingPath) -> CalendarDate? {
        let day: Int? =
            if path == .practitioner {
                tally.practitioner.day(reaching: minutes)
            } else if countsPractitionerTimeAsStaff {
                staffPathTime.day(reaching: minutes)
            } else {
                tally.staff.day(reaching: minutes)
            }
        return day.map { days.lowerBound.adding(days: $0 - 1) }
    }

    /// The path's base code and add-on that are payable in the month from the claim's setting.
    func codes(of path: BillingPath) -> PathCodes {
        let positions =
            switch path {
            case .staff: staffCodes
            case .practitioner: practitionerCodes
            case .complex: complexCodes
            }
        return (positions.base.map { CodeTable.entries[$0] }, positions.addOn.map { CodeTable.entries[$0] })
    }
}
