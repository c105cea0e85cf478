import ClaimRules

/// Claims that were read together, put together by patient and month, each month ready to be judged on its own and in
/// any order.
struct X12Batch: Sendable {
    let claims: [X12Claim]
    let standings: [X12ClaimStanding]
    let originals: [Int: X12Original]
    let months: [X12CareMonth]
    /// For each claim why it counts for nothing beside others; nil where it counts.
    let asides: [X12Aside?]

    /// - Parameters:
    ///   - structure: what was received as far as it is known; the claims of what it rejects count for nothing.
    ///   - memory: what the batches before have billed.
    ///   - setAside: replacements that are rejected, with the months that reject them, by ``X12Settlement``.
    init(
        _ claims: [X12Claim],
        in structure: X12Structure,
        after memory: X12Memory,
        limits: X12Limits = X12Limits(),
        setAside: [Int: [X12CareMonth]] = [:]
    ) {
        let joiner = CareMonthJoiner(claims, in: structure, after: memory, limits: limits, setAside: setAside)
        asides = joiner.asides
        self.claims = claims
        standings = joiner.standings
        originals = joiner.originals
        months = joiner.months
    }

    /// The decision on the month at this position. Pure: the same month and profile give the same decision.
    func decision(_ index: Int, profile: Profile) -> Decision {
        let joined = months[index]
        if let subject = joined.subject, var decision = joined.rejection {
            let places = X12Places(batch: self, month: joined)
            decision.findings.removeAll { !places.claims(of: $0).contains(subject) }
            return decision
        }
        var decision = ClaimEvaluator.evaluate(joined.month, profile: profile)
        if joined.claims.count > 1 {
            addLaterClaims(joined, &decision, profile)
            rejectWhatCannotStand(joined, &decision, profile)
        }
        return decision
    }

    /// What the rules say of a claim that follows others of its month: the earlier ones are its history, as they are for
    /// the payer. Only what the joined month cannot show is taken from it: an add-on on another claim than its base.
    private func addLaterClaims(_ joined: X12CareMonth, _ decision: inout Decision, _ profile: Profile) {
        var later: [Finding] = []
        for claim in joined.claims.dropFirst() {
            var month = joined.month
            month.lines.removeAll()
            var history = joined.month.history ?? []
            var positions: [Int] = []
            for (position, source) in joined.lines.enumerated() {
                let line = joined.month.lines[position]
                if source.claim == claim {
                    month.lines.append(line)
                    positions.append(position)
                } else if source.claim < claim, let date = line.date {
                    history.append(BilledService(code: line.code, date: date, units: line.units))
                }
            }
            month.history = history
            for var finding in ClaimEvaluator.evaluate(month, profile: profile).findings
            where finding.rule == X12Batch.addOnOnLaterClaim {
                guard let line = finding.line, line < positions.count else { continue }
                finding.line = positions[line]
                finding.path = .line(positions[line])
                finding.facts = []
                later.append(finding)
            }
        }
        if !later.isEmpty { decision.add(later) }
    }

    private static let addOnOnLaterClaim: RuleID = "add-on-on-later-claim"
}
