/// The care-planning code for the beginning of care management: once a patient, beside the initiating visit.
enum CarePlanningRules {
    static let once = Rule(
        "care-planning-once",
        title: "Care planning at the beginning is billed once for a patient.",
        citation: .carePlanning,
        severity: .errorOutsideCPT,
        needs: ["/lines", "/history"],
        remedy: "Remove the line; care planning is not a monthly service.",
        adjustment: Adjustment("OA", "18", "N522"),
        example: RuleExample(.cleanBeginningExample) { month in
            month.history = [BilledService(code: "G0506", date: "2025-03-02", units: 1)]
        }
    ) { context, report in
        let lines = lines(context)
        guard let line = lines.first else { return }
        let earlier = context.month.history?.firstIndex { service in
            // By another practitioner in an earlier month, care management may have begun anew.
            service.code == code && (context.isOwn(service) != false || context.facts.days.contains(service.date))
        }
        if let index = earlier {
            report.broken(
                .line(line.index),
                line: line.index,
                "\(code) was billed for this patient before.",
                facts: [.init("billed", .text("/history/\(index)"))],
                fix: context.removalFix(code)
            )
        } else if lines.count > 1 || (line.line.units ?? 1) > 1 {
            report.broken(
                .line(line.index),
                line: line.index,
                "\(code) may be billed for one unit on one line.",
                fix: lines.dropFirst().reversed().map { .remove(.line($0.index)) }
                    + ((line.line.units ?? 1) > 1 ? [.replace(.line(line.index, "units"), .integer(1))] : [])
            )
        }
    }

    static let withVisit = Rule(
        "care-planning-with-initiating-visit",
        title: "Care planning is billed beside the visit at which care management begins.",
        citation: .addOnEdits,
        severity: .errorOutsideCPT,
        needs: ["/lines", "/history", "/initiatingVisit"],
        remedy: "Bill care planning with the initiating visit, on its date.",
        adjustment: Adjustment("CO", "107", "N122"),
        example: RuleExample(.cleanBeginningExample) { month in
            month.lines.removeAll { $0.code == "99214" }
            month.initiatingVisit?.code = "99211"
            month.initiatingVisit?.date = "2026-03-02"
            month.patient?.lastSeen = "2026-02-10"
        }
    ) { context, report in
        guard let line = lines(context).first else { return }
        let date = line.line.date ?? context.facts.days.upperBound
        func isParent(_ visit: ProcedureCode) -> Bool { CarePlanningRules.isParent(visit, on: date) }
        let isBeside =
            context.month.lines.contains { isParent($0.code) }
            || context.month.history?.contains { isParent($0.code) && context.isOwn($0) != false } == true
        if isBeside { return }
        switch context.month.initiatingVisit?.code {
        case let visit? where isParent(visit): break
        case .some where context.month.unread.lines.contains { $0.map(isParent) ?? true }:
            report.cannotTell(["/lines"], "A line could not be read; it may be the visit that \(code) belongs to.")
        case nil:
            report.cannotTell(["/initiatingVisit/code"], "The visit that \(code) belongs to was not sent.")
        default:
            report.broken(
                .line(line.index),
                line: line.index,
                "\(code) belongs to a visit that begins care management; none that qualifies was sent.",
                fix: context.removalFix(code)
            )
        }
    }

    static let onVisitDate = Rule(
        "care-planning-on-visit-date",
        title: "Care planning has the date of the visit at which care management begins.",
        citation: .carePlanning,
        severity: .warningOutsideCPT,
        needs: ["/lines", "/history", "/initiatingVisit"],
        remedy: "Date care planning like the visit it adds to, or expect a question.",
        adjustment: Adjustment("CO", "107", "N122"),
        example: RuleExample(.cleanBeginningExample) { $0.lines[2].date = "2026-03-17" }
    ) { context, report in
        guard let line = lines(context).first, let date = line.line.date else { return }
        var visits = context.month.lines.compactMap { isParent($0.code, on: date) ? $0.date : nil }
        for service in context.month.history ?? [] where isParent(service.code, on: date) {
            if context.isOwn(service) != false { visits.append(service.date) }
        }
        if let visit = context.month.initiatingVisit, let day = visit.date, let code = visit.code,
            isParent(code, on: date)
        {
            visits.append(day)
        }
        let nearest = visits.min { abs($0.dayNumber - date.dayNumber) < abs($1.dayNumber - date.dayNumber) }
        guard let nearest, nearest != date else { return }
        if context.month.unread.lines.contains(where: { $0.map { isParent($0, on: date) } ?? true }) {
            return report.cannotTell(["/lines"], "A line could not be read; it may be the visit of that day.")
        }
        let days = Int(abs(nearest.dayNumber - date.dayNumber))
        report.broken(
            .line(line.index, "date"),
            line: line.index,
            "\(code) is dated \(days) \(days == 1 ? "day" : "days") from the nearest visit that it could add to.",
            facts: [.init("visit", .text(nearest.description)), .init("days", .integer(days))],
            fix: context.facts.days.contains(nearest)
                ? [.replace(.line(line.index, "date"), .text(nearest.description))] : []
        )
    }

    /// Telephone visits carried the add-on until they left the fee schedule; the newest add-on file has them no more.
    private static func isParent(_ visit: ProcedureCode, on date: CalendarDate) -> Bool {
        if telephoneVisits.contains(visit) { return date <= lastTelephoneDay }
        return AddOnTable.isParent(visit, of: code, on: date)
    }

    private static let telephoneVisits: [ProcedureCode] = ["99441", "99442", "99443"]
    private static let lastTelephoneDay: CalendarDate = "2024-12-31"

    static let notOnComplexDate = Rule(
        "care-planning-not-on-complex-date",
        title: "Care planning is not dated like complex care management.",
        citation: .procedurePairs,
        severity: .warningOutsideCPT,
        needs: ["/lines"],
        remedy: "Date the two on their own days: care planning on that of the visit.",
        adjustment: Adjustment("CO", "236", "N20"),
        example: RuleExample(.cleanComplexExample) { month in
            month.lines.append(.example("99214", on: "2026-03-02"))
            month.lines.append(.example("G0506", on: "2026-03-25"))
        }
    ) { context, report in
        for line in lines(context) {
            guard let date = line.line.date,
                let complex = context.lines.first(where: { $0.entry.code == "99487" && $0.line.date == date })
            else { continue }
            report.broken(
                .line(line.index, "date"),
                line: line.index,
                "\(code) and \(complex.line.code) are dated on one day, which Medicare's edit denies."
            )
        }
    }

    static let code: ProcedureCode = "G0506"

    private static func lines(_ context: RuleContext) -> [(index: Int, line: ServiceLine)] {
        guard context.lines.count < context.month.lines.count else { return [] }
        return context.month.lines.enumerated().compactMap { $1.code == code ? ($0, $1) : nil }
    }
}
