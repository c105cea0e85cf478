import ClaimFormats
import HTTPMessage
import StructuredLog
import Synchronization

/// A body of care months, one a line, answered line by line while it is still arriving.
///
/// In memory are the line that is being received, at most one slice that waits for its turn, the answers of one turn, the
/// tally, and what the duplicates are found by.
final class ClaimStream: BodyStream {
    /// Lines that are answered in one turn, before other connections get theirs.
    static let linesATurn = 16

    /// What the lines are answered from. Only the state below holds it.
    private final class Lines {
        let desk: ClaimDesk
        let asked: StreamQuestion
        var tally = StreamTally()
        /// What the figures do not have yet.
        var uncounted = AnswerTally()
        var seen: SeenServices

        init(_ desk: ClaimDesk, _ asked: StreamQuestion, _ seen: consuming SeenServices) {
            self.desk = desk
            self.asked = asked
            self.seen = seen
        }

        func answer(_ line: UnsafeBufferPointer<UInt8>?, _ number: Int, into output: inout [UInt8]) {
            let document = desk.read(line, asked)
            let index = tally.documents
            let repeated = asked.question == .validate ? seen.repeated(document, index: index) : []
            let answer = desk.answer(
                document,
                index: index,
                line: number,
                asked,
                repeated: repeated,
                into: &output,
                &tally
            )
            if let answer { uncounted.add(answer.verdict, answer.findings, answer.unverified) }
        }
    }

    private struct State {
        let lines: Lines
        var splitter: LineSplitter
        /// The part of a slice that did not fit into its turn.
        var waiting: [UInt8] = []
        var position = 0
    }

    /// Documents after which the figures hear of them: a stream may take hours.
    static let documentsACount = 256

    private let wantsSummary: Bool
    private let question: ClaimQuestion
    private let requestID: RequestID?
    private let metrics: ServiceMetrics
    private let state: Mutex<State>

    init(
        _ desk: ClaimDesk,
        _ asked: StreamQuestion,
        _ seen: consuming SeenServices,
        wantsSummary: Bool,
        metrics: ServiceMetrics = ServiceMetrics()
    ) {
        self.wantsSummary = wantsSummary
        self.metrics = metrics
        question = asked.question
        requestID = asked.requestID
        let lines = Lines(desk, asked, seen)
        state = Mutex(State(lines: lines, splitter: LineSplitter(limit: desk.documentBytes)))
    }

    /// What the log says of it in the end.
    var facts: LogFacts {
        state.withLock { state in
            metrics.add(&state.lines.uncounted)
            return state.lines.tally.facts(question)
        }
    }

    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter) {
        state.withLock { state in
            if slice.isEmpty {
                goOn(&state, &writer)
            } else {
                slice.withUnsafeBufferPointer { slice in
                    let used = answer(slice, from: 0, &state, &writer)
                    guard writer.isUnfinished else { return }
                    state.waiting = Array(slice[used...])
                    state.position = 0
                }
            }
        }
    }

    func finish(_ writer: inout StreamWriter) {
        state.withLock { state in
            let lines = state.lines
            _ = state.splitter.end { lines.answer($0, $1, into: &writer.bytes) }
            if wantsSummary { writer.bytes += lines.tally.summaryLine(question, lines.seen) }
        }
    }

    func cancel() {}

    /// Says as the last line what has ended the stream, and how many documents have been answered.
    func cutShort(by refusal: Refusal, _ writer: inout StreamWriter) {
        let answered = state.withLock { $0.lines.tally.documents }
        writer.bytes += Problem(ProblemKind(refusal), detail: refusal.text)
            .lastLine(answered: answered, requestID: requestID)
    }

    private func goOn(_ state: inout State, _ writer: inout StreamWriter) {
        var waiting: [UInt8] = []
        swap(&waiting, &state.waiting)
        state.position = waiting.withUnsafeBufferPointer { answer($0, from: state.position, &state, &writer) }
        if writer.isUnfinished { state.waiting = waiting }
    }

    /// Answers as many lines as a turn is for; where the next begins.
    private func answer(
        _ piece: UnsafeBufferPointer<UInt8>,
        from start: Int,
        _ state: inout State,
        _ writer: inout StreamWriter
    ) -> Int {
        let lines = state.lines
        var position = start
        var answered = 0
        while state.splitter.next(in: piece, from: &position, { lines.answer($0, $1, into: &writer.bytes) }) {
            answered += 1
            if lines.uncounted.documents >= Self.documentsACount { metrics.add(&lines.uncounted) }
            if answered == Self.linesATurn, position < piece.count {
                writer.isUnfinished = true
                break
            }
        }
        return position
    }
}

extension Problem {
    /// The last line of a stream that ends early: how many documents have been answered, and why there are no more.
    func lastLine(answered: Int, requestID: RequestID?) -> [UInt8] {
        Array("{\"answered\":\(answered),".utf8) + document(requestID: requestID).dropFirst()
    }
}
