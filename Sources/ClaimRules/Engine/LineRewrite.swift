/// Turns the claim's care-management lines into the ones the record supports, as a JSON Patch.
extension RuleContext {
    /// The lines that the path's minutes support, base first; empty where the base is not reached, not payable this
    /// month, or needs complexity that is not documented.
    func supportedLines(_ path: BillingPath) -> [ProposedLine] {
        let supported = supportedCodes(path)
        guard let base = supported.base else { return [] }
        let line = proposedLine(base.entry, base.units, path)
        return supported.addOn.map { [line, proposedLine($0.entry, $0.units, path)] } ?? [line]
    }

    /// The same codes with their units alone; an add-on only with a base.
    func supportedCodes(
        _ path: BillingPath
    ) -> (base: (entry: CodeEntry, units: Int)?, addOn: (entry: CodeEntry, units: Int)?) {
        let (base, addOn) = codes(of: path)
        let minutes = minutes(for: path)
        guard let base, minutes >= base.firstUnitMinutes, !base.needsComplexity || isComplex == true else {
            return (nil, nil)
        }
        let units = supportedUnits(base, minutes: minutes)
        guard units > 0 else { return (nil, nil) }
        let addOnUnits = addOn.map { supportedUnits($0, minutes: minutes) } ?? 0
        return ((base, units), addOnUnits > 0 ? addOn.map { ($0, addOnUnits) } : nil)
    }

    /// These units of a code, which the minutes support, dated when they were complete at the earliest.
    func proposedLine(_ entry: CodeEntry, _ units: Int, _ path: BillingPath) -> ProposedLine {
        let date = earliestServiceDate(reaching: entry.minutes(forUnits: units), on: path)
        return ProposedLine(code: entry.code, units: units, earliestDate: date)
    }

    /// What these lines pay at the claim's locality, all of them dated on this day; the month's last where it is nil.
    func payment(for lines: [ProposedLine], on day: CalendarDate? = nil) -> Payment? {
        let dated = lines.map { ProposedLine(code: $0.code, units: $0.units, earliestDate: day) }
        // Clinics are paid the nation's one rate, wherever they are and wherever the service takes place.
        let locality = setting.isClinic ? nil : month.locality
        guard var payment = FeeTable.payment(for: dated, in: month.serviceMonth, locality: locality) else { return nil }
        if setting.isClinic { payment.facility = payment.nonFacility }
        payment.atPlaceOfService = isInFacility.map { $0 ? payment.facility : payment.nonFacility }
        guard setting == .hospitalOutpatient else { return payment }
        payment.hospital = HospitalRateTable.payment(for: lines, year: month.serviceMonth.year)
        payment.basis += ", the practitioner's fee"
        if payment.hospital == nil { payment.basis += "; no hospital rates of \(month.serviceMonth.year) are known" }
        return payment
    }

    /// Whether the claim's care-management lines name a place that is paid as a facility; nil where they name none, one
    /// that is not known, or places of both kinds.
    var isInFacility: Bool? {
        let kinds = lines.lazy.compactMap(\.line.placeOfService).map(PlaceTable.isFacility)
        guard let first = kinds.first, kinds.allSatisfy({ $0 == first }) else { return nil }
        return first
    }

    /// The path to bill; nil where none is supported.
    var bestPath: BillingPath? { rankedPaths.first }

    /// The patch that makes the claim bill what the record supports, on the path it bills already where that holds;
    /// empty where the record supports nothing or another bill stands, for what to bill then is not ours to say.
    func rewriteFix() -> [PatchOperation] {
        if historyThisMonth.contains(where: { CodeTable.path($0.service.code) != nil }) { return [] }
        let billed = BillingPath.allCases.filter { bills($0) && mayBill($0) && !supportedLines($0).isEmpty }
        // Two billed paths that both hold: which one to keep is a person's choice.
        guard billed.count < 2, let path = billed.first ?? bestPath else { return [] }
        return rewriteFix(to: supportedLines(path))
    }

    func rewriteFix(to target: [ProposedLine]) -> [PatchOperation] {
        var operations: [PatchOperation] = []
        var free = lines
        var unplaced: [ProposedLine] = []
        for wanted in target {
            guard let match = free.firstIndex(where: { $0.line.code == wanted.code }) else {
                unplaced.append(wanted)
                continue
            }
            operations += unitsFix(free[match], wanted.units)
            free.remove(at: match)
        }
        for wanted in unplaced {
            guard let line = free.first else {
                operations.append(.add("/lines/-", newLine(wanted)))
                continue
            }
            free.removeFirst()
            operations.append(.replace(.line(line.index, "code"), .text(wanted.code.text)))
            operations += unitsFix(line, wanted.units, as: CodeTable.entry(wanted.code))
            // The charge was the other code's.
            if line.line.charge != nil { operations.append(.remove(.line(line.index, "charge"))) }
        }
        // From the last line up, so that no removal shifts the next.
        return operations + free.reversed().map { .remove(.line($0.index)) }
    }

    /// The patch that sets a line's units, and its date where that lies before the day on which those were complete;
    /// empty where both are so already.
    ///
    /// - Parameter entry: what the line bills afterwards, where the same patch changes its code.
    func unitsFix(_ line: CareLine, _ units: Int, as entry: CodeEntry? = nil) -> [PatchOperation] {
        let entry = entry ?? line.entry
        let path = entry.path ?? line.path
        var operations: [PatchOperation] =
            switch line.line.units {
            case units: []
            case nil: [.add(.line(line.index, "units"), .integer(units))]
            default: [.replace(.line(line.index, "units"), .integer(units))]
            }
        if let date = line.line.date, facts.days.contains(date),
            let earliest = earliestServiceDate(reaching: minutesNeeded(for: units, of: entry), on: path),
            date < earliest
        {
            operations.append(.replace(.line(line.index, "date"), .text(earliest.description)))
        }
        return operations
    }

    /// The patch that removes every line of a code, or empty where no other would be left: a claim without lines is no
    /// correction.
    func removalFix(_ code: ProcedureCode) -> [PatchOperation] {
        let indices = month.lines.indices.filter { month.lines[$0].code == code }
        return indices.count < month.lines.count ? indices.reversed().map { .remove(.line($0)) } : []
    }

    /// The patch that removes a code where other care-management lines are left, and else bills what the record supports.
    func removalOrRewriteFix(_ code: ProcedureCode) -> [PatchOperation] {
        if lines.contains(where: { $0.line.code != code }) { return removalFix(code) }
        let rewrite = rewriteFix()
        return rewrite.isEmpty ? removalFix(code) : rewrite
    }

    /// A line for the proposal, dated when its units were complete or with the claim's other lines if that is later.
    func newLine(_ proposal: ProposedLine) -> PlainValue {
        let model = lines.first?.line
        var members: [PlainValue.Member] = [
            .init("code", .text(proposal.code.text)), .init("units", .integer(proposal.units)),
        ]
        let dates = [proposal.earliestDate, model?.date].compactMap { $0 }
            .filter { facts.days.contains($0) }
        if let date = dates.max() { members.append(.init("date", .text(date.description))) }
        if let place = model?.placeOfService { members.append(.init("placeOfService", .text(place.text))) }
        let count = month.diagnoses?.count ?? 0
        if let pointers = lines.first.flatMap({ diagnosisPointers(of: $0) })?.filter({ $0 >= 1 && $0 <= count }),
            !pointers.isEmpty
        {
            members.append(.init("diagnosisPointers", .list(pointers.map { .integer($0) })))
        }
        return .object(members)
    }
}
