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

    /// What has been written so far.
    public private(set) var bytes: [UInt8]
    private let isPretty: Bool
    private var depth = 0
    private var needsComma = false
    private var isAfterName = false

    /// Writes behind what `buffer` holds already.
    public init(form: Form = .compact, appendingTo buffer: [UInt8] = []) {
        bytes = buffer
        isPretty = form == .pretty
    }

    /// Starts with room for this many bytes.
    public init(reserving capacity: Int) {
        self.init()
        bytes.reserveCapacity(capacity)
    }

    /// What was written, as text.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Forgets what was written and keeps the memory, ready for the next document.
    public mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        depth = 0
        needsComma = false
        isAfterName = false
    }

    /// Hands over what was written so far, in the middle of a document too, and keeps none of it.
    mutating func takeBytes() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    /// Ends a line: between the documents of an NDJSON stream, or after the last line of a file.
    public mutating func endLine() {
        bytes.append(JSONByte.lineFeed)
        needsComma = false
    }

    // MARK: Structure

    public mutating func beginObject() { begin(JSONByte.openObject) }
    public mutating func endObject() { end(JSONByte.closeObject) }
    public mutating func beginArray() { begin(JSONByte.openArray) }
    public mutating func endArray() { end(JSONByte.closeArray) }

    /// The name of a member whose letters need no escape.
    @inline(__always)
    public mutating func name(_ name: StaticString) {
        separate()
        bytes.append(JSONByte.quote)
        append(name)
        endName()
    }

    /// The name of a member, escaped as needed.
    public mutating func name(_ name: String) {
        separate()
        appendQuoted(name)
        bytes.removeLast()
        endName()
    }

    private mutating func endName() {
        bytes.append(JSONByte.quote)
        bytes.append(JSONByte.colon)
        if isPretty { bytes.append(JSONByte.space) }
        isAfterName = true
    }

    // MARK: Values

    public mutating func string(_ value: String) {
        separate()
        appendQuoted(value)
        needsComma = true
    }

    /// A string whose letters need no escape.
    @inline(__always)
    public mutating func string(_ value: StaticString) {
        separate()
        bytes.append(JSONByte.quote)
        append(value)
        bytes.append(JSONByte.quote)
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
        bytes.append(JSONByte.quote)
        if cents < 0 { bytes.append(JSONByte.minus) }
        appendInt(Int(cents.magnitude / 100))
        bytes.append(JSONByte.dot)
        appendPadded(Int(cents.magnitude % 100), 2)
        bytes.append(JSONByte.quote)
        needsComma = true
    }

    // MARK: Bytes

    /// Opens a string that is put together piece by piece; `closeText` ends it.
    mutating func openText() {
        separate()
        bytes.append(JSONByte.quote)
    }

    mutating func closeText() {
        bytes.append(JSONByte.quote)
        needsComma = true
    }

    /// Letters that need no escape.
    @inline(__always)
    mutating func append(_ letters: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: letters.utf8Start, count: letters.utf8CodeUnitCount))
    }

    mutating func appendInt(_ value: Int) {
        if value < 0 { bytes.append(JSONByte.minus) }
        var rest = value.magnitude
        var divisor: UInt = 1
        while rest / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(JSONByte.zero + UInt8(rest / divisor))
            rest %= divisor
            divisor /= 10
        }
    }

    /// A number from 0, filled up with zeros to `width` digits.
    mutating func appendPadded(_ value: Int, _ width: Int) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            bytes.append(JSONByte.zero + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }

    private mutating func appendQuoted(_ value: String) {
        bytes.append(JSONByte.quote)
        var value = value
        value.withUTF8 { letters in
            guard let base = letters.baseAddress else { return }
            var from = 0
            while from < letters.count {
                let to = JSONWriter.plainRun(base, from, letters.count)
                bytes.append(contentsOf: UnsafeBufferPointer(start: base + from, count: to - from))
                if to < letters.count { appendEscape(base[to]) }
                from = to + 1
            }
        }
        bytes.append(JSONByte.quote)
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
        bytes.append(JSONByte.backslash)
        switch byte {
        case JSONByte.quote, JSONByte.backslash: bytes.append(byte)
        case 0x08: bytes.append(0x62)
        case 0x0C: bytes.append(0x66)
        case JSONByte.lineFeed: bytes.append(0x6E)
        case JSONByte.carriageReturn: bytes.append(0x72)
        case JSONByte.tab: bytes.append(0x74)
        default:
            append("u00")
            for digit in [byte >> 4, byte & 15] { bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
        }
    }

    @inline(__always)
    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        depth += 1
        needsComma = false
    }

    @inline(__always)
    private mutating func end(_ bracket: UInt8) {
        depth -= 1
        if isPretty && needsComma { newLine() }
        bytes.append(bracket)
        needsComma = true
    }

    @inline(__always)
    private mutating func separate() {
        if isAfterName {
            isAfterName = false
            return
        }
        if needsComma { bytes.append(JSONByte.comma) }
        if isPretty && depth > 0 { newLine() }
    }

    private mutating func newLine() {
        bytes.append(JSONByte.lineFeed)
        for _ in 0..<depth { append("  ") }
    }
}
