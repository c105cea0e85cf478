import ClaimRules
import Testing

@Suite("Calendar values")
struct CalendarTests {
    @Test(
        "a day the calendar has is read, and written back as it was",
        arguments: ["2026-03-31", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31", "1969-12-31", "1970-01-01"]
    )
    func realDays(text: String) {
        #expect(CalendarDate(text)?.description == text)
    }

    @Test(
        "anything else is refused",
        arguments: [
            "2026-02-29", "2025-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00",
            "2026-1-01",
            "26-01-01", "2026-01-01T00:00:00Z", "2026/01/01", "", "0000-01-01", " 2026-01-01", "+026-01-01",
            "２０２６-01-01",
        ]
    )
    func impossibleDays(text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test("day numbers count every day from 1800 to 2200 once")
    func everyDay() {
        var date = CalendarDate(year: 1800, month: 1, day: 1)!
        var seen = 0
        while date.parts.year < 2200 {
            let (year, month, day) = date.parts
            #expect(CalendarDate(year: year, month: month, day: day) == date)
            let next = date.adding(days: 1)
            #expect(next > date)
            date = next
            seen += 1
        }
        #expect(seen == 146_097)
    }

    @Test("adding months keeps the day where the month has it and takes the last where not")
    func months() {
        let (january, leap, march): (CalendarDate, CalendarDate, CalendarDate) = (
            "2026-01-31", "2024-02-29", "2026-03-15"
        )
        #expect(january.adding(months: 1) == "2026-02-28")
        #expect(leap.adding(months: 12) == "2025-02-28")
        #expect(march.adding(months: -15) == "2024-12-15")
    }

    @Test("a month knows its days", arguments: [("2024-02", 29), ("2025-02", 28), ("2026-12", 31), ("2026-04", 30)])
    func monthDays(text: String, count: Int) throws {
        let month = try #require(CalendarMonth(text))
        #expect(month.dayCount == count)
        #expect(month.description == text)
        #expect(month.lastDay.adding(days: 1) == month.adding(months: 1).firstDay)
        #expect(month.firstDay.month == month && month.lastDay.month == month)
    }

    @Test(
        "no other text is a month",
        arguments: ["2026-13", "2026-00", "2026-1", "202603", "2026-03-01", "", "0000-01"]
    )
    func noMonth(text: String) {
        #expect(CalendarMonth(text) == nil)
    }

    @Test("a timestamp is the same moment at any offset, and keeps its own wall date")
    func timestamps() throws {
        let west = try #require(Timestamp("2026-03-18T23:30:00-06:00"))
        let utc = try #require(Timestamp("2026-03-19T05:30:00Z"))
        #expect(west.milliseconds == utc.milliseconds)
        #expect(west.localDate == "2026-03-18")
        #expect(utc.localDate == "2026-03-19")
        #expect(west.description == "2026-03-18T23:30:00-06:00")
        #expect(Timestamp("2026-03-18T14:11:30.2509Z")?.description == "2026-03-18T14:11:30.250Z")
        #expect(Timestamp("1969-12-31T23:59:59.5Z")?.description == "1969-12-31T23:59:59.500Z")
    }

    @Test(
        "no other text is a timestamp",
        arguments: [
            "2026-03-18T14:00:00", "2026-03-18 14:00:00Z", "2026-03-18T24:00:00Z", "2026-03-18T14:60:00Z",
            "2026-03-18T14:00:61Z", "2026-02-30T14:00:00Z", "2026-03-18T14:00:00+24:00", "2026-03-18T14:00:00+0100",
            "2026-03-18T14:00:00.Z", "2026-03-18T14:00:00ZZ", "", "2026-03-18T14:00Z",
        ]
    )
    func noTimestamp(text: String) {
        #expect(Timestamp(text) == nil)
    }
}
