import ClaimRules
import Testing

/// `docs/rule-ids.txt`, the list of all ids that were ever given away.
struct RuleIDTests {
    /// Ids, and what stands behind them: nothing, or `retired` with a successor or none.
    static let listed: [(id: String, rest: [String])] = {
        let lines = Repository.file("docs/rule-ids.txt")?.lines ?? []
        return lines.filter { !$0.isEmpty && !$0.hasPrefix("#") }.map { line in
            let words = line.split(separator: " ").map(String.init)
            return (words[0], Array(words.dropFirst()))
        }
    }()

    @Test("Every rule's id is in the list, and the list is sorted without repetition")
    func complete() {
        let ids = Self.listed.map(\.id)
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
        for rule in RuleCatalog.all { #expect(ids.contains(rule.id.description), "\(rule.id)") }
    }

    @Test("An id without a rule is marked as retired, and none that is retired is used again")
    func retired() {
        for (id, rest) in Self.listed {
            #expect((RuleCatalog.rule(id) == nil) == (rest.first == "retired"), "\(id)")
            for successor in rest.dropFirst() { #expect(RuleCatalog.rule(successor) != nil, "\(id)") }
        }
    }
}
