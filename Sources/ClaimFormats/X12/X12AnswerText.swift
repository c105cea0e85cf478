import ClaimRules

/// Answers about an X12 file for a person at a terminal: what is wrong, claim by claim, and a summary at the end.
enum X12AnswerText {
    static func month(_ index: Int, _ judged: X12JudgedBatch) -> [UInt8] {
        let batch = judged.batch
        let joined = batch.months[index]
        let decision = judged.decisions[index]
        let places = X12Places(batch: batch, month: joined)
        var layout = TextLayout()
        let names = joined.claims.map { batch.claims[$0].account }
        let verdict = decision.verdict.rawValue.uppercased()
        layout.paragraph("\(verdict) - \(PlainWords.list(names)), \(PlainWords.month(joined.month.serviceMonth))")
        for finding in decision.findings {
            let place = places.place(finding.path)?.text ?? finding.path.text
            layout.paragraph("\(word(finding.severity)), \(place): \(finding.message)", indent: 2)
            layout.paragraph(finding.remedy, indent: 4, mark: "To do: ")
        }
        if !decision.unverified.isEmpty {
            let count = PlainWords.count(decision.unverified.count, "rule")
            layout.paragraph("\(count) could not be decided from what a claim says.", indent: 2)
        }
        faults(joined.claims, judged, &layout)
        return Array(layout.text.utf8)
    }

    static func unjudged(_ index: Int, _ judged: X12JudgedBatch) -> [UInt8] {
        let claim = judged.batch.claims[index]
        var layout = TextLayout()
        let word =
            switch judged.batch.standings[index] {
            case .void: "VOIDS ANOTHER"
            case .voided: "VOIDED"
            case .replaced: "REPLACED"
            case .judged: "NOT JUDGED"
            }
        layout.paragraph("\(word) - \(claim.account)")
        faults([index], judged, &layout)
        return Array(layout.text.utf8)
    }

    private static func faults(_ claims: [Int], _ judged: X12JudgedBatch, _ layout: inout TextLayout) {
        for claim in claims {
            for fault in judged.batch.claims[claim].faults {
                layout.paragraph("Error, \(fault.place): \(fault.kind.detail)", indent: 2)
            }
        }
    }

    static func summary(_ structure: X12Structure, _ counts: X12Counts) -> [UInt8] {
        var layout = TextLayout()
        for interchange in structure.interchanges {
            for group in interchange.groups {
                for set in group.sets where !set.isAccepted {
                    layout.paragraph("Transaction set \(set.control) of group \(group.control) was rejected.")
                    if let name = set.refusedAs { layout.paragraph("It is \(name); 837P is taken.", indent: 2) }
                    for issue in set.issues { layout.paragraph("\(issue.place): \(issue.detail)", indent: 2) }
                    if set.moreIssues > 0 {
                        layout.paragraph("And \(PlainWords.count(set.moreIssues, "further error")).", indent: 2)
                    }
                    for fault in set.faults where fault != .segmentErrors {
                        layout.paragraph("\(fault.detail)", indent: 2)
                    }
                }
            }
        }
        if let failure = structure.failure {
            layout.paragraph("Byte \(failure.offset), segment \(failure.segment) of the file: \(failure.detail)")
        }
        layout.paragraph(
            "\(PlainWords.count(counts.claims, "claim")): \(counts.accepted) accepted, \(counts.rejected) rejected. "
                + "\(PlainWords.count(counts.months, "care month")): \(counts.accept) accept, \(counts.review) review, "
                + "\(counts.reject) reject."
        )
        return Array(layout.text.utf8)
    }

    private static func word(_ severity: Severity) -> String {
        switch severity {
        case .error: "Error"
        case .warning: "Warning"
        case .info: "Note"
        }
    }
}

extension X12Set.Fault {
    /// A sentence for people.
    public var detail: String {
        switch self {
        case .notSupported: "Transaction sets of this kind are not taken."
        case .trailerMissing: "The trailer SE is missing."
        case .controlNumbersDiffer: "The control numbers of ST and SE differ."
        case .segmentCount: "SE does not have the number of segments that were found."
        case .segmentErrors: "Segments are in error."
        case .controlNumber: "The control number is missing or too long."
        case .duplicateControlNumber: "The control number was used in this group already."
        case .guideNotSupported: "The implementation guide is not one that is taken."
        }
    }
}
