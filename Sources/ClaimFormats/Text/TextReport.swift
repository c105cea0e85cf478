public import ClaimRules

/// Answers as short reports for a person at a terminal: the verdict first, then what is wrong and what to do, what could
/// not be verified and what to send, what the month supports, and how far the next threshold is.
///
/// Plain UTF-8 in lines of at most 79 columns, no colours, control characters of the document left out.
public enum TextReport: Sendable {
    /// - Parameters:
    ///   - month: the care month that was judged; the report closes with what it supports.
    ///   - profile: what it was judged by.
    ///   - ignored: pointers to the members of the document that were not read.
    ///   - notes: what has to be said of how a FHIR document was read.
    public static func decision(
        _ decision: Decision,
        of month: CareMonth,
        profile: Profile,
        ignored: [String] = [],
        notes: [DocumentNote] = []
    ) -> [UInt8] {
        var layout = TextLayout()
        layout.title(decision.verdict.rawValue.uppercased(), decision.id, month)
        layout.summary(decision)
        layout.findings(decision.findings, of: month)
        layout.unverified(decision.unverified)
        layout.support(CodeSuggester.suggest(month, profile: profile))
        layout.closing(decision.ruleset, ignored, notes)
        return layout.bytes
    }

    public static func suggestion(
        _ suggestion: Suggestion,
        of month: CareMonth,
        ignored: [String] = [],
        notes: [DocumentNote] = []
    ) -> [UInt8] {
        var layout = TextLayout()
        let lines = suggestion.suggested?.lines ?? []
        let verdict = lines.isEmpty ? "NOTHING TO BILL" : "BILL \(PlainWords.list(lines.map(PlainWords.line)))"
        layout.title(verdict, suggestion.id, month)
        layout.blockers(suggestion.blockedBy)
        layout.support(suggestion)
        layout.alternatives(suggestion.alternatives)
        layout.closing(suggestion.ruleset, ignored, notes)
        return layout.bytes
    }

    public static func checklist(
        _ checklist: Checklist,
        of month: CareMonth,
        ignored: [String] = [],
        notes: [DocumentNote] = []
    ) -> [UInt8] {
        var layout = TextLayout()
        layout.title(checklist.ready ? "READY" : "NOT READY", checklist.id, month)
        layout.checklist(checklist)
        layout.closing(checklist.ruleset, ignored, notes)
        return layout.bytes
    }
}

/// The same about a document as it was read.
extension TextReport {
    public static func decision(_ decision: Decision, of document: DecodedCareMonth, profile: Profile) -> [UInt8] {
        self.decision(
            decision,
            of: document.month,
            profile: profile,
            ignored: document.ignored,
            notes: document.notes
        )
    }

    public static func suggestion(_ suggestion: Suggestion, of document: DecodedCareMonth) -> [UInt8] {
        self.suggestion(suggestion, of: document.month, ignored: document.ignored, notes: document.notes)
    }

    public static func checklist(_ checklist: Checklist, of document: DecodedCareMonth) -> [UInt8] {
        self.checklist(checklist, of: document.month, ignored: document.ignored, notes: document.notes)
    }
}

extension TextLayout {
    fileprivate mutating func title(_ verdict: String, _ id: String?, _ month: CareMonth) {
        let whose = id.map { "\($0), " } ?? ""
        paragraph("\(verdict) - \(whose)\(PlainWords.month(month.serviceMonth))")
    }

    fileprivate mutating func closing(_ ruleset: Ruleset.Identity, _ ignored: [String], _ notes: [DocumentNote]) {
        if !notes.isEmpty {
            heading("How the document was read")
            for note in notes { paragraph("\(note.fhirPath): \(note.message)", indent: 2, mark: "- ") }
        }
        gap()
        if !ignored.isEmpty { paragraph("Not read: \(ignored.joined(separator: ", ")).") }
        paragraph("Judged by rules \(ruleset.version), profile \(ruleset.profile.rawValue).")
    }
}
