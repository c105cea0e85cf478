/// What others, and this practice, billed for the patient in the month.
enum HistoryRules {
    static let onePractitioner = Rule(
        "one-practitioner-a-month",
        title: "No other practitioner bills chronic care management for the patient this month.",
        citation: .inspectorAudit,
        severity: .error,
        needs: ["/history", "/practitioner/npi"],
        remedy:
            "Only one practitioner is paid for the month: settle with the other who bills, and void the other claim.",
        adjustment: Adjustment("CO", "B20", "N111"),
        example: RuleExample { month in
            month.history = [BilledService(code: "99490", date: "2026-03-10")]
            month.history![0].practitionerNPI = NPI("1093817465")
        }
    ) { context, report in
        guard context.billsCareManagement else { return }
        guard context.month.history != nil else {
            return report.cannotTell(
                ["/history"],
                "Whether another practitioner billed this month cannot be told without the history."
            )
        }
        for (index, service) in context.historyThisMonth where CodeTable.path(service.code) != nil {
            switch context.isOwn(service) {
            case true?: break
            case false?:
                report.broken(
                    .item("history", index),
                    "Another practitioner has billed \(service.code) for this patient this month.",
                    facts: [.init("code", .text(service.code.text))]
                )
            case nil:
                report.cannotTell(
                    ["/practitioner/npi", "/practitioner/groupTIN"],
                    "Whether the history's practitioner is this one cannot be told without the claim's own numbers."
                )
            }
        }
    }

    static let notBilledTwice = Rule(
        "not-billed-twice",
        title: "The history does not hold the same service for this month already.",
        citation: .denialTable,
        severity: .error,
        needs: ["/history", "/lines"],
        remedy: "Remove the line; to change a claim that was sent, send a replacement.",
        adjustment: Adjustment("OA", "18", "N522"),
        example: RuleExample { $0.history = [BilledService(code: "99490", date: "2026-03-18", units: 1)] }
    ) { context, report in
        let billed = context.historyThisMonth.filter { context.isOwn($0.service) == true }
        guard !billed.isEmpty else { return }
        for line in context.distinctLines {
            let same = billed.filter { $0.service.code == line.line.code }
            guard let first = same.first else { continue }
            let earlier = same.reduce(0) { $0 + ($1.service.units ?? 1) }
            let earned = context.supportedUnits(line.entry, minutes: context.minutes(for: line.path))
            // Further units of an add-on may follow on a later claim while the minutes carry the sum.
            if line.entry.isAddOn, context.month.timeLog != nil, earlier + line.units <= earned { continue }
            report.broken(
                .line(line.index),
                line: line.index,
                "\(line.line.code) was billed for this month already.",
                facts: [
                    .init("billed", .text("/history/\(first.index)")), .init("earlierUnits", .integer(earlier)),
                ],
                fix: context.removalFix(line.line.code)
            )
        }
    }

    static let onePathWithHistory = Rule(
        "one-path-with-history",
        title: "The history holds no care management on another path this month.",
        citation: .procedurePairs,
        severity: .error,
        needs: ["/history", "/lines"],
        remedy: "Keep to the path that was billed, or replace the earlier claim.",
        adjustment: Adjustment("CO", "B20", "N111"),
        example: RuleExample { $0.history = [BilledService(code: "99491", date: "2026-03-10", units: 1)] }
    ) { context, report in
        for (index, service) in context.historyThisMonth {
            guard let path = CodeTable.path(service.code), context.isOwn(service) != false,
                let line = context.lines.first(where: { $0.path != path })
            else { continue }
            report.broken(
                .line(line.index),
                line: line.index,
                "\(line.line.code) may not share a month with \(service.code), which was billed already.",
                facts: [.init("billed", .text("/history/\(index)"))]
            )
        }
    }
}
