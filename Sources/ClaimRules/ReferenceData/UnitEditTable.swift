/// The medically unlikely edits of the chronic care management codes, by the file they are in.
///
/// Source: CMS NCCI medically unlikely edits, practitioner services, files of 2024-07-01 and 2026-04-01.
enum UnitEditTable: Sendable {
    /// The first days of the files, the oldest first.
    static let releases: [CalendarDate] = ["2024-07-01", "2026-04-01"]

    /// The file that speaks for the date: the latest that had begun, or the oldest one here for dates before it.
    static func release(on date: CalendarDate) -> CalendarDate {
        releases.last { $0 <= date } ?? releases[0]
    }

    /// The edit of this code in the file that speaks for the date; nil where that file has none.
    static func edit(for code: ProcedureCode, on date: CalendarDate) -> UnitEdit? {
        let table = EmbeddedTable.unitEdits
        let release = release(on: date)
        let word = code.packed.word
        for record in 0..<table.count where table.word(record, 0, 5) == word && table.date(record, 6) == release {
            return UnitEdit(units: table.number(record, 15, 2), adjudicationIndicator: table.number(record, 18, 1))
        }
        return nil
    }
}
