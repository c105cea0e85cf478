import ClaimRules

/// Answers about an X12 file as JSON: one for every care month, with the claims it is made of, and what was received.
extension JSONWriter {
    /// The answer about one month of a batch; the findings of a decision with their segments.
    mutating func month(_ index: Int, _ answer: X12MonthAnswer, _ run: X12BatchRun) {
        let joined = run.batch.months[index]
        func claims(_ isJudged: Bool) -> (inout JSONWriter) -> Void {
            { writer in
                writer.member("serviceMonth", joined.month.serviceMonth.description)
                writer.list("claims", joined.answered) { $0.claim($1, isJudged, run) }
                writer.earlier(joined)
            }
        }
        switch answer {
        case .decision(let decision):
            let places = X12Places(batch: run.batch, month: joined)
            let segment: (Pointer) -> String? = { places.place($0)?.text }
            self.decision(decision, segment: segment, claims: claims(true))
        case .suggestion(let suggestion): self.suggestion(suggestion, claims: claims(false))
        case .checklist(let checklist): self.checklist(checklist, claims: claims(false))
        }
    }

    /// A claim about which there is no answer: void, replaced, or without a line that can be read.
    mutating func unjudged(_ index: Int, _ question: ClaimQuestion, _ run: X12BatchRun) {
        beginObject()
        list("claims", [index]) { $0.claim($1, question == .validate, run) }
        endObject()
    }

    /// The claims of the file that a month's history was taken from, in its order.
    private mutating func earlier(_ joined: X12CareMonth) {
        guard !joined.history.isEmpty, let history = joined.month.history else { return }
        list("history", Array(zip(joined.history, history))) { writer, entry in
            writer.beginObject()
            writer.member("code", entry.1.code.text)
            writer.member("date", entry.1.date)
            writer.member("claimInFile", entry.0.number)
            writer.endObject()
        }
    }

    private mutating func claim(_ index: Int, _ isJudged: Bool, _ run: X12BatchRun) {
        let claim = run.batch.claims[index]
        beginObject()
        member("id", claim.account)
        if isJudged {
            let outcome = run.outcomes.all[index]
            member("status", outcome.isAccepted ? "accepted" : "rejected")
            list("statusCodes", outcome.statuses) { $0.string($1.composite) }
        }
        switch run.batch.standings[index] {
        case .judged: break
        case .void: member("standing", "void")
        case .replaced(let other): standing("replaced", run.batch.claims[other])
        case .voided(let other): standing("voided", run.batch.claims[other])
        }
        if let original = run.batch.originals[index] { self.original(original, claim, run.batch) }
        faults(of: claim, isJudged ? run.outcomes.all[index].envelope : nil)
        let interchange = run.structure.interchanges[claim.place.interchange]
        let group = interchange.groups[claim.place.group]
        member("interchange", interchange.control)
        member("group", group.control)
        member("transactionSet", group.sets[claim.place.set].control)
        member("segment", "2300 CLM, segment \(claim.position)")
        member("segmentInFile", claim.number)
        member("offset", claim.offset)
        endObject()
    }

    /// - Parameter envelope: what the claim is rejected with, which the structure at the end says more of.
    private mutating func faults(of claim: X12Claim, _ envelope: X12Envelope?) {
        guard envelope != nil || !claim.faults.isEmpty else { return }
        name("faults")
        beginArray()
        for fault in claim.faults {
            beginObject()
            member("code", fault.kind)
            member("segment", fault.place)
            member("message", fault.kind.detail)
            endObject()
        }
        if let envelope {
            beginObject()
            member("code", envelope)
            member("message", envelope.detail)
            endObject()
        }
        endArray()
    }

    /// What a replacement or void takes the place of.
    private mutating func original(_ original: X12Original, _ claim: X12Claim, _ batch: X12Batch) {
        name("original")
        beginObject()
        switch original {
        case .here(let index):
            member("code", "here")
            member("segmentInFile", batch.claims[index].number)
        case .answered(let number):
            member("code", "answered-before")
            member("segmentInFile", number)
        case .stands(let number):
            member("code", "stands")
            member("segmentInFile", number)
        case .notFound: member("code", "not-found")
        }
        member("message", original.detail(of: claim))
        endObject()
    }

    private mutating func standing(_ word: String, _ by: X12Claim) {
        member("standing", word)
        member("by", by.account)
    }

    /// What was received, envelope by envelope.
    mutating func structure(_ structure: X12Structure) {
        beginObject()
        member("accepted", structure.isAccepted)
        member("segments", structure.segments)
        object("failure", structure.failure) { writer, failure in
            writer.member("code", failure.kind)
            writer.member("offset", failure.offset)
            writer.member("segmentInFile", failure.segment)
            writer.member("detail", failure.detail)
        }
        list("interchanges", structure.interchanges) { writer, interchange in
            writer.beginObject()
            writer.member("control", interchange.control)
            writer.member("accepted", interchange.isAccepted)
            writer.codes(interchange.faults)
            writer.list("groups", interchange.groups) { $0.group($1) }
            writer.endObject()
        }
        endObject()
    }

    private mutating func group(_ group: X12Group) {
        beginObject()
        member("control", group.control)
        member("version", group.version)
        member("accepted", group.isAccepted)
        codes(group.faults)
        list("transactionSets", group.sets) { writer, set in
            writer.beginObject()
            writer.member("control", set.control)
            writer.member("version", set.version)
            writer.member("accepted", set.isAccepted)
            writer.codes(set.faults)
            writer.member("refusedAs", set.refusedAs)
            writer.member("claims", set.claims)
            if !set.issues.isEmpty { writer.list("errors", set.issues) { $0.issue($1) } }
            if set.moreIssues > 0 { writer.member("moreErrors", set.moreIssues) }
            writer.endObject()
        }
        endObject()
    }

    private mutating func codes<Fault: RawRepresentable<String>>(_ faults: [Fault]) {
        if !faults.isEmpty { list("faults", faults) { $0.string($1.rawValue) } }
    }

    private mutating func issue(_ issue: X12Issue) {
        beginObject()
        member("segment", issue.place)
        member("code", issue.fault)
        member("elementCode", issue.elementFault)
        member("message", issue.detail)
        member("segmentInFile", issue.number)
        member("offset", issue.offset)
        endObject()
    }
}
