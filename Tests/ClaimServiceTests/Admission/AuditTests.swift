import Access
import HTTPMessage
import Metrics
import StructuredLog
import TestSupport
import Testing

@testable import ClaimService

/// What the audit hears of who was let in and who was not, and how often an address may fail.
struct AuditTests {
    private static let text = APIKeyText.make([UInt8](repeating: 7, count: APIKeyText.randomOctets))
    private static let good = [("X-API-Key", text)]
    private static let bad = [("X-API-Key", APIKeyText.make([UInt8](repeating: 8, count: APIKeyText.randomOctets)))]

    private static var policy: AccessPolicy {
        let key = APIKey(
            id: APIKey.ID(0xab),
            client: ClientName("billing")!,
            digest: NoCryptography().sha256(Array(text.utf8)),
            scopes: Scopes([.readRules]),
            expires: Instant("2036-04-02T09:05:01Z")!
        )
        return AccessPolicy(keys: APIKeyFile(keys: [key]), cryptography: NoCryptography())
    }

    private func events(_ probe: ServiceProbe) -> [String] { probe.log.records(.audit).map(\.event.text) }

    @Test("A credential is told of at its first use, once an hour and after a reload, each refusal every time")
    func audit() throws {
        let gate = AccessGate(Self.policy)
        let probe = ServiceProbe(level: .error, access: gate)
        for _ in 0..<3 { #expect(probe.send(.get, "/v1/codes", Self.good).status == 200) }
        #expect(events(probe) == ["access.granted"])
        #expect(probe.send(.get, "/v1/codes", Self.bad).status == 401)
        #expect(probe.send(.post, "/v1/codes/suggest", Self.good).status == 403)
        #expect(events(probe) == ["access.granted", "access.refused", "access.refused"])
        gate.replace(with: Self.policy)
        _ = probe.send(.get, "/v1/codes", Self.good)
        #expect(events(probe).last == "access.granted")
        // Nothing but the audit at this level.
        #expect(probe.log.records.allSatisfy { $0.scope == .audit })
        let records = probe.log.records
        for field in [
            LogField("http.request.method", "GET"), LogField("http.route", "/v1/codes"),
            LogField("claimgate.caller.kind", "key"), LogField("claimgate.caller.id", .identifier(0xab)),
        ] { #expect(records[0].fields.contains(field)) }
        #expect(records[1].fields.contains(LogField("claimgate.reason", "unknown-key")))
        #expect(records[1].fields.contains(LogField("http.response.status_code", 401)))
        #expect(records[2].fields.contains(LogField("claimgate.reason", "missing-scope")))
        #expect(records[2].fields.contains(LogField("claimgate.caller.id", .identifier(0xab))))
        #expect(!probe.log.lines().joined().contains("billing"))
    }

    @Test("An hour later a credential is told of again")
    func hours() throws {
        let gate = AccessGate(Self.policy)
        let head = RequestHead(fields: [(AccessPolicy.keyField, Self.text)])
        let now = LogTime(milliseconds: 3_600_000 * 1000)
        let caller = try #require(try gate.caller(head, from: .local, of: nil, at: now))
        #expect(gate.isFirstUse(of: caller, at: now))
        #expect(!gate.isFirstUse(of: caller, at: LogTime(milliseconds: now.milliseconds + 3_599_999)))
        #expect(gate.isFirstUse(of: caller, at: LogTime(milliseconds: now.milliseconds + 3_600_000)))
    }

    @Test("An address that fails too often is told to wait, and its good keys are taken all the same")
    func failures() {
        let failures = RateLimiter(RateLimit(perMinute: 60, burst: 2, callers: 10)) { 0 }
        let gate = AccessGate(Self.policy)
        let probe = ServiceProbe(access: gate, failures: failures)
        let answers = (0..<4).map { _ in probe.send(.get, "/v1/codes", Self.bad) }
        #expect(answers.map(\.status) == [401, 401, 429, 429])
        #expect(answers[2]["Retry-After"] == "1")
        #expect(answers[2]["RateLimit"] == nil && answers[2]["WWW-Authenticate"] == nil)
        #expect(answers[2].body.contains(#""type":"/problems/rate-limited""#))
        #expect(probe.send(.get, "/v1/codes").status == 429)
        #expect(probe.send(.get, "/v1/codes", Self.good).status == 200)
        #expect(probe.send(.get, "/livez").status == 200)
        #expect(events(probe) == ["access.refused", "access.refused", "access.granted"])
        // Counted by what was wrong all the same.
        #expect(gate.refusals == [.unknownKey: 4, .noCredentials: 1])
        let figures = Exposition(probe.send(.get, "/metrics", Self.good).body)
        #expect(figures.samples.isEmpty)
        let found = Exposition(String(decoding: probe.handler.metrics.exposition(.text), as: UTF8.self))
        #expect(found.samples[#"claimgate_rate_limited_requests_total{limit="failed-logins"}"#] == 3)
        #expect(found.samples[#"claimgate_rate_limited_requests_total{limit="caller"}"#] == 0)
        #expect(probe.log.lines().joined().contains(#""claimgate.reason":"failed-logins""#))
    }

    @Test("What came of a caller's allowance and of repeated requests is counted by closed words")
    func figures() {
        let clock = { @Sendable in 0 }
        let probe = ServiceProbe(
            limiter: RateLimiter(RateLimit(perMinute: 60, burst: 4, callers: 10), clock: clock),
            repeats: RepeatedRequests(RepeatLimits(time: 60, bytes: 1 << 20), NoCryptography(), clock: clock)
        )
        let month = #"{"serviceMonth":"2026-03","lines":[{"code":"99490"}]}"#
        for (target, status) in [
            ("/v1/claims/validate", 200), ("/v1/claims/validate", 200), ("/v1/codes/suggest", 422),
            ("/v1/codes/suggest", 422), ("/v1/codes/suggest", 429),
        ] {
            #expect(probe.post(target, month, [("Idempotency-Key", "nightingale")]).status == status)
        }
        let found = Exposition(String(decoding: probe.handler.metrics.exposition(.text), as: UTF8.self)).samples
        func results(_ word: String) -> Double? { found["claimgate_idempotent_requests_total{result=\"\(word)\"}"] }
        #expect(["first", "replayed", "in-use", "reused"].map(results) == [1, 1, 0, 2])
        #expect(found[#"claimgate_rate_limited_requests_total{limit="caller"}"#] == 1)
        #expect(found.keys.count { $0.hasPrefix("claimgate_idempotent_requests_total") } == 4)
        #expect(found.keys.count { $0.hasPrefix("claimgate_rate_limited_requests_total") } == 2)
    }
}
