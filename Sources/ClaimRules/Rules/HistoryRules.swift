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
            // Further units of an add-on may follow on a later claim while the minutes carry the sum.
            let open = line.entry.isAddOn && context.month.timeLog != nil ? context.openUnits(line) : 0
            if line.units <= open { continue }
            report.broken(
                .line(line.index),
                line: line.index,
                "\(line.line.code) was billed for this month already"
                    + (open > 0 ? "; the minutes carry \(open) more." : "."),
                facts: [
                    .init("billed", .text("/history/\(first.index)")), .init("earlierUnits", .integer(earlier)),
                ],
                fix: open > 0 ? context.unitsFix(line, open) : context.removalFix(line.line.code)
            )
        }
    }

    static let unitsSupported = Rule(
        "history-units-supported",
        title: "The minutes carry the add-on units that this practice has billed for the month before, too.",
        citation: .staffMinutes,
        severity: .error,
        needs: ["/history", "/timeLog", "/lines"],
        remedy: "Correct the earlier claim first, or record the minutes that are missing: no minute carries two units.",
        adjustment: Adjustment("CO", "151", "M25"),
        example: RuleExample { $0.history = [BilledService(code: "99439", date: "2026-03-18", units: 2)] }
    ) { context, report in
        guard !context.historyThisMonth.isEmpty, context.month.timeLog != nil else { return }
        var seen: [ProcedureCode] = []
        for (index, service) in context.historyThisMonth where !seen.contains(service.code) {
            // The same code on a line is for the rule about what was billed twice.
            guard let entry = CodeTable.entry(service.code), entry.isAddOn, let path = entry.path, context.bills(path),
                context.isOwn(service) == true, !context.lines.contains(where: { $0.line.code == service.code })
            else { continue }
            seen.append(service.code)
            let units = context.earlierUnits(of: entry)
            let needed = entry.minutes(forUnits: units)
            let minutes = context.minutes(for: path)
            guard minutes < needed else { continue }
            if context.mightReach(needed, on: path) {
                report.cannotTell(
                    TimeThresholdRules.incompleteEntries(context),
                    "Time entries lack a date, a performer or a length; they might carry what was billed before."
                )
                continue
            }
            report.broken(
                .item("history", index),
                "\(units) x \(service.code), billed before, needs \(needed) minutes in the month with its base; "
                    + "\(minutes) are recorded and countable.",
                facts: [
                    PathRules.minutesFact(path, minutes), .init("neededMinutes", .integer(needed)),
                    .init("earlierUnits", .integer(units)),
                ]
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
