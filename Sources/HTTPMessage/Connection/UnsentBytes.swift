/// Output that a client has not taken yet, in order: the front in memory, the middle put away, the back in memory.
///
/// Only for a client that sends everything before it reads is anything put away. Where to is the caller's business: it
/// asks for what to put away and what to fetch, and tells when that is done.
public struct UnsentBytes {
    /// Bytes that are put away at least and fetched at most at a time.
    public static let unit = 256 * 1024

    /// What is newer than the front, for a client that sends everything first.
    private final class Store {
        let loan: BacklogLoan
        var back: [UInt8] = []
        /// Bytes put away, and of these those on their way.
        var stored = 0
        var storing = 0
        var isFetching = false

        init(_ loan: BacklogLoan) { self.loan = loan }
    }

    private var front: [UInt8] = []
    private var start = 0
    /// A large body that comes after the front, shared with its response: a client that does not read it costs no copy.
    private var tail: [UInt8] = []
    private var store: Store?

    init() {}

    /// All that waits, wherever it is.
    public var count: Int { front.count - start + tail.count + (store.map { $0.stored + $0.back.count } ?? 0) }
    public var isEmpty: Bool { start == front.count && tail.isEmpty && store == nil }
    /// Whether there are bytes to send now.
    public var isReady: Bool { start < front.count }
    /// Whether what is added is on its way out of memory.
    public var isStoring: Bool { store != nil }

    /// Bytes in memory that more output would have to wait for.
    var congestion: Int { store.map { $0.back.count + $0.storing } ?? front.count - start + tail.count }

    mutating func append(_ more: ArraySlice<UInt8>) {
        if let store {
            store.back += more
            return
        }
        if !tail.isEmpty {
            // Only a refusal of what follows comes so early.
            front += tail
            tail = []
        }
        if start > 0, start >= front.count / 2 {
            front.removeFirst(start)
            start = 0
        }
        front += more
    }

    /// Appends a large body, of which the socket has already taken so many bytes if nothing else waits.
    mutating func append(sharing body: [UInt8], from index: Int) {
        guard index < body.count else { return }
        if isEmpty {
            front = body
            start = index
        } else if tail.isEmpty, store == nil {
            tail = body
        } else {
            append(body[index...])
        }
    }

    /// Lends what can be sent now.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        front.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start...])) }
    }

    /// Drops what has been taken; memory is given back when all has.
    mutating func consume(_ count: Int) {
        start += count
        if start == front.count { refill() }
    }

    // MARK: Putting away

    /// From now on what is added is put away, until all has been taken.
    mutating func beginStoring(_ loan: BacklogLoan) {
        if store == nil { store = Store(loan) }
    }

    /// What is to be put away next; nil when there is too little or the last is still on its way.
    mutating func takeForStore(least: Int) -> [UInt8]? {
        guard let store, store.storing == 0, store.back.count > least else { return nil }
        var bytes: [UInt8] = []
        swap(&bytes, &store.back)
        store.storing = bytes.count
        store.stored += bytes.count
        return bytes
    }

    /// What was taken has been put away, or comes back because there is no room for it.
    mutating func endStoring(comingBack bytes: [UInt8]? = nil) {
        guard let store else { return }
        if let bytes {
            store.stored -= bytes.count
            store.back = bytes + store.back
        }
        store.storing = 0
        if !isReady { refill() }
    }

    /// How many bytes are to be fetched next, the oldest that were put away; nil when none are needed or there.
    mutating func takeFetch() -> Int? {
        guard let store, !isReady, !store.isFetching, store.stored > store.storing else { return nil }
        store.isFetching = true
        return min(store.stored - store.storing, Self.unit)
    }

    /// They are back.
    mutating func endFetching(_ bytes: [UInt8]) {
        guard let store else { return }
        store.isFetching = false
        store.stored -= bytes.count
        front = bytes
        start = 0
    }

    private mutating func refill() {
        front = []
        start = 0
        swap(&front, &tail)
        guard front.isEmpty else { return }
        guard let store, store.stored == 0 else { return }
        swap(&front, &store.back)
        if front.isEmpty { self.store = nil }
    }
}

@available(*, unavailable)
extension UnsentBytes: Sendable {}
