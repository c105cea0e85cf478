import ClaimRules
import Testing

@testable import ClaimFormats

@Suite("The table of claim statuses in docs/x12.md")
struct ClaimStatusTableTests {
    /// What the page says, by the rule or the fault.
    static let written: [String: String] = {
        let lines = Repository.file("docs/x12.md")?.lines ?? []
        var table: [String: String] = [:]
        for line in lines {
            let cells = line.split(separator: "|").map { $0.trimmingPrefix(" ") }
            guard cells.count == 3, let status = cells[1].firstMatch(of: /^A\d:\d+(:\d+)?/)?.output.0 else { continue }
            let names = cells[0].matches(of: /`([a-z0-9-]+)`/).map { String($0.output.1) }
            for name in names.isEmpty ? [String(cells[0].prefix { $0 != " " })] : names { table[name] = String(status) }
        }
        return table
    }()

    @Test("is what the code says, row by row")
    func equal() {
        var coded: [String: String] = [:]
        for (rule, status) in ClaimStatus.byRule { coded[rule.description] = status.composite }
        for fault in X12ClaimFault.Kind.allCases { coded[fault.rawValue] = ClaimStatus(fault).composite }
        for envelope in [X12Envelope.transactionSet, .group, .interchange] {
            coded[envelope.rawValue] = ClaimStatus.unprocessable.composite
        }
        coded["any"] = ClaimStatus("add-on-needs-base").composite
        #expect(Self.written == coded)
    }
}
