/// What the claim's diagnoses say: what comes first, and whether they are what is managed.
enum ClaimDiagnosisRules {
    static let principal = Rule(
        "principal-diagnosis-names-a-condition",
        title: "The diagnosis that a line points to first is a condition, not a reason for contact.",
        citation: .denialTable,
        severity: .warningOutsideCPT,
        needs: ["/diagnoses", "/lines"],
        remedy: "Point to a managed condition first; contractors take a Z code in that place for routine care.",
        adjustment: Adjustment("PR", "49", "N111"),
        example: RuleExample { month in
            month.diagnoses = ["Z79.4", "E11.9", "I10"]
            month.lines[0].diagnosisPointers = [1, 2, 3]
        }
    ) { context, report in
        guard let diagnoses = context.month.diagnoses, !diagnoses.isEmpty else { return }
        for line in context.distinctLines {
            let pointers = context.diagnosisPointers(of: line) ?? [1]
            guard let first = pointers.first, diagnoses.indices.contains(first - 1),
                isReasonForContact(diagnoses[first - 1])
            else { continue }
            if context.month.unread.diagnoses {
                report.cannotTell(
                    ["/diagnoses"],
                    "A diagnosis could not be read; it may be the one that a line points to first."
                )
                continue
            }
            let condition = pointers.first {
                diagnoses.indices.contains($0 - 1) && !isReasonForContact(diagnoses[$0 - 1])
            }
            let turned = condition.map { condition in [condition] + pointers.filter { $0 != condition } }
            report.broken(
                .line(line.index, "diagnosisPointers"),
                line: line.index,
                "The first diagnosis of \(line.line.code), \(diagnoses[first - 1]), is a reason for contact and no condition.",
                facts: [.init("diagnosis", .text(diagnoses[first - 1].text))],
                fix: turned.map {
                    [.replace(.line(line.index, "diagnosisPointers"), .list($0.map { .integer($0) }))]
                } ?? []
            )
        }
    }

    /// Chapter 21 of ICD-10-CM: factors influencing health status and contact with health services.
    private static func isReasonForContact(_ code: DiagnosisCode) -> Bool { code.packed[0] == UInt8(ascii: "Z") }

    static let managed = Rule(
        "diagnoses-name-managed-conditions",
        title: "The claim's diagnoses name at least one of the conditions that are managed.",
        citation: .guide99490,
        severity: .warningOutsideCPT,
        needs: ["/diagnoses", "/conditions"],
        remedy: "Put the codes of the managed conditions on the claim, or record the conditions that are billed.",
        adjustment: Adjustment("CO", "11", "M76"),
        example: RuleExample { $0.diagnoses = ["J45.909", "M17.11"] }
    ) { context, report in
        guard context.billsCareManagement, let diagnoses = context.month.diagnoses, !diagnoses.isEmpty else { return }
        let recorded = context.month.conditions ?? []
        let isRelated = diagnoses.contains { diagnosis in
            recorded.contains { $0.icd10?.category == diagnosis.category }
        }
        guard !isRelated else { return }
        let conditions = recorded.compactMap(\.icd10)
        guard !conditions.isEmpty else { return }
        guard !context.month.unread.diagnoses else {
            return report.cannotTell(["/diagnoses"], "The claim has diagnoses that could not be read.")
        }
        let room = max(0, largestClaim - diagnoses.count)
        var added: [DiagnosisCode] = []
        for code in conditions where !added.contains(code) && added.count < min(2, room) { added.append(code) }
        report.broken(
            "/diagnoses",
            "None of the claim's diagnoses is one of the recorded conditions.",
            fix: added.map { .add("/diagnoses/-", .text($0.text)) }
        )
    }

    /// Diagnoses of an 837P claim.
    private static let largestClaim = 12
}
