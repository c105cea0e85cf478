import Synchronization

/// How often certificates and keys were read again.
final class ReloadCounts: Sendable {
    private let good = Atomic<Int>(0)
    private let bad = Atomic<Int>(0)

    var done: Int { good.load(ordering: .relaxed) }
    var failed: Int { bad.load(ordering: .relaxed) }

    func count(isGood: Bool) {
        if isGood {
            good.wrappingAdd(1, ordering: .relaxed)
        } else {
            bad.wrappingAdd(1, ordering: .relaxed)
        }
    }
}
