public import ClaimRules

/// The answer to: what is missing from the record for these codes?
extension JSONWriter {
    /// - Parameters:
    ///   - ignored: pointers to the members of the document that were not read; left out when there are none.
    ///   - fhir: the FHIR document that was read; nil for a care month.
    ///   - claims: writes which claims of an X12 file the answer is about.
    public mutating func checklist(
        _ checklist: Checklist,
        ignored: [String] = [],
        fhir: FHIRSource? = nil,
        claims: ((inout JSONWriter) -> Void)? = nil
    ) {
        beginObject()
        member("id", checklist.id)
        list("codes", checklist.codes) { $0.string($1.text) }
        member("ready", checklist.ready)
        list("blockedBy", checklist.blockedBy) { $0.blocker($1) }
        list("items", checklist.items) { $0.entry($1) }
        name("summary")
        beginObject()
        member("required", checklist.summary.required)
        member("met", checklist.summary.met)
        member("missing", checklist.summary.missing)
        member("contradicted", checklist.summary.contradicted)
        endObject()
        claims?(&self)
        notes(fhir)
        self.ignored(ignored)
        ruleset(checklist.ruleset)
        endObject()
    }

    private mutating func entry(_ entry: ChecklistEntry) {
        beginObject()
        member("id", entry.id)
        member("requirement", entry.requirement)
        member("status", entry.status)
        pointers("needs", entry.needs)
        member("message", entry.message)
        member("remedy", entry.remedy)
        citation(entry.citation)
        endObject()
    }
}
