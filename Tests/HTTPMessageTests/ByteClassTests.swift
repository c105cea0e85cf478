import Testing

@testable import HTTPMessage

struct ByteClassTests {
    static let alphanumeric = Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    static let host = alphanumeric.union("-._~!$&'()*+,;=%".utf8)

    @Test("Every byte is in the classes that the grammar puts it in", arguments: 0...255 as ClosedRange<UInt8>)
    func classes(byte: UInt8) {
        #expect(ByteClass.isToken(byte) == Self.alphanumeric.union("!#$%&'*+-.^_`|~".utf8).contains(byte))
        #expect(ByteClass.isHost(byte) == Self.host.contains(byte))
        #expect(ByteClass.isPath(byte) == Self.host.union(":@/".utf8).contains(byte))
        #expect(ByteClass.isQuery(byte) == Self.host.union(":@/?".utf8).contains(byte))
        #expect(ByteClass.isHexadecimal(byte) == Set("0123456789abcdefABCDEF".utf8).contains(byte))
        #expect(ByteClass.isFieldValue(byte) == (byte == 9 || (0x20...0x7E).contains(byte) || byte >= 0x80))
        #expect(ByteClass.isDigit(byte) == Set("0123456789".utf8).contains(byte))
    }

    @Test("Letters lose their case and nothing else changes", arguments: 0...255 as ClosedRange<UInt8>)
    func lowercased(byte: UInt8) {
        let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        #expect(ByteClass.lowercased(byte) == (isCapital ? byte + 32 : byte))
        #expect(ByteClass.lowercasedToken(byte) == (ByteClass.isToken(byte) ? ByteClass.lowercased(byte) : 0))
    }
}
