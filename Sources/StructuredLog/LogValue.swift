/// What a field of a log line may hold: a closed set that has no case for free text.
///
/// This is the whole guard against patient data in logs: there is nothing to forget, because there is nowhere to put it.
public enum LogValue: Hashable, Sendable {
    /// A count or size.
    case integer(Int)
    case boolean(Bool)
    /// Written in milliseconds with three decimals; its key ends in `Ms`.
    case duration(Duration)
    /// A literal or a case of an enumeration: a method, a route template, a verdict.
    case word(LogWord)
    /// Several words, for example the ids of the rules that a claim broke.
    case words([LogWord])
    case requestID(RequestID)
    /// An address this process itself listens on.
    case address(NetworkAddress)
    /// A SHA-256 digest of something that was built in.
    case digest(LogDigest)
}

extension LogValue: ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByStringLiteral {
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(stringLiteral literal: StaticString) { self = .word(LogWord(literal)) }
}

/// One named value of a log line. Names are literals, lower camel case.
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
public struct LogDigest: Hashable, Sendable {
    /// The digest's length in bytes.
    public static let length = 32

    let bytes: [UInt8]

    /// Nil unless there are exactly ``length`` bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }
}
