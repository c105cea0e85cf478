/// A word of a closed vocabulary that knows its place in it.
public protocol VocabularyWord: CaseIterable, Equatable, Sendable {
    /// Position among all words of the vocabulary, counted from 0; less than 8.
    var place: UInt8 { get }
}

/// A set of the words of a closed vocabulary, kept as bits: at most eight words, nothing allocated.
public struct WordSet<Word: VocabularyWord>: Equatable, Sendable, ExpressibleByArrayLiteral {
    @usableFromInline var bits: UInt8 = 0

    @inlinable
    public init() {}

    public init(arrayLiteral words: Word...) {
        for word in words { insert(word) }
    }

    /// Adds a word; adding it again changes nothing.
    @inlinable
    public mutating func insert(_ word: Word) {
        bits |= 1 << word.place
    }

    public mutating func remove(_ word: Word) {
        bits &= ~(1 << word.place)
    }

    public func contains(_ word: Word) -> Bool { bits & 1 << word.place != 0 }

    public var isEmpty: Bool { bits == 0 }

    /// The words in the vocabulary's order.
    public var words: [Word] { Word.allCases.filter(contains) }

    /// The words of the vocabulary that are not in the set, in its order.
    public var missing: [Word] { Word.allCases.filter { !contains($0) } }
}
