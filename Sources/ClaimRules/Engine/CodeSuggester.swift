/// Works out what the recorded minutes and conditions support: recorded care in, lines and reasons out.
///
/// Never beyond the evidence: what is not recorded supports nothing. Every other path is listed with what it would
/// allow, so that a choice is the reader's.
public enum CodeSuggester: Sendable {
    /// The suggestion for the month under this profile.
    public static func suggest(_ month: CareMonth, profile: Profile) -> Suggestion {
        let context = RuleContext(month, profile: profile)
        let blockers = blockers(context)
        let best = blockers.isEmpty ? context.bestPath : nil
        let suggested = best.map { proposal($0, context, reason: nil) }
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
            alternatives: BillingPath.allCases.filter { $0 != best }.map {
                proposal($0, context, reason: reason($0, context, best: suggested, isBlocked: !blockers.isEmpty))
            },
            next: next(context, best ?? context.bestPath),
            blockedBy: blockers,
            billed: context.lines.isEmpty ? nil : comparison(context, suggested),
            ruleset: Ruleset.Identity(profile: profile)
        )
    }

    private static func proposal(_ path: BillingPath, _ context: RuleContext, reason: String?) -> PathProposal {
        let lines = context.supportedLines(path)
        return PathProposal(
            path: path,
            lines: lines,
            earliestDate: lines.compactMap(\.earliestDate).max(),
            payment: context.payment(for: lines),
            reason: reason
        )
    }

    /// What stands in the way of billing any care management this month.
    private static func blockers(_ context: RuleContext) -> [Blocker] {
        var found: [Blocker] = []
        switch Eligibility(context.month) {
        case .eligible: break
        case .notRecorded:
            found.append(
                Blocker(
                    rule: EligibilityRules.twoConditions.id,
                    message: "No chronic conditions are recorded; two or more are needed.",
                    needs: ["/conditions"]
                )
            )
        case .tooFew(let count):
            found.append(
                Blocker(
                    rule: EligibilityRules.twoConditions.id,
                    message:
                        "Two or more chronic conditions are needed; \(count) \(count == 1 ? "is" : "are") recorded.",
                    needs: []
                )
            )
        case .tooShort:
            found.append(
                Blocker(
                    rule: EligibilityRules.duration.id,
                    message: "Fewer than two conditions are expected to last twelve months or more.",
                    needs: []
                )
            )
        case .noRisk:
            found.append(
                Blocker(
                    rule: EligibilityRules.risk.id,
                    message: "Fewer than two lasting conditions carry significant risk.",
                    needs: []
                )
            )
        case .unknown(let duration, let risk):
            found.append(
                Blocker(
                    rule: duration.isEmpty ? EligibilityRules.risk.id : EligibilityRules.duration.id,
                    message: "It is not recorded that two conditions last twelve months and carry significant risk.",
                    needs: duration + risk
                )
            )
        }
        if case .other = context.month.practitioner?.kind,
            LineRules.practitionerMayBill.severity(in: context.profile) != nil
        {
            found.append(
                Blocker(
                    rule: LineRules.practitionerMayBill.id,
                    message: "A practitioner of this kind may not bill chronic care management.",
                    needs: []
                )
            )
        }
        for service in ConcurrentServiceRules.exclusions(context) {
            found.append(
                Blocker(
                    rule: ConcurrentServiceRules.excluded.id,
                    message: "\(service.code), \(service.name), excludes care management this month.",
                    needs: []
                )
            )
        }
        for (_, service) in context.historyThisMonth {
            guard let entry = CodeTable.entry(service.code), entry.path != nil else { continue }
            if context.isOwn(service) == false {
                found.append(
                    Blocker(
                        rule: HistoryRules.onePractitioner.id,
                        message: "Another practitioner has billed \(service.code) this month.",
                        needs: []
                    )
                )
            } else if !entry.isAddOn {
                found.append(
                    Blocker(
                        rule: HistoryRules.notBilledTwice.id,
                        message:
                            "\(service.code) was billed for this month already; a replacement claim may add to it.",
                        needs: []
                    )
                )
            }
        }
        return found
    }

    private static func reason(
        _ path: BillingPath,
        _ context: RuleContext,
        best: PathProposal?,
        isBlocked: Bool
    ) -> String {
        let (base, _) = context.codes(of: path)
        guard let base else { return "No code of this path is payable in the month." }
        let minutes = context.minutes(for: path)
        let whose = path == .practitioner ? "practitioner" : "clinical staff"
        if minutes < base.firstUnitMinutes {
            return "\(base.code) needs \(base.firstUnitMinutes) \(whose) minutes; \(minutes) count."
        }
        if base.needsComplexity, context.isComplex != true {
            return context.isComplex == nil
                ? "\(base.code) needs moderate or high medical decision making; none is recorded."
                : "\(base.code) needs moderate or high medical decision making; less is recorded."
        }
        if isBlocked { return "The minutes support this path, but something stands in the way: see blockedBy." }
        guard let best, let own = context.payment(for: context.supportedLines(path)),
            let other = best.payment
        else { return "Supported as well; one path may be billed in a month." }
        let difference = own.nonFacility - other.nonFacility
        if difference.cents > 0 {
            let why =
                best.path == .complex
                ? "the record documents complex care, which the complex codes describe"
                : "one path may be billed in a month"
            return "Supported as well, and pays \(difference) more; \(why)."
        }
        return "Supported as well, and pays \(Money(cents: -difference.cents)) less; one path may be billed in a month."
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
        let units = addOn.supportedUnits(minutes: minutes, profile: context.profile)
        if let limit = addOn.suggestedUnitLimit(context.profile), units >= limit { return nil }
        return NextThreshold(
            code: addOn.code,
            minutesNeeded: addOn.minutes(forUnits: units + 1) - minutes,
            performer: path.performer
        )
    }

    private static func comparison(_ context: RuleContext, _ suggested: PathProposal?) -> BilledComparison {
        let billed = context.lines.map { ProposedLine(code: $0.line.code, units: $0.units) }
        let proposed = suggested?.lines ?? []
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
