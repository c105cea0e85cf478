import ClaimRules

/// The members of a profile's file, in the order of its documentation.
private enum ProfileMember: String, CaseIterable {
    case id, title, summary, extends, severity, requiredModifiers, diagnosesNeeded, unitLimits, unitEdits,
        practitionerMinutesCountAsStaff, defaultSetting
}

/// A weight as a file gives it.
private enum Weight: String, JSONVocabulary {
    case error, warning, info, off

    static func named(_ name: JSONName) -> Weight? { Weight(rawValue: name.string) }

    var severity: Severity? { Severity(rawValue: rawValue) }
}

/// What a file says, before it is known what it extends.
private struct ProfileDraft {
    var id: ProfileID?
    var title: String?
    var summary: String?
    var base: Profile?
    var severities: [RuleID: Severity?] = [:]
    var requiredModifiers: [ProcedureCode: [Modifier]] = [:]
    var unitLimits: [ProcedureCode: Int] = [:]
    var diagnosesNeeded: Int?
    var appliesUnitEdits: Bool?
    var countsPractitionerMinutesAsStaff: Bool?
    var defaultSetting: PracticeSetting?

    /// The profile, or nil where something that it must have was missing or wrong.
    var profile: Profile? {
        guard let id, let title, let base else { return nil }
        var profile = Profile.extending(base, id: id, title: title)
        if let summary { profile.summary = summary }
        profile.severities.merge(severities) { $1 }
        profile.requiredModifiers.merge(requiredModifiers) { $1 }
        profile.unitLimits.merge(unitLimits) { $1 }
        if let diagnosesNeeded { profile.diagnosesNeeded = diagnosesNeeded }
        if let appliesUnitEdits { profile.appliesUnitEdits = appliesUnitEdits }
        if let countsPractitionerMinutesAsStaff {
            profile.countsPractitionerMinutesAsStaff = countsPractitionerMinutesAsStaff
        }
        if let defaultSetting { profile.defaultSetting = defaultSetting }
        return profile
    }
}

/// A profile, read whole. Unlike a care month's problems these say what was written: the file is the operator's own, and
/// nothing of a patient is in it.
extension ShapeReader {
    /// - Parameter own: the profiles of files before this one, which it may extend and whose names it may not take.
    mutating func profile(beside own: [Profile]) throws(JSONError) -> Profile? {
        guard try json.peek() == .object else {
            note(.wrongType, at: json.offset, "A profile is an object with the members \(Self.members).")
            try json.skipValue()
            return nil
        }
        let known = Profile.all + own
        var draft = ProfileDraft()
        var cursor = try json.openObject()
        var seen: Set<ProfileMember> = []
        while let name = try json.nextName(&cursor) {
            try json.noteName(name, &cursor)
            _ = try json.peek()
            guard let member = ProfileMember(rawValue: name.string) else {
                noteUnknown("member", name.string, ProfileMember.allCases.map(\.rawValue), "The members are")
                try json.skipValue()
                continue
            }
            seen.insert(member)
            try read(member, into: &draft, known)
        }
        if !seen.contains(.id) { noteMissing("id", inObjectAt: cursor.offset) }
        if !seen.contains(.title) { noteMissing("title", inObjectAt: cursor.offset) }
        if !seen.contains(.extends) { noteMissing("extends", inObjectAt: cursor.offset) }
        return draft.profile
    }

