/// The connections of one loop, found by the token that epoll carries for each.
///
/// A token holds a slot and the slot's generation, so an event that was fetched before a connection ended never
/// reaches the one that took its place.
struct ConnectionTable {
    private var connections: [Connection?] = []
    private var generations: [UInt32] = []
    private var free: [UInt32] = []
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// The slot the next connection will take.
    mutating func reserve() -> UInt64 {
        if free.isEmpty {
            free.append(UInt32(connections.count))
            connections.append(nil)
            generations.append(0)
        }
        let slot = free[free.count - 1]
        return UInt64(generations[Int(slot)]) << 32 | UInt64(slot)
    }

    /// Puts a connection at the token that `reserve` gave last.
    mutating func insert(_ connection: Connection, at token: UInt64) {
        free.removeLast()
        connections[Int(UInt32(truncatingIfNeeded: token))] = connection
        count += 1
    }

    subscript(token: UInt64) -> Connection? {
        let slot = Int(UInt32(truncatingIfNeeded: token))
        guard slot < generations.count, generations[slot] == UInt32(token >> 32) else { return nil }
        return connections[slot]
    }

    mutating func remove(_ token: UInt64) {
        let slot = UInt32(truncatingIfNeeded: token)
        connections[Int(slot)] = nil
        generations[Int(slot)] = (generations[Int(slot)] + 1) & 0x7FFF_FFFF
        free.append(slot)
        count -= 1
    }

    /// How many slots there are, taken or not.
    var slots: Int { connections.count }

    /// The connection in a slot, with its token.
    func at(_ slot: Int) -> (token: UInt64, Connection)? {
        connections[slot].map { (UInt64(generations[slot]) << 32 | UInt64(slot), $0) }
    }

    /// Tokens with the highest bit are listeners.
    static func token(listener: Int) -> UInt64 { 1 << 63 | UInt64(listener) }

    static func listener(_ token: UInt64) -> Int? {
        token >> 62 == 2 ? Int(token & 0xFFFF) : nil
    }

    /// The token of what siblings hand over.
    static var inboxToken: UInt64 { .max }
}
