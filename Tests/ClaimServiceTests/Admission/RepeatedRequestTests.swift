import Access
import HTTPMessage
import StructuredLog
import Synchronization
import TestSupport
import Testing

@testable import ClaimService

/// Tells bodies apart without a library: a sum of what is where.
private struct Sums: Cryptography {
    func sha256(_ bytes: [UInt8]) -> Digest {
        var sums = [UInt8](repeating: 0, count: Digest.length)
        for (index, byte) in bytes.enumerated() {
            sums[index % Digest.length] = sums[index % Digest.length] &* 31 &+ byte
        }
        return Digest(sums)!
    }

    func hmacSHA256(key: [UInt8], _ bytes: [UInt8]) -> Digest { sha256(key + bytes) }

    func verifier(_ key: PublicKey) -> (any SignatureVerifier)? { nil }
}

struct RepeatedRequestTests {
    private static let month = #"{"serviceMonth":"2026-03","lines":[{"code":"99490"}]}"#
    private static let path = "/v1/claims/validate"

    private func requests(_ limits: RepeatLimits = RepeatLimits(time: 60, bytes: 1 << 20)) -> RepeatedRequests {
        RepeatedRequests(limits, Sums()) { [now = HandTime(seconds: 0)] in now.nanoseconds }
    }

    private func post(
        _ probe: ServiceProbe,
        _ key: String,
        _ body: String = month,
        _ target: String = path
    ) -> ServiceProbe.Answer {
        probe.post(target, body, [("Idempotency-Key", key)])
    }

    @Test(
        "A repeat gets the same bytes and an id of its own",
        arguments: [path, "/v1/codes/suggest", "/v1/documentation/gaps"]
    )
    func repeats(path: String) {
        let probe = ServiceProbe(repeats: requests())
        let first = post(probe, "\"a-1\"", Self.month, path)
        let second = post(probe, "a-1", Self.month, path)
        #expect(first.status == 200)
        #expect(second.status == 200)
        #expect(second.body == first.body)
        #expect(first["Idempotent-Replayed"] == nil)
        #expect(second["Idempotent-Replayed"] == "true")
        #expect(second["X-Request-ID"] != first["X-Request-ID"])
        #expect(second["Content-Type"] == first["Content-Type"])
        #expect(probe.log.lines().last?.contains(#""claimgate.repeat":true"#) == true)
    }

    @Test("A dated acknowledgement comes back as it was given")
    func acknowledgement() {
        let problem = post(ServiceProbe(repeats: requests()), "a", "{")
        #expect(problem.status == 400)
        let probe = ServiceProbe(repeats: requests())
        let first = post(probe, "a", "{")
        // The problem names its request: only a kept answer can have the same bytes.
        #expect(post(probe, "a", "{").body == first.body)
        #expect(post(probe, "b", "{").body != first.body)
    }

    @Test("The same key with another request is refused, whatever differs")
    func reuse() {
        let probe = ServiceProbe(repeats: requests())
        _ = post(probe, "nightingale")
        let others = [
            post(probe, "nightingale", Self.month + " "), post(probe, "nightingale", Self.month, "/v1/codes/suggest"),
            post(probe, "nightingale", Self.month, Self.path + "?summary=false"),
            probe.post(Self.path, Self.month, [("Idempotency-Key", "nightingale"), ("Accept", "text/plain")]),
        ]
        for other in others {
            #expect(other.status == 422)
            #expect(other.body.contains("/problems/idempotency-key-reused"))
            #expect(!other.body.contains("nightingale"))
        }
        #expect(post(probe, "nightingale")["Idempotent-Replayed"] == "true")
        #expect(!probe.log.lines().joined().contains("nightingale"))
    }

    @Test("While the first is in work a second is told so; when the first goes away the key is free")
    func running() {
        let store = requests()
        let probe = ServiceProbe(repeats: store)
        let fields = [(FieldName("Content-Type")!, "application/json"), (IdempotencyKey.field, "a")]
        let head = RequestHead(method: .post, target: Self.path, fields: fields, framing: .length(100))
        var held: [RequestDisposition] = [probe.handler.receive(head, from: .local)]
        let second = post(probe, "a")
        #expect(second.status == 409)
        #expect(second["Retry-After"] == "1")
        #expect(post(probe, "b").status == 200)
        #expect(store.load.keys == 2)
        held = []
        #expect(store.load.keys == 1)
        #expect(post(probe, "a").status == 200)
        #expect(held.isEmpty)
    }

