/// Character classes of the HTTP and URI grammars, one table look-up each.
enum ByteClass {
    private static let token: UInt8 = 1
    private static let pathCharacter: UInt8 = 2
    private static let queryCharacter: UInt8 = 4
    private static let fieldValue: UInt8 = 8
    private static let hexadecimal: UInt8 = 16
    private static let hostCharacter: UInt8 = 32

    /// `tchar` of RFC 9110, section 5.6.2.
    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool { table[Int(byte)] & token != 0 }

    /// `pchar` or `/` of RFC 3986, section 3.3; `%` is in, its two digits are the caller's to check.
    @inline(__always)
    static func isPath(_ byte: UInt8) -> Bool { table[Int(byte)] & pathCharacter != 0 }

    /// `pchar`, `/` or `?` of RFC 3986, section 3.4; `%` as above.
    @inline(__always)
    static func isQuery(_ byte: UInt8) -> Bool { table[Int(byte)] & queryCharacter != 0 }

    /// A byte that a field value may hold: visible ASCII, obs-text, space and tab (RFC 9110, section 5.5).
    @inline(__always)
    static func isFieldValue(_ byte: UInt8) -> Bool { table[Int(byte)] & fieldValue != 0 }

    /// A byte of `reg-name` or of an IPv4 address (RFC 3986, section 3.2.2); `%` as above.
    @inline(__always)
    static func isHost(_ byte: UInt8) -> Bool { table[Int(byte)] & hostCharacter != 0 }

    @inline(__always)
    static func isHexadecimal(_ byte: UInt8) -> Bool { table[Int(byte)] & hexadecimal != 0 }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// ASCII letters to lower case, everything else as it is.
    @inline(__always)
    static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// The value of a hexadecimal digit; meaningless for any other byte.
    @inline(__always)
    static func hexadecimalValue(_ byte: UInt8) -> UInt8 {
        byte < 0x3A ? byte &- 0x30 : lowercased(byte) &- 0x61 &+ 10
    }

    private static let table: [256 of UInt8] = {
        var table = [256 of UInt8](repeating: 0)
        func add(_ flag: UInt8, _ bytes: some Sequence<UInt8>) {
            for byte in bytes { table[Int(byte)] |= flag }
        }
        let alphanumeric =
            Array(UInt8(ascii: "0")...UInt8(ascii: "9")) + Array(UInt8(ascii: "A")...UInt8(ascii: "Z"))
            + Array(UInt8(ascii: "a")...UInt8(ascii: "z"))
        let unreservedAndSubDelimiters = alphanumeric + Array("-._~!$&'()*+,;=%".utf8)
        add(token, alphanumeric + Array("!#$%&'*+-.^_`|~".utf8))
        add(hostCharacter, unreservedAndSubDelimiters)
        add(pathCharacter, unreservedAndSubDelimiters + Array(":@/".utf8))
        add(queryCharacter, unreservedAndSubDelimiters + Array(":@/?".utf8))
        add(fieldValue, 0x20...0x7E)
        add(fieldValue, 0x80...0xFF)
        add(fieldValue, CollectionOfOne(0x09))
        add(hexadecimal, "0123456789abcdefABCDEF".utf8)
        return table
    }()
}
