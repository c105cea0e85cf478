import ClaimRules
import TestSupport

/// Care months whose record is complete and supports one path, and whose lines bill that path wrongly: with codes of
/// another time or another kind of biller, too many units, impossible dates, modifiers and pointers. From every setting,
/// and more often than not in the months around a code's first or last day.
struct SufficientMonths: Sequence, IteratorProtocol {
    private var random: SeededGenerator
    private var left: Int

    init(seed: UInt64, count: Int) {
        random = SeededGenerator(seed: seed)
        left = count
    }

    /// The months of each code's first and last day and their neighbors, and those of the clinics' general code.
    static let edges: [CalendarMonth] = {
        let days = CodeTable.entries.flatMap { [$0.payable.from, $0.payable.through].compactMap { $0 } }
        let clinics: [CalendarDate] = ["2018-01-01", "2024-12-31", "2025-01-01", "2025-09-30", "2025-10-01"]
        let months = (days + clinics).map(\.month).flatMap { [$0.adding(months: -1), $0, $0.adding(months: 1)] }
        return Set(months).filter { $0 >= "2015-01" && $0 <= "2026-12" }.sorted { $0 < $1 }
    }()

    mutating func next() -> CareMonth? {
        guard left > 0 else { return nil }
        left -= 1
        let month =
            random.chance(70)
            ? random.pick(Self.edges)
            : CalendarMonth(
                year: Int.random(in: 2015...2026, using: &random),
                month: Int.random(in: 1...12, using: &random)
            )!
        let setting: PracticeSetting = random.chance(50) ? .office : random.pick(PracticeSetting.allCases)
        let hasGeneralCodeOnly = setting.isClinic && (2018...2024).contains(month.year)
        let isPersonal =
            random.chance(30) && month.year >= 2019 && !hasGeneralCodeOnly && setting != .hospitalOutpatient
        let isComplex = !isPersonal && random.chance(30) && month.year >= 2017 && !hasGeneralCodeOnly
        let minutes = Int.random(in: (isPersonal ? 30 : isComplex ? 60 : 20)...140, using: &random)
        var care = CareMonth.recorded(
            month,
            staff: isPersonal ? 0 : minutes,
            practitioner: isPersonal ? minutes : 0,
            decisionMaking: isComplex ? .high : .low
        )
        care.setting = setting
        if month.year < 2017 { care.consent?.form = .written }
        let own: [ProcedureCode] =
            isPersonal
            ? ["99491", "99491", "99437"]
            : isComplex ? ["99487", "99487", "99489"] : ["99490", "99490", "99439", "G2058", "G0511"]
        // Of other paths only such as the record does not support: which of two to keep is not ours to say.
        let others: [ProcedureCode] =
            isPersonal
            ? ["99490", "99439", "99487"] : isComplex ? ["99491", "99437"] : ["99491", "99437", "99487", "99489"]
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            var line = ServiceLine(
                code: random.pick(random.chance(85) ? own : others),
                units: Int.random(in: 1...5, using: &random),
                date: care.serviceMonth.firstDay.adding(days: Int.random(in: -3...35, using: &random))
            )
            line.placeOfService = setting.isClinic ? "72" : setting == .hospitalOutpatient ? "22" : "11"
            line.modifiers = random.list(0...2) { $0.pick(["95", "25", "GT"]) }
            line.diagnosisPointers = random.list(1...3) { Int.random(in: 1...4, using: &$0) } + [1]
            care.lines.append(line)
        }
        if random.chance(20) {
            care.diagnoses = random.pick([["E11.9"], ["I10"]])
            for index in care.lines.indices { care.lines[index].diagnosisPointers = [1, 2] }
        }
        return care
    }
}
