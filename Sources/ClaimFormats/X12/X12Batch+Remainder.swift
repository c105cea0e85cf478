import ClaimRules

extension X12Batch {
    /// Rejects, beside the claims that the rules name, those that cannot be billed without them.
    ///
    /// A rule names one line where several clash, and takes an add-on's base for billed where it finds one. But claims are
    /// paid one by one, and what is rejected is not billed: so what is accepted of a month must hold without the rest. The
    /// lines that a fix takes away are named each; then what is left is judged until nothing in it is an error.
    ///
    /// - Parameter rounds: judgements of what is left; what is still wrong then rejects all claims of the month.
    func rejectWhatCannotStand(
        _ joined: X12CareMonth,
        _ decision: inout Decision,
        _ profile: Profile,
        rounds: Int = X12Batch.remainderRounds
    ) {
        guard joined.claims.count > 1 else { return }
        decision.findings = decision.findings.flatMap { nameLines($0) }
        let places = X12Places(batch: self, month: joined)
        func named(_ findings: some Sequence<Finding>) -> [Int] {
            findings.lazy.filter { $0.severity == .error }.flatMap { places.claims(of: $0) }
        }
        var rejected = Set(joined.claims.filter { !claims[$0].faults.isEmpty } + named(decision.findings))
        var round = 0
        while !rejected.isEmpty, rejected.count < joined.claims.count {
            round += 1
            let rest = joined.lines.indices.filter { !rejected.contains(joined.lines[$0].claim) }
            var month = joined.month
            month.lines = rest.map { joined.month.lines[$0] }
            var further = ClaimEvaluator.evaluate(month, profile: profile).findings
                .filter { $0.severity == .error }.flatMap { nameLines($0) }
            for index in further.indices {
                let isEnough = round >= rounds
                if !isEnough, let line = further[index].line, rest.indices.contains(line) {
                    further[index].line = rest[line]
                    further[index].path = .line(rest[line])
                } else if isEnough || further[index].path.text.hasPrefix("/lines") {
                    // Of the month as a whole, and so of all its claims.
                    further[index].line = nil
                    further[index].path = "/lines"
                }
                further[index].facts = []
                further[index].fix = []
            }
            further.removeAll { new in
                decision.findings.contains { $0.rule == new.rule && $0.path == new.path && $0.line == new.line }
            }
            let newly = Set(named(further)).subtracting(rejected)
            if newly.isEmpty { break }
            rejected.formUnion(newly)
            decision.add(further)
        }
    }

    /// Each round takes at least one claim away, and copies of a line are taken away together.
    static let remainderRounds = 20

    /// A finding whose fix is to take lines away, at each of these lines.
    private func nameLines(_ finding: Finding) -> [Finding] {
        guard finding.severity == .error, !finding.fix.isEmpty else { return [finding] }
        var lines: [Int] = []
        for operation in finding.fix {
            let parts = operation.removed?.text.split(separator: "/") ?? []
            guard parts.count == 2, parts[0] == "lines", let line = Int(parts[1]) else { return [finding] }
            lines.append(line)
        }
        lines.sort()
        return lines.map { line in
            var copy = finding
            // It is one fix, wherever it is told.
            if line != lines[0] { copy.fix = [] }
            if copy.line != line {
                copy.line = line
                copy.path = .line(line)
            }
            return copy
        }
    }
}

extension PatchOperation {
    /// What is taken away; nil where something is put in its place.
    fileprivate var removed: Pointer? {
        if case .remove(let pointer) = self { pointer } else { nil }
    }
}

extension Decision {
    /// Adds findings about lines at their places, and says what they come to.
    mutating func add(_ further: [Finding]) {
        findings = (findings + further).enumerated().sorted { left, right in
            (left.element.line ?? -1, left.offset) < (right.element.line ?? -1, right.offset)
        }.map(\.element)
        if verdict == .accept, further.contains(where: { $0.severity == .warning }) { verdict = .review }
        if further.contains(where: { $0.severity == .error }) { verdict = .reject }
    }
}
