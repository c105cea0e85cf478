/// The header fields of a response, kept as the bytes that go on the wire.
///
/// Make a block once and share it where several responses carry the same fields. The server itself writes `Date`,
/// `Server`, `Content-Length`, `Transfer-Encoding` and `Connection`; they must not be put here.
public struct ResponseFields: Sendable {
    /// Lines of `Name: value`, each ended by CR LF.
    private(set) var bytes: [UInt8] = []

    public init() {}

    /// Adds a field line. Bytes that would end a line or are controls become spaces, so no value can split a response.
    public mutating func append(_ name: FieldName, _ value: String) {
        assert(!Self.ownedByServer.contains(name), "the server writes this field itself")
        append(unchecked: name, value)
    }

    /// Adds a field line whose value is appended by `write`, in about so many bytes, which spares a text of it. The same
    /// holds for its bytes.
    public mutating func append(_ name: FieldName, reserving count: Int, _ write: (inout [UInt8]) -> Void) {
        assert(!Self.ownedByServer.contains(name), "the server writes this field itself")
        bytes.reserveCapacity(bytes.count + name.name.utf8.count + count + 4)
        appendLine(name, write)
    }

    private mutating func appendLine(_ name: FieldName, _ write: (inout [UInt8]) -> Void) {
        bytes += name.name.utf8
        bytes.append(UInt8(ascii: ":"))
        bytes.append(UInt8(ascii: " "))
        let start = bytes.count
        write(&bytes)
        bytes.withUnsafeMutableBufferPointer { bytes in
            for index in start..<bytes.count where !ByteClass.isFieldValue(bytes[index]) {
                bytes[index] = UInt8(ascii: " ")
            }
        }
        bytes.append(UInt8(ascii: "\r"))
        bytes.append(UInt8(ascii: "\n"))
    }

    mutating func append(unchecked name: FieldName, _ value: String) {
        bytes.reserveCapacity(bytes.count + name.name.utf8.count + value.utf8.count + 4)
        appendLine(name) { $0 += value.utf8 }
    }

    /// Adds all lines of another block after these.
    public mutating func append(_ other: ResponseFields) {
        bytes += other.bytes
    }

    /// Whether there are no lines.
    public var isEmpty: Bool { bytes.isEmpty }

    /// The first value of a field; nil when it is not there.
    public subscript(name: FieldName) -> String? {
        firstLine(name).map { line in
            String(decoding: bytes[(line.lowerBound + name.name.utf8.count + 2)..<(line.upperBound - 2)], as: UTF8.self)
        }
    }

    /// Takes out the first line of a field and appends one with another value.
    public mutating func replace(_ name: FieldName, _ value: String) {
        if let line = firstLine(name) { bytes.removeSubrange(line) }
        append(name, value)
    }

    /// The bytes of the first line of a field, with its line end.
    private func firstLine(_ name: FieldName) -> Range<Int>? {
        let wanted = name.name.utf8
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let colon = start + wanted.count
            if colon < end, bytes[colon] == UInt8(ascii: ":"),
                zip(bytes[start..<colon], wanted).allSatisfy({
                    ByteClass.lowercased($0) == ByteClass.lowercased($1)
                })
            {
                return start..<end + 1
            }
            start = end + 1
        }
        return nil
    }

    /// All lines as names and values, in order.
    public var list: [(String, String)] {
        bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            return (
                String(decoding: line[..<colon], as: UTF8.self),
                String(decoding: line[(colon + 2)...].dropLast(), as: UTF8.self)
            )
        }
    }

    static let ownedByServer: Set<FieldName> = [.date, .server, .contentLength, .transferEncoding, .connection]
}

extension ResponseFields: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (FieldName, String)...) {
        for (name, value) in elements { append(name, value) }
    }
}
