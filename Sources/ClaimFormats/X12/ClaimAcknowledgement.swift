import ClaimRules

/// The 277CA: for every claim whether it is accepted, and if not why.
///
/// A transaction set answers one that was received, or the part of it that was read and judged together. Source: ASC X12N
/// 005010X214.
struct ClaimAcknowledgement {
    private var writer: X12Writer
    private let stamp: X12Stamp
    private var structure = X12Structure()
    private var interchange = -1
    private var group = -1
    private var level = 0

    init(_ stamp: X12Stamp) {
        self.stamp = stamp
        writer = X12Writer(stamp)
    }

    /// What was written since the last call.
    mutating func take() -> [UInt8] { writer.take() }

    mutating func add(_ batch: X12Batch, _ outcomes: [X12Outcome], _ structure: X12Structure) {
        self.structure = structure
        var start = 0
        while start < batch.claims.count {
            let first = batch.claims[start]
            var end = start + 1
            while end < batch.claims.count, batch.claims[end].place == first.place { end += 1 }
            write(batch, outcomes, start..<end, open(first.place))
            start = end
        }
    }

    mutating func end() {
        if group >= 0 { writer.endGroup() }
        if interchange >= 0 { writer.endInterchange() }
    }

    /// Rejects as a whole a transaction set of which claims were accepted before its end, or the end of what it is in, was
    /// read.
    mutating func withdraw(_ claims: X12Accepted, of place: X12SetPlace, _ structure: X12Structure) {
        self.structure = structure
        heading(open(place), hasProviders: false)
        writer.segment("STC", ClaimStatus.unprocessable.composite, stamp.day, "U", claims.amount.description)
        writer.segment("QTY", "AA", "\(claims.claims)")
        writer.segment("AMT", "YY", claims.amount.description)
        writer.endSet()
    }

    /// Opens the answer to the interchange and the group of a transaction set, unless it is open; gives back the set.
    private mutating func open(_ place: X12SetPlace) -> X12Set {
        let received = structure.interchanges[place.interchange].groups[place.group]
        defer {
            interchange = place.interchange
            group = place.group
        }
        if place.interchange == interchange, place.group == group { return received.sets[place.set] }
        if group >= 0 { writer.endGroup() }
        if place.interchange != interchange {
            if interchange >= 0 { writer.endInterchange() }
            writer.beginInterchange(answering: structure.interchanges[place.interchange])
        }
        writer.beginGroup("HN", answering: received, version: ClaimAcknowledgement.version)
        return received.sets[place.set]
    }

    private static let version = "005010X214"

    /// The part of a set that says what it answers, and whom.
    private mutating func heading(_ set: X12Set, hasProviders: Bool) {
        writer.beginSet("277", version: ClaimAcknowledgement.version)
        let reference = text(set.reference, 50)
        writer.segment("BHT", "0085", "08", reference, stamp.day, stamp.time, "TH")
        writer.segment("HL", "1", "", "20", "1")
        party("PR", set.receiver, isPerson: false, qualifier: "46")
        writer.segment("TRN", "1", reference)
        writer.segment("DTP", "050", "D8", stamp.day)
        writer.segment("DTP", "009", "D8", stamp.day)
        writer.segment("HL", "2", "1", "21", hasProviders ? "1" : "0")
        party("41", set.submitter, isPerson: set.submitter.isPerson, qualifier: "46")
        writer.segment("TRN", "2", reference)
    }

    private mutating func write(_ batch: X12Batch, _ outcomes: [X12Outcome], _ range: Range<Int>, _ set: X12Set) {
        heading(set, hasProviders: true)
        total(batch, outcomes, range, accepted: "90", rejected: "AA", day: stamp.day)
        level = 2
        var start = range.lowerBound
        while start < range.upperBound {
            let billing = batch.claims[start].billing
            var end = start + 1
            while end < range.upperBound, batch.claims[end].billing === billing { end += 1 }
            provider(batch, outcomes, start..<end, billing)
            start = end
        }
        writer.endSet()
    }

