/// Bounds on what is kept of a document that is read into a shape.
public struct ShapeLimits: Sendable, Equatable {
    /// Longest text, in Unicode scalars. Default 4,000.
    public var text: Int
    /// Longest list. Default 1,000: an 837P claim has at most 50 lines, a busy month's log about 200 entries.
    public var items: Int
    /// Most problems that are told one by one. Default 100.
    public var problems: Int

    public init(text: Int = 4_000, items: Int = 1_000, problems: Int = 100) {
        self.text = text
        self.items = items
        self.problems = problems
    }
}

/// Reads values of an expected kind. A value of another kind is a problem that is noted, the value is passed over and
/// reading goes on, so that the sender hears of all problems at once; only what is no JSON at all stops it.
///
/// Every function stands before a value and returns behind it. `null` reads as nil, like an absent member.
struct ShapeReader: ~Copyable {
    var json: JSONReader
    let limits: ShapeLimits
    private var notes: [Note] = []
    private var noteCount = 0

    /// A problem before its pointer is known.
    private struct Note {
        let offset: Int
        let member: StaticString?
        let code: ShapeProblemCode
        let detail: String
    }

    init(_ bytes: UnsafeBufferPointer<UInt8>, json: JSONLimits, limits: ShapeLimits) {
        self.json = JSONReader(bytes, limits: json)
        self.limits = limits
    }

    // MARK: Problems

    /// How many problems have been found so far.
    var problemCount: Int { noteCount }

    /// How many problems were found beyond those that are told.
    var problemsLeftOut: Int { noteCount - notes.count }

    /// Notes a problem with the value that begins at `offset`.
    @inline(never)
    mutating func note(_ code: ShapeProblemCode, at offset: Int, _ detail: String) {
        noteCount += 1
        if notes.count < limits.problems { notes.append(Note(offset: offset, member: nil, code: code, detail: detail)) }
    }

    /// Notes that the object which begins at `offset` lacks a member.
    @inline(never)
    mutating func noteMissing(_ member: StaticString, inObjectAt offset: Int) {
        noteCount += 1
        guard notes.count < limits.problems else { return }
        notes.append(Note(offset: offset, member: member, code: .required, detail: "This member is required."))
    }

    /// The problems in the document's order, each with its pointer.
    func problems(in bytes: UnsafeBufferPointer<UInt8>) -> [ShapeProblem] {
        let sorted = notes.enumerated().sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
        let pointers = JSONLocator(bytes).pointers(ofValuesAt: sorted.map(\.element.offset))
        return zip(sorted, pointers).map { note, pointer in
            let member = note.element.member.map { "/\($0)" } ?? ""
            return ShapeProblem(
                pointer: pointer + member,
                offset: note.element.offset,
                code: note.element.code,
                detail: note.element.detail
            )
        }
    }

    /// Notes that the value to come is of the wrong kind, and passes over it; `null` is passed over in silence.
    @inline(never)
    private mutating func refuse(_ expected: StaticString) throws(JSONError) {
        if try json.peek() == .null { return try json.readNull() }
        note(.wrongType, at: json.offset, "This must be \(expected).")
        try json.skipValue()
    }

    // MARK: Plain values

    @inline(__always)
    mutating func bool() throws(JSONError) -> Bool? {
        if try json.peek() == .boolean { return try json.readBool() }
        try refuse("true or false")
        return nil
    }

    /// An integer written without fraction and exponent, within `range`.
    @inline(__always)
    mutating func int(_ range: ClosedRange<Int>) throws(JSONError) -> Int? {
        guard try json.peek() == .number else {
            try refuse("a number")
            return nil
        }
        let offset = json.offset
        if let value = json.readPlainInt(), range.contains(value) { return value }
        json.at = json.start + offset
        let number = try json.readNumber()
        if let value = number.int, range.contains(value) { return value }
        if number.isInteger {
            note(.outOfRange, at: offset, "This must be from \(range.lowerBound) to \(range.upperBound).")
        } else {
            note(.notAnInteger, at: offset, "This must be an integer, without a decimal point and without an exponent.")
        }
        return nil
    }

