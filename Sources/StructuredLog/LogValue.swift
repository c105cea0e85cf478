/// What a field of a log line may hold: a closed set that has no case for free text.
///
/// This is the whole guard against patient data in logs: there is nothing to forget, because there is nowhere to put it.
public enum LogValue: Hashable, Sendable {
    /// A count or size.
    case integer(Int)
    case boolean(Bool)
    /// Written in seconds with six decimals.
    case duration(Duration)
    /// A literal or a case of an enumeration: a method, a route template, a verdict.
    case word(LogWord)
    /// Several words, for example the ids of the rules that a claim broke.
    case words([LogWord])
    case requestID(RequestID)
    /// A number that names something, written as eight hexadecimal digits: a key, a certificate.
    case identifier(UInt32)
    /// An address this process itself listens on, without its port.
    case address(NetworkAddress)
    /// A SHA-256 digest of something that was built in.
    case digest(LogDigest)
    /// An id of a claim or a patient under a key that only the operator has.
    case pseudonym(Pseudonym)
    /// The version of something that was built in.
    case version(LogVersion)
}

extension LogValue: ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByStringLiteral {
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(stringLiteral literal: StaticString) { self = .word(LogWord(literal)) }
}

/// One attribute of a record. Names are literals: those of OpenTelemetry's semantic conventions where there is one, and
/// otherwise of the same form, after `claimgate.`.
public struct LogField: Hashable, Sendable {
    public let name: StaticString
    public let value: LogValue

    public init(_ name: StaticString, _ value: LogValue) {
        self.name = name
        self.value = value
    }

    public static func == (a: Self, b: Self) -> Bool {
        a.name.description == b.name.description && a.value == b.value
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(name.description)
        hasher.combine(value)
    }
}

/// A SHA-256 digest, 32 bytes, written as `sha256:` and 64 hexadecimal digits.
public struct LogDigest: Hashable, Sendable, CustomStringConvertible {
    /// The digest's length in bytes.
    public static let length = 32

    let bytes: [UInt8]

    public var description: String {
        var text = Array("sha256:".utf8)
        for byte in bytes { LineText.writeHex(byte, to: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil unless there are exactly ``length`` bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }

    /// From its written form; nil for anything else.
    public init?(written text: String) {
        let prefix = "sha256:"
        let digits = Array(text.utf8.dropFirst(prefix.utf8.count))
        guard text.hasPrefix(prefix), digits.count == 2 * Self.length else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.value(digits[index]), let low = Self.value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}

/// An HMAC with SHA-256, 32 bytes, written as 64 hexadecimal digits. Without its key it says nothing of what it stands for.
public struct Pseudonym: Hashable, Sendable {
    /// The length in bytes.
    public static let length = 32

    let bytes: [UInt8]

    /// From an authentication code; nil unless there are exactly ``length`` bytes.
    public init?(code bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }
}

/// Up to four numbers with points between them, as in `2026.11.1`.
public struct LogVersion: Hashable, Sendable, CustomStringConvertible {
    let numbers: [UInt16]

    public var description: String { numbers.map { String($0) }.joined(separator: ".") }

    /// From its written form; nil for anything else.
    public init?(written text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { UInt16($0) }
        guard (1...4).contains(parts.count), numbers.count == parts.count else { return nil }
        self.numbers = numbers
    }
}
