import ClaimFormats
public import ClaimRules
import StructuredLog

/// One of the three questions about a care month.
public enum ClaimQuestion: String, CaseIterable, Sendable {
    /// May these lines be billed?
    case validate
    /// What do the recorded minutes and conditions support?
    case suggest
    /// What is missing from the record for these codes?
    case gaps
}

/// The form of an answer.
public enum AnswerForm: String, CaseIterable, Sendable {
    case json
    /// A short report for a person.
    case text
}

/// An answer, written out.
public struct ClaimAnswer: Sendable {
    public let bytes: [UInt8]
    /// Whether nothing is in the way of billing: accepted; supported and billed as supported; nothing missing.
    public let isClear: Bool
    let facts: LogFacts
}

/// Answers the three questions: bytes in, bytes out, for the endpoints and the command alike.
public struct ClaimDesk: Sendable {
    private let decoder: CareMonthDecoder

    /// - Parameter documentBytes: the largest document, in bytes.
    public init(documentBytes: Int) {
        decoder = CareMonthDecoder(jsonLimits: JSONLimits(bytes: documentBytes))
    }

    /// - Parameters:
    ///   - profile: takes the place of the document's own.
    ///   - codes: for ``ClaimQuestion/gaps``, takes the place of the document's own.
    public func answer(
        _ question: ClaimQuestion,
        about document: UnsafeBufferPointer<UInt8>,
        as form: AnswerForm,
        profile override: Profile? = nil,
        codes: [ProcedureCode]? = nil
    ) throws(UnusableDocument) -> ClaimAnswer {
        let decoded = try decode(document)
        let profile = if let override { override } else { try profile(of: decoded.month) }
        switch question {
        case .validate:
            if decoded.month.lines.isEmpty { throw UnusableDocument.noLines }
            return write(ClaimEvaluator.evaluate(decoded.month, profile: profile), decoded, form)
        case .suggest:
            return write(CodeSuggester.suggest(decoded.month, profile: profile), decoded, form)
        case .gaps:
            return write(ChecklistAuditor.audit(decoded.month, codes: codes, profile: profile), decoded, form)
        }
    }

    private func decode(_ document: UnsafeBufferPointer<UInt8>) throws(UnusableDocument) -> DecodedCareMonth {
        do throws(DocumentError) {
            return try decoder.decode(document)
        } catch {
            throw UnusableDocument(error)
        }
    }

    private func profile(of month: CareMonth) throws(UnusableDocument) -> Profile {
        guard let name = month.profile else { return .cmsFeeForService }
        guard let profile = Profile.named(name) else { throw UnusableDocument.unknownProfile }
        return profile
    }
}

/// From an answer to its bytes and to what the log says of it.
extension ClaimDesk {
    private func write(_ decision: Decision, _ decoded: DecodedCareMonth, _ form: AnswerForm) -> ClaimAnswer {
        var facts = counts(decoded.month)
        facts.verdict = LogWord(decision.verdict)
        facts.rules = decision.findings.map { LogWord($0.rule.name) }
        facts.counts.append(LogField("findings", .integer(decision.findings.count)))
        facts.counts.append(LogField("unverified", .integer(decision.unverified.count)))
        let bytes =
            switch form {
            case .json: AnswerJSON.decision(decision, ignored: decoded.ignored)
            case .text: TextReport.decision(decision, of: decoded.month, ignored: decoded.ignored)
            }
        return ClaimAnswer(bytes: bytes, isClear: decision.verdict == .accept, facts: facts)
    }

    private func write(_ suggestion: Suggestion, _ decoded: DecodedCareMonth, _ form: AnswerForm) -> ClaimAnswer {
        var facts = counts(decoded.month)
        let isSupported = suggestion.suggested != nil
        facts.verdict =
            if let billed = suggestion.billed?.verdict { LogWord(billed) } else {
                isSupported ? "supported" : "unsupported"
            }
        facts.rules = suggestion.blockedBy.map { LogWord($0.rule.name) }
        let bytes =
            switch form {
            case .json: AnswerJSON.suggestion(suggestion, ignored: decoded.ignored)
            case .text: TextReport.suggestion(suggestion, of: decoded.month, ignored: decoded.ignored)
            }
        let isClear = isSupported && (suggestion.billed?.verdict ?? .matches) == .matches
        return ClaimAnswer(bytes: bytes, isClear: isClear, facts: facts)
    }

    private func write(_ checklist: Checklist, _ decoded: DecodedCareMonth, _ form: AnswerForm) -> ClaimAnswer {
        var facts = counts(decoded.month)
        facts.verdict = checklist.ready ? "ready" : "incomplete"
        facts.counts.append(LogField("missing", .integer(checklist.summary.missing)))
        facts.counts.append(LogField("contradicted", .integer(checklist.summary.contradicted)))
        let bytes =
            switch form {
            case .json: AnswerJSON.checklist(checklist, ignored: decoded.ignored)
            case .text: TextReport.checklist(checklist, of: decoded.month, ignored: decoded.ignored)
            }
        return ClaimAnswer(bytes: bytes, isClear: checklist.ready, facts: facts)
    }

    private func counts(_ month: CareMonth) -> LogFacts {
        var facts = LogFacts()
        facts.counts = [
            LogField("lines", .integer(month.lines.count)),
            LogField("timeEntries", .integer(month.timeLog?.count ?? 0)),
        ]
        return facts
    }
}
