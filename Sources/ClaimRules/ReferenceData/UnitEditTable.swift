/// The medically unlikely edits of the chronic care management codes, by the file they are in.
///
/// Source: CMS NCCI medically unlikely edits, practitioner services, files of 2024-07-01 and 2026-04-01, and of the
/// outpatient hospital file of 2024-07-01 the one code for which it says something else.
enum UnitEditTable: Sendable {
    /// The first days of the practitioner files, the oldest first.
    static let releases: [CalendarDate] = ["2024-07-01", "2026-04-01"]

    /// The practitioner file that speaks for the date: the latest that had begun, or the oldest one here for dates before
    /// it.
    static func release(on date: CalendarDate) -> CalendarDate {
        releases.last { $0 <= date } ?? releases[0]
    }

    /// The edit of this code in the file that speaks for the date and the setting; nil where that file has none.
    static func edit(
        for code: ProcedureCode,
        on date: CalendarDate,
        in setting: PracticeSetting = .office
    ) -> UnitEdit? {
        let word = code.packed.word
        if setting == .hospitalOutpatient, let edit = edit(word, releases[0], UInt8(ascii: "o")) { return edit }
        return edit(word, release(on: date), UInt8(ascii: "p"))
    }

    private static func edit(_ code: UInt64, _ release: CalendarDate, _ kind: UInt8) -> UnitEdit? {
        let table = EmbeddedTable.unitEdits
        for record in 0..<table.count
        where table.word(record, 0, 5) == code && table.byte(record, 14) == kind && table.date(record, 6) == release {
            return UnitEdit(
                release: release,
                units: table.number(record, 16, 2),
                adjudicationIndicator: table.number(record, 19, 1),
                isOutpatient: kind == UInt8(ascii: "o")
            )
        }
        return nil
    }
}
