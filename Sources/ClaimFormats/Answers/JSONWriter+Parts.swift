import ClaimRules

/// What several answers share.
extension JSONWriter {
    mutating func value(_ value: PlainValue) {
        switch value {
        case .bool(let value): bool(value)
        case .integer(let value): int(value)
        case .text(let value): string(value)
        case .list(let values):
            beginArray()
            for value in values { self.value(value) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members {
                name(member.name)
                self.value(member.value)
            }
            endObject()
        }
    }

    mutating func citation(_ citation: Citation) {
        name("citation")
        beginObject()
        member("title", citation.title)
        if !citation.section.isEmpty { member("section", citation.section) }
        member("url", citation.url)
        name("grade")
        string(citation.grade.word)
        endObject()
    }

    mutating func ruleset(_ identity: Ruleset.Identity) {
        name("ruleset")
        beginObject()
        member("version", identity.version)
        member("digest", identity.digest)
        member("profile", identity.profile)
        endObject()
    }

    mutating func pointers(_ name: StaticString, _ pointers: [Pointer]) {
        list(name, pointers) { $0.string($1.text) }
    }

    /// Where in the document that was sent; for FHIR also as FHIRPath.
    mutating func path(_ pointer: Pointer, _ fhir: FHIRSource?) {
        guard let fhir else { return member("path", pointer.text) }
        let place = fhir.places.place(of: pointer)
        member("path", place.path)
        member("fhirPath", place.fhirPath)
    }

    /// What has to be said of how a FHIR document was read.
    mutating func notes(_ fhir: FHIRSource?) {
        guard let notes = fhir?.notes, !notes.isEmpty else { return }
        list("notes", notes) { writer, note in
            writer.beginObject()
            writer.member("code", note.code)
            writer.member("severity", note.severity)
            writer.member("path", note.path)
            writer.member("fhirPath", note.fhirPath)
            writer.member("message", note.message)
            writer.endObject()
        }
    }

    mutating func ignored(_ pointers: [String]) {
        if !pointers.isEmpty { list("ignored", pointers) { $0.string($1) } }
    }
}
