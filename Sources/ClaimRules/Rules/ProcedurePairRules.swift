/// Medicare's edits between two codes on one date of service by one practitioner.
enum ProcedurePairRules {
    static let never = Rule(
        "no-pair-that-is-never-paid",
        title: "No two codes are billed for one date of which Medicare never pays both.",
        citation: .procedurePairs,
        severity: .errorOutsideCPT,
        needs: ["/lines", "/history"],
        remedy:
            "Bill the service that was the main one; the second of the pair is denied whatever modifier it carries.",
        adjustment: Adjustment("CO", "236", "N20"),
        example: RuleExample { $0.lines.append(.example("99359", on: "2026-03-18")) }
    ) { context, report in
        for pair in pairs(context) where pair.edit.bypass == .never {
            report.broken(
                pair.path,
                line: pair.line,
                "\(pair.edit.column2) is not paid beside \(pair.edit.column1) on one date of service.",
                facts: pair.facts
            )
        }
    }

    static let withModifier = Rule(
        "pair-needs-modifier",
        title: "Of two codes that need a modifier to be paid for one date, the second carries one.",
        citation: .procedurePairs,
        severity: .warningOutsideCPT,
        needs: ["/lines", "/history"],
        remedy:
            "If both services were distinct, say so with a modifier on the second: 25 on a visit, 59 or an X modifier "
            + "elsewhere. 22, 76 and 77 do not do it.",
        adjustment: Adjustment("CO", "236", "N20"),
        example: RuleExample(.cleanComplexExample) { $0.lines.append(.example("99214", on: "2026-03-25")) }
    ) { context, report in
        for pair in pairs(context) where pair.edit.bypass == .withModifier && !pair.isBypassed {
            report.broken(
                pair.path,
                line: pair.line,
                "\(pair.edit.column2) is paid beside \(pair.edit.column1) on one date of service only with a modifier.",
                facts: pair.facts
            )
        }
    }

    private struct CodeAndDate: Hashable {
        let code: ProcedureCode
        let date: CalendarDate
    }

    private struct Pair {
        let edit: PairEdit
        let path: Pointer
        let line: Int?
        let isBypassed: Bool

        var facts: [PlainValue.Member] {
            [.init("column1", .text(edit.column1.text)), .init("column2", .text(edit.column2.text))]
        }
    }

    /// The edits that bind between a care-management line and anything else of its date. Pairs within the family are the
    /// path rules' to report, for the whole month; care planning beside complex care has a rule of its own.
    private static func pairs(_ context: RuleContext) -> [Pair] {
        let month = context.month
        guard context.lines.count < month.lines.count || month.history?.isEmpty == false else { return [] }
        var found: [Pair] = []
        var seen: Set<CodeAndDate> = []
        for (index, line) in month.lines.enumerated() {
            // A code twice on one day makes one pair.
            guard let date = line.date, CodeTable.entry(line.code) != nil,
                seen.insert(CodeAndDate(code: line.code, date: date)).inserted
            else { continue }
            for (other, second) in month.lines.enumerated()
            where second.date == date && CodeTable.entry(second.code) == nil {
                guard let edit = ProcedurePairTable.edit(between: line.code, and: second.code, on: date) else {
                    continue
                }
                let denied = edit.column2 == line.code ? index : other
                let isBypassed = month.lines[denied].modifiers.contains { bypassing.contains($0) }
                found.append(Pair(edit: edit, path: .line(denied), line: denied, isBypassed: isBypassed))
            }
            for (position, service) in context.historyThisMonth
            where service.date == date && CodeTable.entry(service.code) == nil && context.isOwn(service) == true {
                guard let edit = ProcedurePairTable.edit(between: line.code, and: service.code, on: date) else {
                    continue
                }
                let isOwnLine = edit.column2 == line.code
                found.append(
                    Pair(
                        edit: edit,
                        path: isOwnLine ? .line(index) : .item("history", position),
                        line: index,
                        // The history does not tell the modifiers that were billed.
                        isBypassed: isOwnLine && line.modifiers.contains { bypassing.contains($0) }
                    )
                )
            }
        }
        return found
    }

    /// NCCI policy manual 2026, chapter I, section E: the modifiers that bypass an edit, without the anatomic ones.
    private static let bypassing: Set<Modifier> = [
        "24", "25", "27", "57", "58", "59", "78", "79", "91", "XE", "XP", "XS", "XU",
    ]
}
