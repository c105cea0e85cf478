public import ClaimRules

/// One of the three questions about a care month.
public enum ClaimQuestion: String, CaseIterable, Sendable {
    /// May these lines be billed?
    case validate
    /// What do the recorded minutes and conditions support?
    case suggest
    /// What is missing from the record for these codes?
    case gaps
}

/// What an answer comes to, in one word.
public enum AnswerVerdict: String, CaseIterable, Sendable {
    case accept
    case review
    case reject

    case matches
    case underbilled
    case overbilled
    case different
    case supported
    case unsupported

    case ready
    case incomplete

    /// The word as the name of a member or of a log field.
    public var name: StaticString {
        switch self {
        case .accept: "accept"
        case .review: "review"
        case .reject: "reject"
        case .matches: "matches"
        case .underbilled: "underbilled"
        case .overbilled: "overbilled"
        case .different: "different"
        case .supported: "supported"
        case .unsupported: "unsupported"
        case .ready: "ready"
        case .incomplete: "incomplete"
        }
    }

    /// The place in the declaration.
    public var position: Int {
        switch self {
        case .accept: 0
        case .review: 1
        case .reject: 2
        case .matches: 3
        case .underbilled: 4
        case .overbilled: 5
        case .different: 6
        case .supported: 7
        case .unsupported: 8
        case .ready: 9
        case .incomplete: 10
        }
    }
}

extension AnswerVerdict {
    /// Of a decision.
    public init(_ verdict: Verdict) {
        switch verdict {
        case .accept: self = .accept
        case .review: self = .review
        case .reject: self = .reject
        }
    }
}

extension ClaimQuestion {
    /// What its answers can come to.
    public var verdicts: [AnswerVerdict] {
        switch self {
        case .validate: [.accept, .review, .reject]
        case .suggest: [.matches, .underbilled, .overbilled, .different, .supported, .unsupported]
        case .gaps: [.ready, .incomplete]
        }
    }
}

extension Decision {
    /// What it comes to.
    public var answerVerdict: AnswerVerdict { AnswerVerdict(verdict) }
}

extension Suggestion {
    /// How the lines compare with it; without lines, whether anything is supported.
    public var answerVerdict: AnswerVerdict {
        switch billed?.verdict {
        case .matches: .matches
        case .underbilled: .underbilled
        case .overbilled: .overbilled
        case .different: .different
        case nil: suggested == nil ? .unsupported : .supported
        }
    }
}

extension Checklist {
    /// Whether anything is missing.
    public var answerVerdict: AnswerVerdict { ready ? .ready : .incomplete }
}
