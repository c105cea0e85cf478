/// The parameters of a request's query, each name one of those that the resource knows.
struct QueryString {
    /// What is wrong with a query. None of it repeats what was sent.
    enum Failure: Error, Equatable {
        /// A name that the resource does not know.
        case unknownParameter
        /// A known name that comes twice.
        case repeatedParameter(StaticString)
        /// Percent-encoding that is cut short or does not decode to UTF-8.
        case badEncoding

        static func == (a: Self, b: Self) -> Bool {
            switch (a, b) {
            case (.unknownParameter, .unknownParameter), (.badEncoding, .badEncoding): true
            case (.repeatedParameter(let a), .repeatedParameter(let b)): a.description == b.description
            default: false
            }
        }
    }

    private var values: [(name: StaticString, value: String)] = []

    /// Without a parameter.
    init() {}

    /// - Parameters:
    ///   - query: what follows the `?`, undecoded; nil without one.
    ///   - known: the names the resource knows.
    init(_ query: String?, known: [StaticString]) throws(Failure) {
        guard let query, !query.isEmpty else { return }
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decoded(parts[0], plusIsSpace: true),
                let value = PercentCoding.decoded(parts.count == 2 ? parts[1] : "", plusIsSpace: true)
            else { throw .badEncoding }
            guard let match = known.first(where: { $0.description == name }) else { throw .unknownParameter }
            guard self[match] == nil else { throw .repeatedParameter(match) }
            values.append((match, value))
        }
    }

    /// No parameter was sent.
    var isEmpty: Bool { values.isEmpty }

    /// The decoded value of a parameter; nil when it was not sent.
    subscript(name: StaticString) -> String? {
        values.first { $0.name.description == name.description }?.value
    }
}

/// Percent-encoding (RFC 3986 section 2.1).
enum PercentCoding {
    /// The decoded text; nil when an escape is cut short or the bytes are not UTF-8.
    static func decoded(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String? {
        var bytes: [UInt8] = []
        var input = text.utf8.makeIterator()
        while let byte = input.next() {
            if byte == 0x25 {
                guard let high = input.next().flatMap(digit), let low = input.next().flatMap(digit) else { return nil }
                bytes.append(high << 4 | low)
            } else {
                bytes.append(byte == 0x2b && plusIsSpace ? 0x20 : byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The same path with escapes of letters, digits, `-`, `.`, `_`, `~` and `$` undone, once; all others stay.
    static func normalized(_ path: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(path.count)
        var index = path.startIndex
        while index < path.endIndex {
            if path[index] == 0x25, index + 2 < path.endIndex, let high = digit(path[index + 1]),
                let low = digit(path[index + 2]), isPlain(high << 4 | low)
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(path[index])
                index += 1
            }
        }
        return bytes
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x24, 0x2d, 0x2e, 0x5f, 0x7e: true
        default: false
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
