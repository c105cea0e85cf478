import Access
import HTTPMessage
import Synchronization

/// How many requests a caller may send.
public struct RateLimit: Sendable, Equatable {
    /// Requests a minute in the long run.
    public let perMinute: Int
    /// Requests at once, after a pause.
    public let burst: Int
    /// Callers that are told apart at a time; further ones share one allowance until others have been quiet.
    public let callers: Int

    public init(perMinute: Int, burst: Int, callers: Int = 10_000) {
        precondition(perMinute > 0 && burst > 0 && callers > 0)
        self.perMinute = perMinute
        self.burst = burst
        self.callers = callers
    }

    /// Nanoseconds in which one more request is allowed.
    fileprivate var interval: Int { 60_000_000_000 / perMinute }
    /// Nanoseconds in which the whole burst is allowed again.
    fileprivate var whole: Int { interval * burst }

    /// The policy as a field says it (draft-ietf-httpapi-ratelimit-headers-10): the burst, and the seconds that fill it up.
    var policy: String { "\"caller\";q=\(burst);w=\(Self.seconds(whole))" }

    /// Whole seconds, rounded up.
    fileprivate static func seconds(_ nanoseconds: Int) -> Int { (max(0, nanoseconds) + 999_999_999) / 1_000_000_000 }
}

/// What a caller has left.
struct RateStanding: Sendable, Equatable {
    let policy: String
    /// Requests that may follow at once.
    let left: Int
    /// Seconds until the whole burst is there again.
    let full: Int
    /// Seconds after which the next request will be taken; 0 when it is taken now.
    let wait: Int

    /// As a field says it.
    var limit: String { "\"caller\";r=\(left);t=\(full)" }
    var fields: ResponseFields { [.rateLimit: limit, .rateLimitPolicy: policy] }
}

/// Gives each caller an allowance that fills up again: a token bucket, kept as the one moment at which it is full (the
/// generic cell rate algorithm of ITU-T I.371).
///
/// Memory is bounded: a bucket that is full is like one that was never touched, so it can be forgotten. When all that are
/// kept are in use, newcomers share one. Nobody loses an allowance because others come.
public final class RateLimiter: Sendable {
    enum Key: Hashable {
        case caller(Caller.ID)
        /// Where callers are not told apart: the address, or an IPv6 /64 network.
        case network(PeerAddress)
        case others
    }

    private struct State {
        /// When each caller's allowance is whole again, in nanoseconds of the clock.
        var fullAt: [Key: Int] = [:]
        var nextSweep = Int.min
    }

    private let limit: RateLimit
    private let clock: @Sendable () -> Int
    private let policy: String
    private let state = Mutex(State())

    /// - Parameter clock: nanoseconds that never go back.
    public init(_ limit: RateLimit, clock: @escaping @Sendable () -> Int) {
        self.limit = limit
        self.clock = clock
        policy = limit.policy
    }

    /// Takes one request off an allowance, if there is one left.
    func take(_ key: Key) -> RateStanding {
        let now = clock()
        return state.withLock { state in
            let key = place(for: key, now, &state)
            let before = max(state.fullAt[key] ?? now, now)
            let after = before + limit.interval
            let isTaken = after - now <= limit.whole
            if isTaken { state.fullAt[key] = after }
            let used = (isTaken ? after : before) - now
            return RateStanding(
                policy: policy,
                left: isTaken ? (limit.whole - used) / limit.interval : 0,
                full: RateLimit.seconds(used),
                wait: isTaken ? 0 : max(1, RateLimit.seconds(after - now - limit.whole))
            )
        }
    }

    /// How many callers are remembered.
    var count: Int { state.withLock { $0.fullAt.count } }

    /// The caller's own place, or the common one. Full buckets are looked for once a second at most.
    private func place(for key: Key, _ now: Int, _ state: inout State) -> Key {
        guard state.fullAt[key] == nil, state.fullAt.count >= limit.callers else { return key }
        if now >= state.nextSweep {
            state.nextSweep = now + 1_000_000_000
            state.fullAt = state.fullAt.filter { $0.value > now }
        }
        return state.fullAt.count < limit.callers ? key : .others
    }
}

extension FieldName {
    static let rateLimit = FieldName("RateLimit")!
    static let rateLimitPolicy = FieldName("RateLimit-Policy")!
}
