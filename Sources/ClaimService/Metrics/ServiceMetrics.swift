import ClaimFormats
public import ClaimRules
import HTTPMessage
public import Metrics
import StructuredLog
import Synchronization

/// The figures of the service, for `/metrics`.
///
/// Each event loop has counters of its own, which are added up when somebody collects them.
public final class ServiceMetrics: Sendable {
    private let loops: [LoopCounters]
    /// What is counted by whoever has no loop at hand: the documents of streams and files.
    private let documents = AnswerCounters()
    let admission = AdmissionCounters()
    private let digest: String
    private let others = Mutex<[@Sendable (inout MetricWriter) -> Void]>([])

    /// - Parameters:
    ///   - loops: as many as the servers have; a request of loop n is counted by counters n.
    ///   - digest: that of the rules, a deployment's own profiles included.
    public init(loops: Int = 1, digest: String = Ruleset.digest) {
        self.digest = digest
        self.loops = (0..<max(1, loops)).map { _ in LoopCounters() }
    }

    /// Has more figures written after those of requests: the server's, the process's, the log's.
    public func include(_ source: @escaping @Sendable (inout MetricWriter) -> Void) {
        others.withLock { $0.append(source) }
    }

    /// Everything that has been counted so far.
    public func exposition(_ form: MetricForm) -> [UInt8] {
        var writer = MetricWriter(form)
        writeRuleset(to: &writer)
        writeRequests(to: &writer)
        writeAnswers(to: &writer)
        admission.write(to: &writer)
        for source in others.withLock({ $0 }) { source(&writer) }
        writer.end()
        return writer.bytes
    }

    /// Counts one request. Called on the loop that answered it.
    func count(_ finished: FinishedExchange, _ firstLoop: Int, _ exchange: Exchange, _ facts: LogFacts) {
        counters(firstLoop + finished.loop).count(finished, exchange, facts)
    }

    /// The same for an answer of which there is nothing more to say.
    func count(_ finished: FinishedExchange, _ firstLoop: Int, route: Int, method: RequestMethodWord) {
        counters(firstLoop + finished.loop).count(finished, route: route, method: method)
    }

    private func counters(_ loop: Int) -> LoopCounters {
        // A server with more loops than it was said to have shares the first counters, and may lose a count there.
        loops[loop < loops.count ? loop : 0]
    }

    /// Adds the decisions about the claims of a file.
    func add(_ decisions: [Decision]) {
        var tally = AnswerTally()
        for decision in decisions {
            tally.add(AnswerVerdict(decision.verdict), decision.findings, decision.unverified)
        }
        add(&tally)
    }

    /// Adds what a stream or a file came to, and empties the tally.
    func add(_ tally: inout AnswerTally) {
        guard tally.documents > 0 else { return }
        documents.add(tally)
        tally.clear()
    }
}

extension ServiceMetrics {
    private func writeRuleset(to writer: inout MetricWriter) {
        let labels: [MetricLabel?] = [
            LogVersion(written: Ruleset.version).map { .version("version", $0) },
            LogDigest(written: digest).map { .digest("digest", $0) },
        ]
        writer.begin("claimgate_ruleset", .info, "The rules that claims are judged by.")
        writer.sample(labels.compactMap(\.self), 1)
    }

    private func writeRequests(to writer: inout MetricWriter) {
        writer.begin(
            "claimgate_http_request_duration_seconds",
            .histogram,
            in: .seconds,
            "Time from the first byte of a request until its answer is handed over to be sent."
        )
        for status in LoopCounters.statuses {
            let series = loops.compactMap { $0.series(of: status) }
            guard !series.isEmpty else { continue }
            for (route, template) in RouteTable.numbered.enumerated() {
                for method in RequestMethodWord.allCases {
                    var total = RequestSeries.emptyTotal
                    for one in series { one.add(route: route, method: method, to: &total) }
                    let nanoseconds = total.removeLast()
                    guard total.contains(where: { $0 > 0 }) else { continue }
                    writer.histogram(
                        [
                            .word("method", LogWord(method)), .word("route", LogWord(template)),
                            .status("status", status),
                        ],
                        bounds: RequestSeries.boundTexts,
                        counts: total,
                        sum: Double(nanoseconds) / 1e9
                    )
                }
            }
        }
        writeSum("claimgate_http_received_bytes", .bytes, "Bytes of requests, heads included.", &writer) {
            $0.receivedBytes.load(ordering: .relaxed)
        }
        writeSum("claimgate_http_sent_bytes", .bytes, "Bytes of answers, heads included.", &writer) {
            $0.sentBytes.load(ordering: .relaxed)
        }
        writeSum(
            "claimgate_http_answers_cut_short",
            nil,
            "Answers whose connection ended before they were complete.",
            &writer
        ) { $0.cutShort.load(ordering: .relaxed) }
        writer.begin("claimgate_problems", .counter, "Requests that were refused, by the kind of problem.")
        for (index, kind) in ProblemKind.all.enumerated() {
            let count = loops.reduce(0) { $0 + $1.problems[index].load(ordering: .relaxed) }
            writer.sample([.word("problem", LogWord(kind.name))], count)
        }
    }

    private func writeSum(
        _ name: StaticString,
        _ unit: MetricUnit?,
        _ help: StaticString,
        _ writer: inout MetricWriter,
        _ read: (LoopCounters) -> UInt64
    ) {
        writer.begin(name, .counter, in: unit, help)
        writer.sample([], loops.reduce(0) { $0 + read($1) })
    }

    private func writeAnswers(to writer: inout MetricWriter) {
        var tally = AnswerTally()
        for loop in loops { loop.answers.collect(into: &tally) }
        documents.collect(into: &tally)
        writer.begin("claimgate_verdicts", .counter, "Care months that were answered, by question and verdict.")
        for question in ClaimQuestion.allCases {
            for verdict in question.verdicts {
                writer.sample(
                    [.word("question", LogWord(question)), .word("verdict", LogWord(verdict))],
                    tally.verdicts[verdict.position]
                )
            }
        }
        writer.begin("claimgate_findings", .counter, "Findings of decisions, by rule and severity.")
        for (position, rule) in RulePositions.all.ids.enumerated() {
            for severity in Severity.allCases where tally.findings(position, severity) > 0 {
                writer.sample(
                    [.word("rule", LogWord(rule.name)), .word("severity", LogWord(severity))],
                    tally.findings(position, severity)
                )
            }
        }
        writer.begin("claimgate_unverified", .counter, "Rules that decisions could not decide, by rule.")
        for (position, rule) in RulePositions.all.ids.enumerated() where tally.unverified(position) > 0 {
            writer.sample([.word("rule", LogWord(rule.name))], tally.unverified(position))
        }
    }
}
