/// Which codes an add-on may stand on.
///
/// Source: CMS NCCI add-on code edits, 2026 Q3. G2058 had left the file by then; its base is in ``CodeTable``.
enum AddOnTable: Sendable {
    /// True where the file lets this code carry the add-on on the date.
    static func isParent(_ parent: ProcedureCode, of addOn: ProcedureCode, on date: CalendarDate) -> Bool {
        let table = EmbeddedTable.addOns
        let word = parent.packed.word
        return records(of: addOn).contains { table.word($0, 6, 5) == word && isInForce($0, on: date) }
    }

    /// The codes that may carry the add-on on the date, in order; empty for a code that is no add-on of the family.
    static func parents(of addOn: ProcedureCode, on date: CalendarDate) -> [ProcedureCode] {
        let table = EmbeddedTable.addOns
        return records(of: addOn).compactMap { record in
            isInForce(record, on: date) ? ProcedureCode(table.text(record, 6, 5)) : nil
        }
    }

    /// True where a Medicare contractor may take further parents than those listed: edits of type 2 and 3.
    static func contractorsMayAddParents(to addOn: ProcedureCode) -> Bool {
        let table = EmbeddedTable.addOns
        return records(of: addOn).contains { table.byte($0, 30) != UInt8(ascii: "1") }
    }

    private static func records(of addOn: ProcedureCode) -> Range<Int> {
        EmbeddedTable.addOns.records(beginningWith: addOn.packed.word, 5)
    }

    private static func isInForce(_ record: Int, on date: CalendarDate) -> Bool {
        let table = EmbeddedTable.addOns
        guard let first = table.date(record, 12), first <= date else { return false }
        return table.date(record, 21).map { date <= $0 } ?? true
    }
}
