/// Which time entries count, said once a reason.
enum TimeEntryRules {
    /// How many entries a finding or an unverified rule names; the rest is a count.
    static let listed = 20

    static let entriesComplete = Rule(
        "time-entries-complete",
        title: "Every time entry has a length, a date and a performer.",
        citation: .guide99490,
        severity: .warning,
        needs: ["/timeLog"],
        remedy: "Complete the entry: minutes or start and end, the date, and who did the work.",
        adjustment: Adjustment("CO", "252", "N706"),
        example: RuleExample { month in
            month.timeLog!.append(.example(9, on: "2026-03-20", "refill request"))
            month.timeLog![2].performer = nil
        }
    ) { context, report in
        let needs = TimeThresholdRules.incompleteEntries(context)
        if !needs.isEmpty {
            report.cannotTell(needs, "Time entries lack a date, a performer or a length and were not counted.")
        }
    }

    static let faceToFace = leftOut(
        "face-to-face-time-left-out",
        .faceToFace,
        title: "No minute of a face-to-face visit counts as care management.",
        citation: .guide99490,
        message: "spent face to face with the patient"
    ) { $0.timeLog![0].faceToFace = true }

    static let nonClinical = leftOut(
        "non-clinical-time-left-out",
        .nonClinical,
        title: "Only clinical staff and practitioners add countable minutes.",
        citation: .cmsQuestions,
        message: "spent by people who are not clinical staff"
    ) { $0.timeLog![0].performer?.kind = .nonClinical }

    static let otherProgram = leftOut(
        "other-program-time-left-out",
        .otherProgram,
        title: "Minutes recorded for another program do not count here.",
        citation: .guide99491,
        message: "recorded for another program"
    ) { $0.timeLog![0].program = "rpm" }

    static let outsideMonth = leftOut(
        "time-outside-month-left-out",
        .outsideMonth,
        title: "Minutes count in the calendar month in which they were spent; none carry over.",
        citation: .cmsQuestions,
        message: "dated outside the service month; minutes do not carry over"
    ) { $0.timeLog![0].duration = .minutes(12, on: "2026-02-26") }

    static let facilityStay = leftOut(
        "facility-stay-time-left-out",
        .facilityStay,
        title: "No minute counts on a hospital inpatient or Part A nursing facility day.",
        citation: .cmsQuestions,
        message: "spent on inpatient or Part A nursing facility days"
    ) { $0.stays = [Stay(from: "2026-03-03", to: "2026-03-06", setting: .inpatient)] }

    static let plausibleDays = Rule(
        "plausible-days",
        title: "No day holds more care-management time for one patient than a working day.",
        citation: .guide99490,
        severity: .warning,
        needs: ["/timeLog"],
        remedy: "Check the day's entries for slipped digits and for time logged twice.",
        adjustment: Adjustment("CO", "152", "M25"),
        example: RuleExample { $0.timeLog![0].duration = .minutes(481, on: "2026-03-04") }
    ) { context, report in
        guard (context.tally.staff.total + context.tally.practitioner.total) / 60_000 > longestDay else { return }
        let days = context.tally.staff + context.tally.practitioner
        for day in days.all(over: longestDay) { sayLong(day, context, &report) }
    }

    private static func sayLong(
        _ day: (number: Int, minutes: Int),
        _ context: RuleContext,
        _ report: inout RuleReport
    ) {
        let date = context.facts.days.lowerBound.adding(days: day.number - 1)
        report.broken(
            "/timeLog",
            "\(day.minutes) minutes are recorded on \(date)"
                + (day.minutes > 1440 ? ", more than the day has." : ", more than a working day."),
            facts: [.init("date", .text(date.description)), .init("minutes", .integer(day.minutes))]
        )
    }

    /// Minutes of care management for one patient on one day that nobody asks about: eight hours.
    static let longestDay = 480

    static let staysKnown = Rule(
        "facility-stays-known",
        title: "It is known whether the patient was in a facility this month.",
        citation: .cmsQuestions,
        severity: .errorOutsideCPT,
        needs: ["/stays"],
        remedy: "Send `stays`, an empty list where there were none.",
        example: RuleExample { $0.stays = nil }
    ) { context, report in
        guard context.billsCareManagement else { return }
        guard let stays = context.month.stays else {
            return report.cannotTell(
                ["/stays"],
                "Whether minutes fall on inpatient or Part A days cannot be told without the stays."
            )
        }
        let month = context.month.serviceMonth
        let unknown = stays.indices.filter {
            stays[$0].setting == nil && stays[$0].from <= month.lastDay
                && stays[$0].to ?? month.lastDay >= month.firstDay
        }
        if !unknown.isEmpty {
            report.cannotTell(
                unknown.prefix(listed).map { .item("stays", $0, "setting") },
                "Whether minutes count on the days of a stay cannot be told without its setting."
            )
        }
    }

    /// A rule that names the entries left out for one reason. Leaving them out is right, so it is worth an info only; what
    /// follows for the codes is the threshold rules' to say.
    private static func leftOut(
        _ id: RuleID,
        _ reason: ExclusionReason,
        title: String,
        citation: Citation,
        message: String,
        breaks: (inout CareMonth) -> Void
    ) -> Rule {
        Rule(
            id,
            title: title,
            citation: citation,
            severity: .info,
            needs: ["/timeLog"],
            remedy: "Nothing to mend if the entry is right; these minutes were not counted.",
            example: RuleExample(.cleanStaffExample, breaks: breaks)
        ) { context, report in
            if context.tally.excluded.isEmpty { return }
            let entries = context.tally.excluded.filter { $0.reason == reason }
            guard let first = entries.first else { return }
            let minutes = entries.reduce(0) { $0 + ($1.minutes ?? 0) }
            report.broken(
                .item("timeLog", first.entry),
                "\(minutes) minutes in \(entries.count) time \(entries.count == 1 ? "entry" : "entries") were left out: "
                    + "\(message).",
                facts: [
                    .init("minutes", .integer(minutes)),
                    .init("entries", .list(entries.prefix(listed).map { .text("/timeLog/\($0.entry)") })),
                ]
            )
        }
    }
}
