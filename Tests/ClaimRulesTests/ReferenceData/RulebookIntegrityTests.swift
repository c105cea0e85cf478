import Testing

@testable import ClaimRules

/// What must hold between the hand-written parts of the rulebook: dates in order, no gap and no overlap, every code known.
@Suite("The rulebook's own tables")
struct RulebookIntegrityTests {
    private func isOrdered(_ period: EffectivePeriod) -> Bool {
        guard let from = period.from, let through = period.through else { return true }
        return from <= through
    }

    @Test("every period ends after it begins")
    func periods() {
        for entry in CodeTable.entries { #expect(isOrdered(entry.payable), "\(entry.code)") }
        for rule in RuleCatalog.all { #expect(isOrdered(rule.effective), "\(rule.id)") }
        for service in ConcurrentServiceTable.services { #expect(isOrdered(service.period), "\(service.name)") }
        for neighbor in NeighborCodeTable.entries { #expect(isOrdered(neighbor.payable), "\(neighbor.codes)") }
    }

    @Test("a code has one entry, a known parent for all of its time, and its successor begins no later than it ends")
    func codes() throws {
        let codes = CodeTable.entries.map(\.code)
        #expect(Set(codes).count == codes.count)
        for entry in CodeTable.entries {
            if let parent = entry.parent {
                let base = try #require(CodeTable.entry(parent))
                #expect(!base.isAddOn && base.path == entry.path)
                let first = try #require(entry.payable.from)
                #expect(base.payable.contains(first))
                #expect(base.payable.through == nil)
            }
            if let code = entry.successor {
                let successor = try #require(CodeTable.entry(code))
                let last = try #require(entry.payable.through)
                #expect(successor.payable.contains(last.adding(days: 1)), "\(entry.code)")
            }
        }
    }

    @Test("on no day has a path two add-ons, nor an office two bases")
    func paths() {
        var month: CalendarMonth = "2014-12"
        while month <= "2027-01" {
            for path in BillingPath.allCases {
                for setting in PracticeSetting.allCases {
                    let payable = CodeTable.entries.filter {
                        $0.path == path && $0.isPayable(on: month.lastDay, in: setting)
                    }
                    #expect(payable.count { $0.isAddOn } <= 1)
                    if !setting.isClinic { #expect(payable.count { !$0.isAddOn } <= 1) }
                }
            }
            month = month.adding(months: 1)
        }
    }

    @Test("a service beside care management has one relation on every day, and once it has one it keeps one")
    func services() {
        let codes = Set(ConcurrentServiceTable.services.flatMap(\.codes))
        for code in codes {
            let periods = ConcurrentServiceTable.services.filter { $0.codes.contains(code) }.map(\.period)
                .sorted { ($0.from ?? "0001-01-01") < ($1.from ?? "0001-01-01") }
            for (earlier, later) in zip(periods, periods.dropFirst()) {
                #expect(earlier.through?.adding(days: 1) == later.from, "\(code)")
            }
            #expect(periods.last?.through == nil, "\(code)")
            #expect(CodeTable.entry(code) == nil, "\(code)")
        }
    }

    @Test("a neighboring code has one entry, and what took its place was there the day after it ended")
    func neighbors() throws {
        let codes = NeighborCodeTable.entries.flatMap(\.codes)
        #expect(Set(codes).count == codes.count)
        for entry in NeighborCodeTable.entries {
            #expect(entry.successors.isEmpty || entry.successors.count == entry.codes.count)
            for code in entry.codes {
                #expect(CodeTable.entry(code) == nil)
                guard let successor = NeighborCodeTable.entry(code)?.successor,
                    let known = NeighborCodeTable.entry(successor), let last = entry.payable.through
                else { continue }
                #expect(known.payable.contains(last.adding(days: 1)), "\(code)")
            }
        }
    }

    @Test("conversion factors follow one another without a gap from 2019 on")
    func factors() {
        let table = EmbeddedTable.factors
        let starts = (0..<table.count).filter { table.byte($0, 9) == UInt8(ascii: "a") }.compactMap {
            table.date($0, 0)
        }
        #expect(starts == starts.sorted())
        #expect(starts.first == "2019-01-01")
        #expect(starts.filter { $0.parts.month == 1 }.map { $0.parts.year } == Array(2019...2026))
    }

    @Test("a finding that cites another source than its rule is no error on an unconfirmed one")
    func unconfirmed() {
        for service in ConcurrentServiceTable.services where service.citation.grade == .unconfirmed {
            #expect(service.relation == .separateTime)
        }
        #expect(ConcurrentServiceRules.separateTime.severity(in: .cmsFeeForService) == .warning)
    }
}
