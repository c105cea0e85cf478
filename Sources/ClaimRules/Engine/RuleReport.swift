/// Where checks put what they find; knows which rule is speaking.
struct RuleReport {
    private(set) var findings: [Finding] = []
    private(set) var unverified: [Unverified] = []
    private var rule: Rule
    private var severity: Severity

    init(first: Rule) {
        rule = first
        severity = .info
    }

    mutating func begin(_ rule: Rule, severity: Severity) {
        self.rule = rule
        self.severity = severity
    }

    /// The rule is broken here.
    mutating func broken(
        _ path: Pointer,
        line: Int? = nil,
        _ message: String,
        facts: [PlainValue.Member] = [],
        fix: [PatchOperation] = [],
        citing citation: Citation? = nil
    ) {
        findings.append(
            Finding(
                rule: rule.id,
                severity: severity,
                path: path,
                line: line,
                message: message,
                remedy: rule.remedy,
                facts: facts,
                citation: citation ?? rule.citation,
                adjustment: rule.adjustment,
                fix: fix
            )
        )
    }

    /// The rule cannot be decided without these members. Said twice by one rule, it is one entry with all of them.
    mutating func cannotTell(_ needs: [Pointer], _ message: String) {
        if let last = unverified.indices.last, unverified[last].rule == rule.id {
            unverified[last].needs += needs.filter { !unverified[last].needs.contains($0) }
        } else {
            unverified.append(Unverified(rule: rule.id, needs: needs, message: message))
        }
    }

}
