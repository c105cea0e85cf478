import Synchronization

/// Whether requests are wanted, for `/readyz`. One object serves all the places that are asked.
public final class Readiness: Sendable {
    private let started: Atomic<Bool>
    private let stopping = Atomic<Bool>(false)
    private let reloadFailed = Atomic<Bool>(false)

    /// - Parameter started: false for a service that has yet to call ``start()``.
    public init(started: Bool = true) {
        self.started = Atomic(started)
    }

    public var isReady: Bool { reason == nil }

    /// Why requests are not wanted.
    public enum Reason: Sendable, CaseIterable {
        case starting
        case reloadFailed
        case stopping
    }

    /// Why requests are not wanted; nil when they are. What is for good goes before what may pass.
    public var reason: Reason? {
        if stopping.load(ordering: .relaxed) { return .stopping }
        if !started.load(ordering: .relaxed) { return .starting }
        return reloadFailed.load(ordering: .relaxed) ? .reloadFailed : nil
    }

    /// Everything is read and listening.
    public func start() { started.store(true, ordering: .relaxed) }

    /// From now on requests should go elsewhere, for good.
    public func stop() { stopping.store(true, ordering: .relaxed) }

    /// A reload of certificates and keys was good, or not: then a person should look before clients see old ones.
    public func reloaded(isGood: Bool) { reloadFailed.store(!isGood, ordering: .relaxed) }
}
