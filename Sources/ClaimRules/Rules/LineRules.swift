/// What a line has to say, and what it may say: codes, units, modifiers, diagnoses.
enum LineRules {
    static let lineComplete = Rule(
        "line-complete",
        title: "Every care-management line says its units, date and place of service, and points at its diagnoses.",
        citation: .cmsQuestions,
        severity: .warning,
        needs: ["/lines"],
        remedy: "Send `units`, `date`, `placeOfService` and `diagnosisPointers` with the line.",
        adjustment: Adjustment("CO", "16", "M53"),
        example: RuleExample { $0.lines[0].units = nil }
    ) { context, report in
        for line in context.lines {
            var needs: [Pointer] = []
            if line.line.units == nil { needs.append(.line(line.index, "units")) }
            if line.line.date == nil { needs.append(.line(line.index, "date")) }
            if line.line.placeOfService == nil { needs.append(.line(line.index, "placeOfService")) }
            let pointers = context.diagnosisPointers(of: line)
            if pointers?.isEmpty ?? true { needs.append(.line(line.index, "diagnosisPointers")) }
            if !needs.isEmpty {
                report.cannotTell(
                    needs,
                    "A care-management line lacks its units, its date, its place of service or its diagnosis pointers."
                )
            }
        }
    }

    static let codeNotJudged = Rule(
        "code-not-judged",
        title: "Every line's code is one that this service judges.",
        citation: .feeScheduleFiles,
        severity: .info,
        needs: ["/lines"],
        remedy: "Nothing to do here; the line needs another check than this one.",
        example: RuleExample { $0.lines.append(.example("99214", on: "2026-03-10")) }
    ) { context, report in
        guard context.lines.count < context.month.lines.count else { return }
        for (index, line) in context.month.lines.enumerated() where CodeTable.entry(line.code) == nil {
            report.broken(
                .line(index, "code"),
                line: index,
                "\(line.code) is not a chronic care management code; this line was not judged."
            )
        }
    }

    static let codeInForce = Rule(
        "code-in-force",
        title: "The code is payable on the date of service.",
        citation: .feeScheduleFiles,
        severity: .error,
        needs: ["/lines"],
        remedy: "Bill the code that was in force on the date of service.",
        adjustment: Adjustment("CO", "181", "N56"),
        example: RuleExample { $0.lines.append(.example("G2058", on: "2026-03-18")) }
    ) { context, report in
        for index in context.month.lines.indices {
            let code = context.month.lines[index].code
            guard let entry = CodeTable.entry(code) else { continue }
            let date = context.month.lines[index].date ?? context.facts.days.upperBound
            guard !entry.isPayable(on: date, in: context.setting) else { continue }
            report.broken(
                .line(index, "code"),
                line: index,
                "\(code) is not payable on this date of service" + reason(entry, date, context.setting),
                fix: fix(of: index, entry, context)
            )
        }
    }

    private static func reason(_ entry: CodeEntry, _ date: CalendarDate, _ setting: PracticeSetting) -> String {
        if let first = entry.payable.from, date < first { return "; its first day is \(first)." }
        if let last = entry.payable.through, date > last {
            let successor = entry.successor.map { " and \($0) has taken its place" } ?? ""
            return "; its last day was \(last)" + successor + "."
        }
        return setting.isClinic
            ? " by a clinic, which bills its general code until the end of 2024."
            : "; only rural health clinics and health centers bill it."
    }

    private static func fix(of index: Int, _ entry: CodeEntry, _ context: RuleContext) -> [PatchOperation] {
        // Care planning has no other code.
        guard entry.path != nil else { return context.removalFix(entry.code) }
        guard let line = context.distinctLines.first(where: { $0.index == index }) else { return [] }
        return counterpartFix(line, context)
    }

    /// Puts the code that is payable in the month for the same work in the line's place, with the units the minutes
    /// carry, or removes the line where that code is on the claim already. An add-on that has no such code goes; a base
    /// that has none is replaced with what the record supports.
    private static func counterpartFix(_ line: CareLine, _ context: RuleContext) -> [PatchOperation] {
        guard context.lines.count(where: { $0.line.code == line.line.code }) == 1 else { return [] }
        let codes = context.codes(of: line.path)
        guard let counterpart = line.entry.isAddOn ? codes.addOn : codes.base else {
            return line.entry.isAddOn ? context.removalOrRewriteFix(line.line.code) : context.rewriteFix()
        }
        // Payable in the month, and not on the line's date: the date is what is wrong.
        if counterpart.code == line.entry.code { return [] }
        if context.lines.contains(where: { $0.line.code == counterpart.code }) {
            return context.removalFix(line.line.code)
        }
        let earned = context.supportedUnits(counterpart, minutes: context.minutes(for: line.path))
        guard earned > 0 else {
            return line.entry.isAddOn ? context.removalOrRewriteFix(line.line.code) : context.rewriteFix()
        }
        return [.replace(.line(line.index, "code"), .text(counterpart.code.text))]
            + context.unitsFix(line, min(line.units, earned), as: counterpart)
    }

