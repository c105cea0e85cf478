/// Why another path is not the one suggested, and what may be argued for.
extension CodeSuggester {
    static func reason(
        _ path: BillingPath,
        _ context: RuleContext,
        on day: CalendarDate,
        best: PathProposal?,
        trial: Trial?
    ) -> String {
        let (base, _) = context.codes(of: path)
        guard let base else { return "No code of this path is payable in the month." }
        let minutes = context.minutes(for: path)
        let whose = path == .practitioner ? "practitioner" : "clinical staff"
        if minutes < base.firstUnitMinutes {
            return "\(base.code) needs \(base.firstUnitMinutes) \(whose) minutes; \(minutes) count."
                + practitionerTime(path, context, on: day)
        }
        if base.needsComplexity, context.isComplex != true {
            return context.isComplex == nil
                ? "\(base.code) needs moderate or high medical decision making; none is recorded."
                : "\(base.code) needs moderate or high medical decision making; less is recorded."
        }
        if path == .practitioner, !context.mayBill(.practitioner) {
            return "A hospital does not bill \(base.code); the practitioner may, on a claim of the practitioner's own."
        }
        if let blocker = trial?.blockers.first { return "The minutes support this path, but: " + blocker.message }
        guard let best, let own = context.payment(for: context.supportedLines(path), on: day),
            let other = best.payment
        else {
            return "Supported as well; one path may be billed in a month." + practitionerTime(path, context, on: day)
        }
        let difference = own.nonFacility - other.nonFacility
        if difference.cents > 0 {
            let why =
                best.path == .complex
                ? "the record documents complex care, which the complex codes describe"
                : "one path may be billed in a month"
            return "Supported as well, and pays \(difference) more; \(why)." + practitionerTime(path, context, on: day)
        }
        return "Supported as well, and pays \(Money(cents: -difference.cents)) less; one path may be billed in a month."
            + practitionerTime(path, context, on: day)
    }

    /// Says what became of the practitioner's minutes once they reach 99491: a month with more of them may then support
    /// less on this path, and for less money, than one with fewer.
    private static func practitionerTime(
        _ path: BillingPath,
        _ context: RuleContext,
        on day: CalendarDate
    ) -> String {
        guard path != .practitioner, context.profile.countsPractitionerMinutesAsStaff,
            !context.countsPractitionerTimeAsStaff, context.tally.practitioner.total > 0,
            let personal = context.codes(of: .practitioner).base
        else { return "" }
        let (base, addOn) = context.codes(of: path)
        // The most that would still have counted here: one practitioner minute short of the practitioner's own code.
        let all = context.tally.staff.minutes + personal.firstUnitMinutes - 1
        guard let base, all >= base.firstUnitMinutes, !base.needsComplexity || context.isComplex == true else {
            return ""
        }
        let lines = [base, addOn].compactMap { entry -> ProposedLine? in
            guard let entry else { return nil }
            let units = context.supportedUnits(entry, minutes: all)
            return units > 0 ? ProposedLine(code: entry.code, units: units) : nil
        }
        let now = context.supportedLines(path).map { ProposedLine(code: $0.code, units: $0.units) }
        guard lines != now else { return "" }
        let most = personal.firstUnitMinutes - 1
        let words = lines.map { $0.units == 1 ? $0.code.text : "\($0.code) x \($0.units)" }.joined(separator: " and ")
        let amount = context.payment(for: lines, on: day).map { ", \($0.nonFacility)" } ?? ""
        return
            " The practitioner's \(context.tally.practitioner.minutes) minutes reach \(personal.code), so they no longer "
            + "count as staff time; up to \(most) would have counted here, and \(most) supported \(words)\(amount)."
    }

    /// The suggested path with the units that the minutes earn above an edit that can be appealed; none where the minutes
    /// earn no more, the code has a limit of its own, or part of it was billed already.
    static func beyondEdit(
        _ best: Trial,
        _ context: RuleContext,
        on day: CalendarDate,
        _ suggested: PathProposal?
    ) -> [PathProposal] {
        guard let addOn = context.codes(of: best.path).addOn, context.ownUnitLimit(addOn) == nil,
            let edit = context.unitEdit(addOn), edit.adjudicationIndicator == 3,
            let position = best.lines.firstIndex(where: { $0.code == addOn.code }),
            best.lines[position].units == edit.units
        else { return [] }
        let earned = addOn.earnedUnits(minutes: context.minutes(for: best.path))
        guard earned > edit.units else { return [] }
        var lines = best.lines
        lines[position].units = earned
        lines[position].earliestDate = context.earliestServiceDate(
            reaching: addOn.minutes(forUnits: earned),
            on: best.path
        )
        let more = context.payment(for: lines, on: day).flatMap { own in
            suggested?.payment.map { ", and pays \(own.nonFacility - $0.nonFacility) more" }
        }
        let reason =
            "The minutes earn \(earned) x \(addOn.code)\(more ?? ""); Medicare's edit denies more than \(edit.units) at first, "
            + "and the denial can be appealed with the record."
        return [proposal(best.path, lines, context, on: day, reason: reason)]
    }
}

extension RuleContext {
    /// False for the practitioner's own codes where a hospital bills.
    func mayBill(_ path: BillingPath) -> Bool { path != .practitioner || setting != .hospitalOutpatient }
}
