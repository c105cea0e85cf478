import ClaimRules

/// What the record supports, what stands in the way, what else could be billed.
extension TextLayout {
    mutating func blockers(_ blockers: [Blocker]) {
        guard !blockers.isEmpty else { return }
        heading("What stands in the way")
        for blocker in blockers {
            paragraph(blocker.message, indent: 2, mark: "- ")
            send(blocker.needs, indent: 4)
        }
    }

    mutating func support(_ suggestion: Suggestion) {
        heading("What the month supports")
        minutes(suggestion.minutes)
        if let suggested = suggestion.suggested {
            let date = suggested.earliestDate.map { ", dated \($0) or later" } ?? ""
            paragraph("\(PlainWords.list(suggested.lines.map(PlainWords.line)))\(date).", indent: 2, mark: "Bill:    ")
            if let payment = suggested.payment { paragraph(words(payment), indent: 2, mark: "Pays:    ") }
        } else {
            let why = suggestion.blockedBy.map(\.message).joined(separator: " ")
            paragraph(why.isEmpty ? "nothing yet." : "nothing. \(why)", indent: 2, mark: "Bill:    ")
        }
        if let next = suggestion.next {
            let whose = PlainWords.performer(next.performer)
            paragraph(
                "\(next.minutesNeeded) more \(whose) \(next.minutesNeeded == 1 ? "minute" : "minutes") for \(next.code).",
                indent: 2,
                mark: "Next:    "
            )
        }
        if let billed = suggestion.billed { paragraph(words(billed), indent: 2, mark: "Claim:   ") }
    }

    mutating func alternatives(_ alternatives: [PathProposal]) {
        guard !alternatives.isEmpty else { return }
        heading("Other paths")
        for proposal in alternatives {
            var words = "\(PlainWords.path(proposal.path)): "
            if !proposal.lines.isEmpty {
                words += PlainWords.list(proposal.lines.map(PlainWords.line))
                if let payment = proposal.payment { words += ", $\(payment.nonFacility)" }
                words += ". "
            }
            paragraph(words + (proposal.reason ?? ""), indent: 2, mark: "- ")
        }
    }

    private mutating func minutes(_ minutes: CountedMinutes) {
        var words = "\(minutes.clinicalStaff) clinical staff, \(minutes.practitioner) practitioner"
        if minutes.practitionerCountedAsStaff > 0 {
            words += " (\(minutes.practitionerCountedAsStaff) of them count as staff time)"
        }
        paragraph(words + ".", indent: 2, mark: "Minutes: ")
        for entry in minutes.excluded {
            let length = entry.minutes.map { PlainWords.count($0, "minute") + ", " } ?? ""
            let reason = PlainWords.exclusion(entry.reason)
            paragraph("time entry \(entry.entry + 1), \(length)\(reason).", indent: 2, mark: "Omitted: ")
        }
    }

    private func words(_ payment: Payment) -> String {
        let hospital = payment.hospital.map { "; the hospital itself is paid $\($0)" } ?? ""
        let place =
            payment.atPlaceOfService == payment.facility && payment.facility != payment.nonFacility
            ? ", where the claim has it," : ""
        return "$\(payment.nonFacility), in a facility\(place) $\(payment.facility) (\(payment.basis))\(hospital)."
    }

    private func words(_ billed: BilledComparison) -> String {
        let cents = billed.gain?.cents ?? 0
        let amount = cents == 0 ? "" : " by $\(Money(cents: abs(cents)))"
        return switch billed.verdict {
        case .matches: "bills what the month supports."
        case .underbilled: "bills less than the month supports\(amount)."
        case .overbilled: "bills more than the month supports\(amount)."
        case .undecided: "cannot be compared: not all minutes were sent that may carry it."
        case .different:
            cents == 0
                ? "bills other codes than the month supports."
                : "bills other codes than the month supports, which pays $\(Money(cents: abs(cents))) "
                    + (cents > 0 ? "more." : "less.")
        }
    }
}
