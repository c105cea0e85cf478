/// Modifiers of care-management lines.
extension LineRules {
    static let modifierNotNeeded = Rule(
        "modifier-not-needed",
        title: "A care-management line carries no modifier unless the payer asks for one.",
        citation: .modifierPractice,
        severity: .warning,
        needs: ["/lines"],
        remedy: "Remove the modifier unless the payer's own policy requires it.",
        adjustment: Adjustment("CO", "4", "N519"),
        example: RuleExample { $0.lines[0].modifiers = ["95"] }
    ) { context, report in
        for line in context.lines {
            let modifiers = context.modifiers(of: line)
            if modifiers.isEmpty { continue }
            let required = context.profile.requiredModifiers[line.line.code] ?? []
            let positions = modifiers.indices.filter { position in
                let modifier = modifiers[position]
                return !hospice.contains(modifier) && !required.contains(modifier)
            }
            guard !positions.isEmpty else { continue }
            let isTelehealth = positions.contains { telehealth.contains(modifiers[$0]) }
            report.broken(
                .line(line.index, "modifiers"),
                line: line.index,
                "\(line.line.code) does not usually take a modifier"
                    + (isTelehealth ? "; it is not a telehealth service." : "."),
                facts: [.init("modifiers", .list(positions.map { .text(modifiers[$0].text) }))],
                fix: positions.reversed().map { .remove(.line(line.index, "modifiers/\($0)")) }
            )
        }
    }

    static let modifierRequired = Rule(
        "modifier-required",
        title: "A line carries the modifiers that the profile's payer asks for.",
        citation: .payerPolicy,
        severity: .error,
        needs: ["/lines"],
        remedy: "Add the modifier that the payer's policy requires.",
        adjustment: Adjustment("CO", "4", "N519"),
        example: RuleExample(.cleanStaffExample.with { $0.lines[0].modifiers = ["U1"] }, profile: .askingForModifier) {
            $0.lines[0].modifiers = []
        }
    ) { context, report in
        guard !context.profile.requiredModifiers.isEmpty else { return }
        for line in context.lines {
            let modifiers = context.modifiers(of: line)
            let missing = (context.profile.requiredModifiers[line.line.code] ?? []).filter {
                !modifiers.contains($0)
            }
            guard !missing.isEmpty else { continue }
            let path = Pointer.line(line.index, "modifiers")
            let fix: [PatchOperation] =
                modifiers.isEmpty
                ? [.add(path, .list(missing.map { .text($0.text) }))]
                : missing.map { .add(.line(line.index, "modifiers/-"), .text($0.text)) }
            report.broken(
                path,
                line: line.index,
                "\(line.line.code) lacks a modifier that this payer asks for.",
                facts: [.init("missing", .list(missing.map { .text($0.text) }))],
                fix: fix
            )
        }
    }

    /// Modifiers that say something of a patient under a hospice election, and may be right.
    private static let hospice: [Modifier] = ["GV", "GW"]
    private static let telehealth: [Modifier] = ["GT", "GQ", "95", "93", "FQ", "CS"]
}
