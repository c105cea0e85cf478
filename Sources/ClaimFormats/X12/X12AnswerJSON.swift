import ClaimRules

/// Answers about an X12 file as JSON: a decision for every care month, with the claims it is made of, and what was
/// received.
extension JSONWriter {
    /// The decision on one month of a batch, its findings with their segments.
    mutating func decision(_ batch: X12Batch, _ index: Int, _ judged: X12JudgedBatch, _ structure: X12Structure) {
        let joined = batch.months[index]
        let places = X12Places(batch: batch, month: joined)
        decision(
            judged.decisions[index],
            ignored: [],
            fhir: nil,
            segment: { places.place($0)?.text },
            claims: { writer in
                writer.member("serviceMonth", joined.month.serviceMonth.description)
                writer.list("claims", joined.claims) { $0.claim($1, judged, structure) }
            }
        )
    }

    /// A claim on which there is no decision: void, replaced, or without a line that can be read.
    mutating func unjudged(_ index: Int, _ judged: X12JudgedBatch, _ structure: X12Structure) {
        beginObject()
        list("claims", [index]) { $0.claim($1, judged, structure) }
        endObject()
    }

    private mutating func claim(_ index: Int, _ judged: X12JudgedBatch, _ structure: X12Structure) {
        let claim = judged.batch.claims[index]
        let outcome = judged.outcomes[index]
        beginObject()
        member("id", claim.account)
        member("status", outcome.isAccepted ? "accepted" : "rejected")
        list("statusCodes", outcome.statuses) { $0.string($1.composite) }
        switch judged.batch.standings[index] {
        case .judged: break
        case .void: member("standing", "void")
        case .replaced(let other): standing("replaced", judged.batch.claims[other])
        case .voided(let other): standing("voided", judged.batch.claims[other])
        }
        if !claim.faults.isEmpty {
            list("faults", claim.faults) { writer, fault in
                writer.beginObject()
                writer.member("code", fault.kind)
                writer.member("segment", fault.place)
                writer.member("message", fault.kind.detail)
                writer.endObject()
            }
        }
        let interchange = structure.interchanges[claim.interchange]
        let group = interchange.groups[claim.group]
        member("interchange", interchange.control)
        member("group", group.control)
        member("transactionSet", group.sets[claim.set].control)
        member("segment", "2300 CLM, segment \(claim.position)")
        member("segmentInFile", claim.number)
        member("offset", claim.offset)
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
