import Synchronization

/// What has happened to a server's connections since it was made. Read it at any time, from any thread.
public final class ServerStatistics: Sendable {
    /// Connections that were taken.
    public var accepted: Int { counts.accepted.load(ordering: .relaxed) }
    /// Connections that were told 503, because there were as many as allowed.
    public var refusedOverLimit: Int { counts.overLimit.load(ordering: .relaxed) }
    /// Connections that were told 503, because there were as many as allowed from their address.
    public var refusedOverAddressLimit: Int { counts.overAddressLimit.load(ordering: .relaxed) }
    /// Connections that were told 503, because the server was stopping.
    public var refusedStopping: Int { counts.stopping.load(ordering: .relaxed) }
    /// How often the server could not accept for want of descriptors or memory.
    public var acceptPauses: Int { counts.pauses.load(ordering: .relaxed) }
    /// TLS handshakes that were completed.
    public var handshakes: Int { counts.handshakes.load(ordering: .relaxed) }
    /// Connections that wait for their turn at present: more of what they asked for is to be done.
    public var waiting: Int { counts.waiting.load(ordering: .relaxed) }
    /// Connections that were still open when the grace time of a shutdown was over, and were ended.
    public var givenUp: Int { counts.givenUp.load(ordering: .relaxed) }

    /// Connections that ended while answers waited for their client, which was gone or took too little.
    public func untakenAnswers(_ end: UntakenAnswers) -> Int {
        switch end {
        case .clientGone: counts.untakenGone.load(ordering: .relaxed)
        case .tooSlow: counts.untakenTooSlow.load(ordering: .relaxed)
        }
    }

    /// TLS handshakes that failed for a reason.
    public func failedHandshakes(_ failure: TLSFailure) -> Int {
        counts.failures[Self.position(failure)].load(ordering: .relaxed)
    }

    let counts = Counts()

    /// What the loops count. Nothing here happens for each request.
    final class Counts: Sendable {
        let accepted = Atomic<Int>(0)
        let overLimit = Atomic<Int>(0)
        let overAddressLimit = Atomic<Int>(0)
        let stopping = Atomic<Int>(0)
        let pauses = Atomic<Int>(0)
        let handshakes = Atomic<Int>(0)
        let waiting = Atomic<Int>(0)
        let givenUp = Atomic<Int>(0)
        let untakenGone = Atomic<Int>(0)
        let untakenTooSlow = Atomic<Int>(0)
        let failures = InlineArray<6, Atomic<Int>> { _ in Atomic(0) }
    }

    func count(_ end: UntakenAnswers) {
        switch end {
        case .clientGone: counts.untakenGone.wrappingAdd(1, ordering: .relaxed)
        case .tooSlow: counts.untakenTooSlow.wrappingAdd(1, ordering: .relaxed)
        }
    }

    func count(_ failure: TLSFailure) {
        counts.failures[Self.position(failure)].wrappingAdd(1, ordering: .relaxed)
    }

    private static func position(_ failure: TLSFailure) -> Int {
        switch failure {
        case .notTLS: 0
        case .nothingInCommon: 1
        case .clientCertificate: 2
        case .endedByClient: 3
        case .tooSlow: 4
        case .other: 5
        }
    }
}

/// Why a connection ended while answers waited for its client.
public enum UntakenAnswers: String, CaseIterable, Sendable {
    /// It had closed or broken the connection.
    case clientGone = "client-gone"
    /// It took them more slowly than is borne with, or the server had to stop.
    case tooSlow = "too-slow"
}
