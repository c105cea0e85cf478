/// What kind of value comes next.
enum JSONKind: Sendable, Equatable {
    case object
    case array
    case string
    case number
    case boolean
    case null
}

/// How far the reading of one object or array has come.
struct JSONCursor {
    /// Where it begins.
    let offset: Int
    var count = 0
    var seen: UInt64 = 0
    /// Whether names have come that nobody asked for; the reader keeps them.
    fileprivate var hasOthers = false

    /// Whether this member has come.
    @inline(__always)
    func has(_ member: some JSONMember) -> Bool { seen & 1 << UInt64(member.place) != 0 }
}

/// A pull scanner over the borrowed bytes of one document: strict UTF-8 JSON (RFC 8259), nothing built that was not
/// asked for.
///
/// Refused beyond the grammar: duplicate member names (compared with their escapes resolved, also in values that are
/// skipped), lone surrogates, a byte order mark, and whatever passes `JSONLimits`. The reader and all that it hands out
/// must not outlive the borrowed bytes. Errors carry a byte offset; `JSONLocator` turns it into a place for people.
struct JSONReader: ~Copyable {
    let start: UnsafePointer<UInt8>
    let end: UnsafePointer<UInt8>
    var at: UnsafePointer<UInt8>
    var depth = 0
    let limits: JSONLimits
    /// Where the values of the members begin that nobody asked for, in ascending order, the first of them.
    private(set) var unreadMembers: [Int] = []
    /// Copies of the names that were written with escapes.
    private var resolvedNames: [UnsafeMutablePointer<UInt8>] = []
    /// The names that nobody asked for, of each open object that has any, the innermost last.
    private var otherNames: [JSONNameSet] = []

    /// A reader over `bytes`; `begin` comes first.
    init(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = JSONLimits()) {
        // An empty buffer may have no address; any will do, since nothing is read from it.
        start = bytes.baseAddress ?? UnsafePointer(bitPattern: 1)!
        end = start + bytes.count
        at = start
        self.limits = limits
    }

    /// Checks what can be said of the document as a whole and stands at its first value.
    mutating func begin() throws(JSONError) {
        if end - start > limits.bytes { throw JSONError(.documentTooLarge, at: limits.bytes) }
        let bytes = UnsafeBufferPointer(start: start, count: end - start)
        if JSONReader.hasByteOrderMark(bytes) { throw error(.byteOrderMark) }
        skipWhitespace()
        if at == end { throw error(.emptyDocument) }
    }

    deinit {
        for name in resolvedNames { name.deallocate() }
    }

    private static func hasByteOrderMark(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF { return true }
        return bytes.count >= 2 && (bytes[0] == 0xFE && bytes[1] == 0xFF || bytes[0] == 0xFF && bytes[1] == 0xFE)
    }

    /// Offset in bytes of what comes next.
    @inline(__always)
    var offset: Int { at - start }

    /// The kind of the value that comes next, white space passed over.
    @inline(__always)
    mutating func peek() throws(JSONError) -> JSONKind {
        skipWhitespace()
        guard at < end else { throw unexpectedEnd() }
        switch at.pointee {
        case JSONByte.quote: return .string
        case JSONByte.openObject: return .object
        case JSONByte.openArray: return .array
        case JSONByte.minus, JSONByte.zero...JSONByte.nine: return .number
        case 0x74, 0x66: return .boolean
        case 0x6E: return .null
        default: throw unexpected(.expectedValue)
        }
    }

    /// Nothing but white space may follow.
    mutating func finish() throws(JSONError) {
        skipWhitespace()
        if at < end { throw unexpected(.trailingContent) }
    }

    // MARK: Objects

    /// Steps into an object; `peek` has said that one comes.
    @inline(__always)
    mutating func openObject() throws(JSONError) -> JSONCursor {
        let cursor = JSONCursor(offset: offset)
        try descend()
        return cursor
    }

