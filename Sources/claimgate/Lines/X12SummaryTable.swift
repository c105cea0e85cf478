import ClaimFormats
import ClaimRules

/// What a file of claims came to, as a table for a person.
struct X12SummaryTable {
    var question: ClaimQuestion
    var counts: X12Counts
    var segments: Int
    /// Claims of which all has been read, answered or not.
    var claimsRead: Int
    var rules: [(rule: RuleID, count: Int)]
    var seconds: Double
    /// The signal that ended it before its time.
    var interruption: String?
    /// Whether claims are judged, and not only the structure.
    var isJudged: Bool

    var text: String {
        var text = interruption.map { "\($0): stopped early\n" } ?? ""
        guard isJudged else {
            text += "\(PlainNumber.grouped(segments)) segments in \(PlainNumber.seconds(seconds))\n"
            if interruption != nil {
                text += "What is acknowledged of structure comes at the end of the file: nothing\n"
            }
            return text
        }
        let rate = seconds > 0 ? Int(Double(counts.claims) / seconds) : counts.claims
        text += "\(PlainNumber.grouped(counts.claims)) claims in \(PlainNumber.seconds(seconds)), "
        text += "\(PlainNumber.grouped(rate)) a second\n"
        if question == .validate {
            text += SummaryTable.table([
                ("accepted", SummaryTable.share(counts.accepted, of: counts.claims)),
                ("rejected", SummaryTable.share(counts.rejected, of: counts.claims)),
            ])
        }
        text += "\(PlainNumber.grouped(counts.months)) care months\n"
        text += SummaryTable.table(
            question.verdicts.map { ($0.rawValue, SummaryTable.share(counts.count($0), of: counts.months)) }
        )
        text += SummaryTable.text(of: rules, question)
        if interruption != nil {
            text += "Not answered: \(PlainNumber.grouped(claimsRead - counts.claims)) claims that had been read\n"
        }
        return text
    }
}
