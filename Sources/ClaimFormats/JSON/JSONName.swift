/// The name of a member with its escapes resolved, in a form that compares fast. Valid only while the document's bytes
/// are borrowed and its reader lives.
struct JSONName: Hashable {
    let start: UnsafePointer<UInt8>
    /// Length in bytes.
    let count: Int
    /// The first eight bytes, first byte lowest, filled up with zeros.
    let head: UInt64
    /// Where the opening quote stands.
    let offset: Int

    @inline(__always)
    init(start: UnsafePointer<UInt8>, count: Int, head: UInt64, offset: Int) {
        self.start = start
        self.count = count
        self.head = head
        self.offset = offset
    }

    init(_ start: UnsafePointer<UInt8>, _ count: Int, offset: Int) {
        var head: UInt64 = 0
        if count >= 8 {
            head = JSONWord.load(start)
        } else {
            for index in 0..<count { head |= UInt64(start[index]) << UInt64(8 * index) }
        }
        self.init(start: start, count: count, head: head, offset: offset)
    }

    /// Whether this is the name `word`. With a literal it comes down to comparing one or two machine words.
    @inline(__always)
    func `is`(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard count == length, head == JSONName.head(word) else { return false }
        if length <= 8 { return true }
        // The last eight bytes overlap those before them in names of less than sixteen, or of less than twenty-four.
        if JSONWord.load(start + (length - 8)) != JSONWord.load(word.utf8Start + (length - 8)) { return false }
        if length <= 16 { return true }
        if length <= 24 { return JSONWord.load(start + 8) == JSONWord.load(word.utf8Start + 8) }
        return hasMiddle(of: word)
    }

    /// Whether what is between the first and the last eight bytes is the same as in a word of the same length.
    @inline(never)
    private func hasMiddle(of word: StaticString) -> Bool {
        for index in 8..<count - 8 where start[index] != word.utf8Start[index] { return false }
        return true
    }

    /// Lets a switch over a name list the words it may be.
    @inline(__always)
    static func ~= (word: StaticString, name: JSONName) -> Bool { name.is(word) }

    @inline(__always)
    private static func head(_ word: StaticString) -> UInt64 {
        var value: UInt64 = 0
        for index in 0..<min(8, word.utf8CodeUnitCount) {
            value |= UInt64(word.utf8Start[index]) << UInt64(8 * index)
        }
        return value
    }

    static func == (left: JSONName, right: JSONName) -> Bool {
        guard left.head == right.head, left.count == right.count else { return false }
        if left.count > 8 {
            for index in 8..<left.count where left.start[index] != right.start[index] { return false }
        }
        return true
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(bytes: UnsafeRawBufferPointer(start: start, count: count))
    }

    var utf8: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    var string: String { String(decoding: utf8, as: UTF8.self) }
}

/// The names one object has shown so far. A short list is searched in order; from the seventeenth name on a set with a
/// random seed takes over, so that an object of many names costs linear time whatever the names are.
struct JSONNameSet {
    private var few: [JSONName] = []
    private var many: Set<JSONName> = []

    /// Adds a name; false if it was there already.
    mutating func insert(_ name: JSONName) -> Bool {
        if !many.isEmpty { return many.insert(name).inserted }
        for other in few where other == name { return false }
        if few.count < 16 {
            few.append(name)
        } else {
            many = Set(few)
            many.insert(name)
        }
        return true
    }
}

/// The members that one kind of object may have, at most 64.
protocol JSONMember {
    /// Position among the members, counted from 0.
    var place: UInt8 { get }

    /// The member of that name, or nil.
    static func named(_ name: JSONName) -> Self?
}

extension JSONMember where Self: RawRepresentable<UInt8> {
    var place: UInt8 { rawValue }
}

/// The words of a closed vocabulary.
protocol JSONVocabulary: CaseIterable, RawRepresentable<String> {
    /// The word that is written so, or nil.
    static func named(_ name: JSONName) -> Self?
}
