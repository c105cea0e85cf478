import Access
import HTTPMessage
import Synchronization
import TestSupport
import Testing

@testable import ClaimService

/// Time that a test moves.
private final class HandClock: Sendable {
    private let now = Atomic<Int>(1_000_000_000_000)

    func advance(seconds: Double) { now.add(Int(seconds * 1e9), ordering: .relaxed) }
    @Sendable func read() -> Int { now.load(ordering: .relaxed) }
}

struct RateLimiterTests {
    private let clock = HandClock()

    private func limiter(_ perMinute: Int, _ burst: Int, callers: Int = 10) -> RateLimiter {
        RateLimiter(RateLimit(perMinute: perMinute, burst: burst, callers: callers), clock: clock.read)
    }

    private func caller(_ name: String) -> RateLimiter.Key { .caller(.token(name)) }

    @Test("A burst is taken at once, the next request is not, and the allowance fills up again")
    func burst() {
        let limiter = limiter(30, 3)
        #expect((0..<3).map { _ in limiter.take(caller("a")).left } == [2, 1, 0])
        var standing = limiter.take(caller("a"))
        #expect(standing.wait == 2 && standing.left == 0 && standing.full == 6)
        clock.advance(seconds: 1.999)
        #expect(limiter.take(caller("a")).wait == 1)
        clock.advance(seconds: 0.001)
        standing = limiter.take(caller("a"))
        #expect(standing.wait == 0 && standing.left == 0)
        clock.advance(seconds: 4)
        #expect(limiter.take(caller("a")).left == 1)
        clock.advance(seconds: 3600)
        standing = limiter.take(caller("a"))
        #expect(standing.left == 2 && standing.full == 2)
        #expect(standing.fields[.rateLimit] == #""caller";r=2;t=2"#)
        #expect(standing.fields[.rateLimitPolicy] == #""caller";q=3;w=6"#)
    }

    @Test("Refused requests cost nothing, and in the long run the rate holds")
    func longRun() {
        let limiter = limiter(60, 5)
        var taken = 0
        for _ in 0..<1000 {
            if limiter.take(caller("a")).wait == 0 { taken += 1 }
            clock.advance(seconds: 0.1)
        }
        // A hundred seconds and the burst.
        #expect((104...105).contains(taken))
    }

    @Test("Callers do not feel each other, and a client's two keys are one caller")
    func callers() throws {
        let limiter = limiter(60, 1)
        let client = try #require(ClientName("a"))
        #expect(limiter.take(.caller(.key(client))).wait == 0)
        #expect(limiter.take(.caller(.key(client))).wait == 1)
        for other: RateLimiter.Key in [
            .caller(.certificate(client)), .caller(.token("a")), .network(PeerAddress.ipv4(192, 0, 2, 1)),
            .network(PeerAddress.ipv4(192, 0, 2, 2)), .network(.local), .others,
        ] {
            #expect(limiter.take(other).wait == 0)
            #expect(limiter.take(other).wait == 1)
        }
    }

    @Test("No more callers are kept than allowed; newcomers share one allowance, and nobody loses the own")
    func bound() {
        let limiter = limiter(60, 2, callers: 3)
        for name in ["a", "b", "c"] { #expect(limiter.take(caller(name)).left == 1) }
        #expect(limiter.take(caller("d")).left == 1)
        #expect(limiter.take(caller("e")).left == 0)
        #expect(limiter.take(caller("f")).wait > 0)
        #expect(limiter.take(caller("a")).left == 0)
        #expect(limiter.count == 4)
        // Those that are full again are forgotten, and that is no loss.
        clock.advance(seconds: 10)
        for number in 0..<1000 { _ = limiter.take(caller("\(number)")) }
        #expect(limiter.count <= 4)
    }

    @Test("A caller over its rate gets 429 and hears when to come back; health is never counted")
    func service() {
        let probe = ServiceProbe(limiter: limiter(6, 2))
        let first = probe.send(.get, "/v1/profiles")
        #expect(first.status == 200)
        #expect(first["RateLimit"] == #""caller";r=1;t=10"#)
        #expect(first["RateLimit-Policy"] == #""caller";q=2;w=20"#)
        #expect(probe.stream("/v1/claims/validate", "{}\n")["RateLimit"] == #""caller";r=0;t=20"#)
        let refused = probe.send(.get, "/nothing")
        #expect(refused.status == 429)
        #expect(refused["Retry-After"] == "10")
        #expect(refused["RateLimit"] == #""caller";r=0;t=20"#)
        #expect(refused.body.contains(#""type":"/problems/rate-limited""#))
        #expect(probe.send(.post, "/fhir/Claim/$validate").body.contains(#""code":"throttled""#))
        for path in ["/livez", "/readyz", "/problems", "/openapi.json"] {
            let answer = probe.send(.get, path)
            #expect(answer.status == 200)
            #expect(answer["RateLimit"] == nil)
        }
        clock.advance(seconds: 10)
        #expect(probe.send(.get, "/v1/profiles").status == 200)
    }
}

struct LargeRequestTests {
    @Test("As many large requests are in work as allowed; the next gets 503 at once, small ones go on")
    func bound() {
        var limits = ServiceLimits()
        limits.largeRequests = 2
        let probe = ServiceProbe(limits: limits)
        func head(_ framing: RequestHead.Framing, _ type: String = "application/json") -> RequestHead {
            let fields = [(FieldName("Content-Type")!, type)]
            return RequestHead(method: .post, target: "/v1/claims/validate", fields: fields, framing: framing)
        }
        func isRefused(_ disposition: RequestDisposition, isOpenEnded: Bool = false) -> Bool {
            guard case .respond(let response) = disposition else { return false }
            // What comes in chunks is not waited for.
            if response.closesConnection != isOpenEnded { return false }
            return response.status == .serviceUnavailable && response.fields[.retryAfter] == "1"
        }
        var held = [
            probe.handler.receive(head(.chunked), from: .local),
            probe.handler.receive(head(.length(LargeRequests.smallBytes + 1)), from: .local),
        ]
        #expect(!held.contains { isRefused($0) })
        for (framing, type, refused) in [
            (.length(LargeRequests.smallBytes + 1), "application/json", true),
            (.length(LargeRequests.smallBytes), "application/json", false),
            (.length(1), "application/json", false),
        ] as [(RequestHead.Framing, String, Bool)] {
            #expect(isRefused(probe.handler.receive(head(framing, type), from: .local)) == refused)
        }
        let openEnded: [(RequestHead.Framing, String)] = [
            (.chunked, "application/json"), (.chunked, "application/x-ndjson"), (.length(10), "application/x-ndjson"),
        ]
        for (framing, type) in openEnded {
            #expect(isRefused(probe.handler.receive(head(framing, type), from: .local), isOpenEnded: true))
        }
        // A connection that goes away gives its place back, and so does a stream.
        held.removeFirst()
        #expect(probe.stream("/v1/claims/validate", "{}\n").status == 200)
        #expect(probe.stream("/v1/claims/validate", "{}\n").status == 200)
        held.append(probe.handler.receive(head(.chunked), from: .local))
        #expect(isRefused(probe.handler.receive(head(.chunked), from: .local), isOpenEnded: true))
        held = []
        #expect(!isRefused(probe.handler.receive(head(.chunked), from: .local)))
    }
}
