import ClaimRules
import TestSupport

/// All that the minute tables tell apart, and the comparison of the engine with them.
enum OracleSpace {
    static let staffMinutes = 0...400
    static let practitionerMinutes = 0...130
    static let levels: [DecisionMaking?] = [nil] + DecisionMaking.allCases.map { $0 }

    /// Every month class from 2014-12 to 2026-12: the first and the last month of each year, for the tables change with
    /// years alone, and the months around the end of the clinics' general code in 2025.
    static let months: [CalendarMonth] =
        ["2014-12"]
        + (2015...2026).flatMap { [CalendarMonth(year: $0, month: 1)!, CalendarMonth(year: $0, month: 12)!] }
        + ["2025-08", "2025-09", "2025-10", "2025-11"]

    /// How many combinations there are.
    static var size: Int {
        months.count * Profile.all.count * levels.count * staffMinutes.count * practitionerMinutes.count
    }

    /// What the engine says and the tables do not; nil where both agree.
    static func mismatch(
        _ month: CalendarMonth,
        _ profile: Profile,
        _ level: DecisionMaking?,
        staff: Int,
        practitioner: Int
    ) -> String? {
        let care = CareMonth.recorded(month, staff: staff, practitioner: practitioner, decisionMaking: level)
        let suggestion = CodeSuggester.suggest(care, profile: profile)
        let expected = MinuteTableOracle.paths(
            staff: staff,
            practitioner: practitioner,
            decisionMaking: level,
            year: month.year,
            profile: profile
        )
        // The suggested path may be listed again, with units above an edit that can be appealed.
        let others = suggestion.alternatives.filter { $0.path != suggestion.suggested?.path }
        for proposal in others + [suggestion.suggested].compactMap({ $0 }) {
            let lines = proposal.lines.reduce(into: [:]) { $0[$1.code.text] = $1.units }
            if lines != expected[proposal.path] {
                return "\(month) \(profile.id.rawValue) \(staff) + \(practitioner), \(level?.rawValue ?? "no level"): "
                    + "\(proposal.path) is \(lines), not \(expected[proposal.path] ?? [:])"
            }
        }
        return nil
    }
}
