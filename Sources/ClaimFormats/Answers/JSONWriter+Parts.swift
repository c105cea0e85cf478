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

    mutating func ignored(_ pointers: [String]) {
        if !pointers.isEmpty { list("ignored", pointers) { $0.string($1) } }
    }
}