    static let duplicateLine = Rule(
        "duplicate-line",
        title: "A care-management code stands on one line of the claim.",
        citation: .denialTable,
        severity: .error,
        needs: ["/lines"],
        remedy: "Keep one line for the code; add-on units belong together on it.",
        adjustment: Adjustment("OA", "18", "N522"),
        example: RuleExample { $0.lines.append($0.lines[0]) }
    ) { context, report in
        guard context.distinctLines.count < context.lines.count else { return }
        for line in context.distinctLines {
            let same = context.lines.filter { $0.line.code == line.line.code }
            guard same.count > 1 else { continue }
            // Said once a code, at its second line.
            let line = same[1]
            report.broken(
                .line(line.index),
                line: line.index,
                "\(line.line.code) is on \(same.count) lines of this claim.",
                facts: [.init("lines", .list(same.map { .text("/lines/\($0.index)") }))],
                fix: mergeFix(same, context)
            )
        }
    }

    /// Keeps the first of the lines, with the units of all where the code is an add-on and the minutes carry them.
    private static func mergeFix(_ same: [CareLine], _ context: RuleContext) -> [PatchOperation] {
        var operations: [PatchOperation] = []
        if same[0].entry.isAddOn {
            let sum = same.reduce(0) { $0 + $1.units }
            let earned = context.supportedUnits(same[0].entry, minutes: context.minutes(for: same[0].path))
            if earned > 0 { operations = context.unitsFix(same[0], min(sum, earned)) }
        }
        return operations + same.dropFirst().reversed().map { .remove(.line($0.index)) }
    }

    static let unitLimit = Rule(
        "unit-limit",
        title: "No more units than the code allows in a month.",
        citation: .newestUnitEdits,
        severity: .error,
        needs: ["/lines"],
        remedy: "Reduce the units to the code's limit for the month.",
        adjustment: Adjustment("CO", "151", "N362"),
        example: RuleExample { $0.lines[0].units = 2 }
    ) { context, report in
        for line in context.distinctLines {
            guard let limit = context.ownUnitLimit(line.entry) else { continue }
            let earlier = context.earlierUnits(of: line.entry)
            guard line.units + earlier > limit else { continue }
            let open = context.openUnits(line)
            report.broken(
                .line(line.index, "units"),
                line: line.index,
                "\(line.line.code) may be billed for at most \(limit) \(limit == 1 ? "unit" : "units") in a month"
                    + (earlier > 0 ? "; \(earlier) \(earlier == 1 ? "was" : "were") billed before." : "."),
                facts: [.init("units", .integer(line.units)), .init("limit", .integer(limit))]
                    + earlierFact(earlier),
                fix: open > 0 ? context.unitsFix(line, open) : [],
                citing: limitSource(line.entry, limit, context)
            )
        }
    }

    /// Where the limit is written: the payer's policy, the unit edit that says the same, or the code's own source.
    private static func limitSource(_ entry: CodeEntry, _ limit: Int, _ context: RuleContext) -> Citation {
        if context.profile.unitLimits[entry.code] != nil { return .payerPolicy }
        if let edit = context.unitEdit(entry), edit.units == limit {
            return .unitEdits(edit, on: context.facts.days.upperBound)
        }
        return entry.billers == .clinics ? .clinicBilling : .addOnUnits
    }

    private static func earlierFact(_ units: Int) -> [PlainValue.Member] {
        units > 0 ? [.init("earlierUnits", .integer(units))] : []
    }

    static let unitEdit = Rule(
        "unit-edit",
        title: "No more units than Medicare's unit edit passes without an appeal.",
        citation: .newestUnitEdits,
        severity: .warningOutsideCPT,
        needs: ["/lines"],
        remedy: "Bill up to the edit, or keep the record at hand: units above it are denied first and can be argued.",
        adjustment: Adjustment("CO", "151", "N362"),
        example: RuleExample(.cleanPractitionerExample) { month in
            month.timeLog![1].duration = .minutes(80, on: "2026-03-20")
            month.lines[1].units = 3
        }
    ) { context, report in
        for line in context.distinctLines {
            guard context.ownUnitLimit(line.entry) == nil, let edit = context.unitEdit(line.entry) else { continue }
            let earlier = context.earlierUnits(of: line.entry)
            guard line.units + earlier > edit.units else { continue }
            report.broken(
                .line(line.index, "units"),
                line: line.index,
                "Medicare's edit denies \(line.line.code) above \(edit.units) units at first; the denial can be appealed.",
                facts: [
                    .init("units", .integer(line.units)), .init("edit", .integer(edit.units)),
                    .init("adjudicationIndicator", .integer(edit.adjudicationIndicator)),
                    .init("release", .text(edit.release.description)),
                ] + earlierFact(earlier),
                fix: earlier < edit.units
                    && context.minutes(for: line.path) >= line.entry.minutes(forUnits: edit.units)
                    ? context.unitsFix(line, edit.units - earlier) : [],
                citing: .unitEdits(edit, on: context.facts.days.upperBound)
            )
        }
    }

    static let practitionerMayBill = Rule(
        "practitioner-may-bill",
        title: "A practitioner of a kind that may bill care management is on the claim.",
        citation: .noridianQuestions,
        severity: .errorOutsideCPT,
        needs: ["/practitioner/kind"],
        remedy:
            "Bill under the physician, nurse practitioner, physician assistant, clinical nurse specialist or certified "
            + "nurse midwife who directs the care.",
        adjustment: Adjustment("CO", "170", "N95"),
        example: RuleExample { $0.practitioner?.kind = .other("podiatrist") }
    ) { context, report in
        guard context.billsCareManagement else { return }
        switch context.month.practitioner?.kind {
        case nil:
            report.cannotTell(["/practitioner/kind"], "The kind of the billing practitioner was not sent.")
        case .other:
            report.broken("/practitioner/kind", "A practitioner of this kind may not bill chronic care management.")
        default:
            break
        }
    }
}
