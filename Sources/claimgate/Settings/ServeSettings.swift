import ClaimService
import HTTPMessage
import HTTPServer
import StructuredLog

/// Everything that `claimgate serve` can be told, with the defaults.
struct ServeSettings {
    /// Nil when it was not said: then it listens at the standard place, unless it listens for TLS.
    var listen: [ListenPlace]?
    var tlsListen: [ListenPlace]?
    /// Where it listens for its operators alone; nil for nowhere.
    var metricsListen: [ListenPlace]?

    var certificates: [String] = []
    var keys: [String] = []
    var minimumVersion = TLSVersionChoice.twelve
    var clients = ClientCertificateChoice.off
    var authorities: String?
    var ticketLifetime = TLSConfiguration(identities: []).ticketLifetime
    var handshakeTime = TLSConfiguration(identities: []).handshakeTime

    /// The file of API keys.
    var apiKeys: String?
    /// The file of clients whose certificates are taken, and that of revoked ones.
    var clientList: String?
    var revocations: String?
    /// The file of keys that sign tokens, whose tokens they are and for whom.
    var tokenKeys: String?
    var tokenIssuer: String?
    var tokenAudiences: [String] = []
    var tokenSkew = Duration.seconds(30)
    /// Whether other machines may be served without TLS or without asking who calls.
    var isInsecure = false

    var http = HTTPLimits()
    var service = ServiceLimits()
    var answerDirectory: String? = "/tmp"
    /// Requests a minute of one caller, 0 for no limit, and how many at once.
    var rateLimit = 0
    var rateBurst = 60
    var rateCallers = 10_000
    /// Requests a minute of one address whose caller was not known, 0 for no limit.
    var failedLogins = 300
    /// How long answers are kept for repeated requests, and how much of them.
    var idempotencyTime = Duration.seconds(600)
    var idempotencyBytes = 1 << 26
    /// Decoded bytes for each encoded byte of a compressed body.
    var decodedRatio = ContentCodings().maximumRatio
    var connections = 4096
    /// Three quarters of all unless it was said, so that nobody can take every place.
    var connectionsPerAddress: Int {
        get { saidConnectionsPerAddress ?? (connections * 3 + 3) / 4 }
        set { saidConnectionsPerAddress = newValue }
    }
    private var saidConnectionsPerAddress: Int?
    var threads = 0
    var grace = Duration.seconds(10)

    /// Files of a deployment's own profiles.
    var profiles: [String] = []

    var logLevel = LogLevel.info
    var logFormat = LogFormatChoice.auto
    var logService = LogPlace.standardError
    var logAccess = LogPlace.standardError
    var logDecisions = LogPlace.standardError
    var logAudit = LogPlace.standardError
    /// The file of the key under which decisions say whose claim it was.
    var logIDKey: String?

    /// Whom to tell of a weakness, and until when that is true.
    var securityContacts: [String] = []
    var securityExpires: String?

    /// Every setting, in the order in which they are shown.
    static var all: [Setting] { listeners + tls + access + sizes + times + rules + log }

    static var listeners: [Setting] {
        [
            .places(
                "listen",
                \.listen,
                "Where to listen: 127.0.0.1:8080, [::1]:8080, *:8080 for every address, unix:/path?mode=0660, or "
                    + "systemd or systemd:name for its sockets; port 0 lets the system choose."
            ),
            .places("tls-listen", \.tlsListen, "Where to listen for TLS, written as for --listen."),
            .places(
                "metrics-listen",
                \.metricsListen,
                "Where to listen, without TLS, for /metrics, /livez and /readyz alone; the other places then have no /metrics."
            ),
        ]
    }

    private static var tls: [Setting] {
        let day = Duration.seconds(86_400)
        return [
            .files(
                "tls-certificate",
                \.certificates,
                "PEM file of a certificate and the chain that leads to it; give several for several host names."
            ),
            .files("tls-key", \.keys, "PEM file of the key of each certificate, in the same order."),
            .choice("tls-minimum", \.minimumVersion, .tls, "Oldest TLS version."),
            .choice("tls-clients", \.clients, .tls, "Whether clients show a certificate."),
            .file(
                "tls-client-authorities",
                \.authorities,
                "PEM file of the authorities that client certificates come from."
            ),
            .file(
                "tls-client-revocations",
                \.revocations,
                "PEM file of revocation lists; a client certificate that they name or do not cover is refused."
            ),
            .time(
                "tls-ticket-lifetime",
                \.ticketLifetime,
                .zero...day,
                "How long a session may be resumed; its keys are replaced twice in that time; 0s for never.",
                group: .tls
            ),
            .time(
                "tls-handshake-time",
                \.handshakeTime,
                .milliseconds(100)...(.seconds(600)),
                "How long a TLS handshake may take.",
                group: .tls
            ),
        ]
    }

