import ClaimRules

/// Finds which replacements are rejected themselves, before the claims of a batch are put together for good.
///
/// A payer that rejects a claim never looks at what it would have replaced. So a patient's claims are joined as if every
/// replacement had its effect, and the months of the replacements are judged. Those that are rejected are set aside, each
/// with the months that reject it, and the patient's claims are joined again without them: now what they named is there
/// again, and may be what rejects another. As more and more is set aside and never less, this comes to an end. A void bills
/// nothing and is in no month, so that no finding rejects it.
struct X12Settlement: Sendable {
    private let claims: [X12Claim]
    let structure: X12Structure
    /// Replacements that are rejected, by their position in the batch, with the months that reject them.
    private var setAside: [Int: [X12CareMonth]] = [:]
    /// For patients with replacements the positions of all their claims.
    private var patients: [[Int]] = []
    private var trial: Trial?

    /// Claims whose joining counts as much as the judgement of a month.
    private static let claimsAMonth = 64

    init(_ received: X12Claims) {
        claims = received.claims
        structure = received.structure
        let replaced = Set(claims.lazy.filter { $0.frequency == .replacement }.map(\.patient.key))
        guard !replaced.isEmpty else { return }
        var places: [String: Int] = [:]
        for (index, claim) in claims.enumerated() where replaced.contains(claim.patient.key) {
            let place = places[claim.patient.key] ?? patients.count
            if place == patients.count {
                places[claim.patient.key] = place
                patients.append([])
            }
            patients[place].append(index)
        }
    }

    var isDone: Bool { trial == nil && patients.isEmpty }

    /// Judges so many months, or a few more; gives back how many.
    mutating func work(atMost most: Int, after memory: X12Memory, profile: Profile, limits: X12Limits) -> Int {
        var judged = 0
        while judged < most, !isDone {
            var current: Trial
            if let open = trial.take() {
                current = open
            } else {
                let positions = patients.removeLast()
                current = Trial(positions, positions.map { claims[$0] }, structure, memory, limits)
                judged += positions.count / Self.claimsAMonth
            }
            if current.judgeNext(profile) {
                judged += 1
                trial = current
            } else if current.setsAside(structure, memory, limits) {
                judged += 1 + current.positions.count / Self.claimsAMonth
                trial = current
            } else {
                setAside.merge(current.result) { $1 }
            }
        }
        return judged
    }

    /// The claims, put together. To be called when all is done.
    func batch(after memory: X12Memory, limits: X12Limits) -> X12Batch {
        X12Batch(claims, in: structure, after: memory, limits: limits, setAside: setAside)
    }

    /// The claims of one patient, put together as often as it takes.
    private struct Trial: Sendable {
        let positions: [Int]
        private let claims: [X12Claim]
        private var batch: X12Batch
        private var outcomes: X12Outcomes
        private var decisions: [(month: X12CareMonth, decision: Decision)] = []
        private var next = 0
        private var round = 1
        private var setAside: [Int: [X12CareMonth]] = [:]

        init(
            _ positions: [Int],
            _ claims: [X12Claim],
            _ structure: X12Structure,
            _ memory: X12Memory,
            _ limits: X12Limits
        ) {
            self.positions = positions
            self.claims = claims
            batch = X12Batch(claims, in: structure, after: memory, limits: limits)
            outcomes = X12Outcomes(batch)
        }

        /// Judges the next month with a replacement that has an effect; false where there is none left.
        mutating func judgeNext(_ profile: Profile) -> Bool {
            while next < batch.months.count {
                let joined = batch.months[next]
                defer { next += 1 }
                guard joined.subject == nil, joined.claims.contains(where: hasEffect) else { continue }
                let decision = batch.decision(next, profile: profile)
                decisions.append((joined, decision))
                outcomes.add(decision, on: joined, of: batch)
                return true
            }
            return false
        }

        /// Sets those aside that were rejected, and joins the others again; false where there was none, or no further round
        /// is allowed.
        mutating func setsAside(_ structure: X12Structure, _ memory: X12Memory, _ limits: X12Limits) -> Bool {
            let rejected = Set(claims.indices.filter { hasEffect($0) && !outcomes.all[$0].isAccepted })
            guard !rejected.isEmpty, round < limits.resubmissionRounds else { return false }
            round += 1
            for (joined, decision) in decisions {
                for claim in joined.claims where rejected.contains(claim) {
                    setAside[claim, default: []].append(joined.judged(for: claim, claims[claim].account, decision))
                }
            }
            decisions.removeAll()
            batch = X12Batch(claims, in: structure, after: memory, limits: limits, setAside: setAside)
            outcomes = X12Outcomes(batch)
            next = 0
            return true
        }

        /// What was set aside, by positions in the whole batch.
        var result: [Int: [X12CareMonth]] {
            var result: [Int: [X12CareMonth]] = [:]
            for (claim, months) in setAside { result[positions[claim]] = months.map { $0.moved(positions) } }
            return result
        }

        private func hasEffect(_ claim: Int) -> Bool {
            guard claims[claim].frequency == .replacement, batch.asides[claim] == nil,
                batch.standings[claim] == .judged
            else { return false }
            return switch batch.originals[claim] {
            case .here, .answered: true
            default: false
            }
        }
    }
}

extension X12CareMonth {
    /// The same as the answer about a replacement that it rejects.
    fileprivate func judged(for claim: Int, _ account: String, _ decision: Decision) -> X12CareMonth {
        var copy = self
        copy.rejection = decision
        copy.rejection?.id = account.isEmpty ? nil : account
        copy.subject = claim
        copy.aside = .claim(claim)
        copy.month.id = account.isEmpty ? nil : account
        return copy
    }

    /// The same with the claims at other positions.
    fileprivate func moved(_ positions: [Int]) -> X12CareMonth {
        func moved(_ source: Source) -> Source { Source(claim: positions[source.claim], line: source.line) }
        var copy = self
        copy.claims = claims.map { positions[$0] }
        copy.lines = lines.map(moved)
        copy.diagnoses = diagnoses.map(moved)
        copy.history = history.map { Earlier(number: $0.number, source: $0.source.map(moved)) }
        copy.subject = subject.map { positions[$0] }
        if let subject = copy.subject { copy.aside = .claim(subject) }
        return copy
    }
}