    private mutating func provider(
        _ batch: X12Batch,
        _ outcomes: [X12Outcome],
        _ range: Range<Int>,
        _ billing: X12BillingProvider
    ) {
        level += 1
        let own = level
        writer.segment("HL", "\(own)", "2", "19", "1")
        let hasNPI = billing.party.identifierQualifier == "XX" && !billing.party.identifier.isEmpty
        var named = billing.party
        if !hasNPI { named.identifier = billing.taxNumber?.text ?? "" }
        party("85", named, isPerson: named.isPerson, qualifier: hasNPI ? "XX" : "FI")
        writer.segment("TRN", "1", "\(own)")
        total(batch, outcomes, range, accepted: "QA", rejected: "QC", day: "")
        for index in range {
            level += 1
            writer.segment("HL", "\(level)", "\(own)", "PT")
            claim(batch.claims[index], outcomes[index])
        }
    }

    private mutating func claim(_ claim: X12Claim, _ outcome: X12Outcome) {
        var named = claim.patient.name
        named.identifier = claim.patient.subscriber.identifier
        party("QC", named, isPerson: true, qualifier: "MI")
        writer.segment("TRN", "2", text(claim.account, 50))
        let action = outcome.isAccepted ? "WQ" : "U"
        let amount = (claim.total ?? Money(cents: 0)).description
        for status in outcome.statuses {
            let note = X12Writer.clean(status.note ?? "", 264)
            writer.segment("STC", status.composite, stamp.day, action, amount, "", "", "", "", "", "", "", note)
        }
        if let trace = claim.trace { writer.segment("REF", "D9", text(trace, 50)) }
        let dates = claim.lines.compactMap(\.first)
        let ends = claim.lines.compactMap(\.last)
        served(dates.min(), ends.max())
        var written = -1
        for (line, status) in outcome.lines.sorted(by: { $0.line < $1.line }) where line != written {
            written = line
            service(claim.lines[line], status)
        }
    }

    private mutating func service(_ line: X12Line, _ status: ClaimStatus) {
        let procedure = (["HC", line.code?.text ?? "00000"] + line.modifiers.map(\.text)).joined(separator: ":")
        let units = line.units.map { "\($0)" } ?? ""
        writer.segment("SVC", procedure, (line.charge ?? Money(cents: 0)).description, "", "", "", "", units)
        writer.segment("STC", status.onLine.composite, stamp.day, "U")
        if line.first != nil { served(line.first, line.last) }
    }

    /// The date of service, which the guide asks for: today's where the claim has none.
    private mutating func served(_ first: CalendarDate?, _ last: CalendarDate?) {
        let from = first.map(X12Dates.text) ?? stamp.day
        let to = last.map(X12Dates.text) ?? from
        writer.segment("DTP", "472", from == to ? "D8" : "RD8", from == to ? from : "\(from)-\(to)")
    }

    private mutating func total(
        _ batch: X12Batch,
        _ outcomes: [X12Outcome],
        _ range: Range<Int>,
        accepted: String,
        rejected: String,
        day: String
    ) {
        var counts = (accepted: 0, rejected: 0)
        var amounts = (accepted: Money(cents: 0), rejected: Money(cents: 0))
        for index in range {
            let amount = batch.claims[index].total ?? Money(cents: 0)
            if outcomes[index].isAccepted {
                counts.accepted += 1
                amounts.accepted = amounts.accepted + amount
            } else {
                counts.rejected += 1
                amounts.rejected = amounts.rejected + amount
            }
        }
        let sum = (amounts.accepted + amounts.rejected).description
        writer.segment("STC", "A1:19:PR", day, "WQ", sum)
        if counts.accepted > 0 { writer.segment("QTY", accepted, "\(counts.accepted)") }
        if counts.rejected > 0 { writer.segment("QTY", rejected, "\(counts.rejected)") }
        if counts.accepted > 0 { writer.segment("AMT", "YU", amounts.accepted.description) }
        if counts.rejected > 0 { writer.segment("AMT", "YY", amounts.rejected.description) }
    }

    private mutating func party(_ role: String, _ party: X12Party, isPerson: Bool, qualifier: String) {
        writer.segment(
            "NM1",
            role,
            isPerson ? "1" : "2",
            text(party.last, 60),
            isPerson ? X12Writer.clean(party.first, 35) : "",
            isPerson ? X12Writer.clean(party.middle, 25) : "",
            "",
            "",
            qualifier,
            identifier(party.identifier)
        )
    }

    /// Never empty, as these elements may not be.
    private func text(_ text: String, _ longest: Int) -> String {
        let clean = X12Writer.clean(text, longest)
        return clean.isEmpty ? "UNKNOWN" : clean
    }

    /// Of two characters at least.
    private func identifier(_ text: String) -> String {
        let clean = self.text(text, 80)
        return clean.utf8.count < 2 ? "0" + clean : clean
    }
}
