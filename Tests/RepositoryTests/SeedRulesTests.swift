import ClaimRules
import Testing

@Suite("The table from the source guides to the rules")
struct SeedRulesTests {
    struct Row: CustomTestStringConvertible {
        let guide: String
        let statement: String
        let ids: [String]
        var testDescription: String { "\(guide): \(statement)" }
    }

    static let rows: [Row] = {
        let lines = Repository.file("docs/seed-rules.md")?.lines ?? []
        return lines.filter { $0.hasPrefix("| 0") }.map { line in
            let cells = line.split(separator: "|").map { $0.trimmingPrefix(" ") }
            let ids = cells[2].split(separator: ",").map { $0.filter { $0 != " " } }
            return Row(guide: String(cells[0].prefix(3)), statement: String(cells[1]), ids: ids)
        }
    }()

    @Test("every guide is there")
    func guides() {
        #expect(Set(Self.rows.map(\.guide)) == ["000", "001", "002", "003"])
        #expect(Self.rows.count >= 60)
    }

    @Test("every id in the table exists", arguments: rows)
    func ids(row: Row) {
        #expect(!row.ids.isEmpty)
        for id in row.ids {
            let parts = id.split(separator: ":").map(String.init)
            switch parts.first {
            case "rule": #expect(RuleCatalog.rule(parts[1]) != nil, "\(id)")
            case "item": #expect(ChecklistItemID(rawValue: parts[1]) != nil, "\(id)")
            case "code": #expect(ProcedureCode(parts[1]).flatMap(CodeTable.entry) != nil, "\(id)")
            default: Issue.record("\(id) is neither a rule, an item nor a code")
            }
        }
    }
}
