/// What clinics and hospitals may bill.
enum SettingRules {
    static let generalOrIndividual = Rule(
        "clinic-general-or-individual-codes",
        title: "A clinic bills its general care-management code or the individual codes in a month, not both.",
        citation: .clinicBilling,
        effective: EffectivePeriod(from: "2018-01-01", through: "2025-09-30"),
        severity: .errorOutsideCPT,
        needs: ["/lines", "/history", "/setting"],
        remedy: "Keep the general code or the individual codes for the month.",
        adjustment: Adjustment("CO", "97", "N390"),
        example: RuleExample(.cleanClinicExample) { $0.lines.append(.example("99490", on: "2025-03-18")) }
    ) { context, report in
        guard let general = context.lines.first(where: { $0.entry.billers == .clinics }) else {
            for (index, service) in context.historyThisMonth
            where CodeTable.entry(service.code)?.billers == .clinics && context.isOwn(service) != false {
                guard let line = context.lines.first else { return }
                report.broken(
                    .line(line.index),
                    line: line.index,
                    "\(line.line.code) may not be billed beside \(service.code), which was billed already.",
                    facts: [.init("billed", .text("/history/\(index)"))]
                )
            }
            return
        }
        if let other = context.lines.first(where: { $0.entry.billers != .clinics }) {
            report.broken(
                .line(general.index),
                line: general.index,
                "\(general.line.code) and \(other.line.code) may not be billed for the same month.",
                fix: context.hasIndividualCodes
                    ? context.removalFix(general.line.code)
                    : context.lines.reversed().compactMap {
                        $0.entry.billers == .clinics ? nil : .remove(.line($0.index))
                    }
            )
        } else if let other = context.historyThisMonth.first(where: {
            CodeTable.entry($0.service.code)?.billers == .practices && CodeTable.path($0.service.code) != nil
        }) {
            report.broken(
                .line(general.index),
                line: general.index,
                "\(general.line.code) may not be billed beside \(other.service.code), which was billed already.",
                facts: [.init("billed", .text("/history/\(other.index)"))]
            )
        }
    }

    static let generalUnits = Rule(
        "clinic-general-code-units",
        title:
            "A clinic's general code has one unit for chronic care management; every further unit is for another service.",
        citation: .clinicBilling,
        effective: EffectivePeriod(from: "2024-01-01", through: "2025-09-30"),
        severity: .warning,
        needs: ["/lines"],
        remedy:
            "Bill one unit for the month's chronic care management; keep further units only for other services of the "
            + "general code, each with a record of its own.",
        adjustment: Adjustment("CO", "151", "M25"),
        example: RuleExample(.cleanClinicExample) { $0.lines[0].units = 3 }
    ) { context, report in
        guard let line = context.distinctLines.first(where: { $0.entry.billers == .clinics }), line.units > 1 else {
            return
        }
        report.broken(
            .line(line.index, "units"),
            line: line.index,
            "The record is of one service; \(line.units) x \(line.line.code) bill as many different ones.",
            facts: [.init("units", .integer(line.units)), .init("supportedUnits", .integer(1))],
            fix: context.minutes(for: line.path) >= line.entry.firstUnitMinutes ? context.unitsFix(line, 1) : []
        )
    }

    static let hospitalCodes = Rule(
        "hospital-bills-staff-codes-only",
        title: "A hospital outpatient department bills no code for the practitioner's own time.",
        citation: .hospitalPayment,
        severity: .errorOutsideCPT,
        needs: ["/setting", "/lines"],
        remedy:
            "Bill the practitioner's time on the practitioner's own claim: `setting` office, with the hospital as the "
            + "place of service.",
        adjustment: Adjustment("CO", "5", "M77"),
        example: RuleExample(.cleanPractitionerExample) { month in
            month.setting = .hospitalOutpatient
            month.lines[0].placeOfService = "22"
        }
    ) { context, report in
        guard context.setting == .hospitalOutpatient,
            let line = context.lines.first(where: { $0.path == .practitioner })
        else { return }
        report.broken(
            .line(line.index, "code"),
            line: line.index,
            "\(line.line.code) is not payable to a hospital; it is the practitioner's to bill.",
            fix: context.rewriteFix()
        )
    }
}

extension RuleContext {
    /// The individual codes are the clinic's to bill in this month.
    fileprivate var hasIndividualCodes: Bool { !CodeEntry.clinicsExcluded.contains(facts.days.upperBound) }
}
