/// The claim's diagnosis codes and the conditions' own.
enum DiagnosisRules {
    static let billable = Rule(
        "diagnosis-billable",
        title: "Every diagnosis on the claim is an ICD-10-CM code that may be billed on the date of service.",
        citation: .diagnosisFiles,
        severity: .errorOutsideCPT,
        needs: ["/diagnoses"],
        remedy: "Send the code with all its characters, from the edition in force on the date of service.",
        adjustment: Adjustment("CO", "16", "M76"),
        example: RuleExample { $0.diagnoses = ["I10", "E11"] }
    ) { context, report in
        guard context.billsCareManagement, let diagnoses = context.month.diagnoses else { return }
        let date = date(context)
        guard let edition = DiagnosisTable.Edition(on: date) else { return }
        var searches = 0
        for (index, code) in diagnoses.enumerated() {
            let message: String
            switch DiagnosisTable.status(of: code, in: edition) {
            case .billable, .notChecked: continue
            case .header: message = "\(code) is too short: only the codes below it may be billed."
            case .notInEdition: message = "\(code) is not a code in the edition in force on the date of service."
            case .unknown: message = "\(code) is not an ICD-10-CM code."
            }
            searches += 1
            let nearest = searches > searchLimit ? [] : DiagnosisTable.nearest(to: code, on: date, limit: 5)
            report.broken(
                .item("diagnoses", index),
                nearest.isEmpty ? message : message + " Near it: \(nearest.map(\.text).joined(separator: ", ")).",
                facts: [.init("nearest", .list(nearest.map { .text($0.text) }))]
            )
        }
    }

    /// How many wrong codes of a claim get their nearest right ones named: a claim has twelve diagnoses at most.
    private static let searchLimit = 12

    static let checked = Rule(
        "diagnoses-checked",
        title: "The code file for the date of service is here, so that diagnoses can be checked against it.",
        citation: .diagnosisFiles,
        severity: SeverityTable(.info, [.cptAMA: nil]),
        needs: ["/diagnoses", "/serviceMonth"],
        remedy: "Check the codes by hand: the editions here are those of October 2023 to September 2026.",
        example: RuleExample(.cleanStaffExample.with { $0.lines[0].date = "2026-03-18" }) { month in
            month.serviceMonth = "2022-03"
            month.lines[0].date = "2022-03-18"
            month.timeLog = [.example(23, on: "2022-03-18", "medication reconciliation")]
            month.carePlan?.date = "2022-03-18"
        }
    ) { context, report in
        guard context.billsCareManagement, context.month.diagnoses?.isEmpty == false,
            DiagnosisTable.Edition(on: date(context)) == nil
        else { return }
        report.broken("/diagnoses", "The diagnoses were not checked: the code file for this date is not here.")
    }

    static let newestEdition = Rule(
        "diagnosis-in-newest-edition",
        title: "Where the code file for the date of service is not here yet, every diagnosis is in the newest that is.",
        citation: .diagnosisFiles,
        severity: .warningOutsideCPT,
        needs: ["/diagnoses"],
        remedy: "Look the code up in the edition in force on the date of service; send it with all its characters.",
        adjustment: Adjustment("CO", "16", "M76"),
        example: RuleExample(.cleanStaffExample.with { $0.lines[0].date = "2026-03-18" }) { month in
            month.serviceMonth = "2026-11"
            month.lines[0].date = "2026-11-18"
            month.timeLog = [.example(23, on: "2026-11-18", "medication reconciliation")]
            month.diagnoses = ["I10", "E11"]
        }
    ) { context, report in
        let newest = DiagnosisTable.Edition.fiscalYear2026
        guard context.billsCareManagement, let diagnoses = context.month.diagnoses, date(context) > newest.lastDay
        else { return }
        for (index, code) in diagnoses.enumerated()
        where DiagnosisTable.status(of: code, in: newest) != .billable {
            report.broken(
                .item("diagnoses", index),
                "\(code) may not be billed by \(newest.words), the newest edition here."
            )
        }
    }

    static let chronicEvidence = Rule(
        "chronic-evidence",
        title: "The classification of chronic conditions supports every condition that is recorded as lasting.",
        citation: .chronicIndicator,
        severity: SeverityTable(.info, [.cptAMA: nil]),
        needs: ["/conditions"],
        remedy:
            "Nothing to mend if the record says why the condition lasts: the classification is evidence, not the rule.",
        example: RuleExample { $0.conditions![1].icd10 = "J20.9" }
    ) { context, report in
        guard context.billsCareManagement else { return }
        guard let conditions = context.month.conditions else { return }
        for (index, condition) in conditions.enumerated() {
            guard let code = condition.icd10, condition.lastsTwelveMonths == true,
                DiagnosisTable.isChronic(code) == false
            else { continue }
            report.broken(
                .item("conditions", index, "icd10"),
                "\(code) is not classified as chronic; the record has to say why it is expected to last."
            )
        }
    }

    /// The claim's date of service: the first that a line has, or the month's last day.
    private static func date(_ context: RuleContext) -> CalendarDate {
        context.lines.lazy.compactMap(\.line.date).first ?? context.facts.days.upperBound
    }
}
