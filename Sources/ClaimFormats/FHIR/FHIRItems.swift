import ClaimRules

/// One line of a Claim or ExplanationOfBenefit.
struct FHIRItem {
    let element: FHIRElement
    /// The lines it is a detail of, innermost first.
    let parents: [FHIRElement]

    var service: FHIRConcept? { element.concept("productOrService") }

    /// What its code turned out to be.
    enum Code {
        case procedure(ProcedureCode, FHIRCoding)
        /// CPT or HCPCS by its system, and not by its form.
        case malformed(FHIRCoding)
        /// A code of ours under a system that is not CPT or HCPCS.
        case strange(FHIRCoding)
        case none
    }

    var code: Code {
        guard let service else { return .none }
        for coding in service.codings where coding.system == .procedure {
            return ProcedureCode(coding.code).map { .procedure($0, coding) } ?? .malformed(coding)
        }
        for coding in service.codings {
            guard let code = ProcedureCode(coding.code) else { continue }
            if coding.system == .unnamed { return .procedure(code, coding) }
            if CodeTable.entry(code) != nil { return .strange(coding) }
        }
        return .none
    }

    /// Whether it has another procedure's code beside this one, which then may be the one that was meant.
    func otherCodes(than code: ProcedureCode) -> Bool {
        service?.codings.contains { coding in
            guard coding.system == .procedure, let other = ProcedureCode(coding.code) else { return false }
            return other != code
        } ?? false
    }

    /// The line's day: the given one, or the last of a period within one month; details take their line's.
    var day: CalendarDate? { serviced?.day }

    var month: CalendarMonth? { serviced.flatMap { $0.day?.month ?? $0.moment?.month } }

    /// The days of service, where they stand, and whether there are several.
    var serviced: (day: CalendarDate?, moment: FHIRMoment?, element: FHIRElement, isSpan: Bool)? {
        for holder in [element] + parents {
            if let moment = holder.moment("servicedDate"), let place = holder.child("servicedDate") {
                return (moment.day, moment, place, false)
            }
            if let period = holder.period("servicedPeriod") {
                let isOpen = period.start == nil || period.end == nil
                let isOneMonth = isOpen || period.singleMonth != nil
                return (
                    // Without an end it goes on, or nobody knows when it ended (R4 Period.end).
                    isOneMonth && period.end != nil ? period.latestDay : nil,
                    isOneMonth ? period.end ?? period.start : nil, period.element,
                    !isOpen && period.singleDay == nil
                )
            }
        }
        return nil
    }

    /// A list that the line has, or that the line has which it is a detail of.
    func inherited(_ name: StaticString) -> FHIRElement? {
        ([element] + parents).lazy.compactMap { $0.child(name) }.first
    }
}

/// The lines of a claim: its items, and what they are detailed into.
struct FHIRItems {
    let all: [FHIRItem]

    init(_ claim: FHIRElement) {
        var found: [FHIRItem] = []
        for item in claim.list("item") {
            found.append(FHIRItem(element: item, parents: []))
            for detail in item.list("detail") {
                found.append(FHIRItem(element: detail, parents: [item]))
                for inner in detail.list("subDetail") {
                    found.append(FHIRItem(element: inner, parents: [detail, item]))
                }
            }
        }
        all = found
    }

    var hasCareManagement: Bool { all.contains { $0.careCode != nil } }
}

extension FHIRItem {
    /// The code, if it is one that this service judges.
    var careCode: ProcedureCode? {
        guard case .procedure(let code, _) = code, CodeTable.entry(code) != nil else { return nil }
        return code
    }
}
