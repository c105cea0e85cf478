/// A word from a list that was closed when the program was built.
///
/// There is no way in from a `String`: a word comes from a literal in the source or from a case of an enumeration.
/// Text that arrived in a request can therefore not become a word, and a log line is made of words and numbers only.
public struct LogWord: Hashable, Sendable {
    enum Storage: Sendable {
        case literal(StaticString)
        case enumeration(String)
    }

    let storage: Storage

    /// The literal itself.
    public init(_ literal: StaticString) { storage = .literal(literal) }

    /// The raw value of one case of a closed enumeration.
    public init<Word: CaseIterable & RawRepresentable>(_ word: Word) where Word.RawValue == String {
        storage = .enumeration(word.rawValue)
    }

    /// The word as text, for tests and for the human form of a line.
    public var text: String {
        switch storage {
        case .literal(let literal): literal.description
        case .enumeration(let text): text
        }
    }

    public static func == (a: Self, b: Self) -> Bool { a.text == b.text }

    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension LogWord: ExpressibleByStringLiteral {
    public init(stringLiteral literal: StaticString) { self.init(literal) }
}
