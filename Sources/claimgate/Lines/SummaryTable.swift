import ClaimFormats
import ClaimRules
import ClaimService

/// What a file came to, as a table for a person.
struct SummaryTable {
    /// Rules that are listed, the most frequent first.
    static let ruleLimit = 10

    var question: ClaimQuestion
    var tally: StreamTally
    var seconds: Double
    /// Services that are remembered to find duplicates, when there were more.
    var rememberedLimit: Int?
    /// The signal that ended it before its time.
    var interruption: String?

    var text: String {
        var rows: [(String, String)] = question.verdicts.map { ($0.rawValue, share(tally.count($0))) }
        if tally.problems > 0 { rows.append(("unusable", share(tally.problems))) }
        var text = interruption.map { "\($0): stopped early\n" } ?? ""
        let rate = seconds > 0 ? Int(Double(tally.documents) / seconds) : tally.documents
        text += "\(PlainNumber.grouped(tally.documents)) care months in \(PlainNumber.seconds(seconds)), "
        text += "\(PlainNumber.grouped(rate)) a second\n"
        text += Self.table(rows)
        text += Self.text(of: tally.rules, question)
        if question == .validate {
            text += "Duplicates: \(PlainNumber.grouped(tally.duplicates))"
            text +=
                rememberedLimit.map {
                    "; compared with the first \(PlainNumber.grouped($0)) services only, so there may be more\n"
                } ?? "\n"
        }
        if question != .gaps {
            text += "Underbilled: \(PlainNumber.grouped(tally.underbilled)) care months, "
            text += "$\(PlainNumber.dollars(tally.underbilledBy))\n"
        }
        return text
    }

    private func share(_ count: Int) -> String { Self.share(count, of: tally.documents) }

    /// The rules that were broken or stood in the way, the most frequent first.
    static func text(of rules: [(rule: RuleID, count: Int)], _ question: ClaimQuestion) -> String {
        if rules.isEmpty { return "" }
        var text = question == .validate ? "Rules most often broken\n" : "What most often stood in the way\n"
        text += table(rules.prefix(ruleLimit).map { ($0.rule.description, PlainNumber.grouped($0.count)) })
        if rules.count > ruleLimit { text += "  and \(rules.count - ruleLimit) more rules\n" }
        return text
    }

    /// A count, and how much of all it is.
    static func share(_ count: Int, of all: Int) -> String {
        let tenths = all == 0 ? 0 : (count * 1000 + all / 2) / all
        let percent = "\(tenths / 10).\(tenths % 10) %"
        return PlainNumber.grouped(count) + String(repeating: " ", count: max(1, 9 - percent.count)) + percent
    }

    static func table(_ rows: [(String, String)]) -> String {
        let left = rows.map(\.0.count).max() ?? 0
        let right = rows.map(\.1.count).max() ?? 0
        return rows.map { name, value in
            let gap = String(repeating: " ", count: left - name.count + right - value.count + 2)
            return "  \(name)\(gap)\(value)\n"
        }.joined()
    }
}

/// Numbers as people write them.
enum PlainNumber {
    /// With commas between thousands.
    static func grouped(_ number: Int) -> String {
        var digits = String(number.magnitude)
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = String(digits.dropLast(3))
        }
        return (number < 0 ? "-" : "") + ([Substring(digits)] + groups).joined(separator: ",")
    }

    /// Whole dollars with commas, and cents.
    static func dollars(_ money: Money) -> String {
        let cents = Int(money.cents.magnitude % 100)
        return grouped(Int(money.cents / 100)) + (cents < 10 ? ".0" : ".") + String(cents)
    }

    /// `0.4 s`, `12.3 s`, `3:05`, `1:02:03`.
    static func seconds(_ seconds: Double) -> String {
        if seconds < 60 {
            let tenths = Int(seconds * 10)
            return "\(tenths / 10).\(tenths % 10) s"
        }
        return clock(Int(seconds))
    }

    /// Minutes and seconds, and hours where there are any.
    static func clock(_ seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        if seconds < 3600 { return "\(seconds / 60):\(two(seconds % 60))" }
        return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }
}
