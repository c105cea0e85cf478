/// Works out what the recorded minutes and conditions support: recorded care in, lines and reasons out.
///
/// Never beyond the evidence: what is not recorded supports nothing. Every other path is listed with what it would
/// allow, so that a choice is the reader's.
public enum CodeSuggester: Sendable {
    /// The suggestion for the month under this profile.
    public static func suggest(_ month: CareMonth, profile: Profile) -> Suggestion {
        let context = RuleContext(month, profile: profile)
        let trials = context.rankedPaths.map { Trial($0, context) }
        let best = trials.first { $0.blockers.isEmpty }
        let blockers = best == nil ? trials.first?.blockers ?? Trial.withoutMinutes(context) : []
        let day = context.pricingDay(for: best?.lines ?? [])
        let suggested = best.map { proposal($0.path, $0.lines, context, on: day, reason: nil) }
        return Suggestion(
            id: month.id,
            minutes: CountedMinutes(
                clinicalStaff: context.tally.staff.minutes,
                practitioner: context.tally.practitioner.minutes,
                practitionerCountedAsStaff: context.countsPractitionerTimeAsStaff
                    ? context.tally.practitioner.minutes : 0,
                excluded: context.tally.excluded
            ),
            suggested: suggested,
            alternatives: BillingPath.allCases.filter { $0 != best?.path }.map { path in
                let trial = trials.first { $0.path == path }
                let reason = reason(path, context, on: day, best: suggested, trial: trial)
                return proposal(path, context.supportedLines(path), context, on: day, reason: reason)
            } + (best.map { beyondEdit($0, context, on: day, suggested) } ?? []),
            next: next(context, best?.path ?? context.bestPath),
            blockedBy: blockers,
            billed: context.lines.isEmpty ? nil : comparison(context, suggested?.lines ?? undecided(trials), on: day),
            ruleset: Ruleset.Identity(profile: profile)
        )
    }

    static func proposal(
        _ path: BillingPath,
        _ lines: [ProposedLine],
        _ context: RuleContext,
        on day: CalendarDate,
        reason: String?
    ) -> PathProposal {
        PathProposal(
            path: path,
            lines: lines,
            earliestDate: lines.compactMap(\.earliestDate).max(),
            payment: context.payment(for: lines, on: day),
            reason: reason
        )
    }

    /// The nearest threshold that would raise what the month supports: of the path to bill, or of another on which the
    /// month would then pay more. Where there is no path yet, of all of them.
    private static func next(_ context: RuleContext, _ path: BillingPath?) -> NextThreshold? {
        let own = path.flatMap { next(context, on: $0) }
        let supported = path.flatMap { context.payment(for: context.supportedLines($0))?.nonFacility }
        var nearest = own
        for other in BillingPath.allCases where other != path && context.mayBill(other) {
            guard let reached = next(context, on: other), reached.minutesNeeded < nearest?.minutesNeeded ?? .max else {
                continue
            }
            if path != nil {
                // A longer way on the path that is billed is not worth leaving it for less.
                guard let supported, let amount = context.payment(after: reached, on: other)?.nonFacility,
                    supported < amount
                else { continue }
            }
            nearest = reached
        }
        return nearest
    }

    private static func next(_ context: RuleContext, on path: BillingPath) -> NextThreshold? {
        let (base, addOn) = context.codes(of: path)
        let minutes = context.minutes(for: path)
        guard let base, !base.needsComplexity || context.isComplex == true else { return nil }
        guard minutes >= base.firstUnitMinutes else {
            return NextThreshold(
                code: base.code,
                minutesNeeded: base.firstUnitMinutes - minutes,
                performer: path.performer
            )
        }
        guard let addOn else { return nil }
        let units = context.supportedUnits(addOn, minutes: minutes)
        if let limit = context.suggestedUnitLimit(addOn), units >= limit { return nil }
        return NextThreshold(
            code: addOn.code,
            minutesNeeded: addOn.minutes(forUnits: units + 1) - minutes,
            performer: path.performer
        )
    }

    /// What the minutes carry where nothing but facts that were not sent stands in the way; empty where something does.
    private static func undecided(_ trials: [Trial]) -> [ProposedLine] {
        guard let first = trials.first, first.blockers.allSatisfy({ !$0.needs.isEmpty }) else { return [] }
        return first.lines
    }

    private static func comparison(
        _ context: RuleContext,
        _ proposed: [ProposedLine],
        on day: CalendarDate
    ) -> BilledComparison {
        let billed = context.lines.map { ProposedLine(code: $0.line.code, units: $0.units) }
        let billedCounts = counts(billed)
        let proposedCounts = counts(proposed)
        let verdict: BilledComparison.Verdict
        if billedCounts == proposedCounts {
            verdict = .matches
        } else if billedCounts.allSatisfy({ $0.value <= proposedCounts[$0.key] ?? 0 }) {
            verdict = .underbilled
        } else if isUndecided(context) {
            return BilledComparison(verdict: .undecided)
        } else if proposedCounts.allSatisfy({ $0.value <= billedCounts[$0.key] ?? 0 }) {
            verdict = .overbilled
        } else {
            verdict = .different
        }
        guard let own = context.payment(for: billed, on: day) else { return BilledComparison(verdict: verdict) }
        var (outside, inside) = (Money(cents: 0), Money(cents: 0))
        if !proposed.isEmpty {
            guard let other = context.payment(for: proposed, on: day) else { return BilledComparison(verdict: verdict) }
            (outside, inside) = (other.nonFacility, other.facility)
        }
        let differences = (outside: outside - own.nonFacility, inside: inside - own.facility)
        return BilledComparison(
            verdict: verdict,
            difference: differences.outside,
            differenceInFacility: differences.inside,
            differenceAtPlaceOfService: context.isInFacility.map { $0 ? differences.inside : differences.outside }
        )
    }

    /// Whether time that was not sent, or not in full, may carry a line that the counted minutes do not.
    private static func isUndecided(_ context: RuleContext) -> Bool {
        guard context.month.timeLog != nil else { return true }
        return context.distinctLines.contains { line in
            let needed = line.entry.minutes(forUnits: line.units)
            return context.minutes(for: line.path) < needed && context.mightReach(needed, on: line.path)
        }
    }

    private static func counts(_ lines: [ProposedLine]) -> [ProcedureCode: Int] {
        lines.reduce(into: [:]) { $0[$1.code, default: 0] += $1.units }
    }
}

extension RuleContext {
    /// The one day by whose schedule an answer prices everything: when the claim's lines are dated, or these can be if
    /// that is later; the month's last day where neither says.
    fileprivate func pricingDay(for proposed: [ProposedLine]) -> CalendarDate {
        let billed = lines.lazy.compactMap(\.line.date).filter { self.facts.days.contains($0) }.max()
        let earliest = proposed.lazy.compactMap(\.earliestDate).max()
        return [billed, earliest].compactMap { $0 }.max() ?? facts.days.upperBound
    }

    /// What the path's lines would pay once the threshold is reached.
    fileprivate func payment(after threshold: NextThreshold, on path: BillingPath) -> Payment? {
        let minutes = minutes(for: path) + threshold.minutesNeeded
        let (base, addOn) = codes(of: path)
        let lines = [base, addOn].compactMap { entry -> ProposedLine? in
            guard let entry else { return nil }
            let units = supportedUnits(entry, minutes: minutes)
            return units > 0 ? ProposedLine(code: entry.code, units: units) : nil
        }
        return payment(for: lines)
    }
}
