/// Appends JSON to a buffer of bytes that is kept from one document to the next.
///
/// The same calls give the same bytes. It writes what it is told: that names, values and brackets come in an order that
/// makes JSON is the caller's promise.
public struct JSONWriter: Sendable {
    /// Compact is one line without spaces, for machines; pretty is indented by two spaces, for people and examples.
    public enum Form: Sendable {
        case compact
        case pretty
    }

    /// What has been written, up to `used`, and room for more, of which nothing is read before it is written: each piece
    /// is put where it belongs with one question for room.
    private var room: [UInt8]
    private var used: Int
    private let isPretty: Bool
    private var depth = 0
    private var needsComma = false
    private var isAfterName = false

    /// Writes behind what `buffer` holds already.
    public init(form: Form = .compact, appendingTo buffer: [UInt8] = []) {
        room = buffer
        used = buffer.count
        isPretty = form == .pretty
    }

    /// Starts with room for this many bytes.
    public init(reserving capacity: Int) {
        room = JSONWriter.room(capacity)
        used = 0
        isPretty = false
    }

    /// What has been written so far.
    public var bytes: [UInt8] { Array(room[..<used]) }

    /// What was written, as text.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Forgets what was written and keeps the memory, ready for the next document.
    public mutating func reset() {
        used = 0
        depth = 0
        needsComma = false
        isAfterName = false
    }

    /// How many bytes have been written.
    public var count: Int { used }

    /// Moves what was written so far, in the middle of a document too, to the end of `output`, and keeps the memory.
    mutating func move(to output: inout [UInt8]) {
        output += room[..<used]
        used = 0
    }

