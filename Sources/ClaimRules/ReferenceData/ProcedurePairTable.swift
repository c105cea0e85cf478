/// A procedure-to-procedure edit: two codes that Medicare does not pay together for one patient, one practitioner and
/// one date of service.
struct PairEdit: Equatable, Sendable {
    /// What a modifier can do about it.
    enum Bypass: Sendable {
        /// Indicator 0: nothing.
        case never
        /// Indicator 1: a modifier that says why both were due.
        case withModifier
    }

    let column1: ProcedureCode
    /// The code whose line is denied.
    let column2: ProcedureCode
    let bypass: Bypass
    /// The last date of service it applied to; nil while it stands.
    let lastDay: CalendarDate?
}

/// The edits that have a chronic care management code in either column.
///
/// Source: CMS NCCI procedure-to-procedure edits, practitioner services, file of 2024-07-01; the meaning of columns
/// and indicators: NCCI policy manual, chapter I, section E. The file keeps the day an edit ended but not the day it
/// began. So of several edits for two codes the one that ended first, but not before the date of service, is taken to
/// have been in force on it: the others replaced it. Newer edits than the file's are not known here.
enum ProcedurePairTable: Sendable {
    /// The edit in force on the date between these two, in this order; nil where there is none.
    static func edit(column1: ProcedureCode, column2: ProcedureCode, on date: CalendarDate) -> PairEdit? {
        let table = EmbeddedTable.pairs
        let first = column1.packed.word
        let second = column2.packed.word
        // The first ten characters are both codes: the first eight are searched for, the rest is looked at.
        var record = table.first(notBelow: first | 0x20 << 16 | second >> 48, 8)
        while record < table.count, table.word(record, Column.first, 5) == first,
            table.word(record, Column.second, 5) < second
        {
            record += 1
        }
        while record < table.count, table.word(record, Column.first, 5) == first,
            table.word(record, Column.second, 5) == second
        {
            let lastDay = table.date(record, Column.lastDay)
            if let bypass = bypass(table.byte(record, Column.indicator)), lastDay.map({ $0 >= date }) ?? true {
                return PairEdit(column1: column1, column2: column2, bypass: bypass, lastDay: lastDay)
            }
            record += 1
        }
        return nil
    }

    /// The edit in force on the date between these two in whichever order it names them; nil where there is none.
    static func edit(between one: ProcedureCode, and other: ProcedureCode, on date: CalendarDate) -> PairEdit? {
        let forward = edit(column1: one, column2: other, on: date)
        let backward = edit(column1: other, column2: one, on: date)
        guard let forward, let backward else { return forward ?? backward }
        switch (forward.lastDay, backward.lastDay) {
        case (let end?, let otherEnd?): return otherEnd < end ? backward : forward
        case (nil, .some): return backward
        case (_, nil): return forward
        }
    }

    /// Every edit in force on the date, by its codes.
    static func edits(on date: CalendarDate) -> [PairEdit] {
        let table = EmbeddedTable.pairs
        var found: [PairEdit] = []
        var last: (UInt64, UInt64)?
        for record in 0..<table.count {
            let codes = (table.word(record, Column.first, 5), table.word(record, Column.second, 5))
            if let last, last == codes { continue }
            last = codes
            guard let column1 = ProcedureCode(table.text(record, Column.first, 5)),
                let column2 = ProcedureCode(table.text(record, Column.second, 5)),
                let edit = edit(column1: column1, column2: column2, on: date)
            else { continue }
            found.append(edit)
        }
        return found
    }

    /// Every code of the table, whenever its edit was in force.
    static var codes: Set<ProcedureCode> {
        let table = EmbeddedTable.pairs
        var codes: Set<ProcedureCode> = []
        for record in 0..<table.count {
            for column in [Column.first, Column.second] {
                if let code = ProcedureCode(table.text(record, column, 5)) { codes.insert(code) }
            }
        }
        return codes
    }

    /// Nil for indicator 9, an edit that ended on the day it began: it never applied.
    private static func bypass(_ indicator: UInt8) -> PairEdit.Bypass? {
        switch indicator {
        case UInt8(ascii: "0"): .never
        case UInt8(ascii: "1"): .withModifier
        default: nil
        }
    }

    private enum Column {
        static let first = 0
        static let second = 6
        static let lastDay = 12
        static let indicator = 21
    }
}
