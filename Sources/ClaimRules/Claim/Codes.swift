/// What is written in ASCII and read from its bytes.
public protocol WrittenValue: Hashable, Sendable {
    /// The value in these bytes, or nil for bytes that cannot be one.
    init?(utf8 bytes: UnsafeBufferPointer<UInt8>)

    /// The value as people write it.
    var text: String { get }
}

extension WrittenValue {
    /// The value, or nil for text that cannot be one.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        guard let value = text.withUTF8({ Self(utf8: $0) }) else { return nil }
        self = value
    }
}

/// A code of a list that others keep; one may stand in source code.
public protocol WrittenCode: WrittenValue, Comparable, ExpressibleByStringLiteral, CustomStringConvertible
where StringLiteralType == StaticString {}

extension WrittenCode {
    /// A code written in source code; a literal that is none stops the program at once.
    public init(stringLiteral value: StaticString) {
        let bytes = UnsafeBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount)
        guard let code = Self(utf8: bytes) else { preconditionFailure("not a code of this kind: \(value)") }
        self = code
    }

    public var description: String { text }
}

/// A CPT or HCPCS Level II procedure code by its number: five characters, a digit or a letter first, digits
/// between, a digit or a letter last.
public struct ProcedureCode: WrittenCode {
    let packed: PackedASCII

    /// The code in these bytes, or nil for bytes that cannot be one. Lower case is taken.
    public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 5 else { return nil }
        let first = ASCII.uppercased(bytes[0])
        let last = ASCII.uppercased(bytes[4])
        guard ASCII.isDigit(first) || ASCII.isUpper(first), ASCII.isDigit(bytes[1]), ASCII.isDigit(bytes[2]),
            ASCII.isDigit(bytes[3]), ASCII.isDigit(last) || (ASCII.isUpper(last) && ASCII.isDigit(first))
        else { return nil }
        let middle = UInt64(bytes[1]) << 48 | UInt64(bytes[2]) << 40 | UInt64(bytes[3]) << 32
        packed = PackedASCII(word: UInt64(first) << 56 | middle | UInt64(last) << 24)
    }

    /// The five characters.
    public var text: String { packed.text }

    public static func < (left: ProcedureCode, right: ProcedureCode) -> Bool { left.packed < right.packed }
}

/// An ICD-10-CM diagnosis code by its form: a letter, two letters or digits, then up to four more.
///
/// Whether the code exists and may be billed on a date is a rule's question, not this type's.
public struct DiagnosisCode: WrittenCode {
    let packed: PackedASCII

    /// The code in these bytes, or nil for bytes that cannot be one.
    public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        let isDotted = bytes.count > 4 && bytes[3] == UInt8(ascii: ".")
        let length = isDotted ? bytes.count - 1 : bytes.count
        guard (3...7).contains(length) else { return nil }
        guard ASCII.isUpper(ASCII.uppercased(bytes[0])) else { return nil }
        var word: UInt64 = 0
        for position in 0..<bytes.count {
            if isDotted, position == 3 { continue }
            let byte = ASCII.uppercased(bytes[position])
            guard ASCII.isUpper(byte) || ASCII.isDigit(byte) else { return nil }
            word = word &<< 8 | UInt64(byte)
        }
        packed = PackedASCII(word: word &<< UInt64(64 - 8 * length))
    }

    /// The characters without the dot, as code files list them: `E119`.
    public var undotted: String { packed.text }

    /// The first three characters, packed, which name the disease; the rest says more of it.
    var category: UInt64 { packed.word >> 40 }

    /// The code as people write it: `E11.9`.
    public var text: String {
        let characters = packed.text
        guard packed.count > 3 else { return characters }
        return characters.prefix(3) + "." + characters.dropFirst(3)
    }

    public static func < (left: DiagnosisCode, right: DiagnosisCode) -> Bool { left.packed < right.packed }
}

/// A two-character procedure modifier.
public struct Modifier: WrittenCode {
    let packed: PackedASCII

    /// The modifier in these bytes, or nil for anything but two letters or digits.
    public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 2, let packed = PackedASCII(uppercasing: bytes),
            (0..<2).allSatisfy({ ASCII.isDigit(packed[$0]) || ASCII.isUpper(packed[$0]) })
        else { return nil }
        self.packed = packed
    }

    /// The two characters.
    public var text: String { packed.text }

    public static func < (left: Modifier, right: Modifier) -> Bool { left.packed < right.packed }
}

/// A two-digit CMS place-of-service code.
public struct PlaceOfService: WrittenCode {
    /// The code as a number, 0 to 99.
    public let number: UInt8

    /// The code in these bytes, or nil for anything but two digits.
    public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 2, bytes.allSatisfy(ASCII.isDigit) else { return nil }
        number = bytes.reduce(0) { $0 * 10 + ($1 &- 48) }
    }

    /// The two digits.
    public var text: String { ASCII.padded(Int(number), 2) }

    public static func < (left: PlaceOfService, right: PlaceOfService) -> Bool { left.number < right.number }
}
