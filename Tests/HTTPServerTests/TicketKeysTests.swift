import Testing

@testable import HTTPServer

/// The life of ticket keys by a clock moved by hand.
struct TicketKeysTests {
    private static let second: UInt64 = 1_000_000_000

    private static func name(_ key: TicketKey) -> [UInt8] {
        var name = [UInt8](repeating: 0, count: TicketKey.nameCount)
        key.copyName(to: &name)
        return name
    }

    /// For tickets of ten seconds, so that a key seals for five.
    private static func keys() -> TicketKeys {
        var configuration = TLSConfiguration(identities: [])
        configuration.ticketLifetime = .seconds(10)
        return TicketKeys(configuration, now: 100 * second)
    }

    @Test("A key seals for half a lifetime, opens for one more, and then is gone")
    func generations() throws {
        let keys = Self.keys()
        let first = Self.name(try #require(keys.newest))
        keys.renewIfDue(105 * Self.second - 1)
        #expect(keys.key(named: first)?.isNewest == true)
        for (time, isKnown) in [(105, true), (110, true), (115, false)] {
            keys.renewIfDue(UInt64(time) * Self.second)
            #expect(keys.key(named: first)?.isNewest == (isKnown ? false : nil))
        }
    }

    @Test("After a long sleep no key is left that is too old")
    func longPause() throws {
        let keys = Self.keys()
        let first = Self.name(try #require(keys.newest))
        keys.renewIfDue(120 * Self.second)
        #expect(keys.key(named: first) == nil)
        #expect(keys.newest != nil)
    }

    @Test("Replacing all leaves one new key, which has its whole time")
    func replacing() throws {
        let keys = Self.keys()
        let first = Self.name(try #require(keys.newest))
        keys.replaceAll(104 * Self.second)
        #expect(keys.key(named: first) == nil)
        let second = Self.name(try #require(keys.newest))
        #expect(second != first)
        keys.renewIfDue(109 * Self.second - 1)
        #expect(keys.key(named: second)?.isNewest == true)
    }
}
