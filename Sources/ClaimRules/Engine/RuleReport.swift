/// Where checks put what they find; knows which rule is speaking.
///
/// A trial of a correction only counts: what a finding would say is then not even put together, which is why the parts
/// of a finding come as closures.
struct RuleReport {
    private(set) var findings: [Finding] = []
    /// For each finding the position of its rule among the judging rules.
    private(set) var places: [Int] = []
    private(set) var unverified: [Unverified] = []
    /// The weight of the worst finding.
    private(set) var worst: Severity?
    /// How often the speaking rule was broken.
    private(set) var count = 0
    private let rules: [(rule: Rule, severity: Severity)]
    private let isTrial: Bool
    private var place = 0
    /// Places that a trial's findings would have, kept for months with stated absences alone: see ``hasSaid(_:)``.
    private var trialPaths: [Pointer]?

    /// - Parameter rules: those that will speak, by their positions.
    init(_ rules: [(rule: Rule, severity: Severity)]) {
        self.rules = rules
        isTrial = false
    }

    /// A report that only counts.
    init(trialOf rules: [(rule: Rule, severity: Severity)], keepingPaths: Bool) {
        self.rules = rules
        isTrial = true
        trialPaths = keepingPaths ? [] : nil
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
        if isTrial {
            if trialPaths != nil { trialPaths?.append(path()) }
            return
        }
        let (rule, severity) = rules[place]
        if severity > worst ?? .info || worst == nil { worst = severity }
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
        let id = rules[place].rule.id
        if let last = unverified.indices.last, unverified[last].rule == id {
            for need in needs() where !unverified[last].needs.contains(need) { unverified[last].needs.append(need) }
        } else {
            unverified.append(Unverified(rule: id, needs: needs(), message: message()))
        }
    }

    /// Whether a rule has been found broken at this place already.
    func hasSaid(_ path: Pointer) -> Bool {
        trialPaths?.contains(path) ?? findings.contains { $0.path == path }
    }

    /// Whole-claim findings first, then by line; within one place in the catalogue's order, which is how they came.
    mutating func sort() {
        let lines = findings.map { $0.line ?? -1 }
        guard !zip(lines, lines.dropFirst()).allSatisfy({ $0 <= $1 }) else { return }
        let order = lines.indices.sorted { (lines[$0], $0) < (lines[$1], $1) }
        findings = order.map { findings[$0] }
        places = order.map { places[$0] }
    }

    /// Takes back the fix of a finding.
    mutating func dropFix(at position: Int) {
        findings[position].fix = []
    }

    var verdict: Verdict {
        if worst == .error { return .reject }
        return worst == .warning || !unverified.isEmpty ? .review : .accept
    }
}
