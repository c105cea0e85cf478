public import ClaimFormats
public import ClaimRules
import StructuredLog

/// What the answers of a stream came to: the numbers of its summary and of its log line.
public struct StreamTally: Sendable, Equatable {
    /// Lines that were answered, with a problem or otherwise.
    public private(set) var documents = 0
    /// Lines that were answered with a problem.
    public private(set) var problems = 0
    /// Answers that are clear: nothing stands in the way of billing.
    public private(set) var clear = 0
    /// Lines of claims whose service an earlier document bills too.
    public private(set) var duplicates = 0
    /// Documents that bill less than their record supports, where that was asked, and by how much.
    public private(set) var underbilled = 0
    public private(set) var underbilledBy = Money(cents: 0)
    private var counts = Array(repeating: 0, count: AnswerVerdict.allCases.count)
    private var findings: [RuleID: Int] = [:]

    public init() {}

    public mutating func add(_ answer: ClaimAnswer, duplicates: Int = 0) {
        documents += 1
        counts[answer.verdict.position] += 1
        if answer.isClear { clear += 1 }
        self.duplicates += duplicates
        for rule in answer.rules { findings[rule, default: 0] += 1 }
        if let difference = answer.underbilledBy {
            underbilled += 1
            underbilledBy = underbilledBy + difference
        }
    }

    /// The answer about a month of a file of claims.
    public mutating func add(_ answer: X12MonthAnswer) {
        documents += 1
        counts[answer.verdict.position] += 1
        if answer.isClear { clear += 1 }
        let rules =
            switch answer {
            case .decision(let decision): decision.findings.map(\.rule)
            case .suggestion(let suggestion): suggestion.blockedBy.map(\.rule)
            case .checklist(let checklist): checklist.blockedBy.map(\.rule)
            }
        for rule in rules { findings[rule, default: 0] += 1 }
    }

    public mutating func addProblem() {
        documents += 1
        problems += 1
    }

    public mutating func add(_ other: StreamTally) {
        documents += other.documents
        problems += other.problems
        clear += other.clear
        duplicates += other.duplicates
        underbilled += other.underbilled
        underbilledBy = underbilledBy + other.underbilledBy
        for index in counts.indices { counts[index] += other.counts[index] }
        findings.merge(other.findings, uniquingKeysWith: +)
    }

    public func count(_ verdict: AnswerVerdict) -> Int { counts[verdict.position] }

    /// The rules that were broken, or stood in the way, the most frequent first.
    public var rules: [(rule: RuleID, count: Int)] {
        findings.map { (rule: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.rule.description) < ($0.count, $1.rule.description) }
    }
}

extension StreamTally {
    /// What the log says of a stream.
    func facts(_ question: ClaimQuestion) -> LogFacts {
        var facts = LogFacts()
        facts.counts = [
            LogField("claimgate.documents", .integer(documents)), LogField("claimgate.problems", .integer(problems)),
        ]
        facts.counts += question.verdicts.map { LogField($0.attribute, .integer(count($0))) }
        if question == .validate { facts.counts.append(LogField("claimgate.duplicates", .integer(duplicates))) }
        return facts
    }

    /// The summary as the last line of a stream.
    public func summaryLine(_ question: ClaimQuestion, _ seen: borrowing SeenServices) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("summary")
        writer.beginObject()
        writer.name("documents")
        writer.int(documents)
        writer.name("problems")
        writer.int(problems)
        writer.name("verdicts")
        writer.beginObject()
        for verdict in question.verdicts {
            writer.name(verdict.name)
            writer.int(count(verdict))
        }
        writer.endObject()
        writer.name("rules")
        writer.beginArray()
        for (rule, count) in rules {
            writer.beginObject()
            writer.name("rule")
            writer.string(rule.name)
            writer.name("count")
            writer.int(count)
            writer.endObject()
        }
        writer.endArray()
        if question == .validate { writeDuplicates(seen, to: &writer) }
        if question != .gaps {
            writer.name("underbilled")
            writer.beginObject()
            writer.name("documents")
            writer.int(underbilled)
            writer.name("nonFacility")
            writer.money(cents: Int(underbilledBy.cents))
            writer.endObject()
        }
        writer.endObject()
        writer.endObject()
        writer.endLine()
        return writer.bytes
    }

    private func writeDuplicates(_ seen: borrowing SeenServices, to writer: inout JSONWriter) {
        writer.name("duplicates")
        writer.beginObject()
        writer.name("found")
        writer.int(duplicates)
        // False when more services came than are remembered: among the rest there may be more.
        writer.name("complete")
        writer.bool(!seen.isFull)
        writer.name("remembered")
        writer.int(seen.count)
        writer.name("limit")
        writer.int(seen.limit)
        writer.endObject()
    }
}

extension AnswerVerdict {
    /// The attribute that counts answers of this verdict.
    var attribute: StaticString {
        switch self {
        case .accept: "claimgate.verdicts.accept"
        case .review: "claimgate.verdicts.review"
        case .reject: "claimgate.verdicts.reject"
        case .matches: "claimgate.verdicts.matches"
        case .underbilled: "claimgate.verdicts.underbilled"
        case .overbilled: "claimgate.verdicts.overbilled"
        case .different: "claimgate.verdicts.different"
        case .undecided: "claimgate.verdicts.undecided"
        case .supported: "claimgate.verdicts.supported"
        case .unsupported: "claimgate.verdicts.unsupported"
        case .ready: "claimgate.verdicts.ready"
        case .incomplete: "claimgate.verdicts.incomplete"
        }
    }
}
