/// Facts of the claim itself: numbers, places, dates of birth and receipt, hospice.
enum ClaimFactRules {
    static let npi = Rule(
        "npi-check-digit",
        title: "The practitioner's NPI has a valid check digit.",
        citation: .providerIdentifiers,
        severity: .errorOutsideCPT,
        needs: ["/practitioner/npi"],
        remedy: "Correct the NPI; a digit is wrong or two are swapped.",
        adjustment: Adjustment("CO", "16", "N290"),
        example: RuleExample { $0.practitioner?.npi = NPI("1234567890") }
    ) { context, report in
        guard context.billsCareManagement else { return }
        guard let npi = context.month.practitioner?.npi else {
            return report.cannotTell(["/practitioner/npi"], "The billing practitioner's NPI was not sent.")
        }
        guard !npi.hasValidCheckDigit else { return }
        report.broken("/practitioner/npi", "The NPI's check digit does not match its other digits.")
    }

    static let placeKnown = Rule(
        "place-of-service-fits",
        title: "The place of service is where the practitioner would see the patient.",
        citation: .placeOfService,
        severity: .warningOutsideCPT,
        needs: ["/lines"],
        remedy:
            "Send the place where the practitioner would usually see the patient face to face: 11 for an office, 19 or 22 "
            + "for a hospital's department.",
        adjustment: Adjustment("CO", "5", "M77"),
        example: RuleExample { $0.lines[0].placeOfService = "12" }
    ) { context, report in
        for line in context.lines {
            guard let place = line.line.placeOfService else { continue }
            let reason = reasonsByPlace[Int(place.number)]
            guard let message = PlaceTable.isKnown(place) ? reason : "No place of service has this code." else {
                continue
            }
            report.broken(
                .line(line.index, "placeOfService"),
                line: line.index,
                message,
                facts: [.init("placeOfService", .text(place.text))]
            )
        }
    }

    private static let reasons: [(places: [PlaceOfService], message: String)] = [
        (["12"], "The patient's home is not where care management is billed from."),
        (["02", "10"], "Care management is not a telehealth service; its place is not telehealth's."),
        (
            ["21", "31", "51", "56", "61"],
            "Days in this kind of facility do not count, and the facility is paid for them."
        ),
        (["41", "42", "60", "81"], "No practitioner sees patients for continuing care in such a place."),
    ]

    private static let reasonsByPlace: [String?] = (0..<100).map { number in
        reasons.first { $0.places.contains { Int($0.number) == number } }?.message
    }

    static let timelyFiling = Rule(
        "filed-within-a-year",
        title: "The claim is received within one calendar year of the date of service.",
        citation: .timelyFiling,
        severity: .errorOutsideCPT,
        needs: ["/receivedOn", "/lines"],
        remedy: "Nothing mends a late claim; file within a year.",
        adjustment: Adjustment("CO", "29", "N211"),
        example: RuleExample { $0.receivedOn = "2027-03-19" }
    ) { context, report in
        guard let received = context.month.receivedOn else { return }
        for line in context.lines {
            guard let date = line.line.date, received > date.adding(months: 12) else { continue }
            report.broken(.line(line.index, "date"), line: line.index, "The claim was received more than a year later.")
        }
    }

    static let receivedAfterService = Rule(
        "received-after-service",
        title: "The claim is received on or after the date of service.",
        citation: .timelyFiling,
        severity: .warningOutsideCPT,
        needs: ["/receivedOn", "/lines"],
        remedy: "Correct the date of receipt or the date of service.",
        adjustment: Adjustment("CO", "16", "M52"),
        example: RuleExample { $0.receivedOn = "2026-03-17" }
    ) { context, report in
        guard let received = context.month.receivedOn else { return }
        for line in context.lines {
            guard let date = line.line.date, received < date else { continue }
            report.broken(
                .line(line.index, "date"),
                line: line.index,
                "The date of service is after the day of receipt."
            )
        }
    }

    static let birthDate = Rule(
        "birth-date-plausible",
        title: "The patient was born before the service month and not more than 120 years ago.",
        citation: .denialTable,
        severity: .warningOutsideCPT,
        needs: ["/patient/birthDate"],
        remedy: "Correct the date of birth.",
        adjustment: Adjustment("CO", "16", "M76"),
        example: RuleExample { $0.patient?.birthDate = "2026-04-02" }
    ) { context, report in
        guard let born = context.month.patient?.birthDate, context.billsCareManagement else { return }
        let days = context.facts.days
        // 120 years have at least as many days as that; only for the very old the calendar is asked.
        let isYoung = days.lowerBound.dayNumber - born.dayNumber < 120 * 365
        if born > days.upperBound || !isYoung && born.adding(months: 120 * 12) < days.lowerBound {
            report.broken("/patient/birthDate", "The date of birth cannot be right for this service month.")
        }
    }

    static let hospiceModifier = Rule(
        "hospice-modifier",
        title: "For a patient under a hospice election, the line carries GV or GW; for any other, neither.",
        citation: .hospiceModifiers,
        severity: .warningOutsideCPT,
        needs: ["/hospice", "/lines"],
        remedy:
            "Add GV for the attending practitioner or GW for a condition apart from the terminal one, or remove it.",
        adjustment: Adjustment("CO", "B9", "N519"),
        example: RuleExample { $0.hospice = true }
    ) { context, report in
        guard let hospice = context.month.hospice else {
            guard context.lines.contains(where: { context.modifiers(of: $0).contains(where: modifiers.contains) })
            else {
                return
            }
            return report.cannotTell(
                ["/hospice"],
                "A hospice modifier was sent, but not whether the patient elected hospice."
            )
        }
        for line in context.lines {
            let position = context.modifiers(of: line).firstIndex(where: modifiers.contains)
            if hospice, position == nil {
                report.broken(
                    .line(line.index, "modifiers"),
                    line: line.index,
                    "A hospice patient's line lacks GV or GW."
                )
            } else if !hospice, let position {
                let path = Pointer.line(line.index, "modifiers/\(position)")
                report.broken(
                    path,
                    line: line.index,
                    "A hospice modifier stands on the line of a patient who elected none.",
                    fix: [.remove(path)]
                )
            }
        }
    }

    private static let modifiers: [Modifier] = ["GV", "GW"]

    static let taxonomy = Rule(
        "taxonomy-agrees-with-kind",
        title: "The practitioner's taxonomy code and kind agree.",
        citation: .providerIdentifiers,
        severity: .warningOutsideCPT,
        needs: ["/practitioner/taxonomy", "/practitioner/kind"],
        remedy: "Correct the taxonomy code or the kind of practitioner.",
        adjustment: Adjustment("CO", "170", "N95"),
        example: RuleExample { $0.practitioner?.taxonomy = "363L00000X" }
    ) { context, report in
        guard let kind = context.month.practitioner?.kind, let taxonomy = context.month.practitioner?.taxonomy,
            let holder = TaxonomyTable.kind(of: taxonomy), !holder.isOrganization, context.billsCareManagement
        else { return }
        let agree = if case .other = kind { holder.billingKind == nil } else { holder.billingKind == kind }
        if !agree {
            report.broken("/practitioner/taxonomy", "The taxonomy code belongs to another kind of practitioner.")
        }
    }
}
