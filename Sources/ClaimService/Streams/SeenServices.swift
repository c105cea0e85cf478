public import ClaimRules
import Synchronization

/// Which services the documents of a stream have billed, to find those that come twice.
///
/// Kept of each is a 64-bit hash over patient, month and code, keyed at random by process start, and the number of its
/// document: 12 bytes and the slack of the table, about 17 in all. Nothing of a patient can be read from it. Two
/// different services fall together with odds of one in 2^64 a pair: among four million there are 2^43 pairs, so
/// about one stream in two million of that size holds a false duplicate; and because of the key no sender can make one.
public struct SeenServices: ~Copyable, Sendable {
    /// How many services are remembered at most. What comes after is compared with these and not remembered.
    public let limit: Int
    /// How many are remembered.
    public private(set) var count = 0
    /// Whether one was not remembered for want of room.
    public private(set) var isFull = false

    private var segments: [Segment]
    private let budget: SeenServicesBudget
    private var granted = 0

    /// Segments, so that growing moves a small part of the table at a time.
    private static let segmentBits = 6
    /// Services for which room is asked of the budget at a time.
    private static let grant = 4096

    public init(limit: Int, budget: SeenServicesBudget) {
        self.limit = limit
        self.budget = budget
        segments = Array(repeating: Segment(), count: 1 << Self.segmentBits)
    }

    deinit { budget.giveBack(granted) }

    /// The hash of a service.
    public static func key(patient: String, month: CalendarMonth, code: ProcedureCode) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(patient)
        hasher.combine(month)
        hasher.combine(code)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    /// Remembers a service; if it has been seen before, the number of the document that had it first.
    public mutating func see(_ key: UInt64, in document: Int) -> Int? {
        // 0 marks a free place.
        let key = key == 0 ? 1 : key
        let segment = Int(key >> UInt64(64 - Self.segmentBits))
        if let first = segments[segment].find(key) { return first }
        guard makeRoom() else {
            isFull = true
            return nil
        }
        segments[segment].insert(key, document)
        count += 1
        return nil
    }

    private mutating func makeRoom() -> Bool {
        if count >= limit { return false }
        if count < granted { return true }
        guard budget.take(Self.grant) else { return false }
        granted += Self.grant
        return true
    }
}

/// A part of the table: open addressing, grown by a quarter so that it is never less than three fifths full.
private struct Segment {
    private var keys: [UInt64] = []
    private var documents: [UInt32] = []
    private var count = 0

    func find(_ key: UInt64) -> Int? {
        guard !keys.isEmpty else { return nil }
        let place = place(of: key)
        return keys[place] == key ? Int(documents[place]) : nil
    }

    mutating func insert(_ key: UInt64, _ document: Int) {
        if count * 5 >= keys.count * 4 { grow() }
        put(key, UInt32(clamping: document))
        count += 1
    }

    private mutating func put(_ key: UInt64, _ document: UInt32) {
        let place = place(of: key)
        keys[place] = key
        documents[place] = document
    }

    /// Where the key is, or where it belongs.
    private func place(of key: UInt64) -> Int {
        // The low half of the hash, scaled to the table.
        var place = Int(((key & 0xFFFF_FFFF) * UInt64(keys.count)) >> 32)
        while keys[place] != 0, keys[place] != key {
            place += 1
            if place == keys.count { place = 0 }
        }
        return place
    }

    private mutating func grow() {
        let (oldKeys, oldDocuments) = (keys, documents)
        let size = max(16, keys.count + keys.count / 4)
        keys = Array(repeating: 0, count: size)
        documents = Array(repeating: 0, count: size)
        for (key, document) in zip(oldKeys, oldDocuments) where key != 0 { put(key, document) }
    }
}

/// Room of a stream that remembers more of each service than a hash; given back when it is gone.
final class SeenServicesRoom: Sendable {
    /// For how many services one counts.
    private static let weight = 4
    private let budget: SeenServicesBudget
    private let granted = Atomic<Int>(0)

    init(_ budget: SeenServicesBudget) { self.budget = budget }

    deinit { budget.giveBack(granted.load(ordering: .relaxed)) }

    func take(_ count: Int) -> Bool {
        guard budget.take(count * Self.weight) else { return false }
        granted.add(count * Self.weight, ordering: .relaxed)
        return true
    }
}

/// How many services all streams together may remember.
public final class SeenServicesBudget: Sendable {
    private let available: Atomic<Int>

    public init(_ services: Int) { available = Atomic(services) }

    func take(_ count: Int) -> Bool {
        if available.subtract(count, ordering: .relaxed).newValue >= 0 { return true }
        giveBack(count)
        return false
    }

    func giveBack(_ count: Int) { available.add(count, ordering: .relaxed) }
}
