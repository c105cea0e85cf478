import Access
import ClaimService
import HTTPServer
import Metrics
import StructuredLog

/// The figures that only the whole program knows: of its build, its server, its log and its process.
struct ServiceFigures {
    private let server: Server
    private let logs: LogOutputs
    private let gate: AccessGate?
    private let operations: Operations
    private let process = ProcessFigures()

    /// - Parameter gate: what callers pass; nil where they are not told apart.
    init(_ server: Server, _ logs: LogOutputs, _ gate: AccessGate?, _ operations: Operations) {
        self.server = server
        self.logs = logs
        self.gate = gate
        self.operations = operations
    }

    func write(to writer: inout MetricWriter) {
        writer.begin("claimgate_build", .info, "The program.")
        writer.sample(LogVersion(written: BuildInformation.version).map { [.version("version", $0)] } ?? [], 1)
        writer.begin(
            "claimgate_ready",
            .gauge,
            "1 while requests are wanted, 0 while starting, stopping or after a reload that failed."
        )
        writer.sample([], operations.readiness.isReady ? 1 : 0)
        writer.begin("claimgate_reloads", .counter, "Reloads of certificates and keys, by result.")
        writer.sample([.word("result", "done")], operations.reloads.done)
        writer.sample([.word("result", "failed")], operations.reloads.failed)
        writeConnections(to: &writer)
        writer.begin("claimgate_access_refusals", .counter, "Requests whose caller was not let in, by reason.")
        let refusals = gate?.refusals ?? [:]
        for reason in AccessRefusal.allCases {
            writer.sample([.word("reason", LogWord(reason))], refusals[reason] ?? 0)
        }
        writer.begin(
            "claimgate_log_lines_dropped",
            .counter,
            "Log lines that were lost because nobody took them, by log."
        )
        for scope in LogScope.allCases { writer.sample([.word("log", LogWord(scope))], logs.dropped(scope)) }
        process.write(to: &writer)
    }

    private func writeConnections(to writer: inout MetricWriter) {
        let statistics = server.statistics
        writer.begin("claimgate_connections", .gauge, "Open connections.")
        writer.sample([], server.connectionCount)
        writer.begin("claimgate_connections_limit", .gauge, "Most connections at a time.")
        writer.sample([], server.maximumConnections)
        writer.begin(
            "claimgate_connections_waiting",
            .gauge,
            "Connections whose requests have come and wait for their turn: the depth of the queue."
        )
        writer.sample([], statistics.waiting)
        writer.begin("claimgate_connections_accepted", .counter, "Connections that were taken.")
        writer.sample([], statistics.accepted)
        writer.begin("claimgate_connections_refused", .counter, "Connections that were told 503, by reason.")
        writer.sample([.word("reason", "limit")], statistics.refusedOverLimit)
        writer.sample([.word("reason", "address-limit")], statistics.refusedOverAddressLimit)
        writer.sample([.word("reason", "stopping")], statistics.refusedStopping)
        writer.begin(
            "claimgate_connections_untaken",
            .counter,
            "Connections that ended while answers waited for their client, by reason."
        )
        for reason in UntakenAnswers.allCases {
            writer.sample([.word("reason", LogWord(reason))], statistics.untakenAnswers(reason))
        }
        writer.begin(
            "claimgate_accept_pauses",
            .counter,
            "Times when no connection could be taken for want of descriptors."
        )
        writer.sample([], statistics.acceptPauses)
        writer.begin("claimgate_tls_handshakes", .counter, "TLS handshakes, by result.")
        writer.sample([.word("result", "done")], statistics.handshakes)
        for failure in TLSFailure.allCases {
            writer.sample([.word("result", LogWord(failure))], statistics.failedHandshakes(failure))
        }
    }
}
