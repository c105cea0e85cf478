import ClaimRules

/// What the record lacks, in the order in which it matters.
extension TextLayout {
    mutating func checklist(_ checklist: Checklist) {
        let summary = checklist.summary
        let codes = checklist.codes.isEmpty ? "" : " for \(PlainWords.list(checklist.codes.map(\.text)))"
        if !checklist.codes.isEmpty {
            paragraph(
                "\(summary.met) of \(PlainWords.count(summary.required, "required item"))\(codes) \(summary.met == 1 ? "is" : "are") "
                    + "met; \(summary.missing) missing, \(summary.contradicted) contradicted."
            )
        }
        blockers(checklist.blockedBy)
        section("The record says otherwise", checklist.items.filter { $0.isRequired && $0.status == .contradicted })
        section("Missing", checklist.items.filter { $0.isRequired && $0.status == .missing })
        section("Recommended", checklist.items.filter { !$0.isRequired && $0.status != .met })
        let met = checklist.items.filter { $0.status == .met }
        guard !met.isEmpty else { return }
        heading("Met")
        for item in met { paragraph(item.message, indent: 2, mark: "[x] ") }
    }

    private mutating func section(_ title: String, _ items: [ChecklistEntry]) {
        guard !items.isEmpty else { return }
        heading(title)
        for item in items {
            paragraph(item.message, indent: 2, mark: item.status == .contradicted ? "[!] " : "[ ] ")
            paragraph(item.remedy, indent: 6, mark: "To do:  ")
            send(item.needs, as: item.status == .contradicted ? "See:    " : "Send:   ", indent: 6)
        }
    }
}

extension ChecklistEntry {
    fileprivate var isRequired: Bool { requirement == .required }
}
