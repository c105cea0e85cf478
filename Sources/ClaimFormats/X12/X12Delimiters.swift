/// The characters that an interchange is cut with, as its header shows them.
struct X12Delimiters: Equatable, Sendable {
    var element: UInt8
    var component: UInt8
    /// Nil before version 5010, where the header's place for it has another meaning.
    var repetition: UInt8?
    var terminator: UInt8

    /// Length of an interchange header with its terminator: the only segment of fixed length (X12.5).
    static let headerLength = 106

    /// Where the header's element separators stand.
    private static let separators = [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103]

    /// The delimiters of a header of 106 bytes.
    ///
    /// - Throws: the position of the first byte that cannot stand there.
    init(header: UnsafeBufferPointer<UInt8>) throws(NotAHeader) {
        for (position, letter) in "ISA".utf8.enumerated() where header[position] != letter {
            throw NotAHeader(position: position)
        }
        element = header[3]
        guard Self.isDelimiter(element) else { throw NotAHeader(position: 3) }
        for position in Self.separators where header[position] != element { throw NotAHeader(position: position) }
        component = header[104]
        terminator = header[105]
        guard Self.isDelimiter(component), component != element else { throw NotAHeader(position: 104) }
        guard Self.isDelimiter(terminator), terminator != element, terminator != component else {
            throw NotAHeader(position: 105)
        }
        let candidate = header[82]
        let isDistinct = candidate != element && candidate != component && candidate != terminator
        repetition = Self.isDelimiter(candidate) && candidate != 32 && isDistinct ? candidate : nil
    }

    /// The delimiters this service writes with.
    static let own = X12Delimiters(element: 42, component: 58, repetition: 94, terminator: 126)

    private init(element: UInt8, component: UInt8, repetition: UInt8?, terminator: UInt8) {
        self.element = element
        self.component = component
        self.repetition = repetition
        self.terminator = terminator
    }

    private static func isDelimiter(_ byte: UInt8) -> Bool {
        !X12Bytes.isAlphanumeric(byte) && byte < 128 && byte != 32
    }

    /// The byte of the header that cannot stand where it does, counted from 0.
    struct NotAHeader: Error { let position: Int }
}
