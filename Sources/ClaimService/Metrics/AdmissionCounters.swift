import Metrics
import StructuredLog
import Synchronization

/// What a caller's allowance is for.
enum RateLimitWord: String, CaseIterable, Sendable {
    /// Requests of a caller.
    case caller
    /// Requests of an address whose caller was not known.
    case failedLogins = "failed-logins"
}

/// What became of a request that came with an `Idempotency-Key`.
enum RepeatWord: String, CaseIterable, Sendable {
    /// It was the first of its key.
    case first
    /// It got the answer that the first had.
    case replayed
    /// It got 409: the first was still in work.
    case inUse = "in-use"
    /// It got 422: the first was another request.
    case reused
}

/// What stood before an endpoint and was not a matter of who calls. From any thread; only requests that it concerns pay.
final class AdmissionCounters: Sendable {
    private let limited = InlineArray<2, Atomic<Int>> { _ in Atomic(0) }
    private let repeats = InlineArray<4, Atomic<Int>> { _ in Atomic(0) }

    func count(_ word: RateLimitWord) { limited[Self.position(word)].wrappingAdd(1, ordering: .relaxed) }

    func count(_ word: RepeatWord) { repeats[Self.position(word)].wrappingAdd(1, ordering: .relaxed) }

    func write(to writer: inout MetricWriter) {
        writer.begin("claimgate_rate_limited_requests", .counter, "Requests that got 429, by the limit.")
        for word in RateLimitWord.allCases {
            let count = limited[Self.position(word)].load(ordering: .relaxed)
            writer.sample([.word("limit", LogWord(word))], count)
        }
        writer.begin(
            "claimgate_idempotent_requests",
            .counter,
            "Requests with an Idempotency-Key, by what became of them."
        )
        for word in RepeatWord.allCases {
            let count = repeats[Self.position(word)].load(ordering: .relaxed)
            writer.sample([.word("result", LogWord(word))], count)
        }
    }

    private static func position(_ word: RateLimitWord) -> Int {
        switch word {
        case .caller: 0
        case .failedLogins: 1
        }
    }

    private static func position(_ word: RepeatWord) -> Int {
        switch word {
        case .first: 0
        case .replayed: 1
        case .inUse: 2
        case .reused: 3
        }
    }
}
