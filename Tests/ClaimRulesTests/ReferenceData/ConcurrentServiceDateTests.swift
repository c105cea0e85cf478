import Testing

@testable import ClaimRules

@Suite("Services that share a month are known from the day they can be billed")
struct ConcurrentServiceDateTests {
    @Test(
        "A service counts from its first day on, and not the day before",
        arguments: [
            ("99424", "2021-12-31", "2022-01-01"), ("G2064", "2019-12-31", "2020-01-01"),
            ("G0557", "2024-12-31", "2025-01-01"), ("G0568", "2025-12-31", "2026-01-01"),
        ] as [(ProcedureCode, CalendarDate, CalendarDate)]
    )
    func firstDay(code: ProcedureCode, before: CalendarDate, first: CalendarDate) {
        #expect(ConcurrentServiceTable.service(code, on: before) == nil)
        #expect(ConcurrentServiceTable.service(code, on: first) != nil)
    }
}
