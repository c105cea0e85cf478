import ClaimFormats
import ClaimRules

/// The code table: dates, thresholds, limits and conflicts of each care management code.
enum CodeEndpoints {
    /// All codes; with `on`, those payable on that date of service.
    static func list(_ call: Call) throws(Problem) -> Reply {
        let profiles = call.desk.profiles
        guard let date = try date(call) else {
            return call.desk.documents.document(.codes) { write(CodeTable.entries, on: nil, profiles, to: &$0) }.reply
        }
        let payable = CodeTable.entries.filter { $0.payable.contains(date) }
        return StaticDocument { write(payable, on: date, profiles, to: &$0) }.reply
    }

    /// One code; with `on`, whether it is payable on that date of service.
    static func one(_ call: Call) throws(Problem) -> Reply {
        let date = try date(call)
        guard let code = ProcedureCode(call.parameter), let entry = CodeTable.entry(code) else {
            throw Problem(.noSuchCode)
        }
        return StaticDocument { write(entry, on: date, to: &$0) }.reply
    }

    private static func date(_ call: Call) throws(Problem) -> CalendarDate? {
        guard let text = call.query["on"] else { return nil }
        if let date = CalendarDate(text) { return date }
        let error = ProblemError(
            place: .parameter("on"),
            code: ShapeProblemCode.invalidDate.rawValue,
            detail: "Give a date that exists as YYYY-MM-DD."
        )
        throw Problem(.badQuery, errors: [error])
    }

    private static func write(
        _ entries: [CodeEntry],
        on date: CalendarDate?,
        _ profiles: ProfileSet,
        to writer: inout JSONWriter
    ) {
        writer.beginObject()
        if let date { writer.member("on", date.description) }
        writer.name("codes")
        writer.beginArray()
        for entry in entries { write(entry, on: date, to: &writer) }
        writer.endArray()
        writer.rulesetIdentity(profiles)
        writer.endObject()
    }

    /// A day for which the newest files speak.
    private static let latest: CalendarDate = "2026-12-31"

    private static func write(
        _ edit: UnitEdit?,
        on date: CalendarDate,
        named name: StaticString,
        to writer: inout JSONWriter
    ) {
        guard let edit else { return }
        writer.name(name)
        writer.beginObject()
        writer.member("units", edit.units)
        writer.member("adjudicationIndicator", edit.adjudicationIndicator)
        writer.member("release", edit.release.description)
        if edit.release > date {
            writer.member("note", "No file of this date is at hand; the oldest one speaks for it.")
        }
        writer.endObject()
    }

    private static func write(_ entry: CodeEntry, on date: CalendarDate?, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("code", entry.code.text)
        writer.name("summary")
        writer.string(entry.summary)
        if let path = entry.path { writer.member("path", path.rawValue) }
        writer.member("performer", entry.performer.rawValue)
        writer.member("supervision", entry.supervision.rawValue)
        writer.member("billers", entry.billers.rawValue)
        if let parent = entry.parent { writer.member("addOnTo", parent.text) }
        if let successor = entry.successor { writer.member("successor", successor.text) }
        writer.name("payable")
        writer.period(entry.payable)
        if let date { writer.member("payableOnDate", entry.payable.contains(date)) }
        writer.name("minutes")
        writer.beginObject()
        writer.member("firstUnit", entry.firstUnitMinutes)
        if let step = entry.furtherUnitMinutes { writer.member("furtherUnit", step) }
        writer.endObject()
        writer.name("limits")
        writer.beginObject()
        if let limit = entry.unitLimit { writer.member("unitsPerMonth", limit) }
        write(entry.unitEdit(on: date ?? latest, in: .office), on: date ?? latest, named: "unitEdit", to: &writer)
        let outpatient = entry.unitEdit(on: date ?? latest, in: .hospitalOutpatient)
        if outpatient != entry.unitEdit(on: date ?? latest, in: .office) {
            write(outpatient, on: date ?? latest, named: "outpatientUnitEdit", to: &writer)
        }
        writer.endObject()
        writer.member("needsComplexity", entry.needsComplexity)
        writer.name("notWith")
        writer.beginArray()
        for other in CodeTable.entries where entry.excludes(other) { writer.string(other.code.text) }
        writer.endArray()
        writer.endObject()
    }
}
