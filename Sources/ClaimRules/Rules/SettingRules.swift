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
                fix: context.removalFix(general.line.code)
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

    static let hospitalCodes = Rule(
        "hospital-bills-staff-codes-only",
        title: "A hospital outpatient department bills no code for the practitioner's own time.",
        citation: .hospitalPayment,
        severity: .warningOutsideCPT,
        needs: ["/setting", "/lines"],
        remedy: "Bill the practitioner's time on the practitioner's own claim.",
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
            "\(line.line.code) is not payable to a hospital; it is the practitioner's to bill."
        )
    }
}
