public import ClaimFormats
public import ClaimRules
import StructuredLog

/// The form of an answer.
public enum AnswerForm: String, CaseIterable, Sendable {
    case json
    /// The same for one line of a stream: with the document's position in the stream as its first member.
    case ndjson
    /// A short report for a person.
    case text
    /// A FHIR R4 ClaimResponse; for ``ClaimQuestion/validate``.
    case fhir
    /// A FHIR R4 OperationOutcome; for ``ClaimQuestion/validate``.
    case outcome

    /// Whether a question can be answered in this form.
    public func answers(_ question: ClaimQuestion) -> Bool {
        switch self {
        case .json, .ndjson, .text: true
        case .fhir, .outcome: question == .validate
        }
    }
}

/// The form of a document.
public enum DocumentForm: Sendable {
    /// A care month as the contract has it.
    case careMonth
    /// A FHIR R4 Claim, or a Bundle or Parameters with one.
    case fhir

    /// The form that these bytes look like.
    public init(sniffing bytes: UnsafeBufferPointer<UInt8>) {
        self = FHIRClaimDecoder.isFHIR(bytes) ? .fhir : .careMonth
    }
}

/// An answer, written out.
public struct ClaimAnswer: Sendable {
    public let bytes: [UInt8]
    fileprivate let form: AnswerForm
    /// Whether nothing is in the way of billing: accepted; supported and billed as supported; nothing missing.
    public let isClear: Bool
    public let verdict: AnswerVerdict
    /// The rules that were broken, or that stand in the way.
    public let rules: [RuleID]
    /// What a decision found; nothing for the other questions.
    var findings: [Finding] = []
    var unverified: [Unverified] = []
    /// What the document could bill beyond what it does; nil where it does not, or where nobody asked.
    public internal(set) var underbilledBy: Money?
    fileprivate var counts: [LogField]
    /// Whose claim it was, for the log; nil where that is not wanted.
    fileprivate(set) var ids: LoggedIDs?

    /// The answer to a document that came alone, in the form that was asked for.
    public var line: [UInt8] {
        guard form == .ndjson else { return bytes }
        var line: [UInt8] = []
        StreamLine.append(bytes, index: 0, as: form, to: &line)
        return line
    }

    var facts: LogFacts {
        LogFacts(verdict: verdict, rules: rules, findings: findings, unverified: unverified, counts: counts, ids: ids)
    }
}

/// A care month that has been read, and the profile it is to be judged by.
public struct ReadCareMonth: Sendable {
    fileprivate let decoded: DecodedCareMonth
    fileprivate let profile: Profile

    public var month: CareMonth { decoded.month }
}

/// Answers the three questions: bytes in, bytes out, for the endpoints and the command alike.
///
/// A class, as every request and every stream has it at hand.
public final class ClaimDesk: Sendable {
    /// What months are judged by.
    public let profiles: ProfileSet
    let documents = ReferenceDocuments()
    /// What claims are called in the log; nil for nothing.
    let pseudonyms: Pseudonyms?
    private let decoder: CareMonthDecoder
    private let fhirDecoder: FHIRClaimDecoder
    /// The largest document, in bytes.
    public let documentBytes: Int

    /// - Parameters:
    ///   - documentBytes: the largest document, in bytes.
    ///   - profiles: what months are judged by.
    public convenience init(documentBytes: Int, profiles: ProfileSet = .builtIn) {
        self.init(documentBytes: documentBytes, profiles: profiles, pseudonyms: nil)
    }

    init(documentBytes: Int, profiles: ProfileSet, pseudonyms: Pseudonyms?) {
        self.profiles = profiles
        self.pseudonyms = pseudonyms
        self.documentBytes = documentBytes
        decoder = CareMonthDecoder(jsonLimits: JSONLimits(bytes: documentBytes))
        fhirDecoder = FHIRClaimDecoder(jsonLimits: JSONLimits(bytes: documentBytes))
    }

