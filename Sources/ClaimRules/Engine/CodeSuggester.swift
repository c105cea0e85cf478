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
        let suggested = best.map { proposal($0.path, $0.lines, context, reason: nil) }
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
                let reason = reason(path, context, best: suggested, trial: trial)
                return proposal(path, context.supportedLines(path), context, reason: reason)
            } + (best.map { beyondEdit($0, context, suggested) } ?? []),
            next: next(context, best?.path ?? context.bestPath),
            blockedBy: blockers,
            billed: context.lines.isEmpty ? nil : comparison(context, suggested?.lines ?? undecided(trials)),
            ruleset: Ruleset.Identity(profile: profile)
        )
    }

    static func proposal(
        _ path: BillingPath,
        _ lines: [ProposedLine],
        _ context: RuleContext,
        reason: String?
    ) -> PathProposal {
        PathProposal(
            path: path,
            lines: lines,
            earliestDate: lines.compactMap(\.earliestDate).max(),
            payment: context.payment(for: lines),
            reason: reason
        )
    }

    /// The nearest threshold on the path, or on the one that lacks the fewest minutes where there is no path yet.
    private static func next(_ context: RuleContext, _ path: BillingPath?) -> NextThreshold? {
        let paths = path.map { [$0] } ?? BillingPath.allCases
        return paths.compactMap { next(context, on: $0) }.min { $0.minutesNeeded < $1.minutesNeeded }
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

    private static func comparison(_ context: RuleContext, _ proposed: [ProposedLine]) -> BilledComparison {
        let billed = context.lines.map { ProposedLine(code: $0.line.code, units: $0.units) }
        let billedCounts = counts(billed)
        let proposedCounts = counts(proposed)
        let verdict: BilledComparison.Verdict
        if billedCounts == proposedCounts {
            verdict = .matches
        } else if billedCounts.allSatisfy({ $0.value <= proposedCounts[$0.key] ?? 0 }) {
            verdict = .underbilled
        } else if proposedCounts.allSatisfy({ $0.value <= billedCounts[$0.key] ?? 0 }) {
            verdict = .overbilled
        } else {
            verdict = .different
        }
        let dated = billed.map { line in
            ProposedLine(
                code: line.code,
                units: line.units,
                earliestDate: proposed.first { $0.code == line.code }?.earliestDate
            )
        }
        let zero = Money(cents: 0)
        guard let own = context.payment(for: dated)?.nonFacility,
            let other = proposed.isEmpty ? zero : context.payment(for: proposed)?.nonFacility
        else { return BilledComparison(verdict: verdict, difference: nil) }
        return BilledComparison(verdict: verdict, difference: other - own)
    }

    private static func counts(_ lines: [ProposedLine]) -> [ProcedureCode: Int] {
        lines.reduce(into: [:]) { $0[$1.code, default: 0] += $1.units }
    }
}
