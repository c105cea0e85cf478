public import ClaimRules

/// What the commands about rules print, as indented JSON.
extension AnswerJSON {
    /// What became of every rule's examples.
    public static func ruleExamples(_ results: [RuleExampleResult]) -> [UInt8] {
        page { writer in
            writer.list("rules", results) { writer, result in
                writer.beginObject()
                writer.member("id", result.rule.description)
                writer.member("passes", result.passes)
                writer.member("fails", result.fails)
                writer.list("faults", result.faults) { $0.string($1) }
                writer.endObject()
            }
            writer.name("summary")
            writer.beginObject()
            writer.member("rules", results.count)
            writer.member("faulty", results.count { !$0.faults.isEmpty })
            writer.endObject()
        }
    }

    /// What changed from one month to another.
    public static func comparison(_ comparison: MonthComparison) -> [UInt8] {
        page { writer in
            writer.name("from")
            writer.month(comparison.difference.from)
            writer.name("to")
            writer.month(comparison.difference.to)
            writer.list("changes", comparison.difference.changes) { writer, change in
                writer.beginObject()
                writer.member("section", change.section)
                writer.member("name", change.name)
                writer.member("from", change.from)
                writer.member("to", change.to)
                writer.endObject()
            }
            guard comparison.hasFiles else { return }
            writer.list("careMonths", comparison.changed) { $0.judged($1) }
            writer.name("summary")
            writer.beginObject()
            writer.member("careMonths", comparison.months.count)
            writer.member("flips", comparison.months.count { $0.change.isFlip })
            writer.member("otherSuggestions", comparison.months.count { $0.change.isOtherSuggestion })
            writer.member("paymentDifference", comparison.paymentDifference)
            writer.endObject()
        }
    }

    private static func page(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(form: .pretty)
        writer.beginObject()
        write(&writer)
        writer.endObject()
        writer.endLine()
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func judged(_ month: JudgedMonth) {
        beginObject()
        member("place", month.place)
        member("id", month.id)
        member("flips", month.change.isFlip)
        name("from")
        side(month.change.from)
        name("to")
        side(month.change.to)
        list("rulesAdded", month.change.added) { $0.string($1.name) }
        list("rulesGone", month.change.gone) { $0.string($1.name) }
        endObject()
    }

    private mutating func side(_ side: VerdictChange.Side) {
        beginObject()
        member("verdict", side.verdict)
        list("suggested", side.suggested) { writer, line in
            writer.beginObject()
            writer.member("code", line.code.text)
            writer.member("units", line.units)
            writer.endObject()
        }
        member("payment", side.payment)
        endObject()
    }
}
