/// A set of the words of a closed vocabulary, kept as bits: at most eight words, nothing allocated.
public struct WordSet<Word: CaseIterable & Equatable & Sendable>: Equatable, Sendable, ExpressibleByArrayLiteral
where Word.AllCases: RandomAccessCollection, Word.AllCases.Index == Int {
    private var bits: UInt8 = 0

    public init() {}

    public init(arrayLiteral words: Word...) {
        for word in words { insert(word) }
    }

    /// Adds a word; adding it again changes nothing.
    public mutating func insert(_ word: Word) {
        bits |= Self.bit(word)
    }

    public mutating func remove(_ word: Word) {
        bits &= ~Self.bit(word)
    }

    public func contains(_ word: Word) -> Bool { bits & Self.bit(word) != 0 }

    public var isEmpty: Bool { bits == 0 }

    /// The words in the vocabulary's order.
    public var words: [Word] { Word.allCases.filter(contains) }

    /// The words of the vocabulary that are not in the set, in its order.
    public var missing: [Word] { Word.allCases.filter { !contains($0) } }

    private static func bit(_ word: Word) -> UInt8 { 1 << UInt8(Word.allCases.firstIndex(of: word)!) }
}
