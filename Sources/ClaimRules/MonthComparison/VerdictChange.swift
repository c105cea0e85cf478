/// How one care month is judged in each of two months: the same care, moved to the one and to the other.
public struct VerdictChange: Equatable, Sendable {
    /// One of the two.
    public struct Side: Equatable, Sendable {
        /// Nil for a care month without lines.
        public let verdict: Verdict?
        /// The rules that are broken with more than a note, or undecided; each once, in the catalogue's order.
        public let rules: [RuleID]
        /// The lines that the record supports.
        public let suggested: [ProposedLine]
        /// What they pay outside a facility; nil where there are none or a fee is not known.
        public let payment: Money?

        init(_ month: CareMonth, profile: Profile) {
            let decision = month.lines.isEmpty ? nil : ClaimEvaluator.evaluate(month, profile: profile)
            let broken = decision?.findings.filter { $0.severity > .info }.map(\.rule) ?? []
            let named = Set(broken + (decision?.unverified.map(\.rule) ?? []))
            verdict = decision?.verdict
            rules = RuleCatalog.all.map(\.id).filter(named.contains)
            let suggestion = CodeSuggester.suggest(month, profile: profile)
            suggested = (suggestion.suggested?.lines ?? []).map { ProposedLine(code: $0.code, units: $0.units) }
            payment = suggestion.suggested?.payment?.nonFacility
        }
    }

    public let from: Side
    public let to: Side

    public init(of month: CareMonth, from: CalendarMonth, to: CalendarMonth, profile: Profile) {
        self.from = Side(month.moved(to: from), profile: profile)
        self.to = Side(month.moved(to: to), profile: profile)
    }

    /// The decision flips.
    public var isFlip: Bool { from.verdict != to.verdict }
    /// The decision stands, but other lines are supported.
    public var isOtherSuggestion: Bool { !isFlip && from.suggested != to.suggested }
    /// Rules that speak in the second month only.
    public var added: [RuleID] { to.rules.filter { !from.rules.contains($0) } }
    /// Rules that speak in the first month only.
    public var gone: [RuleID] { from.rules.filter { !to.rules.contains($0) } }
}
