/// A complete, valid request head: request line and header fields, kept as offsets into one byte array.
///
/// No text is made until it is asked for. Copying shares the bytes. What framing and syntax ask of a head
/// (RFC 9112, sections 2 to 6) has been checked before anyone sees it.
public struct RequestHead: Sendable {
    /// How the request's body is delimited (RFC 9112, section 6).
    public enum Framing: Sendable, Hashable {
        /// There is no body.
        case none
        /// So many bytes follow, at least one.
        case length(Int)
        /// Chunks follow; the length is known when the last has come.
        case chunked
    }

    struct Field: Sendable {
        var digest: UInt32
        var name: Int32
        var value: Int32
        var nameLength: Int32
        var valueLength: Int32
    }

    public internal(set) var method: RequestMethod
    public internal(set) var version: HTTPVersion
    public internal(set) var framing: Framing
    /// Whether the client will hear `100 Continue` before it sends its body (RFC 9110, section 10.1.1).
    public internal(set) var expectsContinue: Bool
    /// Whether the client wants the connection kept (RFC 9112, section 9.3).
    public internal(set) var wantsKeepAlive: Bool

    /// The head as it came; behind it may be more, which means nothing.
    var bytes: [UInt8]
    var fields: [Field]
    /// The bits of the names that `fields` has, and perhaps of some that it has no longer.
    var names: UInt64
    var target: Range<Int>
    var pathRange: Range<Int>
    var queryRange: Range<Int>?
    /// Whether the path of the target has percent-encoded bytes.
    var hasEncodedPath: Bool
    /// Whether the target is an absolute one of the https scheme.
    var isSecureTarget: Bool

    /// An empty head for a parser to fill, again and again.
    init() {
        method = .get
        version = .http11
        framing = .none
        expectsContinue = false
        wantsKeepAlive = true
        bytes = []
        fields = []
        names = 0
        target = 0..<0
        pathRange = 0..<0
        queryRange = nil
        hasEncodedPath = false
        isSecureTarget = false
    }

    /// The path, still percent-encoded: `*` for `OPTIONS *`, `/` where an absolute target has none.
    ///
    /// Bytes that need no encoding are there as themselves however they were sent, and the digits of the others are in
    /// capitals, so that equivalent paths are equal (RFC 3986, sections 6.2.2.1 and 6.2.2.2). Dot segments are left
    /// for clients to remove.
    public var path: String {
        pathRange.isEmpty ? "/" : text(pathRange)
    }

    /// The bytes of `path`, shared with the head.
    public var pathBytes: ArraySlice<UInt8> {
        pathRange.isEmpty ? [UInt8(ascii: "/")] : bytes[pathRange]
    }

    /// Whether this is the path.
    public func isPath(_ path: [UInt8]) -> Bool {
        guard path.count == pathRange.count else { return false }
        for index in 0..<path.count where path[index] != bytes[pathRange.lowerBound + index] { return false }
        return true
    }

    /// Whether the target has a `?`.
    public var hasQuery: Bool { queryRange != nil }

    /// What follows the first `?` of the target, undecoded; nil without a `?`.
    public var query: String? {
        queryRange.map(text)
    }

    /// How many header fields there are.
    public var fieldCount: Int { fields.count }

    /// The first value of a field, without the white space around it; nil when it was not sent.
    ///
    /// Bytes that are not UTF-8 become replacement characters.
    public subscript(name: FieldName) -> String? {
        firstField(name).map { text(valueRange($0)) }
    }

    /// The bytes of a field's first value, shared with the head.
    public func valueBytes(_ name: FieldName) -> ArraySlice<UInt8>? {
        firstField(name).map { bytes[valueRange($0)] }
    }

    /// Whether a field of this name was sent.
    public func contains(_ name: FieldName) -> Bool {
        firstField(name) != nil
    }

    /// How many lines carry a field of this name.
    public func count(_ name: FieldName) -> Int {
        names & name.bit == 0 ? 0 : fields.count { matches($0, name) }
    }

    /// Every value of a field, one for each line that carried it, in order.
    public func values(_ name: FieldName) -> [String] {
        fields.filter { matches($0, name) }.map { text(valueRange($0)) }
    }

    /// The values of all lines of a field as one list value (RFC 9110, section 5.2); nil when it was not sent.
    public func combinedValue(_ name: FieldName) -> String? {
        contains(name) ? values(name).joined(separator: ", ") : nil
    }

    /// Forgets every line of a field, so that whoever reads the head next does not see it.
    public mutating func removeFields(_ name: FieldName) {
        fields = fields.filter { !matches($0, name) }
    }

    /// Whether none of these fields was sent. It may be false although none was: then look for each.
    public func hasNone(of names: FieldNameBits) -> Bool {
        self.names & names.bits == 0
    }

    private func firstField(_ name: FieldName) -> Field? {
        names & name.bit == 0 ? nil : fields.first { matches($0, name) }
    }

    /// Writes the path anew behind the bytes of the head, which are so many.
    mutating func normalisePath(_ count: Int) {
        bytes.removeLast(bytes.count - count)
        let start = bytes.count
        var index = pathRange.lowerBound
        while index < pathRange.upperBound {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                index += 1
                continue
            }
            let high = ByteClass.hexadecimalValue(bytes[index + 1])
            let low = ByteClass.hexadecimalValue(bytes[index + 2])
            let decoded = high << 4 | low
            if ByteClass.isUnreserved(decoded) {
                bytes.append(decoded)
            } else {
                bytes.append(byte)
                bytes.append(ByteClass.hexadecimalDigit(high))
                bytes.append(ByteClass.hexadecimalDigit(low))
            }
            index += 3
        }
        pathRange = start..<bytes.count
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    private func valueRange(_ field: Field) -> Range<Int> {
        Int(field.value)..<Int(field.value) + Int(field.valueLength)
    }

    private func matches(_ field: Field, _ name: FieldName) -> Bool {
        guard field.digest == name.digest, Int(field.nameLength) == name.name.utf8.count else { return false }
        let sent = bytes.span.extracting(Int(field.name)..<Int(field.name) + Int(field.nameLength))
        var wanted = name.name
        return wanted.withUTF8 { wanted in
            for index in 0..<wanted.count
            where ByteClass.lowercased(wanted[index]) != ByteClass.lowercased(sent[unchecked: index]) { return false }
            return true
        }
    }
}
