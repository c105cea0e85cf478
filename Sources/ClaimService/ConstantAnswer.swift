import HTTPMessage
import StructuredLog

/// An answer that is always the same as long as requests are wanted, made beforehand: whoever watches over the service asks
/// for it all the time.
struct ConstantAnswer: Sendable {
    private let path: [UInt8]
    private let media: [MediaType]
    private let plain: PreparedAnswer
    /// The same by TLS, for the log says which it was.
    private let secure: PreparedAnswer

    /// Fields that may ask for another answer, or for more in it.
    private let others = FieldNameBits([.traceparent, .ifMatch, .ifNoneMatch])

    /// Those of the routes that say so and that everyone may have.
    static func all(
        _ router: Router,
        _ desk: ClaimDesk,
        _ metrics: ServiceMetrics,
        _ logs: LogStreams,
        firstLoop: Int
    ) -> [ConstantAnswer] {
        router.resources.compactMap { resource in
            guard resource.isOpen, let route = resource.route(for: .get), route.isConstant,
                case .head(let answer) = route.endpoint
            else { return nil }
            let form = Negotiation.Form(media: route.gives[0])
            let call = Call(form: form, desk: desk, metrics: metrics, readiness: Readiness()) { .now }
            guard let reply = try? answer(call) else { return nil }
            func prepared(isSecure: Bool) -> PreparedAnswer {
                PreparedAnswer(
                    Response(.ok, fields: reply.allFields, body: reply.body),
                    numberField: .xRequestID,
                    digits: { RequestID(number: $0).written },
                    onFinish: { finished, number in
                        metrics.count(finished, firstLoop, route: resource.number, method: .get)
                        guard logs.access.takes(Exchange.level(finished.status)) else { return }
                        var exchange = Exchange(id: RequestID(number: number), method: .get, resource: resource)
                        exchange.isSecure = isSecure
                        exchange.log(finished, LogFacts(), to: logs)
                    }
                )
            }
            return ConstantAnswer(
                path: Array(route.template.description.utf8),
                media: route.gives,
                plain: prepared(isSecure: false),
                secure: prepared(isSecure: true)
            )
        }
    }

    /// What goes out, by TLS or not.
    func answer(isSecure: Bool) -> PreparedAnswer { isSecure ? secure : plain }

    /// Whether this is the answer to a request.
    func answers(_ head: RequestHead) -> Bool {
        guard case .get = head.method, head.isPath(path), !head.hasQuery, head.hasNone(of: others) else {
            return false
        }
        return AcceptField(head.combinedValue(.accept)).choose(from: media) == media[0]
    }
}
