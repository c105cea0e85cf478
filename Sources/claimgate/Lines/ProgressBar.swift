import ClaimFormats
import ClaimService

/// How far a file has come, as one line that is written over again.
struct ProgressBar {
    static let width = 24

    var question: ClaimQuestion
    /// Bytes in all, where that is known.
    var size: Int?
    /// What is counted.
    var unit = "claims"

    /// The line, without an end; of what does not fit into the terminal's columns the last parts are left out.
    func line(_ tally: StreamTally, bytes: Int, seconds: Double, columns: Int = .max) -> String {
        var parts: [String] = []
        let share = size.map { $0 > 0 ? min(1, Double(bytes) / Double($0)) : 1 }
        if let share {
            let full = Int(share * Double(Self.width))
            let bar = String(repeating: "#", count: full) + String(repeating: ".", count: Self.width - full)
            parts.append("[\(bar)] \(Int(share * 100)) %")
        }
        let rate = seconds > 0 ? Int(Double(tally.documents) / seconds) : 0
        parts.append("\(PlainNumber.grouped(tally.documents)) \(unit), \(PlainNumber.grouped(rate))/s")
        if let share, share > 0, seconds >= 1 {
            parts.append("\(PlainNumber.clock(Int(seconds * (1 - share) / share))) left")
        }
        for verdict in question.verdicts where tally.count(verdict) > 0 {
            parts.append("\(verdict.rawValue) \(PlainNumber.grouped(tally.count(verdict)))")
        }
        if tally.problems > 0 { parts.append("unusable \(PlainNumber.grouped(tally.problems))") }
        while parts.count > 1, parts.reduce(-2, { $0 + $1.count + 2 }) >= columns { parts.removeLast() }
        return parts.joined(separator: "  ")
    }
}
