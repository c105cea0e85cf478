public import ClaimRules

/// The answer to: may these lines be billed?
extension JSONWriter {
    /// - Parameters:
    ///   - ignored: pointers to the members of the document that were not read; left out when there are none.
    ///   - fhir: the FHIR document that was read; nil for a care month.
    ///   - segment: where in an X12 file the part is that a pointer leads to.
    ///   - claims: writes which claims of an X12 file the decision is about.
    public mutating func decision(
        _ decision: Decision,
        ignored: [String] = [],
        fhir: FHIRSource? = nil,
        segment: ((Pointer) -> String?)? = nil,
        claims: ((inout JSONWriter) -> Void)? = nil
    ) {
        beginObject()
        member("id", decision.id)
        member("verdict", decision.verdict)
        list("findings", decision.findings) { $0.finding($1, fhir, segment: segment) }
        list("unverified", decision.unverified) { $0.unverified($1) }
        claims?(&self)
        notes(fhir)
        self.ignored(ignored)
        ruleset(decision.ruleset)
        endObject()
    }

    private mutating func finding(_ finding: Finding, _ fhir: FHIRSource?, segment: ((Pointer) -> String?)?) {
        beginObject()
        name("rule")
        string(finding.rule.name)
        member("severity", finding.severity)
        path(finding.path, fhir)
        if let segment { member("segment", segment(finding.path)) }
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
        let fix = fhir.map { $0.fix(finding.fix) } ?? finding.fix
        if !fix.isEmpty { list("fix", fix) { $0.operation($1) } }
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
