import HTTPMessage
import Testing

struct PeerAddressTests {
    @Test(
        "An address is written the short way",
        arguments: [
            (PeerAddress.ipv4(192, 0, 2, 1), "192.0.2.1"),
            (.ipv6(high: 0, low: 1), "::1"),
            (.ipv6(high: 0, low: 0), "::"),
            (.ipv6(high: 0x2001_0DB8_0000_0000, low: 1), "2001:db8::1"),
            (.ipv6(high: 0x2001_0DB8_0000_0001, low: 0x0001_0001_0001_0001), "2001:db8:0:1:1:1:1:1"),
            (.ipv6(high: 0x0001_0000_0000_0001, low: 0x0000_0000_0000_0001), "1:0:0:1::1"),
            (.ipv6(high: 0xFE80_0000_0000_0000, low: 0), "fe80::"),
            (.ipv6(high: 0, low: 0x0000_FFFF_C000_0201), "192.0.2.1"),
            (.local, "local"),
        ]
    )
    func text(address: PeerAddress, text: String) {
        #expect(address.host == text)
    }

    @Test("Connections are counted by IPv4 address and by IPv6 network")
    func network() {
        #expect(PeerAddress.ipv4(1, 2, 3, 4, port: 5).network == .ipv4(1, 2, 3, 4))
        #expect(PeerAddress.ipv4(1, 2, 3, 4).network != PeerAddress.ipv4(1, 2, 3, 5).network)
        #expect(PeerAddress.ipv6(high: 7, low: 8, port: 9).network == .ipv6(high: 7, low: 0))
    }
}
