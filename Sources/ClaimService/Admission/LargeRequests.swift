import Synchronization

/// How many streams and large bodies are in work, and a bound on them.
///
/// Small bodies need none: there are no more of them than connections. So the usual request pays nothing for this.
final class LargeRequests: Sendable {
    /// A body of at most so many bytes is small.
    static let smallBytes = 1 << 16

    /// A place among them, given back with the last reference.
    final class Place: Sendable {
        private let requests: LargeRequests

        fileprivate init(_ requests: LargeRequests) { self.requests = requests }

        deinit { requests.count.subtract(1, ordering: .relaxed) }
    }

    private let limit: Int
    private let count = Atomic<Int>(0)

    init(limit: Int) { self.limit = limit }

    /// Nil when there are as many as allowed.
    func enter() -> Place? {
        if count.add(1, ordering: .relaxed).newValue <= limit { return Place(self) }
        count.subtract(1, ordering: .relaxed)
        return nil
    }
}
