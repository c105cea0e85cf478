import ClaimRules

/// What is wrong, what to do about it, and what could not be told.
extension TextLayout {
    mutating func summary(_ decision: Decision) {
        let counts = [(Severity.error, "error"), (.warning, "warning"), (.info, "note")].compactMap { severity, noun in
            let number = decision.findings.count { $0.severity == severity }
            return number == 0 ? nil : PlainWords.count(number, noun)
        }
        let unverified = decision.unverified.count
        var sentences: [String] = []
        sentences.append(counts.isEmpty ? "Nothing is wrong." : PlainWords.list(counts) + ".")
        if unverified > 0 {
            sentences.append("\(PlainWords.count(unverified, "rule")) could not be decided from what was sent.")
        }
        paragraph(sentences.joined(separator: " "))
    }

    mutating func findings(_ findings: [Finding], of month: CareMonth) {
        guard !findings.isEmpty else { return }
        heading(findings.allSatisfy { $0.severity == .info } ? "Notes" : "What is wrong")
        // The gravest first; among equals the order of the answer.
        let sorted = findings.enumerated().sorted {
            ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
        }
        for (number, (_, finding)) in sorted.enumerated() {
            let mark = "\(number + 1). "
            let indent = 2 + mark.count
            let lead = "\(word(finding.severity)), \(place(finding, month)): \(finding.message)"
            paragraph(lead, indent: 2, mark: mark)
            paragraph(finding.remedy, indent: indent, mark: "To do:  ")
            if !finding.fix.isEmpty {
                paragraph(
                    finding.fix.map(TextLayout.words).joined(separator: "; ") + ".",
                    indent: indent,
                    mark: "Fix:    "
                )
            }
            if let adjustment = finding.adjustment {
                let remarks = adjustment.rarc.isEmpty ? "" : ", remark \(PlainWords.list(adjustment.rarc))"
                paragraph("\(adjustment.group)-\(adjustment.carc)\(remarks)", indent: indent, mark: "Denial: ")
            }
            paragraph(
                "\(finding.citation.title), \(finding.citation.section)"
                    + (finding.citation.grade == .unconfirmed ? " (not confirmed)" : ""),
                indent: indent,
                mark: "Source: "
            )
        }
    }

    mutating func unverified(_ unverified: [Unverified]) {
        guard !unverified.isEmpty else { return }
        heading("What could not be verified")
        for rule in unverified {
            paragraph(rule.message, indent: 2, mark: "- ")
            send(rule.needs, indent: 4)
        }
    }

    /// What the sender has to add so that a question can be answered.
    mutating func send(_ needs: [Pointer], as mark: String = "Send:   ", indent: Int) {
        guard !needs.isEmpty else { return }
        paragraph(needs.map(PlainWords.place).joined(separator: "; "), indent: indent, mark: mark)
    }

    private func word(_ severity: Severity) -> String {
        switch severity {
        case .error: "Error"
        case .warning: "Warning"
        case .info: "Note"
        }
    }

    /// The place of a finding, and the code of the line where it is about one.
    private func place(_ finding: Finding, _ month: CareMonth) -> String {
        guard let line = finding.line, month.lines.indices.contains(line) else {
            return PlainWords.place(finding.path) + billed(finding.path, month)
        }
        let place = finding.path.text.hasPrefix("/lines/\(line)") ? PlainWords.place(finding.path) : "line \(line + 1)"
        return "\(place) (\(month.lines[line].code))"
    }

    /// What a history entry billed and when, for whoever does not count entries.
    private func billed(_ path: Pointer, _ month: CareMonth) -> String {
        let parts = path.text.split(separator: "/")
        guard parts.first == "history", parts.count > 1, let index = Int(parts[1]),
            let history = month.history, history.indices.contains(index)
        else { return "" }
        return " (\(history[index].code) of \(history[index].date))"
    }

    private static func words(_ operation: PatchOperation) -> String {
        switch operation {
        case .add(let pointer, let value): "add \(PlainWords.place(pointer)): \(words(value))"
        case .replace(let pointer, let value): "change \(PlainWords.place(pointer)) to \(words(value))"
        case .remove(let pointer): "remove \(PlainWords.place(pointer))"
        }
    }

    private static func words(_ value: PlainValue) -> String {
        switch value {
        case .bool(let value): value ? "yes" : "no"
        case .integer(let value): String(value)
        case .text(let text): text
        case .list(let values): values.isEmpty ? "none" : PlainWords.list(values.map(words))
        case .object(let members):
            members.map { "\(PlainWords.spaced($0.name)) \(words($0.value))" }.joined(separator: ", ")
        }
    }
}
