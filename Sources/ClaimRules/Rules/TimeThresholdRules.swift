/// Do the month's minutes carry the codes and units that are billed?
enum TimeThresholdRules {
    static let timeThreshold = Rule(
        "time-threshold",
        title: "The month's countable minutes reach the base code's threshold.",
        citation: .staffMinutes,
        severity: .error,
        needs: ["/timeLog"],
        remedy: "Bill only what the recorded minutes support; minutes never carry over to another month.",
        adjustment: Adjustment("CO", "50", "M25"),
        example: RuleExample { $0.timeLog![1].duration = .minutes(7, on: "2026-03-18") }
    ) { context, report in
        for line in context.distinctLines where !line.entry.isAddOn {
            guard context.month.timeLog != nil else {
                report.cannotTell(["/timeLog"], "No time log was sent, so no minutes support \(line.line.code).")
                continue
            }
            let needed = line.entry.firstUnitMinutes
            let minutes = context.minutes(for: line.path)
            guard minutes < needed else { continue }
            if context.mightReach(needed, on: line.path) {
                report.cannotTell(
                    incompleteEntries(context),
                    "Time entries lack a date, a performer or a length; they might make up the minutes that are missing."
                )
                continue
            }
            report.broken(
                .line(line.index, "code"),
                line: line.index,
                "\(line.line.code) needs \(needed) \(performer(line.path)) minutes in the month; "
                    + "\(minutes) are recorded and countable.",
                facts: facts(context, line.path, minutes, needed),
                fix: context.rewriteFix()
            )
        }
    }

    static let addOnMinutes = Rule(
        "add-on-minutes",
        title: "Every add-on unit is carried by its full increment of minutes.",
        citation: .practitionerMinutes,
        severity: .error,
        needs: ["/timeLog"],
        remedy: "Reduce the units to the completed increments; a part of an increment earns nothing.",
        adjustment: Adjustment("CO", "151", "M25"),
        example: RuleExample { $0.lines.append(.example("99439", on: "2026-03-18")) }
    ) { context, report in
        for line in context.distinctLines where line.entry.isAddOn {
            guard context.month.timeLog != nil else {
                report.cannotTell(["/timeLog"], "No time log was sent, so no minutes support \(line.line.code).")
                continue
            }
            let needed = line.entry.minutes(forUnits: line.units)
            let minutes = context.minutes(for: line.path)
            guard minutes < needed else { continue }
            if context.mightReach(needed, on: line.path) {
                report.cannotTell(
                    incompleteEntries(context),
                    "Time entries lack a date, a performer or a length; they might make up the minutes that are missing."
                )
                continue
            }
            let earned = context.supportedUnits(line.entry, minutes: minutes)
            report.broken(
                .line(line.index, "units"),
                line: line.index,
                "\(line.units) x \(line.line.code) needs \(needed) \(performer(line.path)) minutes in the month; "
                    + "\(minutes) are recorded and countable.",
                facts: facts(context, line.path, minutes, needed),
                fix: earned > 0 ? context.unitsFix(line, earned) : context.removalFix(line.line.code)
            )
        }
    }

    static let staffCodesNeedStaffTime = Rule(
        "staff-codes-need-staff-time",
        title: "Staff codes rest on clinical staff time, not on the practitioner's.",
        citation: .guide99490,
        severity: .error,
        needs: ["/timeLog"],
        remedy: "Bill the practitioner codes for the practitioner's own time, or record the clinical staff's time.",
        adjustment: Adjustment("CO", "50", "M25"),
        example: RuleExample(profile: .seedStrict) { month in
            month.timeLog![1] = .example(11, on: "2026-03-18", "care plan review by phone", by: .practitioner)
        }
    ) { context, report in
        wrongPerformer(context, &report, isStaffCode: true)
    }

    static let personalCodesNeedPersonalTime = Rule(
        "personal-codes-need-personal-time",
        title: "Practitioner codes rest on the practitioner's own time; staff time never counts.",
        citation: .guide99491,
        severity: .error,
        needs: ["/timeLog"],
        remedy: "Bill the staff codes for clinical staff time.",
        adjustment: Adjustment("CO", "50", "M25"),
        example: RuleExample(.cleanPractitionerExample) { month in
            month.lines.removeLast()
            month.timeLog![0] = .example(40, on: "2026-03-06", "insulin titration")
            month.timeLog![1] = .example(5, on: "2026-03-20", "goal setting by video", by: .practitioner)
        }
    ) { context, report in
        wrongPerformer(context, &report, isStaffCode: false)
    }

