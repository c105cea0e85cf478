import ClaimRules

/// Answers about an X12 file for a person at a terminal: what is wrong, claim by claim, and a summary at the end.
enum X12AnswerText {
    static func month(_ index: Int, _ answer: X12MonthAnswer, _ run: X12BatchRun) -> [UInt8] {
        let joined = run.batch.months[index]
        switch answer {
        case .decision(let decision): return self.decision(decision, joined, run)
        case .suggestion(let suggestion): return TextReport.suggestion(suggestion, of: joined.month) + [10]
        case .checklist(let checklist): return TextReport.checklist(checklist, of: joined.month) + [10]
        }
    }

    private static func decision(_ decision: Decision, _ joined: X12CareMonth, _ run: X12BatchRun) -> [UInt8] {
        let batch = run.batch
        let places = X12Places(batch: batch, month: joined)
        var layout = TextLayout()
        let names = joined.answered.map { batch.claims[$0].account }
        let verdict = decision.verdict.rawValue.uppercased()
        layout.paragraph("\(verdict) - \(PlainWords.list(names)), \(PlainWords.month(joined.month.serviceMonth))")
        for finding in decision.findings {
            let place = places.place(finding.path)?.text ?? finding.path.text
            layout.paragraph("\(word(finding.severity)), \(place): \(finding.message)", indent: 2)
            layout.paragraph(finding.remedy, indent: 4, mark: "To do: ")
        }
        // What a claim cannot say is counted; what it said and could not be read is told.
        let unread = decision.unverified.filter { $0.needs.allSatisfy { ["/lines", "/diagnoses"].contains($0.text) } }
        for rule in unread { layout.paragraph("Not decided: \(rule.message)", indent: 2) }
        let others = decision.unverified.count - unread.count
        if others > 0 {
            layout.paragraph(
                "\(PlainWords.count(others, "rule")) could not be decided from what a claim says.",
                indent: 2
            )
        }
        faults(joined.answered, run, &layout)
        return layout.bytes
    }

    static func unjudged(_ index: Int, _ run: X12BatchRun) -> [UInt8] {
        let claim = run.batch.claims[index]
        var layout = TextLayout()
        let word =
            switch run.batch.standings[index] {
            case .void: run.outcomes.all[index].isAccepted ? "VOIDS ANOTHER" : "REJECT"
            case .voided: "VOIDED"
            case .replaced: "REPLACED"
            case .judged: "NOT JUDGED"
            }
        layout.paragraph("\(word) - \(claim.account)")
        faults([index], run, &layout)
        return layout.bytes
    }

    private static func faults(_ claims: [Int], _ run: X12BatchRun, _ layout: inout TextLayout) {
        for index in claims {
            let claim = run.batch.claims[index]
            for fault in claim.faults {
                layout.paragraph("Error, \(fault.place): \(fault.kind.detail)", indent: 2)
            }
            if let envelope = run.outcomes.all[index].envelope {
                let place = X12Position.text(
                    loop: "2300",
                    segment: "CLM",
                    element: nil,
                    component: nil,
                    position: Int(claim.position)
                )
                layout.paragraph("Error, \(place): \(envelope.detail)", indent: 2)
            }
            if let original = run.batch.originals[index] {
                let place = X12Position.text(
                    loop: "2300",
                    segment: "CLM",
                    element: 5,
                    component: 3,
                    position: Int(claim.position)
                )
                layout.paragraph("Note, \(place): \(original.detail(of: claim))", indent: 2)
            }
        }
    }

    static func summary(
        _ structure: X12Structure,
        _ counts: X12Counts,
        _ question: ClaimQuestion,
        isComplete: Bool,
        isCut: Bool
    ) -> [UInt8] {
        var layout = TextLayout()
        for interchange in structure.interchanges {
            for group in interchange.groups {
                for set in group.sets where !set.isAccepted { rejected(set, of: group, &layout) }
                guard !group.faults.isEmpty else { continue }
                layout.paragraph("Functional group \(group.control) was rejected.")
                for fault in group.faults { layout.paragraph(fault.detail, indent: 2) }
            }
            guard !interchange.faults.isEmpty else { continue }
            let what = interchange.isRejected ? "rejected" : "accepted, but noted"
            layout.paragraph("Interchange \(interchange.control) was \(what).")
            for fault in interchange.faults { layout.paragraph(fault.detail, indent: 2) }
        }
        if let failure = structure.failure {
            layout.paragraph("Byte \(failure.offset), segment \(failure.segment) of the file: \(failure.detail)")
        }
        if !isComplete {
            layout.paragraph("There were more claims than are remembered: what later ones repeat may have gone unseen.")
        }
        if counts.withdrawn > 0 {
            layout.paragraph(
                "\(PlainWords.count(counts.withdrawn, "claim")) that were accepted above are rejected after all, with what "
                    + "they stand in: its end was read after they had been answered."
            )
        }
        if isCut { layout.paragraph("It was stopped before the end of the file: what was not read is not answered.") }
        let status = question == .validate ? ": \(counts.accepted) accepted, \(counts.rejected) rejected" : ""
        let verdicts = question.verdicts.map { "\(counts.count($0)) \($0.rawValue)" }.joined(separator: ", ")
        layout.paragraph(
            "\(PlainWords.count(counts.claims, "claim"))\(status). "
                + "\(PlainWords.count(counts.months, "care month")): \(verdicts)."
        )
        return layout.bytes
    }

    private static func rejected(_ set: X12Set, of group: X12Group, _ layout: inout TextLayout) {
        layout.paragraph("Transaction set \(set.control) of group \(group.control) was rejected.")
        if let name = set.refusedAs { layout.paragraph("It is \(name); 837P is taken.", indent: 2) }
        for issue in set.issues { layout.paragraph("\(issue.place): \(issue.detail)", indent: 2) }
        if set.moreIssues > 0 {
            layout.paragraph("And \(PlainWords.count(set.moreIssues, "further error")).", indent: 2)
        }
        for fault in set.faults where fault != .segmentErrors { layout.paragraph("\(fault.detail)", indent: 2) }
    }

    private static func word(_ severity: Severity) -> String {
        switch severity {
        case .error: "Error"
        case .warning: "Warning"
        case .info: "Note"
        }
    }
}

extension X12Interchange.Fault {
    /// A sentence for people.
    public var detail: String {
        switch self {
        case .controlNumbersDiffer: "The control numbers of ISA and IEA differ."
        case .version: "The version in its header is not one that is taken."
        case .controlNumber: "The control number in ISA13 is not a number."
        case .testIndicator: "ISA15 must be P or T."
        case .groupCount: "IEA does not have the number of groups that were found."
        case .structure: "Segments stand where none may."
        case .endOfFile: "The trailer IEA is missing."
        case .content: "It could not be read to its end."
        case .duplicateControlNumber: "The sender used the control number in this file already."
        }
    }
}

extension X12Group.Fault {
    /// A sentence for people.
    public var detail: String {
        switch self {
        case .notSupported: "Groups of this kind are not taken."
        case .versionNotSupported: "The version in GS08 is not one that is taken."
        case .trailerMissing: "The trailer GE is missing."
        case .controlNumbersDiffer: "The control numbers of GS and GE differ."
        case .setCount: "GE does not have the number of transaction sets that were found."
        case .controlNumber: "The control number in GS06 is not a number."
        case .duplicateControlNumber: "The control number was used in this interchange already."
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
