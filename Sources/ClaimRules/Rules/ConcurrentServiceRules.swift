/// Services of other programs in the same month.
enum ConcurrentServiceRules {
    static let excluded = Rule(
        "no-excluded-service-in-month",
        title: "The same practitioner or group bills no service this month that excludes care management.",
        citation: .procedurePairs,
        severity: .errorOutsideCPT,
        needs: ["/history", "/lines"],
        remedy: "Bill one of the two services for the month.",
        adjustment: Adjustment("CO", "97", "N390"),
        example: RuleExample { $0.history = [BilledService(code: "99426", date: "2026-03-12", units: 1)] }
    ) { context, report in
        guard let line = context.lines.first else { return }
        for service in services(context, .excluded) where service.isOwn == true {
            report.broken(
                service.path,
                line: service.line,
                "\(line.line.code) may not share a month with \(service.code), \(service.group.name).",
                facts: [.init("code", .text(service.code.text))],
                citing: service.group.citation
            )
        }
    }

    static let excludedByAnother = Rule(
        "excluded-service-by-another-practitioner",
        title: "No other practitioner bills a service this month that overlaps care management.",
        citation: .noridianQuestions,
        severity: .warningOutsideCPT,
        needs: ["/history", "/practitioner/npi"],
        remedy: "Make sure that the two practitioners manage different problems and that no work is counted twice.",
        adjustment: Adjustment("CO", "B20", "N111"),
        example: RuleExample { month in
            month.history = [BilledService(code: "G0181", date: "2026-03-12", units: 1)]
            month.history![0].practitionerNPI = NPI("1093817465")
        }
    ) { context, report in
        guard let line = context.lines.first else { return }
        for service in services(context, .excluded) where service.isOwn != true {
            report.broken(
                service.path,
                line: service.line,
                "Another practitioner has billed \(service.code), \(service.group.name), beside \(line.line.code).",
                facts: [.init("code", .text(service.code.text))],
                citing: service.group.citation
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
        for service in services(context, .separateTime) where service.isOwn != false {
            report.broken(
                service.path,
                line: service.line,
                "\(service.code), \(service.group.name), may share the month with \(line.line.code) only if no minute "
                    + "counts for both.",
                facts: [.init("code", .text(service.code.text))],
                citing: service.group.citation
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
        guard let line = context.lines.first(where: { $0.path == .practitioner }) else { return }
        for service in services(context, .separateTime)
        where standAlone.contains(service.code) && service.isOwn != false {
            report.broken(
                service.path,
                line: service.line,
                "\(line.line.code) may not share a month with \(service.code), \(service.group.name).",
                facts: [.init("code", .text(service.code.text))]
            )
        }
    }

    private static let standAlone: Set<ProcedureCode> = ["99484", "99492", "99493", "99494", "99495", "99496"]

    /// What the same practitioner bills this month that leaves no room for care management.
    static func exclusions(_ context: RuleContext) -> [(code: ProcedureCode, name: String)] {
        guard excluded.severity(in: context.profile) != nil else { return [] }
        return services(context, .excluded).filter { $0.isOwn == true }.map { ($0.code, $0.group.name) }
    }

    private static let transitionalCare: Set<ProcedureCode> = ["99495", "99496"]

    private struct Found {
        let code: ProcedureCode
        let group: ConcurrentService
        let path: Pointer
        let line: Int?
        let isOwn: Bool?
    }

    /// The services of the month, on the claim or in the history, that stand in this relation to care management.
    private static func services(_ context: RuleContext, _ relation: ConcurrentService.Relation) -> [Found] {
        if context.hasCareLinesOnly, context.month.history?.isEmpty ?? true { return [] }
        var found: [Found] = []
        if !context.hasCareLinesOnly {
            for (index, line) in context.month.lines.enumerated() where CodeTable.entry(line.code) == nil {
                let date = line.date ?? context.facts.days.upperBound
                if let group = ConcurrentServiceTable.service(line.code, on: date), group.relation == relation {
                    found.append(Found(code: line.code, group: group, path: .line(index), line: index, isOwn: true))
                }
            }
        }
        let days = context.facts.days
        for (index, service) in (context.month.history ?? []).enumerated() {
            let isThisMonth = days.contains(service.date)
            // Transitional care runs for 30 days from the discharge, over the end of the month.
            let runsOver =
                transitionalCare.contains(service.code) && service.date < days.lowerBound
                && service.date.adding(days: 30) >= days.lowerBound
            guard isThisMonth || runsOver else { continue }
            if let group = ConcurrentServiceTable.service(service.code, on: service.date), group.relation == relation {
                let isOwn = context.isOwn(service)
                found.append(
                    Found(code: service.code, group: group, path: .item("history", index), line: nil, isOwn: isOwn)
                )
            }
        }
        return found
    }
}