    private static var members: String { ProfileMember.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") }

    private mutating func read(
        _ member: ProfileMember,
        into draft: inout ProfileDraft,
        _ known: [Profile]
    ) throws(JSONError) {
        switch member {
        case .id: draft.id = try profileID(known)
        case .title: draft.title = try needed { reader throws(JSONError) in try reader.words() }
        case .summary: draft.summary = try words()
        case .extends: draft.base = try base(known)
        case .severity: draft.severities = try severities()
        case .requiredModifiers:
            draft.requiredModifiers = try byCode { reader throws(JSONError) in
                try reader.list { reader throws(JSONError) in try reader.modifier() }
            }
        case .diagnosesNeeded: draft.diagnosesNeeded = try int(1...ProfileFileLimits.diagnoses)
        case .unitLimits:
            draft.unitLimits = try byCode { reader throws(JSONError) in try reader.int(1...CareMonthLimits.units) }
        case .unitEdits: draft.appliesUnitEdits = try bool()
        case .practitionerMinutesCountAsStaff: draft.countsPractitionerMinutesAsStaff = try bool()
        case .defaultSetting: draft.defaultSetting = try word()
        }
    }

    /// A text with something in it.
    private mutating func words() throws(JSONError) -> String? {
        let offset = json.offset
        guard let text = try text() else { return nil }
        if text.contains(where: { !$0.isWhitespace }) { return text }
        note(.required, at: offset, "This must not be empty.")
        return nil
    }

    private mutating func profileID(_ known: [Profile]) throws(JSONError) -> ProfileID? {
        let offset = json.offset
        guard let text = try needed({ reader throws(JSONError) in try reader.text() }) else { return nil }
        guard ProfileFileLimits.isName(text) else {
            note(
                .unknownWord,
                at: offset,
                "This must be small letters, digits and single hyphens, a letter first, at most "
                    + "\(ProfileFileLimits.name) characters."
            )
            return nil
        }
        guard !known.contains(where: { $0.id.rawValue == text }) else {
            note(.contradictory, at: offset, "There is a profile `\(text)` already; choose another id.")
            return nil
        }
        return ProfileID(rawValue: text)
    }

    private mutating func base(_ known: [Profile]) throws(JSONError) -> Profile? {
        let offset = json.offset
        guard let text = try needed({ reader throws(JSONError) in try reader.text() }) else { return nil }
        if let base = known.first(where: { $0.id.rawValue == text }) { return base }
        noteUnknown(
            "profile",
            text,
            known.map(\.id.rawValue),
            "It may extend a built-in profile or one of a file given before:",
            at: offset
        )
        return nil
    }

    private mutating func severities() throws(JSONError) -> [RuleID: Severity?] {
        var severities: [RuleID: Severity?] = [:]
        guard var cursor = try object() else { return severities }
        while let name = try json.nextName(&cursor) {
            try json.noteName(name, &cursor)
            _ = try json.peek()
            guard let rule = RuleCatalog.rule(name.string) else {
                noteUnknown("rule", name.string, RuleCatalog.all.map(\.id.description), nil)
                try json.skipValue()
                continue
            }
            if let weight = try needed({ reader throws(JSONError) in try reader.word(Weight.self) }) {
                severities[rule.id] = .some(weight.severity)
            }
        }
        return severities
    }

    /// An object whose members are codes of a path.
    private mutating func byCode<Value>(
        _ read: (inout ShapeReader) throws(JSONError) -> Value?
    ) throws(JSONError) -> [ProcedureCode: Value] {
        var values: [ProcedureCode: Value] = [:]
        let codes = CodeTable.entries.filter { $0.path != nil }.map(\.code)
        guard var cursor = try object() else { return values }
        while let name = try json.nextName(&cursor) {
            try json.noteName(name, &cursor)
            _ = try json.peek()
            guard let code = ProcedureCode(name.string), codes.contains(code) else {
                noteUnknown("monthly code", name.string, codes.map(\.text), "The codes are", onlyList: true)
                try json.skipValue()
                continue
            }
            let offset = json.offset
            guard let value = try needed(read) else { continue }
            if values.updateValue(value, forKey: code) != nil {
                note(.contradictory, at: offset, "The code is there already, in other letters.")
            }
        }
        return values
    }

    /// Says what was written, and what would be right: the nearest name, or where none is near all of them.
    private mutating func noteUnknown(
        _ kind: String,
        _ written: String,
        _ known: [String],
        _ introduction: String?,
        onlyList: Bool = false,
        at offset: Int? = nil
    ) {
        let shown = TextLayout.printable(String(written.prefix(ProfileFileLimits.name)))
        var detail = "There is no \(kind) `\(shown)`"
        if !onlyList, let near = Spelling.nearest(to: String(written.prefix(ProfileFileLimits.name)), among: known) {
            detail += "; did you mean `\(near)`?"
        } else if let introduction {
            detail += ". \(introduction) " + known.map { "`\($0)`" }.joined(separator: ", ") + "."
        } else {
            detail += "; `claimgate rules` lists them."
        }
        note(.unknownWord, at: offset ?? json.offset, detail)
    }
}

/// Bounds of what a profile's file may say.
enum ProfileFileLimits {
    /// Most diagnoses that a claim can be asked for: an 837P claim carries twelve.
    static let diagnoses = 12
    /// Longest id, in characters.
    static let name = 64

    /// Small letters, digits and single hyphens between them, a letter first.
    static func isName(_ text: String) -> Bool {
        guard text.utf8.count <= name, let first = text.utf8.first, (0x61...0x7a).contains(first) else { return false }
        var last: UInt8 = 0
        for byte in text.utf8 {
            let isHyphen = byte == 0x2d
            guard isHyphen ? last != 0x2d : (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) else {
                return false
            }
            last = byte
        }
        return last != 0x2d
    }
}
