/// Character classes of the HTTP and URI grammars, as sets of bits: nothing to load and nothing to initialise.
///
/// A test holds each against the grammar spelt out.
enum ByteClass {
    /// `tchar` of RFC 9110, section 5.6.2.
    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool { isIn(0x03FF_6CFA_0000_0000, 0x57FF_FFFF_C7FF_FFFE, byte) }

    /// A byte of a token in lower case, 0 for any other byte.
    @inline(__always)
    static func lowercasedToken(_ byte: UInt8) -> UInt8 {
        byte < 0x80 ? lowercasedTokens.utf8Start[Int(byte)] : 0
    }

    /// What each byte of ASCII is in a token; a text, because a constant text costs no initialisation.
    private static var lowercasedTokens: StaticString {
        """
        \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \0!\0#$%&'\0\0*+\0-.\00123456789\0\0\0\0\0\0\
        \0abcdefghijklmnopqrstuvwxyz\0\0\0^_\
        `abcdefghijklmnopqrstuvwxyz\0|\0~\0
        """
    }

    /// `pchar` or `/` of RFC 3986, section 3.3; `%` is in, its two digits are the caller's to check.
    @inline(__always)
    static func isPath(_ byte: UInt8) -> Bool { isIn(0x2FFF_FFF2_0000_0000, 0x47FF_FFFE_87FF_FFFF, byte) }

    /// `pchar`, `/` or `?` of RFC 3986, section 3.4; `%` as above.
    @inline(__always)
    static func isQuery(_ byte: UInt8) -> Bool { isIn(0xAFFF_FFF2_0000_0000, 0x47FF_FFFE_87FF_FFFF, byte) }

    /// A byte of `reg-name` or of an IPv4 address (RFC 3986, section 3.2.2); `%` as above.
    @inline(__always)
    static func isHost(_ byte: UInt8) -> Bool { isIn(0x2BFF_7FF2_0000_0000, 0x47FF_FFFE_87FF_FFFE, byte) }

    /// `unreserved` of RFC 3986, section 2.3.
    @inline(__always)
    static func isUnreserved(_ byte: UInt8) -> Bool { isIn(0x03FF_6000_0000_0000, 0x47FF_FFFE_87FF_FFFE, byte) }

    @inline(__always)
    static func isHexadecimal(_ byte: UInt8) -> Bool { isIn(0x03FF_0000_0000_0000, 0x0000_007E_0000_007E, byte) }

    /// A byte that a field value may hold: visible ASCII, obs-text, space and tab (RFC 9110, section 5.5).
    @inline(__always)
    static func isFieldValue(_ byte: UInt8) -> Bool { byte >= 0x20 ? byte != 0x7F : byte == 0x09 }

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

    /// The digit, in capitals, of a value below 16.
    static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? value &+ UInt8(ascii: "0") : value &- 10 &+ UInt8(ascii: "A")
    }

    @inline(__always)
    private static func isIn(_ low: UInt64, _ high: UInt64, _ byte: UInt8) -> Bool {
        (byte & 64 == 0 ? low : high) &>> UInt64(byte & 63) & 1 & UInt64(~byte &>> 7) != 0
    }
}
