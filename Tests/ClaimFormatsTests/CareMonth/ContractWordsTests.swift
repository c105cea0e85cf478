import ClaimRules
import Testing

@testable import ClaimFormats

/// The words that are spelt out for speed against the words of the model.
struct ContractWordsTests {
    private func name<R>(_ word: String, _ body: (JSONName) -> R) -> R {
        Array(word.utf8).withUnsafeBufferPointer { body(JSONName($0.baseAddress!, $0.count, offset: 0)) }
    }

    private func expectAll<Word: JSONVocabulary & Equatable>(_: Word.Type) {
        for word in Word.allCases {
            #expect(name(word.rawValue, Word.named) == word)
            #expect(name(word.rawValue + "x", Word.named) == nil)
            #expect(name(word.rawValue.uppercased(), Word.named) == nil)
        }
    }

    @Test("Every word of every vocabulary is known by its spelling and by no other")
    func vocabularies() {
        expectAll(PracticeSetting.self)
        expectAll(DecisionMaking.self)
        expectAll(PerformerKind.self)
        expectAll(ConsentForm.self)
        expectAll(ConsentTopic.self)
        expectAll(CarePlanActivity.self)
        expectAll(CarePlanScope.self)
        expectAll(StaySetting.self)
    }

    @Test("Every checklist item is a member of the attestations", arguments: ChecklistItemID.allCases)
    func items(item: ChecklistItemID) {
        #expect(name(item.rawValue, ChecklistItemID.named) == item)
    }

    @Test("A word may be written with escapes")
    func escaped() throws {
        let document =
            #"{"serviceMonth":"2026-03","medicalDecisionMaking":"\u006cow","consent":{"covers":["cost\u002dsharing"]}}"#
        let month = try decode(document).month
        #expect(month.medicalDecisionMaking == .low)
        #expect(month.consent?.covers == [.costSharing])
    }
}
