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
    case undecided
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
        case .undecided: "undecided"
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
        case .undecided: 7
        case .supported: 8
        case .unsupported: 9
        case .ready: 10
        case .incomplete: 11
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
        case .suggest: [.matches, .underbilled, .overbilled, .different, .undecided, .supported, .unsupported]
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
        case .undecided: .undecided
        case nil: suggested == nil ? .unsupported : .supported
        }
    }
}

extension Checklist {
    /// Whether anything is missing.
    public var answerVerdict: AnswerVerdict { ready ? .ready : .incomplete }
}