    /// The next member's name, standing before its value, or nil when the object has been closed. Whether the name came
    /// before is left to the caller.
    @inline(__always)
    mutating func nextName(_ cursor: inout JSONCursor) throws(JSONError) -> JSONName? {
        skipWhitespace()
        guard at < end else { throw unexpectedEnd() }
        if at.pointee == JSONByte.closeObject {
            closeObject(cursor)
            return nil
        }
        if cursor.count > 0 {
            guard at.pointee == JSONByte.comma else { throw unexpected(.expectedComma) }
            at += 1
            skipWhitespace()
            guard at < end else { throw unexpectedEnd() }
            if at.pointee == JSONByte.closeObject { throw error(.trailingComma) }
        }
        guard at.pointee == JSONByte.quote else { throw unexpected(.expectedName) }
        if cursor.count >= limits.items { throw error(.tooManyItems) }
        cursor.count += 1
        let name = try readName()
        skipWhitespace()
        guard at < end else { throw unexpectedEnd() }
        guard at.pointee == JSONByte.colon else { throw unexpected(.expectedColon) }
        at += 1
        return name
    }

    @inline(__always)
    private mutating func closeObject(_ cursor: JSONCursor) {
        at += 1
        depth -= 1
        if cursor.hasOthers { otherNames.removeLast() }
    }

    /// Refuses a name that this object has already had.
    mutating func noteName(_ name: JSONName, _ cursor: inout JSONCursor) throws(JSONError) {
        if !cursor.hasOthers {
            otherNames.append(JSONNameSet())
            cursor.hasOthers = true
        }
        if !otherNames[otherNames.count - 1].insert(name) { throw JSONError(.duplicateMember, at: name.offset) }
    }

    /// The next member that is one of `Members`, standing before its value, or nil when the object has been closed.
    /// Others are skipped and noted in `unreadMembers`.
    @inline(__always)
    mutating func nextMember<Members: JSONMember>(
        _ cursor: inout JSONCursor,
        of _: Members.Type
    ) throws(JSONError) -> Members? {
        // Most documents are written without white space and with names that are known and short: whether one of those
        // comes next is seen in two machine words. Whatever else comes is left to the grammar.
        if end - at >= 24 {
            if at.pointee == JSONByte.closeObject {
                closeObject(cursor)
                return nil
            }
            let isFirst = cursor.count == 0
            if isFirst || at.pointee == JSONByte.comma, let name = plainName(behind: isFirst ? at : at + 1),
                let member = Members.named(name)
            {
                let bit: UInt64 = 1 << UInt64(member.place)
                if cursor.seen & bit == 0, cursor.count < limits.items {
                    cursor.seen |= bit
                    cursor.count += 1
                    at = name.start + (name.count + 2)
                    return member
                }
            }
        }
        return try nextMemberByGrammar(&cursor)
    }

    /// A name of at most 23 bytes with its quotes and its colon, which begins here; nil for anything else.
    ///
    /// What is between the quotes may be no name at all until it has been compared with one. There must be 23 bytes.
    @inline(__always)
    private func plainName(behind quote: UnsafePointer<UInt8>) -> JSONName? {
        guard quote.pointee == JSONByte.quote else { return nil }
        let first = quote + 1
        let head = JSONWord.load(first)
        let stop = JSONWord.quotes(head)
        let length: Int
        let name: UInt64
        if stop != 0 {
            length = stop.trailingZeroBitCount >> 3
            name = head & ((1 << UInt64(8 * length)) &- 1)
        } else {
            let stop = JSONWord.quotes(JSONWord.load(first + 8))
            if stop != 0 {
                length = 8 + stop.trailingZeroBitCount >> 3
            } else {
                guard end - first >= 25 else { return nil }
                let stop = JSONWord.quotes(JSONWord.load(first + 16))
                if stop == 0 { return nil }
                length = 16 + stop.trailingZeroBitCount >> 3
            }
            name = head
        }
        guard first[length + 1] == JSONByte.colon else { return nil }
        return JSONName(start: first, count: length, head: name, offset: quote - start)
    }