    private static var sizes: [Setting] {
        [
            .size("max-document", \.service.documentBytes, 1...(1 << 30), "Largest document that is taken."),
            .size("max-stream", \.service.streamBytes, 1...(1 << 50), "Largest body of documents one a line."),
            .count(
                "max-remembered-services",
                \.service.rememberedServices,
                0...1_000_000_000,
                "Services of a stream that are remembered, in about 17 bytes each, to find those that come twice."
            ),
            .count(
                "max-remembered-services-overall",
                \.service.rememberedServicesOverall,
                0...1_000_000_000,
                "The same for all streams together."
            ),
            .size(
                "max-held-answers",
                \.http.stalledStreamBytes,
                0...(1 << 50),
                "Most answers of a stream that are held for a client which sends everything before it reads."
            ),
            .count(
                "max-held-streams",
                \.http.stalledStreams,
                0...10_000,
                "Streams whose answers are held so, at a time for each thread."
            ),
            .file(
                "held-answers-directory",
                \.answerDirectory,
                "Where held answers go, to files without a name.",
                group: .sizes,
                placeholder: "directory"
            ),
            .count(
                "max-large-requests",
                \.service.largeRequests,
                1...1_000_000,
                "Most streams, and bodies over 64KiB or of unknown length, at a time; a further one gets 503 at once."
            ),
            .count(
                "rate-limit",
                \.rateLimit,
                0...1_000_000,
                "Requests a minute of one caller, or of one address where callers are not told apart; 0 for no limit."
            ),
            .count(
                "failed-login-limit",
                \.failedLogins,
                0...1_000_000,
                "Requests without a good key or token that one address may send a minute; further ones get 429; 0 for no limit."
            ),
            .count("rate-burst", \.rateBurst, 1...1_000_000, "Requests that a caller may send at once after a pause."),
            .count(
                "max-callers",
                \.rateCallers,
                1...1_000_000,
                "Callers whose rates are told apart at a time; further ones share one allowance."
            ),
            .size(
                "max-idempotency",
                \.idempotencyBytes,
                0...(1 << 40),
                "Most of answers that are kept in memory for requests repeated with their Idempotency-Key; 0B to ignore it."
            ),
            .size("max-method", \.http.methodBytes, 8...256, "Longest request method."),
            .size("max-target", \.http.targetBytes, 64...(1 << 20), "Longest request target."),
            .size("max-head", \.http.headBytes, 256...(1 << 20), "Largest request line and fields together."),
            .count("max-fields", \.http.fieldCount, 4...10_000, "Most field lines of a request."),
            .size(
                "max-chunk-line",
                \.http.chunkLineBytes,
                16...(1 << 16),
                "Longest size line of a chunk, its extensions with it."
            ),
            .size(
                "max-chunk-overhead",
                \.http.chunkOverheadBytes,
                64...(1 << 30),
                "Most of size lines that a chunked body may have beyond one byte for each byte of its data."
            ),
            .size("max-trailer", \.http.trailerBytes, 0...(1 << 20), "Largest trailer section of a chunked body."),
            .size(
                "max-drain",
                \.http.drainBytes,
                0...(1 << 30),
                "Most of an unwanted body that is read to keep its connection."
            ),
            .count(
                "max-ratio",
                \.decodedRatio,
                1...2000,
                "Most bytes that each byte of a compressed body may decode to, once a mebibyte has been decoded."
            ),
            .count("max-empty-lines", \.http.emptyLines, 0...250, "Most empty lines before a request."),
            .size(
                "max-answer-backlog",
                \.http.answerBacklogBytes,
                4096...(1 << 30),
                "Most of whole answers that may wait for a client before its next request is looked at."
            ),
            .size(
                "max-backlog",
                \.http.backlogBytes,
                4096...(1 << 30),
                "Most of a stream's answers that may wait for a client before it is read no further."
            ),
            .count(
                "max-pipelined",
                \.http.pipelinedRequests,
                1...10_000,
                "Requests of a connection answered in one turn."
            ),
            .count("max-connections", \.connections, 1...1_000_000, "Most connections at a time."),
            .count(
                "max-connections-per-address",
                \.connectionsPerAddress,
                1...1_000_000,
                "Most connections at a time from one IPv4 address or IPv6 /64 network; three quarters of "
                    + "--max-connections unless told."
            ),
            .count("threads", \.threads, 0...1024, "Threads that serve connections; 0 is one for each core."),
        ]
    }

    private static var times: [Setting] {
        let shortest = Duration.milliseconds(10)
        let longest = Duration.seconds(86_400)
        return [
            .time("head-time", \.http.headTime, shortest...longest, "How long a request head may take to arrive."),
            .time(
                "body-grace",
                \.http.bodyGraceTime,
                shortest...longest,
                "How long a body may take before its rate counts."
            ),
            .rate("body-rate", \.http.bodyBytesPerSecond, 0...(1 << 30), "Least rate at which a body arrives."),
            .time(
                "idle-time",
                \.http.idleTime,
                shortest...longest,
                "How long a kept connection may wait for its next request."
            ),
            .time(
                "write-stall",
                \.http.writeStallTime,
                shortest...longest,
                "How long a client may take nothing of an answer."
            ),
            .rate(
                "answer-rate",
                \.http.answerBytesPerSecond,
                0...(1 << 30),
                "Least rate at which a client takes an answer that waits for it."
            ),
            .time(
                "linger-time",
                \.http.lingerTime,
                shortest...longest,
                "How long a closed connection is still read, so that its client sees the last answer."
            ),
            .time(
                "hold-after",
                \.http.streamPatience,
                shortest...longest,
                "How long a client may take nothing of a stream before its answers are held."
            ),
            .time(
                "idempotency-time",
                \.idempotencyTime,
                .seconds(1)...longest,
                "How long an answer is kept for a repeated request."
            ),
            .time("grace", \.grace, .zero...longest, "How long requests in flight may go on at a shutdown."),
        ]
    }

    private static var rules: [Setting] {
        [
            .files(
                "profiles",
                \.profiles,
                "JSON file of a profile of your own; a file may extend the profile of one before it.",
                group: .rules
            )
        ]
    }

    /// Where it listens without TLS in the end.
    var plainPlaces: [ListenPlace] { listen ?? (tlsListen == nil ? [.standard] : []) }
}

enum TLSVersionChoice: String, CaseIterable {
    case twelve = "1.2"
    case thirteen = "1.3"
}

enum ClientCertificateChoice: String, CaseIterable {
    case off
    case optional
    case required
}
