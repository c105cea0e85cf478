public import ClaimRules

/// What is asked about the months of a file.
public struct X12Inquiry: Sendable {
    public var question: ClaimQuestion
    /// For ``ClaimQuestion/gaps``, takes the place of the months' own.
    public var codes: [ProcedureCode]?
    public var profile: Profile

    public init(
        _ question: ClaimQuestion = .validate,
        codes: [ProcedureCode]? = nil,
        profile: Profile = .cmsFeeForService
    ) {
        self.question = question
        self.codes = codes
        self.profile = profile
    }
}

/// The answer about one month.
public enum X12MonthAnswer: Sendable {
    case decision(Decision)
    case suggestion(Suggestion)
    case checklist(Checklist)

    public var verdict: AnswerVerdict {
        switch self {
        case .decision(let decision): decision.answerVerdict
        case .suggestion(let suggestion): suggestion.answerVerdict
        case .checklist(let checklist): checklist.answerVerdict
        }
    }

    /// Whether nothing is in the way of billing.
    public var isClear: Bool {
        switch self {
        case .decision(let decision): decision.verdict == .accept
        case .suggestion(let suggestion):
            suggestion.suggested != nil && (suggestion.billed?.verdict ?? .matches) == .matches
        case .checklist(let checklist): checklist.ready
        }
    }
}

/// Care months that wait for an answer, each of which can be answered on its own and on any thread.
public struct X12Work: Sendable {
    let batch: X12Batch
    /// For each claim whether it is rejected whatever is found.
    let isRefused: [Bool]
    let inquiry: X12Inquiry
    let range: Range<Int>

    init(run: X12BatchRun, inquiry: X12Inquiry, range: Range<Int>) {
        batch = run.batch
        isRefused = run.isRefused
        self.inquiry = inquiry
        self.range = range
    }

    public var count: Int { range.count }

    /// The month at this position.
    public func month(_ position: Int) -> CareMonth { batch.months[range.lowerBound + position].month }

    /// The answer about the month at this position. Pure: the same month gives the same answer.
    public func answer(_ position: Int) -> X12MonthAnswer {
        let index = range.lowerBound + position
        switch inquiry.question {
        case .validate:
            var decision = batch.decision(index, profile: inquiry.profile)
            // No decision is better than what its claims come to.
            if batch.months[index].answered.contains(where: { isRefused[$0] }) { decision.verdict = .reject }
            return .decision(decision)
        case .suggest:
            return .suggestion(CodeSuggester.suggest(batch.months[index].month, profile: inquiry.profile))
        case .gaps:
            let month = batch.months[index].month
            return .checklist(ChecklistAuditor.audit(month, codes: inquiry.codes, profile: inquiry.profile))
        }
    }

    /// All answers, one after the other.
    public func answers() -> [X12MonthAnswer] { (0..<count).map(answer) }
}

/// A batch whose months are answered a few at a time, in order.
///
/// An answer is kept until all months of its claims have one, which is soon: most claims are of one month.
struct X12BatchRun: Sendable {
    let batch: X12Batch
    let structure: X12Structure
    private(set) var outcomes: X12Outcomes
    /// For each claim whether it is rejected whatever is found: by a fault of its own, or with what it stands in.
    let isRefused: [Bool]
    private var answers: [Int: X12MonthAnswer] = [:]
    private var answered = 0
    private var given = 0
    /// For each claim its last month; -1 where it has none.
    private var lastMonths: [Int]

    init(_ batch: X12Batch, _ structure: X12Structure) {
        self.batch = batch
        self.structure = structure
        outcomes = X12Outcomes(batch)
        isRefused = batch.claims.map { !$0.faults.isEmpty || structure.rejection($0.place) != nil }
        lastMonths = [Int](repeating: -1, count: batch.claims.count)
        for (index, month) in batch.months.enumerated() { for claim in month.answered { lastMonths[claim] = index } }
        for claim in lastMonths.indices where lastMonths[claim] < 0 { complete(claim) }
    }

    /// At most so many of the months that come next.
    func next(_ most: Int) -> Range<Int> { answered..<min(batch.months.count, answered + most) }

    var isComplete: Bool { answered == batch.months.count }

    /// Takes the answer about the next month.
    mutating func add(_ answer: X12MonthAnswer) {
        let joined = batch.months[answered]
        if case .decision(let decision) = answer { outcomes.add(decision, on: joined, of: batch) }
        for claim in joined.answered where lastMonths[claim] == answered { complete(claim) }
        answers[answered] = answer
        answered += 1
    }

    /// The next month whose claims are all answered, with its answer.
    mutating func take() -> (month: Int, answer: X12MonthAnswer)? {
        guard given < answered, batch.months[given].answered.allSatisfy({ lastMonths[$0] < answered }),
            var answer = answers.removeValue(forKey: given)
        else { return nil }
        // A claim of several months may be rejected for another of them.
        if case .decision(var decision) = answer, decision.verdict != .reject,
            batch.months[given].answered.contains(where: { !outcomes.all[$0].isAccepted })
        {
            decision.verdict = .reject
            answer = .decision(decision)
        }
        given += 1
        return (given - 1, answer)
    }

    /// The claims that have no month.
    var unjudged: [Int] { lastMonths.indices.filter { lastMonths[$0] < 0 } }

    private mutating func complete(_ claim: Int) {
        outcomes.complete(claim, of: batch, rejectedWith: structure.rejection(batch.claims[claim].place))
    }
}
