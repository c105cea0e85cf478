/// How many diagnoses a claim carries, and where its lines point.
extension LineRules {
    static let diagnosisOnClaim = Rule(
        "diagnosis-on-claim",
        title: "The claim carries at least one diagnosis.",
        citation: .denialTable,
        severity: .error,
        needs: ["/diagnoses"],
        remedy: "Put the ICD-10-CM codes of the managed conditions on the claim.",
        adjustment: Adjustment("CO", "16", "M76"),
        example: RuleExample { month in
            month.diagnoses = []
            month.lines[0].diagnosisPointers = nil
        }
    ) { context, report in
        guard context.billsCareManagement else { return }
        guard let diagnoses = context.month.diagnoses else {
            return report.cannotTell(
                ["/diagnoses"],
                context.month.unread.diagnoses
                    ? "The claim's diagnoses could not be read." : "No diagnoses were sent."
            )
        }
        guard diagnoses.isEmpty else { return }
        report.broken("/diagnoses", "The claim has no diagnosis.", fix: diagnosesFix(context))
    }

    static let twoDiagnoses = Rule(
        "two-diagnoses-on-claim",
        title: "The claim carries at least two diagnoses.",
        citation: .payerDiagnoses,
        severity: SeverityTable(.warning, [.commercialTwoDiagnoses: .error, .cptAMA: nil]),
        needs: ["/diagnoses"],
        remedy: "Put the codes of two of the managed conditions on the claim; some payers deny with one.",
        adjustment: Adjustment("CO", "16", "M76"),
        example: RuleExample { month in
            month.diagnoses = ["I10"]
            month.lines[0].diagnosisPointers = [1]
        }
    ) { context, report in
        guard context.billsCareManagement, let diagnoses = context.month.diagnoses, !diagnoses.isEmpty,
            !diagnoses.holds(different: context.profile.diagnosesNeeded)
        else { return }
        guard !context.month.unread.diagnoses else {
            return report.cannotTell(["/diagnoses"], "The claim has diagnoses that could not be read.")
        }
        report.broken(
            "/diagnoses",
            "The claim has \(Set(diagnoses).count) of the \(context.profile.diagnosesNeeded) different diagnoses it needs.",
            facts: [.init("diagnosesNeeded", .integer(context.profile.diagnosesNeeded))],
            fix: diagnosesFix(context)
        )
    }

    /// Adds the codes of recorded chronic conditions that the claim does not carry yet.
    private static func diagnosesFix(_ context: RuleContext) -> [PatchOperation] {
        let present = context.month.diagnoses ?? []
        var added: [DiagnosisCode] = []
        for condition in context.month.conditions ?? [] {
            if let code = condition.icd10, !present.contains(code), !added.contains(code) { added.append(code) }
        }
        let needed = context.profile.diagnosesNeeded
        guard Set(present + added).count >= needed else { return [] }
        return added.prefix(max(0, needed - Set(present).count)).map { .add("/diagnoses/-", .text($0.text)) }
    }

    static let diagnosisPointers = Rule(
        "diagnosis-pointer-in-range",
        title: "A line's diagnosis pointers point at diagnoses of the claim.",
        citation: .denialTable,
        severity: .error,
        needs: ["/lines", "/diagnoses"],
        remedy: "Point at a diagnosis of the claim, counted from 1.",
        adjustment: Adjustment("CO", "16", "M76"),
        example: RuleExample { $0.lines[0].diagnosisPointers = [1, 5] }
    ) { context, report in
        guard let diagnoses = context.month.diagnoses else { return }
        for line in context.lines {
            let pointers = context.diagnosisPointers(of: line) ?? []
            let positions = pointers.indices.filter { pointers[$0] < 1 || pointers[$0] > diagnoses.count }
            guard !positions.isEmpty else { continue }
            report.broken(
                .line(line.index, "diagnosisPointers"),
                line: line.index,
                "A pointer leads past the claim's \(diagnoses.count) diagnoses.",
                facts: [
                    .init("diagnoses", .integer(diagnoses.count)),
                    .init("pointers", .list(positions.map { .integer(pointers[$0]) })),
                ],
                fix: positions.reversed().map { .remove(.line(line.index, "diagnosisPointers/\($0)")) }
            )
        }
    }
}

extension [DiagnosisCode] {
    /// Whether there are at least this many different codes. A claim has twelve at most, so that no set is made.
    fileprivate func holds(different needed: Int) -> Bool {
        var found = 0
        for (index, code) in enumerated() where found < needed && !self[..<index].contains(code) { found += 1 }
        return found >= needed
    }
}
