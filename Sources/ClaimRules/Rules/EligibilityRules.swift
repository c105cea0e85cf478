/// Two or more chronic conditions that last and that endanger the patient: the same two must do both.
enum EligibilityRules {
    static let twoConditions = Rule(
        "two-chronic-conditions",
        title: "The patient has at least two different chronic conditions.",
        citation: .ngsCareManagement,
        severity: .error,
        needs: ["/conditions"],
        remedy:
            "Record every chronic condition that the plan manages; with fewer than two the month may not be billed.",
        adjustment: Adjustment("CO", "272", "N30"),
        example: RuleExample { $0.conditions!.removeLast() }
    ) { context, report in
        guard context.billsCareManagement else { return }
        switch context.facts.eligibility {
        case .notRecorded:
            report.cannotTell(["/conditions"], "The patient's chronic conditions were not sent.")
        case .tooFew(let count):
            report.broken(
                "/conditions",
                "Two or more chronic conditions are needed; \(count) \(count == 1 ? "is" : "are") recorded.",
                facts: [.init("conditions", .integer(count))]
            )
        case .unknown(_, _, let names) where !names.isEmpty:
            report.cannotTell(names, "Conditions without a code cannot be told apart.")
        default:
            break
        }
    }

    static let duration = Rule(
        "conditions-last-twelve-months",
        title: "At least two conditions are expected to last twelve months or for the rest of life.",
        citation: .guide99490,
        severity: .error,
        needs: ["/conditions"],
        remedy: "Record for each condition whether it is expected to last twelve months or more, or for life.",
        adjustment: Adjustment("CO", "272", "N30"),
        example: RuleExample { $0.conditions![1].lastsTwelveMonths = false }
    ) { context, report in
        guard context.billsCareManagement else { return }
        switch context.facts.eligibility {
        case .tooShort(let count):
            report.broken(
                "/conditions",
                "Two or more conditions must be expected to last twelve months or more; \(count) can be.",
                facts: [.init("lastingConditions", .integer(count))]
            )
        case .unknown(let duration, _, _) where !duration.isEmpty:
            report.cannotTell(
                duration,
                "Whether the conditions last twelve months or more was not recorded for enough of them."
            )
        default:
            break
        }
    }

    static let risk = Rule(
        "conditions-carry-significant-risk",
        title: "At least two of the lasting conditions put the patient at significant risk.",
        citation: .guide99490,
        severity: .error,
        needs: ["/conditions"],
        remedy:
            "Record for each condition whether it puts the patient at significant risk of death, acute worsening or "
            + "loss of function.",
        adjustment: Adjustment("CO", "272", "N30"),
        example: RuleExample { $0.conditions![0].significantRisk = false }
    ) { context, report in
        guard context.billsCareManagement else { return }
        switch context.facts.eligibility {
        case .noRisk(let count):
            report.broken(
                "/conditions",
                "Two or more lasting conditions must carry significant risk; \(count) can.",
                facts: [.init("conditionsAtRisk", .integer(count))]
            )
        case .unknown(_, let risk, _) where !risk.isEmpty:
            report.cannotTell(
                risk,
                "Whether the conditions carry significant risk was not recorded for enough of them."
            )
        default:
            break
        }
    }
}

/// What the recorded conditions say of the patient's eligibility.
enum Eligibility: Equatable {
    case eligible
    /// No list of conditions was sent.
    case notRecorded
    /// Fewer than two different conditions.
    case tooFew(Int)
    /// Fewer than two of which it is not said that they end within a year.
    case tooShort(Int)
    /// Fewer than two lasting ones of which it is not said that they carry no risk.
    case noRisk(Int)
    /// Two may qualify; these members would decide it.
    case unknown(duration: [Pointer], risk: [Pointer], names: [Pointer])

    init(_ month: borrowing CareMonth) {
        guard let conditions = month.conditions else {
            self = .notRecorded
            return
        }
        var lasting = 0
        var endangering = 0
        var qualifying = 0
        var duration: [Pointer] = []
        var risk: [Pointer] = []
        var names: [Pointer] = []
        var distinct = 0
        for (index, condition) in conditions.enumerated() {
            if let code = condition.icd10, conditions[..<index].contains(where: { $0.icd10 == code }) { continue }
            distinct += 1
            if condition.lastsTwelveMonths == false { continue }
            lasting += 1
            if condition.significantRisk == false { continue }
            endangering += 1
            if condition.icd10 == nil {
                names.append(.item("conditions", index, "icd10"))
            } else if condition.lastsTwelveMonths == true, condition.significantRisk == true {
                qualifying += 1
            }
            if condition.lastsTwelveMonths == nil { duration.append(.item("conditions", index, "lastsTwelveMonths")) }
            if condition.significantRisk == nil { risk.append(.item("conditions", index, "significantRisk")) }
        }
        if qualifying >= 2 {
            self = .eligible
        } else if distinct < 2 {
            self = .tooFew(distinct)
        } else if lasting < 2 {
            self = .tooShort(lasting)
        } else if endangering < 2 {
            self = .noRisk(endangering)
        } else {
            self = .unknown(duration: duration, risk: risk, names: names)
        }
    }
}
