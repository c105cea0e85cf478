/// Lines of other services that stand beside care management.
enum OtherLineRules {
    static let payable = Rule(
        "other-code-not-payable",
        title: "Every line beside care management has a code that Medicare paid on its date.",
        citation: .feeScheduleFiles,
        severity: .warningOutsideCPT,
        needs: ["/lines"],
        remedy: "Bill the code that was in force on the date of service.",
        adjustment: Adjustment("CO", "181", "N56"),
        example: RuleExample { $0.lines.append(.example("99441", on: "2026-03-10")) }
    ) { context, report in
        guard context.lines.count < context.month.lines.count else { return }
        for (index, line) in context.month.lines.enumerated() where CodeTable.entry(line.code) == nil {
            let date = line.date ?? context.month.serviceMonth.lastDay
            guard let entry = NeighborCodeTable.entry(line.code), !entry.payable.contains(date) else { continue }
            report.broken(
                .line(index, "code"),
                line: index,
                "Medicare does not pay \(line.code) on this date of service" + reason(entry, date)
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
