import ClaimRules

/// What is answered about one claim: accepted or rejected, with the codes of the 277CA, for the claim and for its lines.
struct X12Outcome: Sendable {
    /// What is said of the claim; at least one.
    var statuses: [ClaimStatus] = []
    /// What is said of lines, by their position in the claim.
    var lines: [(line: Int, status: ClaimStatus)] = []
    var isAccepted = true

    mutating func reject(_ status: ClaimStatus, line: Int? = nil) {
        isAccepted = false
        if !statuses.contains(status) { statuses.append(status) }
        guard let line, !lines.contains(where: { $0.line == line && $0.status == status }) else { return }
        lines.append((line, status))
    }

    /// The outcomes of a batch's claims.
    ///
    /// - Parameter isRejected: whether the claim's transaction set was rejected as a whole.
    static func all(_ batch: X12Batch, _ decisions: [Decision], isRejected: (X12Claim) -> Bool) -> [X12Outcome] {
        var outcomes = [X12Outcome](repeating: X12Outcome(), count: batch.claims.count)
        for (joined, decision) in zip(batch.months, decisions) where decision.verdict == .reject {
            let places = X12Places(batch: batch, month: joined)
            for finding in decision.findings where finding.severity == .error {
                // What is wrong with the whole month is wrong with the claim that begins it, and what clashes with the
                // history is wrong here, not there.
                let isHistory = finding.path.text.hasPrefix("/history")
                let place = isHistory ? nil : places.place(finding.path)
                let claim = place?.claim ?? joined.claims[0]
                let source = finding.line.flatMap { joined.lines.indices.contains($0) ? joined.lines[$0] : nil }
                outcomes[claim].reject(ClaimStatus(finding.rule), line: source?.claim == claim ? source?.line : nil)
            }
        }
        for (index, claim) in batch.claims.enumerated() {
            for fault in claim.faults { outcomes[index].reject(ClaimStatus(fault.kind)) }
            if isRejected(claim) { outcomes[index].reject(.unprocessable) }
            guard outcomes[index].isAccepted else { continue }
            switch batch.standings[index] {
            case .replaced, .voided: outcomes[index].statuses = [.superseded]
            case .judged, .void: outcomes[index].statuses = [.accepted]
            }
        }
        return outcomes
    }
}
