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
            if line.line.diagnosisPointers?.isEmpty ?? true { needs.append(.line(line.index, "diagnosisPointers")) }
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
        for (index, line) in context.month.lines.enumerated() {
            guard let entry = CodeTable.entry(line.code) else { continue }
            let date = line.date ?? context.month.serviceMonth.lastDay
            guard !entry.isPayable(on: date, in: context.setting) else { continue }
            var fix: [PatchOperation] = []
            if let successor = entry.successor, let line = context.distinctLines.first(where: { $0.index == index }) {
                fix = successorFix(line, CodeTable.entry(successor), context)
            }
            report.broken(
                .line(index, "code"),
                line: index,
                "\(line.code) is not payable on this date of service" + reason(entry, date, context.setting),
                fix: fix
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

    /// Puts the successor in the retired code's place, with the units the minutes carry; empty where the claim has the
    /// successor already, the retired code twice, or no minutes for it.
    private static func successorFix(
        _ line: CareLine,
        _ successor: CodeEntry?,
        _ context: RuleContext
    ) -> [PatchOperation] {
        guard let successor, context.lines.count(where: { $0.line.code == line.line.code }) == 1,
            !context.lines.contains(where: { $0.line.code == successor.code })
        else { return [] }
        let minutes = context.minutes(for: successor.path ?? line.path)
        let earned = context.supportedUnits(successor, minutes: minutes)
        guard earned > 0, successor.isPayable(on: context.month.serviceMonth.lastDay, in: context.setting) else {
            return []
        }
        return [.replace(.line(line.index, "code"), .text(successor.code.text))]
            + context.unitsFix(line, min(line.units, earned), as: successor)
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
        citation: .unitEdits,
        severity: .error,
        needs: ["/lines"],
        remedy: "Reduce the units to the code's limit for the month.",
        adjustment: Adjustment("CO", "151", "N362"),
        example: RuleExample { $0.lines[0].units = 2 }
    ) { context, report in
        for line in context.distinctLines {
            guard let limit = context.ownUnitLimit(line.entry), line.units > limit else { continue }
            let earned = context.supportedUnits(line.entry, minutes: context.minutes(for: line.path))
            report.broken(
                .line(line.index, "units"),
                line: line.index,
                "\(line.line.code) may be billed for at most \(limit) \(limit == 1 ? "unit" : "units") in a month.",
                facts: [.init("units", .integer(line.units)), .init("limit", .integer(limit))],
                fix: earned > 0 ? context.unitsFix(line, min(limit, earned)) : []
            )
        }
    }

    static let unitEdit = Rule(
        "unit-edit",
        title: "No more units than Medicare's unit edit passes without an appeal.",
        citation: .unitEdits,
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
            guard context.ownUnitLimit(line.entry) == nil, let edit = context.unitEdit(line.entry),
                line.units > edit.units
            else { continue }
            report.broken(
                .line(line.index, "units"),
                line: line.index,
                "Medicare's edit denies \(line.line.code) above \(edit.units) units at first; the denial can be appealed.",
                facts: [
                    .init("units", .integer(line.units)), .init("edit", .integer(edit.units)),
                    .init("adjudicationIndicator", .integer(edit.adjudicationIndicator)),
                    .init("release", .text(edit.release.description)),
                ],
                fix: context.minutes(for: line.path) >= line.entry.minutes(forUnits: edit.units)
                    ? context.unitsFix(line, edit.units) : []
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
