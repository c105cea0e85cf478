public import ClaimRules
public import ClaimService
public import HTTPMessage
public import StructuredLog

/// A service without sockets: a request in, the response and the log lines out.
public final class ServiceProbe: Sendable {
    public let handler: ServiceHandler
    public let log: InMemoryLogSink
    public let readiness: Readiness

    public init(
        limits: ServiceLimits = ServiceLimits(),
        level: LogLevel = .debug,
        profiles: ProfileSet = .builtIn,
        access: AccessGate? = nil,
        limiter: RateLimiter? = nil,
        failures: RateLimiter? = nil,
        repeats: RepeatedRequests? = nil,
        readiness: Readiness = Readiness(),
        pseudonyms: Pseudonyms? = nil,
        securityContact: SecurityContact? = SecurityContact(
            contacts: ["mailto:security@clinic.example"],
            expires: "2027-06-30T00:00:00Z"
        ),
        routes: [Route] = RouteTable.all
    ) {
        let log = InMemoryLogSink()
        self.log = log
        self.readiness = readiness
        handler = ServiceHandler(
            logs: LogStreams(level: level, clock: { LogTime(milliseconds: 0) }) { _ in log },
            requestIDs: RequestIDSource(process: 1, offset: 0),
            limits: limits,
            profiles: profiles,
            access: access,
            limiter: limiter,
            failures: failures,
            repeats: repeats,
            readiness: readiness,
            pseudonyms: pseudonyms,
            securityContact: securityContact,
            routes: routes,
            // 2026-04-02, five past nine.
            clock: { LogTime(milliseconds: 1_775_120_700_000) }
        )
    }

    /// What came back.
    public struct Answer: Sendable {
        public let response: Response

        public init(response: Response) { self.response = response }

        public var status: Int { response.status.code }
        public var body: String { String(decoding: response.body, as: UTF8.self) }

        public subscript(name: String) -> String? { FieldName(name).flatMap { response.fields[$0] } }
    }

    /// Sends one request; its log line is written as the server would have it written.
    public func send(
        _ method: RequestMethod = .get,
        _ target: String,
        _ fields: [(String, String)] = [],
        body: [UInt8]? = nil,
        pieces: Int = .max
    ) -> Answer {
        let head = RequestHead(
            method: method,
            target: target,
            fields: fields.map { (FieldName($0.0)!, $0.1) },
            framing: body.map { $0.isEmpty ? .none : .length($0.count) } ?? .none
        )
        let response: Response
        switch handler.receive(head, from: .local) {
        case .respond(let answer):
            response = answer
        case .prepared(let answer, let number):
            response = answer.response(number)
        case .collect(let limit, let answer):
            let body = body ?? []
            response = body.count > limit ? handler.refuse(.bodyTooLarge, head: head) : answer(body.span)
        case .later:
            preconditionFailure("the service promises nothing")
        case .stream(_, let answer, let stream):
            response = Self.run(stream, body ?? [], pieces: pieces, answer)
        }
        response.onFinish?(
            FinishedExchange(
                status: response.status,
                requestBytes: 100,
                responseBytes: 200,
                nanoseconds: 1_500_000,
                isComplete: true
            )
        )
        return Answer(response: response)
    }

    /// The response of a stream to a body that comes in pieces of so many bytes.
    private static func run(
        _ stream: any BodyStream,
        _ body: [UInt8],
        pieces: Int,
        _ response: Response
    ) -> Response {
        var response = response
        var rest = body[...]
        var hasEnded = false
        var isUnfinished = false
        while isUnfinished || !hasEnded {
            var writer = StreamWriter(hasBegun: !response.body.isEmpty)
            if isUnfinished {
                stream.receive(Span(), &writer)
            } else if rest.isEmpty {
                hasEnded = true
                stream.finish(&writer)
            } else {
                let piece = Array(rest.prefix(pieces))
                rest = rest.dropFirst(piece.count)
                stream.receive(piece.span, &writer)
            }
            if let replacement = writer.replacement { return replacement }
            response.body += writer.bytes
            isUnfinished = writer.isUnfinished
        }
        return response
    }

    /// Posts documents one a line.
    public func stream(
        _ target: String,
        _ lines: String,
        _ fields: [(String, String)] = [],
        pieces: Int = .max
    ) -> Answer {
        send(
            .post,
            target,
            [("Content-Type", "application/x-ndjson")] + fields,
            body: Array(lines.utf8),
            pieces: pieces
        )
    }

    /// Posts a JSON document.
    public func post(_ target: String, _ json: String, _ fields: [(String, String)] = []) -> Answer {
        send(.post, target, [("Content-Type", "application/json")] + fields, body: Array(json.utf8))
    }
}
