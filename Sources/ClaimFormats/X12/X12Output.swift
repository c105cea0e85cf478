import ClaimRules

/// How much was read and what came of it.
public struct X12Counts: Equatable, Sendable {
    public var claims = 0
    public var accepted = 0
    public var rejected = 0
    /// Of the rejected those that were answered as accepted before the end of what they stand in was read.
    public var withdrawn = 0
    public var months = 0
    /// Months that nothing is in the way of.
    public var clear = 0
    private var verdicts = [Int](repeating: 0, count: AnswerVerdict.allCases.count)

    /// Months that came to this.
    public func count(_ verdict: AnswerVerdict) -> Int { verdicts[verdict.position] }

    mutating func add(_ answer: X12MonthAnswer) {
        months += 1
        verdicts[answer.verdict.position] += 1
        if answer.isClear { clear += 1 }
    }

    mutating func add(_ outcomes: [X12Outcome]) {
        claims += outcomes.count
        accepted += outcomes.count { $0.isAccepted }
        rejected += outcomes.count { !$0.isAccepted }
    }

    /// What was accepted of a transaction set is rejected after all.
    mutating func withdraw(_ claims: X12Accepted) {
        accepted -= claims.claims
        rejected += claims.claims
        withdrawn += claims.claims
        clear -= claims.clear
        for (verdict, count) in claims.verdicts {
            verdicts[verdict.position] -= count
            verdicts[AnswerVerdict.reject.position] += count
        }
    }
}

/// The answer as it grows.
struct X12Output: Sendable {
    private let question: ClaimQuestion
    private let form: X12Form
    private let stamp: X12Stamp
    private var bytes: [UInt8] = []
    private var writer = JSONWriter()
    private var acknowledgement: ClaimAcknowledgement
    private(set) var counts = X12Counts()
    /// What was answered as accepted, by its transaction set.
    private var accepted: [X12SetPlace: X12Accepted] = [:]

    /// Bytes of a JSON answer that are written before they are handed on.
    private static let pieceBytes = 1 << 16

    init(_ question: ClaimQuestion, _ form: X12Form, _ stamp: X12Stamp) {
        self.question = question
        self.form = form
        self.stamp = stamp
        acknowledgement = ClaimAcknowledgement(stamp)
        if form == .json {
            writer.beginObject()
            writer.name(question.listName)
            writer.beginArray()
        }
    }

    mutating func take() -> [UInt8] {
        defer { bytes.removeAll() }
        return bytes
    }

    /// Writes what is complete of a batch, after these answers about the months that came next.
    mutating func add(_ answers: [X12MonthAnswer], to run: inout X12BatchRun) {
        for answer in answers { run.add(answer) }
        while let (month, answer) = run.take() {
            counts.add(answer)
            if question == .validate, answer.verdict != .reject {
                let place = run.batch.claims[run.batch.months[month].claims[0]].place
                accepted[place, default: X12Accepted()].add(answer)
            }
            switch form {
            case .text: bytes += X12AnswerText.month(month, answer, run)
            case .json, .ndjson:
                writer.month(month, answer, run)
                flush()
            case .claims, .implementation, .ta1: break
            }
        }
        if run.isComplete { complete(run) }
    }

    private mutating func complete(_ run: X12BatchRun) {
        counts.add(run.outcomes.all)
        for (claim, outcome) in zip(run.batch.claims, run.outcomes.all) where outcome.isAccepted {
            accepted[claim.place, default: X12Accepted()].add(claim)
        }
        if form == .claims {
            acknowledgement.add(run.batch, run.outcomes.all, run.structure)
            bytes += acknowledgement.take()
            return
        }
        for index in run.unjudged {
            switch form {
            case .text: bytes += X12AnswerText.unjudged(index, run)
            default:
                writer.unjudged(index, question, run)
                flush()
            }
        }
    }

    private mutating func flush() {
        if form == .ndjson {
            writer.endLine()
            writer.move(to: &bytes)
            writer.reset()
        } else if writer.count > X12Output.pieceBytes {
            writer.move(to: &bytes)
        }
    }

    /// - Parameter isCut: whether the end of the file was not read.
    mutating func end(_ structure: X12Structure, _ memory: X12Memory, isCut: Bool = false) {
        if question == .validate { withdraw(structure) }
        switch form {
        case .ta1: bytes += ImplementationAcknowledgement.interchanges(structure, stamp)
        case .implementation: bytes += ImplementationAcknowledgement.groups(structure, stamp)
        case .claims:
            acknowledgement.end()
            bytes += acknowledgement.take()
        case .text:
            bytes += X12AnswerText.summary(structure, counts, question, isComplete: !memory.isFull, isCut: isCut)
        case .json, .ndjson:
            if form == .json { writer.endArray() } else { writer.beginObject() }
            writer.summary(counts, question, memory, isCut: isCut)
            writer.name("structure")
            writer.structure(structure)
            writer.endObject()
            writer.endLine()
            writer.move(to: &bytes)
        }
    }
}

extension X12Output {
    /// What is known only at the end may reject what was answered as accepted before: a set whose later claims are in
    /// error, a group or an interchange without its trailer.
    private mutating func withdraw(_ structure: X12Structure) {
        let places = accepted.keys.filter { structure.rejection($0) != nil && accepted[$0]!.claims > 0 }.sorted {
            ($0.interchange, $0.group, $0.set) < ($1.interchange, $1.group, $1.set)
        }
        for place in places {
            counts.withdraw(accepted[place]!)
            if form == .claims { acknowledgement.withdraw(accepted[place]!, of: place, structure) }
        }
    }
}

/// What was answered as accepted of a transaction set.
struct X12Accepted: Sendable {
    private(set) var claims = 0
    private(set) var amount = Money(cents: 0)
    /// Months that nothing is in the way of.
    private(set) var clear = 0
    /// The months that begin in it.
    private(set) var verdicts: [AnswerVerdict: Int] = [:]

    mutating func add(_ claim: X12Claim) {
        claims += 1
        amount = amount + (claim.total ?? Money(cents: 0))
    }

    mutating func add(_ answer: X12MonthAnswer) {
        verdicts[answer.verdict, default: 0] += 1
        if answer.isClear { clear += 1 }
    }
}

extension ClaimQuestion {
    /// What the answers are called as a list.
    fileprivate var listName: StaticString {
        switch self {
        case .validate: "decisions"
        case .suggest: "suggestions"
        case .gaps: "checklists"
        }
    }
}

extension JSONWriter {
    fileprivate mutating func summary(
        _ counts: X12Counts,
        _ question: ClaimQuestion,
        _ memory: X12Memory,
        isCut: Bool
    ) {
        name("summary")
        beginObject()
        member("claims", counts.claims)
        if question == .validate {
            member("accepted", counts.accepted)
            member("rejected", counts.rejected)
            if counts.withdrawn > 0 { member("withdrawn", counts.withdrawn) }
        }
        member("careMonths", counts.months)
        for verdict in question.verdicts { member(verdict.name, counts.count(verdict)) }
        // False where there were more than are remembered: an earlier claim of a month may have gone unseen.
        member("joined", !memory.isFull)
        if isCut { member("stoppedEarly", true) }
        endObject()
    }
}