    /// A text no longer than the limit.
    @inline(__always)
    mutating func text() throws(JSONError) -> String? {
        guard json.isAt(JSONByte.quote) else {
            try refuse("a string")
            return nil
        }
        let text = try json.readString()
        if text.count <= limits.text { return text.string }
        return shortened(text)
    }

    @inline(never)
    private mutating func shortened(_ text: JSONText) -> String? {
        let length = text.withUTF8 { bytes in bytes.reduce(0) { $0 + (UTF8Form.isContinuation($1) ? 0 : 1) } }
        if length <= limits.text { return text.string }
        note(.tooLong, at: text.offset, "This must not be longer than \(limits.text) characters.")
        return nil
    }

    /// A string of a form of its own, made by `make` from its bytes; nil from it is a problem.
    ///
    /// - Parameter width: how many bytes every such string has, if `make` takes ASCII letters, digits, hyphens and nothing
    ///   else: such a one is what it looks like, and is not gone through for escapes first.
    @inline(__always)
    mutating func value<Value>(
        _ code: ShapeProblemCode,
        _ form: StaticString,
        width: Int? = nil,
        _ make: (UnsafeBufferPointer<UInt8>) -> Value?
    ) throws(JSONError) -> Value? {
        if let width, let bytes = json.plainString(width), let value = make(bytes) {
            json.at += width + 2
            return value
        }
        guard json.isAt(JSONByte.quote) else {
            try refuse("a string")
            return nil
        }
        let text = try json.readString()
        if let value = text.withUTF8(make) { return value }
        note(code, at: text.offset, "This must be \(form).")
        return nil
    }

    /// A word of a closed vocabulary.
    @inline(__always)
    mutating func word<Word: JSONVocabulary>(_: Word.Type = Word.self) throws(JSONError) -> Word? {
        guard json.isAt(JSONByte.quote) else {
            try refuse("a string")
            return nil
        }
        let text = try json.readString()
        if let word = text.plainName.map(Word.named) ?? Word(rawValue: text.string) { return word }
        noteUnknownWord(Word.allCases.map(\.rawValue), at: text.offset)
        return nil
    }

    @inline(never)
    private mutating func noteUnknownWord(_ words: [String], at offset: Int) {
        note(.unknownWord, at: offset, "This must be one of: \(words.joined(separator: ", ")).")
    }

    // MARK: Structure

    /// Steps into an object, or passes over what is none.
    @inline(__always)
    mutating func object() throws(JSONError) -> JSONCursor? {
        guard json.isAt(JSONByte.openObject) else {
            try refuse("an object")
            return nil
        }
        return try json.openObject()
    }

    /// A list whose elements `read` reads; a `null` among them is a problem.
    ///
    /// - Parameter usual: how many elements most lists of the kind have at most: one allocation instead of several.
    @inline(__always)
    mutating func list<Element>(
        usual: Int = 4,
        _ read: (inout ShapeReader) throws(JSONError) -> Element?
    ) throws(JSONError) -> [Element]? {
        guard json.isAt(JSONByte.openArray) else {
            try refuse("an array")
            return nil
        }
        var elements: [Element] = []
        var cursor = try json.openArray()
        while try json.nextElement(&cursor) {
            if cursor.count > limits.items {
                try json.skipValue()
            } else if json.isAt(JSONByte.letterN) {
                note(.wrongType, at: json.offset, "An element must not be null.")
                try json.readNull()
            } else if let element = try read(&self) {
                if elements.isEmpty { elements.reserveCapacity(usual) }
                elements.append(element)
            }
        }
        if cursor.count > limits.items {
            note(.tooManyItems, at: cursor.offset, "This must not hold more than \(limits.items) items.")
        }
        return elements
    }

    /// A value that must be there: `null` is a problem.
    @inline(__always)
    mutating func needed<Value>(
        _ read: (inout ShapeReader) throws(JSONError) -> Value?
    ) throws(JSONError) -> Value? {
        if json.isAt(JSONByte.letterN) { note(.required, at: json.offset, "This member is required.") }
        return try read(&self)
    }
}
