import Synchronization

/// How long requests took, by route and method, for one status.
///
/// Only the loop that it belongs to writes; whoever collects figures reads meanwhile. So a count is one addition in memory,
/// without a lock and without an atomic exchange.
final class RequestSeries: Sendable {
    /// The upper bounds of the buckets, in nanoseconds; there is one more for what took longer.
    static let bounds: [UInt64] = [
        50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 100_000_000,
        250_000_000, 1_000_000_000, 5_000_000_000, 30_000_000_000,
    ]
    /// The same in seconds, as they are written.
    static let boundTexts: [StaticString] = [
        "5e-05", "0.0001", "0.00025", "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.1", "0.25", "1.0",
        "5.0", "30.0",
    ]
    /// The most route templates, those without a route included.
    static let routes = 32
    /// 14 bounds, the rest, and the sum of nanoseconds.
    private static let width = 16

    /// 32 routes, 5 methods, 16 cells each.
    private let cells = InlineArray<2560, Atomic<UInt64>> { _ in Atomic(0) }

    /// Counts one request in.
    func count(route: Int, method: RequestMethodWord, nanoseconds: UInt64) {
        let start = Self.start(route, method)
        var bucket = 0
        while bucket < Self.bounds.count, nanoseconds > Self.bounds[bucket] { bucket += 1 }
        cells[start + bucket].addByOwner(1)
        cells[start + Self.width - 1].addByOwner(nanoseconds)
    }

    /// Adds what has been counted: the buckets, then the sum of nanoseconds.
    func add(route: Int, method: RequestMethodWord, to total: inout [UInt64]) {
        let start = Self.start(route, method)
        for index in 0..<Self.width { total[index] += cells[start + index].load(ordering: .relaxed) }
    }

    static let emptyTotal = [UInt64](repeating: 0, count: width)

    private static func start(_ route: Int, _ method: RequestMethodWord) -> Int {
        (route * RequestMethodWord.allCases.count + method.position) * width
    }
}

extension Atomic where Value == UInt64 {
    /// Adds, where nobody else writes.
    @inline(__always)
    borrowing func addByOwner(_ count: UInt64) {
        store(load(ordering: .relaxed) &+ count, ordering: .relaxed)
    }
}
