import HTTPMessage

/// Whether the process lives, and whether it wants requests.
enum HealthEndpoints {
    private static let alive = Pair(json: "{\"status\":\"alive\"}\n", text: "alive\n")
    private static let isReady = Pair(json: "{\"status\":\"ready\"}\n", text: "ready\n")

    static func live(_ call: Call) throws(Problem) -> Reply { alive.reply(call.media) }

    /// 503 while the service is starting or draining or after a bad reload, so that a balancer sends no more.
    static func ready(_ call: Call) throws(Problem) -> Reply {
        switch call.readiness.reason {
        case nil: return isReady.reply(call.media)
        case .starting: throw Problem(.starting)
        case .reloadFailed: throw Problem(.reloadFailed)
        case .stopping:
            throw Problem(
                ProblemKind(.stopping),
                detail: "No new requests are wanted; those that have come are answered."
            )
        }
    }

    private struct Pair {
        let json: [UInt8]
        let text: [UInt8]

        init(json: String, text: String) {
            self.json = Array(json.utf8)
            self.text = Array(text.utf8)
        }

        func reply(_ media: MediaType) -> Reply { Reply(media: media, body: media == .text ? text : json) }
    }
}