    /// - Parameters:
    ///   - source: the form of the document.
    ///   - form: the form of the answer, one that answers the question.
    ///   - profile: takes the place of the document's own.
    ///   - codes: for ``ClaimQuestion/gaps``, takes the place of the document's own.
    public func answer(
        _ question: ClaimQuestion,
        about document: UnsafeBufferPointer<UInt8>,
        in source: DocumentForm = .careMonth,
        as form: AnswerForm,
        profile override: Profile? = nil,
        codes: [ProcedureCode]? = nil
    ) throws(UnusableDocument) -> ClaimAnswer {
        answer(
            question,
            about: try read(document, in: source, for: question, profile: override),
            as: form,
            codes: codes
        )
    }

    /// Reads a document that a question is to be asked about.
    public func read(
        _ document: UnsafeBufferPointer<UInt8>,
        in source: DocumentForm = .careMonth,
        for question: ClaimQuestion,
        profile override: Profile? = nil
    ) throws(UnusableDocument) -> ReadCareMonth {
        let decoded = try decode(document, source)
        let profile = if let override { override } else { try profile(of: decoded) }
        // Of a FHIR claim without a line of ours it is said that nothing here applies; a care month has no other use.
        if question == .validate, decoded.month.lines.isEmpty, source == .careMonth { throw UnusableDocument.noLines }
        return ReadCareMonth(decoded: decoded, profile: profile)
    }

    /// - Parameters:
    ///   - repeated: the lines whose service an earlier document of the same stream bills too.
    ///   - measuring: whether to work out what the document could bill beyond what it does.
    public func answer(
        _ question: ClaimQuestion,
        about document: ReadCareMonth,
        as form: AnswerForm,
        codes: [ProcedureCode]? = nil,
        repeated: [RepeatedService] = [],
        measuring: Bool = false
    ) -> ClaimAnswer {
        guard let pseudonyms else { return answer(question, document, form, codes, repeated, measuring) }
        var answer = answer(question, document, form, codes, repeated, measuring)
        answer.ids = pseudonyms.ids(of: document.month)
        return answer
    }

    private func answer(
        _ question: ClaimQuestion,
        _ document: ReadCareMonth,
        _ form: AnswerForm,
        _ codes: [ProcedureCode]?,
        _ repeated: [RepeatedService],
        _ measuring: Bool
    ) -> ClaimAnswer {
        // The month and the profile are passed on from where they are: a copy of either counts dozens of references.
        switch question {
        case .validate:
            let decision =
                repeated.isEmpty
                ? ClaimEvaluator.evaluate(document.decoded.month, profile: document.profile)
                : ClaimEvaluator.evaluate(document.decoded.month, profile: document.profile, repeated: repeated)
            let said = document.decoded.fhir == nil ? decision : decision.afterReading(document.decoded)
            guard measuring else { return write(said, document.decoded, form, document.profile) }
            var answer = write(said, document.decoded, form, document.profile)
            let suggestion = CodeSuggester.suggest(document.decoded.month, profile: document.profile)
            answer.underbilledBy = Self.gain(suggestion)
            return answer
        case .suggest:
            let suggestion = CodeSuggester.suggest(document.decoded.month, profile: document.profile)
            return write(suggestion, document.decoded, form)
        case .gaps:
            let checklist = ChecklistAuditor.audit(document.decoded.month, codes: codes, profile: document.profile)
            return write(checklist, document.decoded, form)
        }
    }

    private static func gain(_ suggestion: Suggestion) -> Money? {
        guard let billed = suggestion.billed, billed.verdict == .underbilled else { return nil }
        return billed.gain
    }

    /// Judges a care month in two months, for `claimgate rules diff`.
    ///
    /// - Parameter place: where it came from, for the report.
    public func compare(
        _ document: UnsafeBufferPointer<UInt8>,
        from: CalendarMonth,
        to: CalendarMonth,
        place: String,
        profile override: Profile? = nil
    ) throws(UnusableDocument) -> JudgedMonth {
        let decoded = try decode(document, .careMonth)
        let month = decoded.month
        let profile = if let override { override } else { try profile(of: decoded) }
        let change = VerdictChange(of: month, from: from, to: to, profile: profile)
        return JudgedMonth(place: place, id: month.id, change: change)
    }

