import Access
import HTTPMessage
import StructuredLog

/// What can be served with and is hardly meant.
extension ServeSettings {
    /// Whether whoever reads `/.well-known/security.txt` will not trust it any more (RFC 9116 section 2.5.5).
    func isContactOutOfDate(at now: LogTime) -> Bool {
        guard let expires = securityExpires.flatMap(Instant.init(_:)) else { return false }
        return expires <= Instant(now)
    }

    /// What should be looked at before it serves, a sentence each. None of it keeps it from serving: a service that is
    /// started again at night must not stay away for it.
    func doubts(about policy: AccessPolicy?, at now: LogTime) -> [String] {
        var doubts: [String] = []
        if let keys = policy?.keys, let path = apiKeys, !keys.keys.contains(where: { Instant(now) < $0.expires }) {
            doubts.append("no key in \(path) is good today; nobody can call with one")
        }
        if isContactOutOfDate(at: now), let securityExpires {
            doubts.append("--security-expires \(securityExpires) is past; nobody trusts what security.txt says")
        }
        return doubts
    }

    /// Whether answers are ever held in files.
    var holdsAnswers: Bool { http.stalledStreams > 0 && http.stalledStreamBytes > 0 }

    /// What cannot be known without listening.
    var notTried: String {
        let places = plainPlaces + (tlsListen ?? []) + (metricsListen ?? [])
        let hasSystemd = places.contains { if case .systemd = $0 { true } else { false } }
        return hasSystemd
            ? "whether its places are free, and what sockets systemd passes," : "whether its places are free"
    }
}

extension Instant {
    fileprivate init(_ time: LogTime) { self.init(seconds: Int(time.milliseconds / 1000)) }
}
