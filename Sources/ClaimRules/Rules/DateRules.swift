/// When a line may be dated.
enum DateRules {
    static let dateInMonth = Rule(
        "date-in-service-month",
        title: "The date of service lies in the service month.",
        citation: .cmsQuestions,
        severity: .error,
        needs: ["/lines", "/serviceMonth"],
        remedy: "Date the line on the day the minutes were complete or on any later day of the month.",
        adjustment: Adjustment("CO", "16", "M52"),
        example: RuleExample { $0.lines[0].date = "2026-04-01" }
    ) { context, report in
        for line in context.lines {
            guard let date = line.line.date, !context.facts.days.contains(date) else { continue }
            let earliest = context.earliestServiceDate(
                reaching: context.minutesNeeded(for: line.units, of: line.entry),
                on: line.path
            )
            report.broken(
                .line(line.index, "date"),
                line: line.index,
                "The date of service is not in \(context.month.serviceMonth), the month the minutes were spent in.",
                fix: earliest.map { [.replace(.line(line.index, "date"), .text($0.description))] } ?? []
            )
        }
    }

    static let dateNotBeforeThreshold = Rule(
        "date-not-before-threshold",
        title: "The date of service is not before the day on which the billed minutes were complete.",
        citation: .cmsQuestions,
        severity: .error,
        needs: ["/lines", "/timeLog"],
        remedy: "Date the line on the day the minutes were complete or on any later day of the month.",
        adjustment: Adjustment("CO", "16", "M52"),
        example: RuleExample { $0.lines[0].date = "2026-03-10" }
    ) { context, report in
        for line in context.lines {
            guard let date = line.line.date, context.facts.days.contains(date),
                let earliest = context.date(
                    reaching: context.minutesNeeded(for: line.units, of: line.entry),
                    on: line.path
                ),
                date < earliest
            else { continue }
            report.broken(
                .line(line.index, "date"),
                line: line.index,
                "The minutes for \(line.line.code) were complete on \(earliest), after the date of service.",
                facts: [.init("earliestDate", .text(earliest.description))],
                fix: [.replace(.line(line.index, "date"), .text(earliest.description))]
            )
        }
    }

    static let monthCovered = Rule(
        "month-covered",
        title: "The service month is one whose law this ruleset holds: 2015-01 to 2026-12.",
        citation: .feeScheduleFiles,
        severity: .warning,
        needs: ["/serviceMonth"],
        remedy: "Before 2015 Medicare did not pay for chronic care management; for later years wait for their rules.",
        example: RuleExample { month in
            month.serviceMonth = "2014-12"
            month.lines[0].date = "2014-12-18"
            month.timeLog = [.example(23, on: "2014-12-18", "medication reconciliation")]
            month.carePlan?.date = "2014-12-18"
        }
    ) { context, report in
        guard !covered.contains(context.month.serviceMonth) else { return }
        report.cannotTell(
            ["/serviceMonth"],
            "This ruleset does not hold the law of this month, only 2015-01 to 2026-12."
        )
    }

    private static let covered: ClosedRange<CalendarMonth> = "2015-01"..."2026-12"
}
