public import ClaimRules

/// The answer to: may these lines be billed?
extension JSONWriter {
    /// - Parameter ignored: pointers to the members of the document that were not read; left out when there are none.
    public mutating func decision(_ decision: Decision, ignored: [String] = []) {
        beginObject()
        member("id", decision.id)
        member("verdict", decision.verdict)
        list("findings", decision.findings) { $0.finding($1) }
        list("unverified", decision.unverified) { $0.unverified($1) }
        self.ignored(ignored)
        ruleset(decision.ruleset)
        endObject()
    }

    private mutating func finding(_ finding: Finding) {
        beginObject()
        name("rule")
        string(finding.rule.name)
        member("severity", finding.severity)
        member("path", finding.path.text)
        member("message", finding.message)
        member("remedy", finding.remedy)
        if !finding.facts.isEmpty {
            name("facts")
            value(.object(finding.facts))
        }
        citation(finding.citation)
        object("adjustment", finding.adjustment) { writer, adjustment in
            writer.member("group", adjustment.group)
            writer.member("carc", adjustment.carc)
            if !adjustment.rarc.isEmpty { writer.list("rarc", adjustment.rarc) { $0.string($1) } }
        }
        if !finding.fix.isEmpty { list("fix", finding.fix) { $0.operation($1) } }
        endObject()
    }

    private mutating func unverified(_ unverified: Unverified) {
        beginObject()
        name("rule")
        string(unverified.rule.name)
        pointers("needs", unverified.needs)
        member("message", unverified.message)
        endObject()
    }

    /// One step of a JSON Patch (RFC 6902 section 4).
    private mutating func operation(_ operation: PatchOperation) {
        beginObject()
        switch operation {
        case .add(let pointer, let value): step("add", pointer, value)
        case .replace(let pointer, let value): step("replace", pointer, value)
        case .remove(let pointer): step("remove", pointer, nil)
        }
        endObject()
    }

    private mutating func step(_ word: StaticString, _ pointer: Pointer, _ value: PlainValue?) {
        name("op")
        string(word)
        member("path", pointer.text)
        guard let value else { return }
        name("value")
        self.value(value)
    }
}
