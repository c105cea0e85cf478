import Access
import HTTPMessage
import StructuredLog
import TestSupport
import Testing

@testable import ClaimService

struct AccessGateTests {
    private static func key(_ scope: Scope?) -> String {
        let number = UInt8(scope.flatMap { Scope.allCases.firstIndex(of: $0) } ?? 100)
        return APIKeyText.make([UInt8](repeating: number, count: APIKeyText.randomOctets))
    }

    /// A key for each scope.
    private static func policy(without left: Scope? = nil) -> AccessPolicy {
        let keys = Scope.allCases.filter { $0 != left }.enumerated().map { index, scope in
            APIKey(
                id: APIKey.ID(UInt32(index)),
                client: ClientName("a")!,
                digest: NoCryptography().sha256(Array(key(scope).utf8)),
                scopes: Scopes([scope]),
                expires: Instant("2026-04-02T09:05:01Z")!
            )
        }
        return AccessPolicy(keys: APIKeyFile(keys: keys), cryptography: NoCryptography())
    }

    private static func path(_ route: Route) -> String {
        route.template.description.replacing("{code}", with: "99490").replacing("{id}", with: "consent-on-file")
            .replacing("{name}", with: "not-json")
    }

    @Test("Each route asks for its scope and is satisfied with it", arguments: RouteTable.all)
    func scopes(route: Route) {
        let gate = AccessGate(Self.policy())
        let probe = ServiceProbe(access: gate)
        for scope in Scope.allCases {
            let answer = probe.send(route.method, Self.path(route), [("X-API-Key", Self.key(scope))])
            if route.scope == nil || route.scope == scope {
                #expect(answer.status == (route.method == .get ? 200 : 415))
            } else {
                let wanted = route.scope?.rawValue ?? ""
                #expect(answer.status == 403)
                #expect(answer.body.contains("This needs the scope \(wanted)"))
                #expect(
                    answer["WWW-Authenticate"]
                        == #"Bearer realm="claimgate", error="insufficient_scope", scope="\#(wanted)""#
                )
            }
        }
        let log = probe.log.lines().joined(separator: "\n")
        #expect(log.contains("missing-scope") == (route.scope != nil))
        let known = probe.log.records(.access).count { $0.fields.contains(LogField("claimgate.caller.kind", "key")) }
        #expect(known == (route.scope == nil ? 0 : Scope.allCases.count))
        let refused = route.scope == nil ? [:] : [AccessRefusal.missingScope: Scope.allCases.count - 1]
        #expect(gate.refusals == refused)
    }

    @Test("Without a credential everything but what is open is refused alike", arguments: RouteTable.all)
    func strangers(route: Route) {
        let probe = ServiceProbe(access: AccessGate(Self.policy()))
        for method: RequestMethod in [route.method, .options, .delete] {
            let answer = probe.send(method, Self.path(route))
            #expect((answer.status == 401) == (route.scope != nil))
            if route.scope != nil { #expect(answer["WWW-Authenticate"] == #"Bearer realm="claimgate""#) }
        }
        #expect(probe.send(.get, "/nothing").status == 401)
        #expect(probe.send(.options, "*").status == 401)
    }

    @Test(
        "What is wrong with a credential is told as far as it helps the honest",
        arguments: [
            ([("X-API-Key", "nightingale")], #", error="invalid_token""#, "Send a key or token that is valid now"),
            ([("Authorization", "Basic nightingale")], "", "Send `Authorization: Bearer`"),
            (
                [("X-API-Key", "nightingale"), ("Authorization", "Bearer nightingale")], #", error="invalid_request""#,
                "Send one"
            ),
        ]
    )
    func challenges(fields: [(String, String)], challenge: String, detail: String) {
        let probe = ServiceProbe(access: AccessGate(Self.policy()))
        let answer = probe.send(.get, "/v1/codes", fields)
        #expect(answer.status == 401)
        #expect(answer["WWW-Authenticate"] == #"Bearer realm="claimgate""# + challenge)
        #expect(answer["Cache-Control"] == "no-store")
        #expect(answer.body.contains(detail))
        #expect(!answer.body.contains("nightingale"))
        #expect(!probe.log.lines().joined().contains("nightingale"))
    }

    @Test("A FHIR client is refused in FHIR")
    func fhir() {
        let probe = ServiceProbe(access: AccessGate(Self.policy()))
        let answer = probe.send(.post, "/fhir/Claim/$validate")
        #expect(answer.status == 401)
        #expect(answer.body.contains(#""code":"login""#))
        let other = probe.send(.post, "/fhir/Claim/$validate", [("X-API-Key", Self.key(.readRules))])
        #expect(other.status == 403)
        #expect(other.body.contains(#""code":"forbidden""#))
        #expect(probe.send(.get, "/fhir/metadata").status == 200)
    }

    @Test("A reload counts for the next request")
    func reload() {
        let gate = AccessGate(Self.policy())
        let probe = ServiceProbe(access: gate)
        let fields = [("X-API-Key", Self.key(.readRules))]
        #expect(probe.send(.get, "/v1/codes", fields).status == 200)
        gate.replace(with: Self.policy(without: .readRules))
        #expect(probe.send(.get, "/v1/codes", fields).status == 401)
        gate.replace(with: Self.policy())
        #expect(probe.send(.get, "/v1/codes", fields).status == 200)
        #expect(gate.refusals == [.unknownKey: 1])
        #expect(probe.log.lines().joined().contains(#""claimgate.caller.kind":"key","claimgate.caller.id":"00000003""#))
        #expect(
            probe.log.lines().joined().contains(#""error.type":"unauthenticated","claimgate.reason":"unknown-key""#)
        )
    }
}
