/// What the code files say of a diagnosis code on a date.
enum DiagnosisStatus: Equatable, Sendable {
    /// May be billed.
    case billable
    /// Exists, but is a heading: only longer codes below it may be billed.
    case header
    /// In none of the editions here.
    case unknown
    /// In another edition, not in the one in force on the date: not yet or no longer a code.
    case notInEdition
    /// No edition for the date is here.
    case notChecked
}

/// The ICD-10-CM codes of three editions, and which of them are chronic conditions.
///
/// Source: CMS/NCHS ICD-10-CM code files of federal fiscal years 2024 to 2026 (1 October to 30 September), AHRQ Chronic
/// Condition Indicator Refined v2026.1. The indicator is a research classification: evidence, never the rule.
enum DiagnosisTable: Sendable {
    /// A year's code file.
    enum Edition: UInt8, CaseIterable, Sendable {
        case fiscalYear2024 = 1
        case fiscalYear2025 = 2
        case fiscalYear2026 = 4

        /// As the code files call themselves.
        var words: String {
            switch self {
            case .fiscalYear2024: "ICD-10-CM FY2024"
            case .fiscalYear2025: "ICD-10-CM FY2025"
            case .fiscalYear2026: "ICD-10-CM FY2026"
            }
        }

        /// The last day of the fiscal year that it is the edition of.
        var lastDay: CalendarDate {
            switch self {
            case .fiscalYear2024: Edition.endOf2024
            case .fiscalYear2025: Edition.endOf2025
            case .fiscalYear2026: Edition.endOf2026
            }
        }

        private static let endOf2023: CalendarDate = "2023-09-30"
        private static let endOf2024: CalendarDate = "2024-09-30"
        private static let endOf2025: CalendarDate = "2025-09-30"
        private static let endOf2026: CalendarDate = "2026-09-30"

        /// The edition in force on the date; nil before the first and after the last that is here.
        init?(on date: CalendarDate) {
            if date <= Edition.endOf2023 || date > Edition.endOf2026 { return nil }
            self =
                date > Edition.endOf2025
                ? .fiscalYear2026 : date > Edition.endOf2024 ? .fiscalYear2025 : .fiscalYear2024
        }
    }

    /// How many codes the edition bills.
    static func count(of edition: Edition) -> Int {
        let count = EmbeddedTable.diagnoses.count
        return (0..<count).count { isBillable($0, edition) }
    }

    /// Whether this code may be billed for services on the date.
    static func status(of code: DiagnosisCode, on date: CalendarDate) -> DiagnosisStatus {
        Edition(on: date).map { status(of: code, in: $0) } ?? .notChecked
    }

    /// Whether this code may be billed while the edition is in force.
    static func status(of code: DiagnosisCode, in edition: Edition) -> DiagnosisStatus {
        let table = EmbeddedTable.diagnoses
        var record = first(notBelow: code)
        var isKnown = false
        if record < table.count, isCode(record, code) {
            if isBillable(record, edition) { return .billable }
            isKnown = true
            record += 1
        }
        while record < table.count, isBelow(record, code) {
            if isBillable(record, edition) { return .header }
            isKnown = true
            record += 1
        }
        return isKnown ? .notInEdition : .unknown
    }

    /// The codes to bill instead on the date: those below this one, the shortest first, or where there are none the
    /// code that this one was made from by adding characters. At most this many; empty where no edition is here.
    static func nearest(to code: DiagnosisCode, on date: CalendarDate, limit: Int) -> [DiagnosisCode] {
        guard let edition = Edition(on: date), limit > 0 else { return [] }
        let table = EmbeddedTable.diagnoses
        let start = first(notBelow: code)
        var end = start
        while end < table.count, isCode(end, code) || isBelow(end, code) { end += 1 }
        var found: [DiagnosisCode] = []
        for length in stride(from: code.packed.count + 1, through: 7, by: 1) {
            for record in start..<end where isBillable(record, edition) && self.length(record) == length {
                found.append(self.code(record))
                if found.count == limit { return found }
            }
        }
        if !found.isEmpty { return found }
        for length in stride(from: code.packed.count - 1, through: 3, by: -1) {
            let shorter = DiagnosisCode(prefixOf: code, length: length)
            let record = first(notBelow: shorter)
            if record < table.count, isCode(record, shorter), isBillable(record, edition) { return [shorter] }
        }
        return []
    }

    /// The AHRQ indicator: nil for codes that it does not have or leaves open.
    static func isChronic(_ code: DiagnosisCode) -> Bool? {
        let table = EmbeddedTable.diagnoses
        let record = first(notBelow: code)
        guard record < table.count, isCode(record, code) else { return nil }
        switch table.byte(record, 8) {
        case UInt8(ascii: "1"): return true
        case UInt8(ascii: "0"): return false
        default: return nil
        }
    }

    private static func first(notBelow code: DiagnosisCode) -> Int {
        let key = code.padded
        let (chapter, place) = (Int(key >> 56) - 65, Int(key >> 48 & 0xFF) - 48)
        guard (0..<26).contains(chapter), (0..<10).contains(place) else {
            return EmbeddedTable.diagnoses.first(notBelow: key, 7)
        }
        let group = chapter * 10 + place
        return EmbeddedTable.diagnoses.first(notBelow: key, 7, among: groups[group]..<groups[group + 1])
    }

    /// Where the codes begin of each letter and digit, A0 to Z9, and where the last of them end: a search among these
    /// takes half the steps, and every claim makes half a dozen.
    private static let groups: [Int] = {
        let table = EmbeddedTable.diagnoses
        return (0...260).map { group in
            let letter = UInt64(65 + group / 10)
            return table.first(notBelow: letter << 56 | UInt64(48 + group % 10) << 48, 7)
        }
    }()

    private static func isCode(_ record: Int, _ code: DiagnosisCode) -> Bool {
        EmbeddedTable.diagnoses.word(record, 0, 7) == code.padded
    }

    /// True for records that begin with the code and go on.
    private static func isBelow(_ record: Int, _ code: DiagnosisCode) -> Bool {
        let count = code.packed.count
        guard count < 7 else { return false }
        let table = EmbeddedTable.diagnoses
        return table.word(record, 0, count) == code.packed.word && table.byte(record, count) != UInt8(ascii: " ")
    }

    private static func isBillable(_ record: Int, _ edition: Edition) -> Bool {
        (EmbeddedTable.diagnoses.byte(record, 7) &- 48) & edition.rawValue != 0
    }

    private static func length(_ record: Int) -> Int {
        let table = EmbeddedTable.diagnoses
        return (3..<7).first { table.byte(record, $0) == UInt8(ascii: " ") } ?? 7
    }

    private static func code(_ record: Int) -> DiagnosisCode {
        let length = length(record)
        return DiagnosisCode(packed: PackedASCII(word: EmbeddedTable.diagnoses.word(record, 0, length)))
    }
}

extension DiagnosisCode {
    fileprivate init(packed: PackedASCII) {
        self.packed = packed
    }

    fileprivate init(prefixOf code: DiagnosisCode, length: Int) {
        packed = PackedASCII(word: code.packed.word & (~0 << (64 - 8 * UInt64(length))))
    }

    /// Seven characters, filled with blanks: how the table writes codes.
    fileprivate var padded: UInt64 {
        packed.word | 0x2020_2020_2020_2000 & (packed.count == 7 ? 0 : ~0 >> (8 * UInt64(packed.count)))
    }
}
