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
        guard !context.lines.isEmpty else { return }
        guard context.month.history != nil else {
            return report.cannotTell(
                ["/history"],
                "Whether another practitioner billed this month cannot be told without the history."
            )
        }
        for (index, service) in context.historyThisMonth where CodeTable.entry(service.code) != nil {
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
            let earned = line.entry.supportedUnits(
                minutes: context.minutes(for: line.entry.path),
                profile: context.profile
            )
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
            guard let entry = CodeTable.entry(service.code), context.isOwn(service) != false,
                let line = context.lines.first(where: { $0.entry.path != entry.path })
            else { continue }
            report.broken(
                .line(line.index),
                line: line.index,
                "\(line.line.code) may not share a month with \(service.code), which was billed already.",
                facts: [.init("billed", .text("/history/\(index)"))]
            )
        }
    }

    static let separateTime = Rule(
        "separate-time-from-other-services",
        title: "No minute is used for another time-based service of the same month.",
        citation: .transitionalCareRule,
        severity: .warningOutsideCPT,
        needs: ["/history", "/lines", "/attestations/non-overlap-statement"],
        remedy:
            "State `non-overlap-statement` in the attestations once the record shows that no minute was used twice.",
        adjustment: Adjustment("CO", "97", "M15"),
        example: RuleExample { $0.history = [BilledService(code: "99495", date: "2026-03-02", units: 1)] }
    ) { context, report in
        guard let line = context.lines.first, context.month.attestations[.nonOverlapStatement] != true else { return }
        for service in otherServices(context) {
            report.broken(
                service.path,
                line: service.line,
                "\(service.code) may share the month with \(line.line.code) only if no minute counts for both.",
                facts: [.init("code", .text(service.code.text))]
            )
        }
    }

    static let strictExclusions = Rule(
        "practitioner-codes-stand-alone",
        title: "The practitioner codes share a month with no behavioral health integration and no transitional care.",
        citation: .guide99491,
        severity: SeverityTable(nil, [.seedStrict: .error]),
        needs: ["/history", "/lines"],
        remedy: "Bill one or the other; Medicare itself asks only that no minute is used twice.",
        adjustment: Adjustment("CO", "97", "M15"),
        example: RuleExample(.cleanPractitionerExample, profile: .seedStrict) { month in
            month.history = [BilledService(code: "99484", date: "2026-03-02", units: 1)]
        }
    ) { context, report in
        guard let line = context.lines.first(where: { $0.entry.path == .practitioner }) else { return }
        for service in otherServices(context) {
            report.broken(
                service.path,
                line: service.line,
                "\(line.line.code) may not share a month with \(service.code).",
                facts: [.init("code", .text(service.code.text))]
            )
        }
    }

    /// Transitional care and behavioral health integration of this month, on the claim or in the history.
    private static func otherServices(_ context: RuleContext) -> [(code: ProcedureCode, path: Pointer, line: Int?)] {
        var found: [(code: ProcedureCode, path: Pointer, line: Int?)] = []
        if context.lines.count < context.month.lines.count {
            for (index, line) in context.month.lines.enumerated() where timeBased.contains(line.code) {
                found.append((line.code, .line(index), index))
            }
        }
        for (index, service) in context.historyThisMonth
        where timeBased.contains(service.code) && context.isOwn(service) != false {
            found.append((service.code, .item("history", index), nil))
        }
        return found
    }

    private static let timeBased: [ProcedureCode] = ["99484", "99492", "99493", "99494", "99495", "99496"]
}
