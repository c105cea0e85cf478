public import Access
import HTTPMessage
import StructuredLog
import Synchronization

/// Lets a request pass, or says why not. Who may pass can be replaced while requests come.
public final class AccessGate: Sendable {
    private let policy: Mutex<AccessPolicy>
    private let refused = Mutex<[AccessRefusal: Int]>([:])
    private let used = Mutex(UsedCredentials())

    public init(_ policy: AccessPolicy) { self.policy = Mutex(policy) }

    /// From now on these may pass. Requests that have passed go on.
    ///
    /// - Returns: who might pass before.
    @discardableResult
    public func replace(with policy: AccessPolicy) -> AccessPolicy {
        let old = self.policy.withLock { current in
            defer { current = policy }
            return current
        }
        used.withLock { $0 = UsedCredentials() }
        return old
    }

    /// Whether the audit is to hear of this caller's credential: at its first use since the start or a reload, and then once
    /// every hour in which it is used.
    func isFirstUse(of caller: Caller, at now: LogTime) -> Bool { used.withLock { $0.isFirst(caller, now) } }

    /// How many requests were refused, by reason.
    public var refusals: [AccessRefusal: Int] { refused.withLock { $0 } }

    /// Who sends the request; nil for a resource that everyone may have.
    ///
    /// A path that there is not is refused like one that there is, so that strangers do not learn which is which.
    func caller(
        _ head: RequestHead,
        from peer: PeerAddress,
        of resource: Router.Resource?,
        at now: LogTime
    ) throws(Problem) -> Caller? {
        if let resource, resource.isOpen { return nil }
        let policy = policy.withLock { $0 }
        do throws(AccessRefusal) {
            return try policy.caller(of: head, from: peer, at: Instant(seconds: Int(now.milliseconds / 1000)))
        } catch {
            let challenge = Self.challenge(error)
            throw refusal(error, .unauthenticated, policy.scheme, detail: Self.detail(error), challenge: challenge)
        }
    }

    /// Sees whether a caller may use a method of a resource.
    func check(_ caller: Caller, _ method: RequestMethod, of resource: Router.Resource?) throws(Problem) {
        if let scope = resource?.route(for: method)?.scope, !caller.scopes.contains(scope) {
            throw refusal(
                .missingScope,
                .forbidden,
                policy.withLock { $0.scheme },
                detail: "This needs the scope \(scope.rawValue), which the caller does not have.",
                challenge: "error=\"insufficient_scope\", scope=\"\(scope.rawValue)\""
            )
        }
    }

    private func refusal(
        _ reason: AccessRefusal,
        _ kind: ProblemKind,
        _ scheme: StaticString,
        detail: String?,
        challenge: String?
    ) -> Problem {
        refused.withLock { $0[reason, default: 0] += 1 }
        let field = "\(scheme) realm=\"claimgate\"" + (challenge.map { ", " + $0 } ?? "")
        var problem = Problem(kind, detail: detail, fields: [.wwwAuthenticate: field])
        problem.reason = LogWord(reason)
        return problem
    }

    /// RFC 6750 section 3.1. Without credentials there is no error to speak of.
    private static func challenge(_ reason: AccessRefusal) -> String? {
        switch reason {
        case .noCredentials, .unknownScheme: nil
        case .severalCredentials: "error=\"invalid_request\""
        default: "error=\"invalid_token\""
        }
    }

    /// What the caller is told beyond the usual: what helps whoever sends an honest credential in a wrong way, and nothing
    /// that helps to guess one.
    private static func detail(_ reason: AccessRefusal) -> String? {
        switch reason {
        case .severalCredentials: "Send one credential: Authorization or X-API-Key, once."
        case .unknownScheme: "Send `Authorization: Bearer` and the key or token."
        // Said of tokens whose signature is good: whoever holds one can read as much in it.
        case .tokenExpired: "The token has expired."
        case .tokenNotYetValid: "The token is not valid yet."
        case .tokenIssuer: "The token is of another issuer than this service trusts."
        case .tokenAudience: "The token is for another audience than this service."
        case .tokenBinding: "The token belongs to a certificate that this connection was not made with."
        default: nil
        }
    }
}

extension FieldName {
    static let wwwAuthenticate = FieldName("WWW-Authenticate")!
}

/// When credentials were last told of.
private struct UsedCredentials {
    private struct Credential: Hashable {
        let caller: Caller.ID
        let number: UInt32?
    }

    /// The most that are remembered. When there are more, all are forgotten and told of again.
    private static let limit = 4096
    private static let millisecondsAnHour: Int64 = 3_600_000

    private var hours: [Credential: Int64] = [:]

    mutating func isFirst(_ caller: Caller, _ now: LogTime) -> Bool {
        let hour = now.milliseconds / Self.millisecondsAnHour
        let credential = Credential(caller: caller.id, number: caller.number)
        if hours[credential] == hour { return false }
        if hours.count >= Self.limit { hours.removeAll(keepingCapacity: true) }
        hours[credential] = hour
        return true
    }
}
