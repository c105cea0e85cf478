import ClaimFormats
import ClaimRules
import HTTPMessage
import StructuredLog
import Synchronization

/// A file of professional claims, answered while it is still arriving.
///
/// In memory are the claims that are held to be joined by patient and month, what is remembered of those before them, the
/// answers of one turn, and the structure that is acknowledged at the end.
final class X12Stream: BodyStream {
    /// Months that are answered in one turn, before other connections get theirs.
    static let monthsATurn = 16

    private let question: ClaimQuestion
    private let requestID: RequestID
    private let form: MediaType
    private let metrics: ServiceMetrics
    private let refuse: @Sendable (Problem) -> Response
    private let session: Mutex<X12Session>
    private let pseudonyms: Pseudonyms?
    private let onDecision: (@Sendable (LogFacts) -> Void)?
    /// Gives back what was taken to remember claims when the stream is gone.
    private let room: SeenServicesRoom

    /// - Parameter refuse: the response to a file that cannot be answered.
    init(
        _ asked: StreamQuestion,
        _ call: Call,
        _ requestID: RequestID,
        _ room: SeenServicesRoom,
        refuse: @escaping @Sendable (Problem) -> Response
    ) throws(Problem) {
        question = asked.question
        onDecision = asked.onDecision
        pseudonyms = call.desk.pseudonyms
        form = call.media
        self.requestID = requestID
        self.refuse = refuse
        metrics = call.metrics
        self.room = room
        session = Mutex(try X12Endpoint.session(asked, call) { room.take($0) })
    }

    /// What the log says of it.
    var facts: LogFacts {
        var facts = LogFacts()
        let counts = session.withLock { $0.counts }
        facts.counts = [
            LogField("claimgate.claims", .integer(counts.claims)),
            LogField("claimgate.care_months", .integer(counts.months)),
        ]
        if question == .validate {
            facts.counts.append(LogField("claimgate.rejected_claims", .integer(counts.rejected)))
        }
        facts.counts += question.verdicts.map { LogField($0.attribute, .integer(counts.count($0))) }
        return facts
    }

    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter) {
        session.withLock { session in
            if !slice.isEmpty { slice.withUnsafeBufferPointer { session.read($0) } }
            if let refusal = session.refusal {
                return writer.respond(instead: refuse(X12Endpoint.problem(refusal)))
            }
            work(&session, &writer)
        }
    }

    func finish(_ writer: inout StreamWriter) {
        session.withLock { session in
            do throws(X12Refusal) {
                try session.endReading()
            } catch {
                // Nothing has been written of a file without a claim.
                return writer.respond(instead: refuse(X12Endpoint.problem(error)))
            }
            work(&session, &writer)
        }
    }

    func cancel() {}

    /// Says as the last line what has ended the stream, where the answer is in lines or for people. As JSON or X12 it just
    /// ends, without the end that its own syntax asks for, or that of HTTP.
    func cutShort(by refusal: Refusal, _ writer: inout StreamWriter) {
        let answered = session.withLock { $0.counts.months }
        switch form {
        case .ndjson:
            writer.bytes += Problem(ProblemKind(refusal), detail: refusal.text)
                .lastLine(answered: answered, requestID: requestID)
        case .text:
            let months = answered == 1 ? "1 care month was" : "\(answered) care months were"
            writer.bytes += Array("This answer is cut short, \(months) answered. \(refusal.text)\n".utf8)
        default: break
        }
    }

    private func work(_ session: inout X12Session, _ writer: inout StreamWriter) {
        session.work(atMost: Self.monthsATurn) { work in
            let answers = work.answers()
            if let onDecision {
                for (position, answer) in answers.enumerated() {
                    onDecision(answer.facts(pseudonyms?.ids(of: work.month(position))))
                }
            }
            metrics.add(answers.compactMap { if case .decision(let decision) = $0 { decision } else { nil } })
            return answers
        }
        writer.bytes += session.takeAnswer()
        writer.isUnfinished = session.isBusy
    }
}

extension X12MonthAnswer {
    /// What the log of decisions says of it.
    fileprivate func facts(_ ids: LoggedIDs?) -> LogFacts {
        var facts = LogFacts(verdict: verdict, ids: ids)
        switch self {
        case .decision(let decision): facts.rules = decision.findings.map(\.rule)
        case .suggestion(let suggestion): facts.rules = suggestion.blockedBy.map(\.rule)
        case .checklist(let checklist): facts.rules = checklist.blockedBy.map(\.rule)
        }
        return facts
    }
}
