/// How many units of a code the month allows.
extension RuleContext {
    /// The code's own limit in this month, or the payer's in its place.
    func ownUnitLimit(_ entry: CodeEntry) -> Int? { entry.ownUnitLimit(profile, on: facts.days.upperBound) }

    /// Medicare's unit edit for the code in this month and from this setting.
    func unitEdit(_ entry: CodeEntry) -> UnitEdit? {
        entry.unitEdit(on: facts.days.upperBound, in: setting)
    }

    /// The most units to suggest: the code's own limit, and the unit edit where the profile applies edits.
    ///
    /// A payer's own limit takes the place of both.
    func suggestedUnitLimit(_ entry: CodeEntry) -> Int? {
        if let limit = profile.unitLimits[entry.code] { return limit }
        return switch (ownUnitLimit(entry), profile.appliesUnitEdits ? unitEdit(entry)?.units : nil) {
        case (let limit?, let edit?): min(limit, edit)
        case (let limit, let edit): limit ?? edit
        }
    }

    /// The units that this many minutes support, within the limits of month, setting and profile.
    func supportedUnits(_ entry: CodeEntry, minutes: Int) -> Int {
        let earned = entry.earnedUnits(minutes: minutes)
        guard earned > 1, let limit = suggestedUnitLimit(entry) else { return earned }
        return min(earned, limit)
    }

    /// The units of an add-on that this practice has billed for the month on earlier claims; none of a base, which is
    /// billed once.
    func earlierUnits(of entry: CodeEntry) -> Int {
        guard entry.isAddOn, !historyThisMonth.isEmpty else { return 0 }
        return historyThisMonth.reduce(0) { sum, item in
            item.service.code == entry.code && isOwn(item.service) == true ? sum + (item.service.units ?? 1) : sum
        }
    }

    /// The units that the line may still have: those that the minutes support, without what was billed before.
    func openUnits(_ line: CareLine) -> Int {
        let earned = supportedUnits(line.entry, minutes: minutes(for: line.path))
        return max(0, earned - earlierUnits(of: line.entry))
    }

    /// The minutes that the line's units take together with those that were billed before.
    func minutesNeeded(for units: Int, of entry: CodeEntry) -> Int {
        entry.minutes(forUnits: units + earlierUnits(of: entry))
    }
}