    /// Says so where the minutes that are missing from a line were spent by the other kind of performer.
    private static func wrongPerformer(_ context: RuleContext, _ report: inout RuleReport, isStaffCode: Bool) {
        let staff = context.tally.staff.minutes
        let practitioner = context.tally.practitioner.minutes
        for line in context.distinctLines where (line.path != .practitioner) == isStaffCode {
            let needed = line.entry.minutes(forUnits: line.units)
            let counted = context.minutes(for: line.path)
            guard counted < needed, !context.mightReach(needed, on: line.path),
                !isStaffCode || !context.countsPractitionerTimeAsStaff,
                staff + practitioner >= line.entry.firstUnitMinutes,
                isStaffCode ? practitioner > 0 : staff > 0
            else { continue }
            report.broken(
                .line(line.index, "code"),
                line: line.index,
                isStaffCode
                    ? "\(line.line.code) counts clinical staff time; \(practitioner) of the minutes are the practitioner's."
                    : "\(line.line.code) counts the practitioner's own time; \(staff) of the minutes are clinical staff's.",
                facts: [
                    .init("staffMinutes", .integer(staff)), .init("practitionerMinutes", .integer(practitioner)),
                    .init("neededMinutes", .integer(needed)),
                ],
                fix: context.rewriteFix()
            )
        }
    }

    static let practitionerTimeCounted = Rule(
        "practitioner-time-counted-as-staff",
        title: "Staff codes rest on clinical staff time alone.",
        citation: .cmsQuestions,
        severity: .info,
        needs: ["/timeLog"],
        remedy: "Nothing to mend: Medicare lets the practitioner's minutes count here while they do not reach 99491. "
            + "They may not be used again.",
        example: RuleExample { month in
            month.timeLog![1] = .example(11, on: "2026-03-18", "care plan review by phone", by: .practitioner)
        }
    ) { context, report in
        guard context.countsPractitionerTimeAsStaff,
            let line = context.lines.first(where: { $0.path != .practitioner })
        else { return }
        let minutes = context.tally.practitioner.minutes
        report.broken(
            .line(line.index, "code"),
            line: line.index,
            "\(minutes) of the practitioner's own minutes were counted as clinical staff time.",
            facts: [
                .init("practitionerMinutes", .integer(minutes)),
                .init("staffMinutes", .integer(context.staffPathTime.minutes)),
            ]
        )
    }

    static let addOnSkipped = Rule(
        "add-on-skipped",
        title: "Every supported add-on unit is billed.",
        citation: .guide99490,
        severity: SeverityTable(.info, [.seedStrict: .warning, .cptAMA: .info]),
        needs: ["/timeLog", "/lines"],
        remedy: "Bill the add-on for the time beyond the base, or leave it if that is meant.",
        example: RuleExample { $0.timeLog![0].duration = .minutes(36, on: "2026-03-04") }
    ) { context, report in
        for line in context.distinctLines where !line.entry.isAddOn {
            let supported = context.supportedCodes(line.path)
            guard supported.base?.entry.code == line.line.code, let (entry, supportedUnits) = supported.addOn else {
                continue
            }
            let addOn = context.lines.first { $0.line.code == entry.code }
            let earlier = context.historyThisMonth.reduce(0) {
                $0 + ($1.service.code == entry.code ? $1.service.units ?? 1 : 0)
            }
            let billed = (addOn?.units ?? 0) + earlier
            guard billed < supportedUnits else { continue }
            if context.month.unread.mayBill(entry.code) {
                report.cannotTell(["/lines"], "A line could not be read; it may bill \(entry.code).")
                continue
            }
            let proposal = context.proposedLine(entry, supportedUnits, line.path)
            let minutes = context.minutes(for: line.path)
            let units = proposal.units - earlier
            let missing = ProposedLine(code: proposal.code, units: units, earliestDate: proposal.earliestDate)
            let fix = addOn.map { context.unitsFix($0, units) } ?? [.add("/lines/-", context.newLine(missing))]
            report.broken(
                .line((addOn ?? line).index),
                line: (addOn ?? line).index,
                "The \(minutes) recorded minutes support \(proposal.units) x \(proposal.code); \(billed) are billed.",
                facts: [
                    PathRules.minutesFact(line.path, minutes), .init("supportedUnits", .integer(proposal.units)),
                ],
                fix: fix
            )
        }
    }

    private static func performer(_ path: BillingPath) -> String {
        path == .practitioner ? "practitioner" : "clinical staff"
    }

    private static func facts(
        _ context: RuleContext,
        _ path: BillingPath,
        _ minutes: Int,
        _ needed: Int
    )
        -> [PlainValue.Member]
    {
        [PathRules.minutesFact(path, minutes), .init("neededMinutes", .integer(needed))]
    }

    /// The members that would complete the time entries which cannot be counted yet.
    static func incompleteEntries(_ context: RuleContext) -> [Pointer] {
        context.tally.excluded.prefix(TimeEntryRules.listed).compactMap { time in
            switch time.reason {
            case .noDuration: .item("timeLog", time.entry, "minutes")
            case .noDate: .item("timeLog", time.entry, "date")
            case .noPerformer: .item("timeLog", time.entry, "performer/kind")
            default: nil
            }
        }
    }
}
