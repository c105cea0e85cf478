/// Lines of other services that stand beside care management.
enum OtherLineRules {
    static let payable = Rule(
        "other-code-not-payable",
        title: "Every service beside care management has a code that Medicare paid on its date.",
        citation: .feeScheduleFiles,
        severity: .warningOutsideCPT,
        needs: ["/lines", "/history"],
        remedy: "Bill the code that was in force on the date of service; correct the history where it names another.",
        adjustment: Adjustment("CO", "181", "N56"),
        example: RuleExample { $0.lines.append(.example("99441", on: "2026-03-10")) }
    ) { context, report in
        if context.lines.count < context.month.lines.count {
            for (index, line) in context.month.lines.enumerated() where CodeTable.entry(line.code) == nil {
                let date = line.date ?? context.facts.days.upperBound
                guard let entry = NeighborCodeTable.entry(line.code), !entry.payable.contains(date) else { continue }
                report.broken(
                    .line(index, "code"),
                    line: index,
                    "Medicare does not pay \(line.code) on this date of service" + reason(entry, date)
                )
            }
        }
        for (index, service) in context.historyThisMonth where CodeTable.entry(service.code) == nil {
            // One that has ended may have been billed to somebody else; one that had not begun was not billed at all.
            guard let first = NeighborCodeTable.entry(service.code)?.payable.from, service.date < first else {
                continue
            }
            report.broken(
                .item("history", index, "code"),
                "\(service.code) did not exist yet; its first day is \(first)."
            )
        }
    }

    private static func reason(
        _ entry: (payable: EffectivePeriod, successor: ProcedureCode?),
        _ date: CalendarDate
    ) -> String {
        if let first = entry.payable.from, date < first { return "; its first day is \(first)." }
        let successor = entry.successor.map { " and \($0) has taken its place" } ?? ""
        return entry.payable.through.map { "; its last day was \($0)\(successor)." } ?? "."
    }
}
