import Testing

@testable import ClaimRules

struct VocabularyTests {
    @Test("Every word's place is its position among all words")
    func places() {
        #expect(ChecklistItemID.allCases.map(\.place) == Array(0..<UInt8(ChecklistItemID.allCases.count)))
        #expect(ChecklistItemID.allCases.count <= 64)
        #expect(ConsentTopic.allCases.map(\.place) == [0, 1, 2])
        #expect(CarePlanActivity.allCases.map(\.place) == [0, 1, 2, 3])
        #expect(CarePlanScope.allCases.map(\.place) == [0, 1, 2])
    }

    @Test("A statement is kept for its item alone, and can be taken back", arguments: ChecklistItemID.allCases)
    func attestations(item: ChecklistItemID) {
        var attestations = Attestations()
        #expect(attestations.all.isEmpty && !attestations.hasDenials)
        attestations[item] = true
        #expect(attestations[item] == true && !attestations.hasDenials)
        attestations[item] = false
        #expect(attestations[item] == false && attestations.hasDenials)
        #expect(attestations.all.map(\.item) == [item])
        attestations[item] = nil
        #expect(attestations == Attestations())
    }
}