    /// Hands over what was written so far, in the middle of a document too, and keeps none of it.
    mutating func takeBytes() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &room)
        taken.removeLast(taken.count - used)
        used = 0
        return taken
    }

    /// Ends a line: between the documents of an NDJSON stream, or after the last line of a file.
    public mutating func endLine() {
        append(JSONByte.lineFeed)
        needsComma = false
    }

    // MARK: Structure

    public mutating func beginObject() { begin(JSONByte.openObject) }
    public mutating func endObject() { end(JSONByte.closeObject) }
    public mutating func beginArray() { begin(JSONByte.openArray) }
    public mutating func endArray() { end(JSONByte.closeArray) }

    /// The name of a member whose letters need no escape.
    public mutating func name(_ name: StaticString) {
        let comma = separator()
        let count = name.utf8CodeUnitCount
        put(atMost: count + 4) { target in
            target[0] = JSONByte.comma
            target[comma] = JSONByte.quote
            (target + comma + 1).update(from: name.utf8Start, count: count)
            target[comma + count + 1] = JSONByte.quote
            target[comma + count + 2] = JSONByte.colon
            return comma + count + 3
        }
        isAfterName = true
        if isPretty { append(JSONByte.space) }
    }

    /// The name of a member, escaped as needed.
    public mutating func name(_ name: String) {
        appendQuoted(name)
        append(JSONByte.colon)
        isAfterName = true
        if isPretty { append(JSONByte.space) }
    }

    // MARK: Values

    public mutating func string(_ value: String) {
        appendQuoted(value)
        needsComma = true
    }

    /// A string whose letters need no escape.
    public mutating func string(_ value: StaticString) {
        appendQuoted(value.utf8Start, value.utf8CodeUnitCount)
        needsComma = true
    }

    public mutating func int(_ value: Int) {
        separate()
        appendInt(value)
        needsComma = true
    }

    public mutating func bool(_ value: Bool) {
        separate()
        append(value ? "true" : "false")
        needsComma = true
    }

    public mutating func null() {
        separate()
        append("null")
        needsComma = true
    }

    /// Money as a decimal string with two places: 11666 cents are `"116.66"`.
    public mutating func money(cents: Int) {
        separate()
        append(JSONByte.quote)
        if cents < 0 { append(JSONByte.minus) }
        appendInt(Int(cents.magnitude / 100))
        append(JSONByte.dot)
        appendPadded(Int(cents.magnitude % 100), 2)
        append(JSONByte.quote)
        needsComma = true
    }

    // MARK: Bytes

    /// Opens a string that is put together piece by piece; `closeText` ends it.
    mutating func openText() {
        separate()
        append(JSONByte.quote)
    }

    mutating func closeText() {
        append(JSONByte.quote)
        needsComma = true
    }

    /// Letters that need no escape.
    mutating func append(_ letters: StaticString) {
        append(letters.utf8Start, letters.utf8CodeUnitCount)
    }

    mutating func appendInt(_ value: Int) {
        if value < 0 { append(JSONByte.minus) }
        var divisor: UInt = 1
        while value.magnitude / divisor >= 10 { divisor *= 10 }
        appendDigits(value.magnitude, divisor)
    }

    /// A number from 0, filled up with zeros to `width` digits.
    mutating func appendPadded(_ value: Int, _ width: Int) {
        var divisor: UInt = 1
        for _ in 1..<width { divisor *= 10 }
        appendDigits(value.magnitude % (divisor * 10), divisor)
    }

    /// - Parameter divisor: the power of ten of the first digit.
    private mutating func appendDigits(_ value: UInt, _ divisor: UInt) {
        put(atMost: 20) { target in
            var rest = value
            var divisor = divisor
            var count = 0
            while divisor > 0 {
                target[count] = JSONByte.zero + UInt8(rest / divisor)
                rest %= divisor
                divisor /= 10
                count += 1
            }
            return count
        }
    }

    @inline(__always)
    private mutating func append(_ byte: UInt8) {
        put(atMost: 1) { target in
            target[0] = byte
            return 1
        }
    }

    private mutating func append(_ start: UnsafePointer<UInt8>, _ count: Int) {
        put(atMost: count) { target in
            target.update(from: start, count: count)
            return count
        }
    }

    /// Lends `fill` room for so many bytes, and keeps those that it says it has written.
    @inline(__always)
    private mutating func put(atMost count: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Int) {
        if room.count - used < count { makeRoom(count) }
        let start = used
        used += room.withUnsafeMutableBufferPointer { fill($0.baseAddress! + start) }
    }

    @inline(never)
    private mutating func makeRoom(_ count: Int) {
        var larger = JSONWriter.room(room.count + max(count, room.count, 256))
        larger.withUnsafeMutableBufferPointer { larger in
            room.withUnsafeBufferPointer { room in
                if let start = room.baseAddress { larger.baseAddress!.update(from: start, count: used) }
            }
        }
        room = larger
    }

    private static func room(_ count: Int) -> [UInt8] {
        Array(unsafeUninitializedCapacity: count) { $1 = count }
    }

    private mutating func appendQuoted(_ value: String) {
        var value = value
        value.withUTF8 { letters in
            guard let base = letters.baseAddress else { return appendQuoted(StaticString("").utf8Start, 0) }
            let plain = JSONWriter.plainRun(base, 0, letters.count)
            if plain == letters.count {
                appendQuoted(base, plain)
            } else {
                appendEscaped(letters)
            }
        }
    }

    /// Letters that need no escape, with quotes around them, behind what comes between them and the value before.
    private mutating func appendQuoted(_ start: UnsafePointer<UInt8>, _ count: Int) {
        let comma = separator()
        put(atMost: count + 3) { target in
            target[0] = JSONByte.comma
            target[comma] = JSONByte.quote
            (target + comma + 1).update(from: start, count: count)
            target[comma + count + 1] = JSONByte.quote
            return comma + count + 2
        }
    }

    @inline(never)
    private mutating func appendEscaped(_ letters: UnsafeBufferPointer<UInt8>) {
        separate()
        append(JSONByte.quote)
        let base = letters.baseAddress!
        var from = 0
        while from < letters.count {
            let to = JSONWriter.plainRun(base, from, letters.count)
            append(base + from, to - from)
            if to < letters.count { appendEscape(base[to]) }
            from = to + 1
        }
        append(JSONByte.quote)
    }

    /// Where the next byte stands that needs an escape, or the end; eight bytes at a time.
    @inline(__always)
    private static func plainRun(_ base: UnsafePointer<UInt8>, _ from: Int, _ end: Int) -> Int {
        var at = from
        while end - at >= 8 {
            let marks = JSONWord.escapes(JSONWord.load(base + at))
            if marks != 0 { return at + marks.trailingZeroBitCount >> 3 }
            at += 8
        }
        while at < end, base[at] >= JSONByte.space, base[at] != JSONByte.quote, base[at] != JSONByte.backslash {
            at += 1
        }
        return at
    }

    @inline(never)
    private mutating func appendEscape(_ byte: UInt8) {
        append(JSONByte.backslash)
        switch byte {
        case JSONByte.quote, JSONByte.backslash: append(byte)
        case 0x08: append(0x62)
        case 0x0C: append(0x66)
        case JSONByte.lineFeed: append(0x6E)
        case JSONByte.carriageReturn: append(0x72)
        case JSONByte.tab: append(0x74)
        default:
            append("u00")
            for digit in [byte >> 4, byte & 15] { append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
        }
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        append(bracket)
        depth += 1
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        depth -= 1
        if isPretty && needsComma { newLine() }
        append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if separator() == 1 { append(JSONByte.comma) }
    }

    /// How many commas belong before what is written next: one or none. What else the pretty form has there is written.
    @inline(__always)
    private mutating func separator() -> Int {
        if isAfterName {
            isAfterName = false
            return 0
        }
        if isPretty {
            separatePretty()
            return 0
        }
        return needsComma ? 1 : 0
    }

    @inline(never)
    private mutating func separatePretty() {
        if needsComma { append(JSONByte.comma) }
        if depth > 0 { newLine() }
    }

    private mutating func newLine() {
        append(JSONByte.lineFeed)
        for _ in 0..<depth { append("  ") }
    }
}
