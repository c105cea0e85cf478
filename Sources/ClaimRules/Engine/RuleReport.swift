/// Where checks put what they find; knows which rule is speaking.
///
/// A trial of a correction only counts: what a finding would say is then not even put together, which is why the parts
/// of a finding come as closures.
struct RuleReport {
    private(set) var findings: [Finding] = []
    /// For each finding the position of its rule among the judging rules.
    private(set) var places: [Int] = []
    private(set) var unverified: [Unverified] = []
    private var unverifiedPlaces: [Int] = []
    /// How often the speaking rule was broken.
    private(set) var count = 0
    /// Has the rules that speak. Their list belongs to all threads, so no reference to it is counted here.
    private let facts: RecordFacts
    private let isTrial: Bool
    private var place = 0

    /// - Parameters:
    ///   - facts: whose rules will speak, by their positions.
    ///   - isTrial: whether it only counts.
    init(_ facts: RecordFacts, isTrial: Bool = false) {
        self.facts = facts
        self.isTrial = isTrial
    }

    /// From here on the rule at this position speaks.
    mutating func begin(_ place: Int) {
        self.place = place
        count = 0
    }

    /// The rule is broken here.
    mutating func broken(
        _ path: @autoclosure () -> Pointer,
        line: Int? = nil,
        _ message: @autoclosure () -> String,
        facts: @autoclosure () -> [PlainValue.Member] = [],
        fix: @autoclosure () -> [PatchOperation] = [],
        citing citation: Citation? = nil
    ) {
        count += 1
        if isTrial { return }
        let (rule, severity) = self.facts.rules[place]
        findings.append(
            Finding(
                rule: rule.id,
                severity: severity,
                path: path(),
                line: line,
                message: message(),
                remedy: rule.remedy,
                facts: facts(),
                citation: citation ?? rule.citation,
                adjustment: rule.adjustment,
                fix: fix()
            )
        )
        places.append(place)
    }

    /// The rule cannot be decided without these members. Said twice by one rule, it is one entry with all of them.
    mutating func cannotTell(_ needs: @autoclosure () -> [Pointer], _ message: @autoclosure () -> String) {
        if isTrial { return }
        if let last = unverified.indices.last, unverifiedPlaces[last] == place {
            for need in needs() where !unverified[last].needs.contains(need) { unverified[last].needs.append(need) }
        } else {
            unverified.append(Unverified(rule: facts.rules[place].rule.id, needs: needs(), message: message()))
            unverifiedPlaces.append(place)
        }
    }

    /// Takes back the fix of a finding.
    mutating func dropFix(at position: Int) {
        findings[position].fix = []
    }

    var verdict: Verdict {
        var isReview = !unverified.isEmpty
        for finding in findings {
            if finding.severity == .error { return .reject }
            if finding.severity == .warning { isReview = true }
        }
        return isReview ? .review : .accept
    }
}

/// What is done once all rules have spoken, so that the order in which they spoke does not matter.
extension RuleReport {
    /// Leaves out what this rule says of places that another rule has found broken.
    mutating func dropRepetitions(of rule: Rule) {
        let isRepeated = findings.map { finding in
            finding.rule == rule.id && findings.contains { $0.path == finding.path && $0.rule != rule.id }
        }
        guard isRepeated.contains(true) else { return }
        let kept = findings.indices.filter { !isRepeated[$0] }
        findings = kept.map { findings[$0] }
        places = kept.map { places[$0] }
    }

    /// Whole-claim findings first, then by line; within one place in the catalogue's order.
    mutating func sort() {
        if findings.count > 1 { sortFindings() }
        if unverified.count > 1 { sortUnverified() }
    }

    private mutating func sortFindings() {
        let keys = zip(findings, places).map { (line: $0.line ?? -1, place: $1) }
        if !zip(keys, keys.dropFirst()).allSatisfy({ $0 <= $1 }) {
            let order = keys.indices.sorted {
                (keys[$0].line, keys[$0].place, $0) < (keys[$1].line, keys[$1].place, $1)
            }
            findings = order.map { findings[$0] }
            places = order.map { places[$0] }
        }
    }

    private mutating func sortUnverified() {
        if !zip(unverifiedPlaces, unverifiedPlaces.dropFirst()).allSatisfy({ $0 <= $1 }) {
            let order = unverified.indices.sorted { unverifiedPlaces[$0] < unverifiedPlaces[$1] }
            unverified = order.map { unverified[$0] }
            unverifiedPlaces = order.map { unverifiedPlaces[$0] }
        }
    }
}
