import ClaimRules

/// What was billed for the patient before or beside the claim.
extension FHIRMapping {
    /// The lines of the document's other Claims and ExplanationOfBenefits. An explanation of a Claim that is in the
    /// document tells nothing new, and a claim that this one takes the place of was withdrawn.
    func mapHistory() {
        var services = earlierLines.map(\.service)
        for (position, line) in earlierLines.enumerated() { place("/history/\(position)", line.element) }
        let replaced = replacedClaims()
        for resource in resources[.claim] + resources[.explanationOfBenefit] where resource.index != claim.index {
            let element = resource.element
            guard !replaced.contains(resource.index), isOfPatient(element, "patient"), isInForce(element, ["active"]),
                element.string("use").map({ $0 == "claim" }) ?? true
            else { continue }
            if resource.type == .explanationOfBenefit {
                reading.tape.markWhole(element.index)
                if let explained = element.reference("claim").flatMap(resources.resolve), explained.type == .claim {
                    continue
                }
            }
            add(element, to: &services)
        }
        if !services.isEmpty { month.history = services }
    }

    private func replacedClaims() -> Set<Int> {
        var replaced: Set<Int> = []
        for related in claim.list("related") {
            reading.tape.markWhole(related.index)
            guard let relationship = related.concept("relationship"),
                relationship.has("prior") || relationship.has("replaces"),
                let prior = related.reference("claim").flatMap(resources.resolve)
            else { continue }
            replaced.insert(prior.index)
        }
        return replaced
    }

    private func add(_ other: FHIRElement, to services: inout [BilledService]) {
        reading.tape.markWhole(other.index)
        let items = FHIRItems(other).all
        guard items.contains(where: { if case .procedure = $0.code { true } else { false } }) else { return }
        let period = other.period("billablePeriod")
        let day = period.flatMap { $0.singleMonth == nil ? $0.singleDay : $0.latestDay }
        let by = people.biller(of: other)
        let isNamed = by.npi != nil || by.groupTIN != nil
        let isOwn = by.key == biller.key
        for item in items where fits(services.count, item.element) {
            guard case .procedure(let code, _) = item.code, let date = item.day ?? day else { continue }
            if !isNamed, !isOwn {
                let isOfMonth = month.serviceMonth.days.contains(date)
                let message = "The document does not say by NPI or tax number who billed this; it was left out."
                reading.note(.billerUnknown, other, message, severity: isOfMonth ? .warning : .info)
                continue
            }
            place("/history/\(services.count)", item.element)
            var service = BilledService(code: code, date: date, units: units(ofPast: item))
            // Neither number means this practice.
            service.practitionerNPI = isOwn ? nil : by.npi
            service.groupTIN = isOwn ? nil : by.groupTIN
            services.append(service)
        }
    }

    /// Units of a past line; what is odd about them is not this claim's fault.
    private func units(ofPast item: FHIRItem) -> Int? {
        guard let units = item.element.object("quantity")?.decimal("value")?.integer,
            (1...CareMonthLimits.units).contains(units)
        else { return nil }
        return units
    }
}