    /// The same whatever is written there.
    @inline(never)
    private mutating func nextMemberByGrammar<Members: JSONMember>(
        _ cursor: inout JSONCursor
    ) throws(JSONError) -> Members? {
        while let name = try nextName(&cursor) {
            if let member = Members.named(name) {
                let bit: UInt64 = 1 << UInt64(member.place)
                if cursor.seen & bit != 0 { throw JSONError(.duplicateMember, at: name.offset) }
                cursor.seen |= bit
                return member
            }
            try noteName(name, &cursor)
            try skipUnread()
        }
        return nil
    }

    /// Passes over the value that comes next and notes that it was there.
    @inline(never)
    mutating func skipUnread() throws(JSONError) {
        skipWhitespace()
        if unreadMembers.count < limits.unreadMembers { unreadMembers.append(offset) }
        try skipValue()
    }

    @inline(__always)
    private mutating func readName() throws(JSONError) -> JSONName {
        let offset = offset
        at += 1
        let first = at
        if end - at >= 8 {
            let word = JSONWord.load(at)
            let stop = JSONWord.stops(word)
            let length = stop.trailingZeroBitCount >> 3
            if stop != 0, at[length] == JSONByte.quote {
                at += length + 1
                let head = word & ((1 << UInt64(8 * length)) &- 1)
                return JSONName(start: first, count: length, head: head, offset: offset)
            }
        }
        let isEscaped = try scanString()
        let length = at - first
        at += 1
        if isEscaped { return resolve(first, length, offset) }
        return JSONName(first, length, offset: offset)
    }

    @inline(never)
    private mutating func resolve(_ first: UnsafePointer<UInt8>, _ length: Int, _ offset: Int) -> JSONName {
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: length)
        resolvedNames.append(copy)
        let count = JSONText.unescape(first, length, into: copy)
        return JSONName(copy, count, offset: offset)
    }

    // MARK: Arrays

    /// Steps into an array; `peek` has said that one comes.
    @inline(__always)
    mutating func openArray() throws(JSONError) -> JSONCursor {
        let cursor = JSONCursor(offset: offset)
        try descend()
        return cursor
    }

    /// Whether another element comes, standing before it; false when the array has been closed.
    @inline(__always)
    mutating func nextElement(_ cursor: inout JSONCursor) throws(JSONError) -> Bool {
        skipWhitespace()
        guard at < end else { throw unexpectedEnd() }
        if at.pointee == JSONByte.closeArray {
            at += 1
            depth -= 1
            return false
        }
        if cursor.count > 0 {
            guard at.pointee == JSONByte.comma else { throw unexpected(.expectedComma) }
            at += 1
            skipWhitespace()
            guard at < end else { throw unexpectedEnd() }
            if at.pointee == JSONByte.closeArray { throw error(.trailingComma) }
        }
        if cursor.count >= limits.items { throw error(.tooManyItems) }
        cursor.count += 1
        return true
    }

    // MARK: Common ground

    @inline(__always)
    private mutating func descend() throws(JSONError) {
        if depth >= limits.depth { throw error(.tooDeep) }
        depth += 1
        at += 1
    }

    @inline(__always)
    mutating func skipWhitespace() {
        while at < end {
            let byte = at.pointee
            if byte > JSONByte.space { return }
            guard
                byte == JSONByte.space || byte == JSONByte.lineFeed || byte == JSONByte.carriageReturn
                    || byte == JSONByte.tab
            else { return }
            at += 1
        }
    }

    @inline(never)
    func error(_ code: JSONErrorCode) -> JSONError { JSONError(code, at: offset) }

    @inline(never)
    func unexpectedEnd() -> JSONError { JSONError(.unexpectedEnd, at: offset) }

    /// The best name for the byte that stands where something else was expected.
    @inline(never)
    func unexpected(_ code: JSONErrorCode) -> JSONError {
        let byte = at.pointee
        if byte >= 0x80, UTF8Form.length(at: at, available: end - at) == nil { return error(.invalidUTF8) }
        if byte == JSONByte.slash { return error(.commentNotAllowed) }
        guard code == .expectedValue else { return error(code) }
        switch byte {
        case 0x41...0x5A, 0x61...0x7A: return error(.invalidLiteral)
        case JSONByte.plus, JSONByte.dot: return error(.invalidNumber)
        default: return error(.expectedValue)
        }
    }
}