    @Test("Keys belong to their callers")
    func callers() throws {
        let store = requests()
        let key = try #require(try IdempotencyKey(RequestHead(fields: [(IdempotencyKey.field, "a")])))
        let one = try store.begin(.init(caller: .caller(.token("a")), key: key))
        let two = try store.begin(.init(caller: .caller(.token("b")), key: key))
        #expect(throws: Problem.self) { try store.begin(.init(caller: .caller(.token("a")), key: key)) }
        #expect(!one.isRepeat && !two.isRepeat)
    }

    @Test("A stream has no need of a key and ignores it")
    func streams() {
        let probe = ServiceProbe(repeats: requests())
        let fields = [("Idempotency-Key", "a")]
        let first = probe.stream(Self.path, Self.month + "\n", fields)
        let second = probe.stream(Self.path, Self.month + "\n", fields)
        #expect(first.body == second.body)
        #expect(second["Idempotent-Replayed"] == nil)
    }

    @Test(
        "A key has one form within its bounds",
        arguments: [
            ("a", true), ("\"a\"", true), (String(repeating: "a", count: 255), true),
            (String(repeating: "a", count: 256), false), ("\"" + String(repeating: "a", count: 255) + "\"", true),
            ("", false), ("\"\"", false), ("\"", false), ("\"a", false), ("a\"", false), ("a b", false), ("a,b", false),
            ("a\\b", false), ("é", false), ("8e03978e-40d5-43e8-bc93-6894a57f9324", true),
        ]
    )
    func forms(key: String, isTaken: Bool) {
        let answer = post(ServiceProbe(repeats: requests()), key)
        #expect(answer.status == (isTaken ? 200 : 400))
        #expect(answer.body.contains("/problems/bad-idempotency-key") == !isTaken)
        let twice = ServiceProbe(repeats: requests()).post(
            Self.path,
            Self.month,
            [("Idempotency-Key", key), ("Idempotency-Key", key)]
        )
        #expect(twice.status == 400)
    }

    @Test("An answer is kept for its time and not longer")
    func time() {
        let time = HandTime(seconds: 100)
        let store = RepeatedRequests(RepeatLimits(time: 60, bytes: 1 << 20), Sums()) { time.nanoseconds }
        let probe = ServiceProbe(repeats: store)
        _ = post(probe, "a")
        time.advance(59)
        #expect(post(probe, "a")["Idempotent-Replayed"] == "true")
        time.advance(1)
        #expect(post(probe, "a", Self.month + " ").status == 200)
        #expect(store.load.keys == 1)
    }

    @Test("Memory is bounded: the oldest answers go first, and one that is too large is not kept")
    func memory() {
        let size = RepeatedRequests.overhead + post(ServiceProbe(), "a").response.body.count
        let store = requests(RepeatLimits(time: 60, bytes: 3 * size))
        let probe = ServiceProbe(repeats: store)
        for number in 0..<50 {
            _ = post(probe, "\(number)")
            #expect(store.load.bytes == min(number + 1, 3) * size)
            #expect(store.load.keys == min(number + 1, 3))
        }
        #expect(post(probe, "47")["Idempotent-Replayed"] == "true")
        #expect(post(probe, "46")["Idempotent-Replayed"] == nil)
        let tiny = requests(RepeatLimits(time: 60, bytes: size - 1))
        #expect(post(ServiceProbe(repeats: tiny), "a").status == 200)
        #expect(tiny.load == (0, 0))
        // Thousands of keys leave no trace but the newest.
        for number in 0..<3000 { _ = post(probe, "many-\(number)", "{") }
        #expect(store.load.bytes <= 3 * size)
    }
}

/// Time that a test moves.
private final class HandTime: Sendable {
    private let now: Atomic<Int>

    init(seconds: Int) { now = Atomic(seconds * 1_000_000_000) }

    var nanoseconds: Int { now.load(ordering: .relaxed) }
    func advance(_ seconds: Int) { now.add(seconds * 1_000_000_000, ordering: .relaxed) }
}