    private func decode(
        _ document: UnsafeBufferPointer<UInt8>,
        _ source: DocumentForm
    ) throws(UnusableDocument) -> DecodedCareMonth {
        do throws(DocumentError) {
            switch source {
            case .careMonth: return try decoder.decode(document)
            case .fhir: return try fhirDecoder.decode(document)
            }
        } catch {
            let unusable = UnusableDocument(error, in: source)
            guard source == .careMonth, case .wrongShape = error, FHIRClaimDecoder.isFHIR(document) else {
                throw unusable
            }
            throw unusable.lookingLikeFHIR
        }
    }

    private func profile(of decoded: DecodedCareMonth) throws(UnusableDocument) -> Profile {
        guard let name = decoded.month.profile else { return profiles.standard }
        guard let profile = profiles.named(name) else {
            throw UnusableDocument.unknownProfile(profiles, in: decoded.fhir)
        }
        return profile
    }
}

/// From an answer to its bytes and to what the log says of it.
extension ClaimDesk {
    private func write(
        _ decision: Decision,
        _ decoded: DecodedCareMonth,
        _ form: AnswerForm,
        _ profile: Profile
    ) -> ClaimAnswer {
        ClaimAnswer(
            bytes: bytes(of: decision, decoded, form, profile),
            form: form,
            isClear: decision.verdict == .accept,
            verdict: decision.answerVerdict,
            rules: decision.findings.map(\.rule),
            findings: decision.findings,
            unverified: decision.unverified,
            counts: [
                lines(decoded.month), timeEntries(decoded.month),
                LogField("claimgate.findings", .integer(decision.findings.count)),
                LogField("claimgate.unverified", .integer(decision.unverified.count)),
            ]
        )
    }

    private func bytes(
        of decision: Decision,
        _ decoded: DecodedCareMonth,
        _ form: AnswerForm,
        _ profile: Profile
    ) -> [UInt8] {
        switch form {
        case .json, .ndjson: AnswerJSON.decision(decision, ignored: decoded.ignored, fhir: decoded.fhir)
        case .text: TextReport.decision(decision, of: decoded, profile: profile)
        case .fhir: ClaimResponseJSON.decision(decision, of: decoded)
        case .outcome: OperationOutcomeJSON.decision(decision, of: decoded)
        }
    }

    private func write(_ suggestion: Suggestion, _ decoded: DecodedCareMonth, _ form: AnswerForm) -> ClaimAnswer {
        let isSupported = suggestion.suggested != nil
        return ClaimAnswer(
            bytes: form == .text
                ? TextReport.suggestion(suggestion, of: decoded)
                : AnswerJSON.suggestion(suggestion, ignored: decoded.ignored, fhir: decoded.fhir),
            form: form,
            isClear: isSupported && (suggestion.billed?.verdict ?? .matches) == .matches,
            verdict: suggestion.answerVerdict,
            rules: suggestion.blockedBy.map(\.rule),
            underbilledBy: Self.gain(suggestion),
            counts: [lines(decoded.month), timeEntries(decoded.month)]
        )
    }

    private func write(_ checklist: Checklist, _ decoded: DecodedCareMonth, _ form: AnswerForm) -> ClaimAnswer {
        ClaimAnswer(
            bytes: form == .text
                ? TextReport.checklist(checklist, of: decoded)
                : AnswerJSON.checklist(checklist, ignored: decoded.ignored, fhir: decoded.fhir),
            form: form,
            isClear: checklist.ready,
            verdict: checklist.answerVerdict,
            rules: checklist.blockedBy.map(\.rule),
            counts: [
                lines(decoded.month), timeEntries(decoded.month),
                LogField("claimgate.missing", .integer(checklist.summary.missing)),
                LogField("claimgate.contradicted", .integer(checklist.summary.contradicted)),
            ]
        )
    }

    private func lines(_ month: borrowing CareMonth) -> LogField {
        LogField("claimgate.lines", .integer(month.lines.count))
    }

    private func timeEntries(_ month: borrowing CareMonth) -> LogField {
        LogField("claimgate.time_entries", .integer(month.timeLog?.count ?? 0))
    }
}
