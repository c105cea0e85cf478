public import ClaimRules

/// What the commands about rules print, for a person.
extension TextReport {
    /// What became of every rule's examples, a rule on a line.
    public static func ruleExamples(_ results: [RuleExampleResult]) -> [UInt8] {
        var text = ""
        for result in results {
            text += (result.faults.isEmpty ? "ok    " : "FAIL  ") + result.rule.description
            text += result.faults.isEmpty ? "\n" : ": " + result.faults.joined(separator: "; ") + "\n"
        }
        let faulty = results.count { !$0.faults.isEmpty }
        text += "\n\(PlainWords.count(results.count, "rule")), \(2 * results.count) examples, "
        text += faulty == 0 ? "all as they should be.\n" : "\(PlainWords.count(faulty, "rule")) not as it should be.\n"
        return Array(text.utf8)
    }

    /// What changed from one month to another.
    public static func comparison(_ comparison: MonthComparison) -> [UInt8] {
        var layout = TextLayout()
        let difference = comparison.difference
        layout.paragraph(
            "From \(PlainWords.month(difference.from)) to \(PlainWords.month(difference.to)): "
                + (difference.changes.isEmpty
                    ? "nothing changed." : PlainWords.count(difference.changes.count, "change") + ".")
        )
        for section in MonthFacts.Section.allCases {
            let changes = difference.changes.filter { $0.section == section }
            guard !changes.isEmpty else { continue }
            layout.heading(words(section))
            for change in changes { layout.change(change) }
        }
        if comparison.hasFiles { layout.careMonths(comparison) }
        return layout.bytes
    }

    private static func words(_ section: MonthFacts.Section) -> String {
        switch section {
        case .rules: "Rules"
        case .codes: "Codes, and the settings that bill them"
        case .thresholds: "Minutes"
        case .unitLimits: "Units"
        case .conflicts: "Same month"
        case .pairEdits: "Same date (column 1 / column 2)"
        case .addOnParents: "Add-ons and what they stand on"
        case .fees: "Fees, national"
        case .conversionFactors: "Conversion factors"
        case .tables: "Tables"
        }
    }

    /// One rule, whole.
    public static func rule(_ rule: Rule, in profiles: ProfileSet) -> [UInt8] {
        var layout = TextLayout()
        layout.paragraph(rule.id.description)
        layout.paragraph(rule.title)
        layout.gap()
        let grade = TextLayout.words(rule.citation.grade)
        layout.paragraph("\(rule.citation.title), \(rule.citation.section) (\(grade))", mark: "Source:   ")
        if let url = rule.citation.url { layout.paragraph(url, indent: 10) }
        layout.paragraph(TextLayout.words(rule.effective), mark: "In force: ")
        for (index, profile) in profiles.all.enumerated() {
            let weight = rule.severity(in: profile)?.rawValue ?? "off"
            layout.paragraph("\(weight) in \(profile.id.rawValue)", mark: index == 0 ? "Weight:   " : "          ")
        }
        if let adjustment = rule.adjustment {
            let remarks = adjustment.rarc.isEmpty ? "" : ", remark \(PlainWords.list(adjustment.rarc))"
            layout.paragraph("\(adjustment.group)-\(adjustment.carc)\(remarks)", mark: "Denial:   ")
        }
        layout.paragraph(rule.needs.map(PlainWords.place).joined(separator: "; "), mark: "Reads:    ")
        layout.paragraph(rule.remedy, mark: "To do:    ")
        for (heading, month) in [("Passes", rule.example.passes), ("Fails", rule.example.fails)] {
            layout.heading("\(heading), by \(rule.example.profile.id.rawValue):")
            var writer = JSONWriter(form: .pretty)
            writer.careMonth(month)
            layout.block(writer.string)
        }
        return layout.bytes
    }
}

extension TextLayout {
    fileprivate mutating func change(_ change: MonthDifference.Change) {
        switch (change.from, change.to) {
        case (let from?, let to?): paragraph("\(change.name): \(from) -> \(to)", indent: 2, mark: "* ")
        case (nil, let to?): paragraph("\(change.name): \(to)", indent: 2, mark: "+ ")
        case (let from?, nil): paragraph("\(change.name): \(from)", indent: 2, mark: "- ")
        case (nil, nil): break
        }
    }

    fileprivate mutating func careMonths(_ comparison: MonthComparison) {
        heading("Care months")
        let flips = comparison.months.count { $0.change.isFlip }
        let others = comparison.months.count { $0.change.isOtherSuggestion }
        paragraph(
            "\(comparison.months.count) judged: \(flips) \(flips == 1 ? "decision flips" : "decisions flip"), \(others) "
                + "\(others == 1 ? "supports" : "support") other lines; all suggestions together pay "
                + "$\(comparison.paymentDifference) more.",
            indent: 2
        )
        for month in comparison.changed {
            let change = month.change
            let whose = month.id.map { " (\($0))" } ?? ""
            paragraph("\(month.place)\(whose)", indent: 2, mark: "- ")
            if let from = change.from.verdict, let to = change.to.verdict, change.isFlip {
                paragraph("\(from.rawValue) -> \(to.rawValue)", indent: 4, mark: "Decision: ")
            }
            if change.from.suggested != change.to.suggested {
                paragraph("\(words(change.from)) -> \(words(change.to))", indent: 4, mark: "Supports: ")
            }
            if !change.added.isEmpty {
                paragraph(change.added.map(\.description).joined(separator: ", "), indent: 4, mark: "New:      ")
            }
            if !change.gone.isEmpty {
                paragraph(change.gone.map(\.description).joined(separator: ", "), indent: 4, mark: "Gone:     ")
            }
        }
    }

    private func words(_ side: VerdictChange.Side) -> String {
        guard !side.suggested.isEmpty else { return "nothing" }
        return PlainWords.list(side.suggested.map(PlainWords.line)) + (side.payment.map { ", $\($0)" } ?? "")
    }

    /// Lines as they are, two columns in.
    fileprivate mutating func block(_ lines: String) {
        for line in lines.split(separator: "\n") { verbatim("  " + line) }
    }

    fileprivate static func words(_ period: EffectivePeriod) -> String {
        switch (period.from, period.through) {
        case (nil, nil): "always"
        case (let from?, nil): "from \(from)"
        case (nil, let through?): "to \(through)"
        case (let from?, let through?): "\(from) to \(through)"
        }
    }

    /// How much weight a source bears.
    static func words(_ grade: Citation.Grade) -> String {
        switch grade {
        case .data: "read out of a Medicare data file"
        case .published: "read on a page of Medicare, a contractor, an inspector, a society or a payer"
        case .secondary: "read at a vendor"
        case .guide: "a practice guide"
        case .unconfirmed: "not confirmed"
        }
    }
}
