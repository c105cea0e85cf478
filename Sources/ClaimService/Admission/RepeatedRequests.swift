public import Access
import HTTPMessage
import Synchronization

/// How long answers are kept for requests that are sent again, and how much of them.
public struct RepeatLimits: Sendable, Equatable {
    /// Seconds.
    public let time: Int
    /// Bytes of answers and their keys, all together.
    public let bytes: Int

    public init(time: Int, bytes: Int) {
        self.time = time
        self.bytes = bytes
    }
}

/// Answers that were given under an `Idempotency-Key`, kept for a while in memory and nowhere else.
///
/// A repeat gets the same bytes; the same key with another request is refused; so is a repeat while the first is still in
/// work. What is kept of a request is a digest. When room is needed the oldest answers go first, and a repeat after that is a
/// new request: answers depend on the document alone, so it gets the same all the same, but for the date of an
/// acknowledgement.
public final class RepeatedRequests: Sendable {
    /// Whose key it is.
    struct Name: Hashable {
        let caller: RateLimiter.Key
        let key: IdempotencyKey
    }

    fileprivate struct Entry {
        /// Nil while the request is in work.
        var answer: Answer?
    }

    struct Answer: Sendable {
        let digest: Digest
        let response: Response
        /// Seconds of the clock.
        let until: Int
        let size: Int
    }

    fileprivate struct State {
        var entries: [Name: Entry] = [:]
        /// The names of kept answers, the oldest first. They are kept equally long, so it is also the first to go.
        var order: [Name] = []
        var first = 0
        var bytes = 0
    }

    /// What an entry takes beside its answer's body, in bytes, generously.
    static let overhead = 1024

    private let limits: RepeatLimits
    private let cryptography: any Cryptography
    private let clock: @Sendable () -> Int
    private let state = Mutex(State())

    /// - Parameter clock: nanoseconds that never go back.
    public init(_ limits: RepeatLimits, _ cryptography: any Cryptography, clock: @escaping @Sendable () -> Int) {
        self.limits = limits
        self.cryptography = cryptography
        self.clock = clock
    }

    /// A request in work under a key. When nothing comes of it, the key is free again with the last reference.
    final class Turn: Sendable {
        private let requests: RepeatedRequests
        private let name: Name
        /// The answer that was given before.
        private let given: Answer?
        private let isKept = Atomic<Bool>(false)

        fileprivate init(_ requests: RepeatedRequests, _ name: Name, _ given: Answer?) {
            self.requests = requests
            self.name = name
            self.given = given
        }

        deinit { if given == nil, !isKept.load(ordering: .relaxed) { requests.abandon(name) } }

        /// The answer that was given before to the same request, or the one that `make` makes now.
        func answer(
            _ head: RequestHead,
            _ body: UnsafeBufferPointer<UInt8>,
            _ make: () -> Response
        ) throws(Problem) -> Response {
            let digest = requests.digest(head, body)
            guard let given else {
                let response = make()
                isKept.store(requests.keep(response, digest, name), ordering: .relaxed)
                return response
            }
            guard given.digest == digest else { throw Problem(.idempotencyKeyReused) }
            return given.response
        }

        /// Whether an answer was given before.
        var isRepeat: Bool { given != nil }
    }

    /// Begins a request under a key.
    func begin(_ name: Name) throws(Problem) -> Turn {
        let now = clock() / 1_000_000_000
        let found: Entry? = state.withLock { state in
            Self.forget(&state, now, limits.bytes)
            if let entry = state.entries[name] { return entry }
            state.entries[name] = Entry()
            return nil
        }
        guard let found else { return Turn(self, name, nil) }
        guard let answer = found.answer else {
            throw Problem(.idempotencyKeyInUse, fields: [.retryAfter: "1"])
        }
        return Turn(self, name, answer)
    }

    /// How many keys are known, and the bytes they count for.
    var load: (keys: Int, bytes: Int) { state.withLock { ($0.entries.count, $0.bytes) } }

    /// Over what makes the request what it is: its target, the form of its body and of the answer, and the body.
    fileprivate func digest(_ head: RequestHead, _ body: UnsafeBufferPointer<UInt8>) -> Digest {
        let parts = [
            head.path, head.query ?? "", head.combinedValue(.contentType) ?? "", head.combinedValue(.accept) ?? "",
        ]
        // A line feed can be in none of them.
        return cryptography.sha256(Array(parts.joined(separator: "\n").utf8) + [0x0a] + Array(body))
    }

    /// Keeps an answer; false when it is larger than everything that may be kept.
    fileprivate func keep(_ response: Response, _ digest: Digest, _ name: Name) -> Bool {
        let now = clock() / 1_000_000_000
        var response = response
        response.onFinish = nil
        let size = response.body.count + Self.overhead
        guard size <= limits.bytes else { return false }
        return state.withLock { state in
            Self.forget(&state, now, limits.bytes - size)
            state.entries[name]?.answer = Answer(
                digest: digest,
                response: response,
                until: now + limits.time,
                size: size
            )
            state.order.append(name)
            state.bytes += size
            return true
        }
    }

    /// Nothing was kept: the next request under the key is a first one.
    fileprivate func abandon(_ name: Name) {
        state.withLock { state in
            if let entry = state.entries[name], entry.answer == nil { state.entries[name] = nil }
        }
    }

    /// Lets go of answers that have had their time, and of the oldest until the rest fit.
    private static func forget(_ state: inout State, _ now: Int, _ bytes: Int) {
        while state.first < state.order.count {
            let name = state.order[state.first]
            guard let answer = state.entries[name]?.answer, answer.until <= now || state.bytes > bytes else { break }
            state.entries[name] = nil
            state.bytes -= answer.size
            state.first += 1
        }
        if state.first > 1000, 2 * state.first > state.order.count {
            state.order.removeFirst(state.first)
            state.first = 0
        }
    }
}
