import ClaimRules

/// What is answered about one claim: accepted or rejected, with the codes of the 277CA, for the claim and for its lines.
struct X12Outcome: Sendable {
    /// What is said of the claim; at least one.
    var statuses: [ClaimStatus] = []
    /// What is said of lines, by their position in the claim.
    var lines: [(line: Int, status: ClaimStatus)] = []
    var isAccepted = true
    /// What the claim is rejected with, whatever it says itself.
    var envelope: X12Envelope?

    mutating func reject(_ status: ClaimStatus, line: Int? = nil) {
        isAccepted = false
        if !statuses.contains(status) { statuses.append(status) }
        guard let line, !lines.contains(where: { $0.line == line && $0.status == status }) else { return }
        lines.append((line, status))
    }
}

/// The outcomes of a batch's claims, as its months are decided one after the other.
struct X12Outcomes: Sendable {
    private(set) var all: [X12Outcome]

    init(_ batch: X12Batch) { all = [X12Outcome](repeating: X12Outcome(), count: batch.claims.count) }

    /// What the decision on a month means for its claims.
    mutating func add(_ decision: Decision, on joined: X12CareMonth, of batch: X12Batch) {
        guard decision.verdict == .reject else { return }
        let places = X12Places(batch: batch, month: joined)
        for finding in decision.findings where finding.severity == .error {
            let source = finding.line.flatMap { joined.lines.indices.contains($0) ? joined.lines[$0] : nil }
            for claim in places.claims(of: finding) where joined.subject ?? claim == claim {
                let line = source?.claim == claim ? source?.line : nil
                all[claim].reject(ClaimStatus(finding.rule).about(batch.claims[claim], line: line), line: line)
            }
        }
    }

    /// What is said of a claim when all of its months are decided.
    ///
    /// - Parameter envelope: what the claim is rejected with; nil where all that it is in was accepted.
    mutating func complete(_ index: Int, of batch: X12Batch, rejectedWith envelope: X12Envelope?) {
        for fault in batch.claims[index].faults { all[index].reject(ClaimStatus(fault.kind)) }
        all[index].envelope = envelope
        if envelope != nil { all[index].reject(.unprocessable) }
        guard all[index].isAccepted else { return }
        switch batch.standings[index] {
        case .replaced, .voided: all[index].statuses = [.superseded]
        case .judged, .void: all[index].statuses = [.accepted]
        }
    }
}
