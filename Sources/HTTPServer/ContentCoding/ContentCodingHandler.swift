import HTTPMessage

/// Stands between the server and the application's handler: decodes what comes in compressed, compresses what goes
/// out, so that neither of the two knows of codings.
struct ContentCodingHandler: RequestHandler {
    private enum RequestCoding: Equatable {
        case none
        case coded(Inflater.Coding)
        case unsupported
    }

    private let inner: any RequestHandler
    private let settings: ContentCodings
    private let pool: DeflaterPool
    private let codingFields = FieldNameBits([.contentEncoding, .acceptEncoding])

    init(_ inner: any RequestHandler, _ settings: ContentCodings) {
        self.inner = inner
        self.settings = settings
        pool = DeflaterPool(level: Int32(settings.level), maximum: settings.maximumEncoders)
    }

    func refuse(_ refusal: Refusal, head: RequestHead?) -> Response {
        inner.refuse(refusal, head: head)
    }

    func receive(_ head: RequestHead, from peer: PeerAddress) -> RequestDisposition {
        if head.hasNone(of: codingFields) { return dispose(inner.receive(head, from: peer), nil, gzip: false) }
        let gzip = acceptsGzip(head)
        switch requestCoding(head) {
        case .none:
            return dispose(inner.receive(head, from: peer), nil, gzip: gzip)
        case .coded(let coding):
            var plain = head
            plain.removeFields(.contentEncoding)
            return dispose(inner.receive(plain, from: peer), Coded(coding: coding, head: plain), gzip: gzip)
        case .unsupported:
            return .respond(refuseCoding(head))
        }
    }

    private struct Coded: Sendable {
        let coding: Inflater.Coding
        let head: RequestHead
    }

    // MARK: Requests

    private func requestCoding(_ head: RequestHead) -> RequestCoding {
        guard settings.decodesRequests, head.contains(.contentEncoding) else { return .none }
        // A request without a body has nothing to decode. Where there should be one, nothing is not what a coding makes of
        // nothing: taken for an empty body it would hide that the rest was lost.
        if head.framing == .none, [.get, .head, .options, .trace, .delete].contains(head.method) { return .none }
        switch head.combinedValue(.contentEncoding)?.lowercased() {
        case "identity", "": return .none
        case "gzip", "x-gzip": return .coded(.gzip)
        case "deflate": return .coded(.deflate)
        default: return .unsupported
        }
    }

    private func refuseCoding(_ head: RequestHead) -> Response {
        var response = refusal(.unsupportedContentCoding, head)
        response.fields.append(.acceptEncoding, "gzip, deflate")
        return response
    }

    private func refusal(_ refusal: Refusal, _ head: RequestHead) -> Response {
        inner.refuse(refusal, head: head).refusing(refusal)
    }

    private func dispose(_ disposition: RequestDisposition, _ coded: Coded?, gzip: Bool) -> RequestDisposition {
        switch disposition {
        case .respond(let response):
            return isLargeEnough(response) ? .respond(encode(response, gzip: gzip)) : disposition
        case .prepared(let answer, let number):
            if answer.body.count < settings.minimumResponseBytes { return disposition }
            return .respond(encode(answer.response(number), gzip: gzip))
        case .collect(let limit, let answer):
            guard let coded else {
                return .collect(upTo: limit) { body in
                    let response = answer(body)
                    // Most answers are small, and one that stays as it is need not be copied.
                    return isLargeEnough(response) ? encode(response, gzip: gzip) : response
                }
            }
            return .collect(upTo: limit) { body in
                switch decode(body, coded, upTo: limit) {
                case .success(let decoded): encode(answer(decoded.span), gzip: gzip)
                case .failure(let refused): refusal(refused.refusal, coded.head)
                }
            }
        case .later(let limit, let start):
            return .later(upTo: limit) { body, promise in
                let promise = promise.changing { encode($0, gzip: gzip) }
                guard let coded else { return start(body, promise) }
                switch decode(body.span, coded, upTo: limit) {
                case .success(let decoded): start(decoded, promise)
                case .failure(let refused): promise.keep(refusal(refused.refusal, coded.head))
                }
            }
        case .stream(let limit, var response, var stream):
            if response.fields[.contentType] == nil {
                // The stream says what it is when it begins to answer.
                if settings.encodesResponses { stream = encodeLate(stream, response, gzip: gzip) }
            } else if isWorthEncoding(response.fields) {
                response.fields.append(.vary, "Accept-Encoding")
                if gzip, let deflater = pool.take() {
                    response.fields.append(.contentEncoding, "gzip")
                    stream = DeflatingStream(stream, deflater, pool)
                }
            }
            if let coded {
                guard let inflater = Inflater(coded.coding, bounds(upTo: limit)) else {
                    return .respond(refusal(.unsupportedContentCoding, coded.head))
                }
                stream = InflatingStream(stream, inflater) { self.refusal($0, coded.head) }
            }
            return .stream(upTo: limit, response, stream)
        }
    }

    private func encodeLate(_ stream: any BodyStream, _ response: Response, gzip: Bool) -> DeflatingStream {
        let choice = DeflatingStream.Choice { head, size in
            guard isWorthEncoding(head.fields), !head.status.forbidsBody,
                size.map({ $0 >= settings.minimumResponseBytes }) != false
            else { return nil }
            head.fields.append(.vary, "Accept-Encoding")
            guard gzip, let deflater = pool.take() else { return nil }
            head.fields.append(.contentEncoding, "gzip")
            weakenTag(&head.fields)
            return deflater
        } encode: { response in
            encode(response, gzip: gzip)
        }
        return DeflatingStream(stream, head: response, choice, pool)
    }

    private func bounds(upTo limit: Int) -> Inflater.Bounds {
        Inflater.Bounds(bytes: limit, ratio: max(1, settings.maximumRatio), freeBytes: settings.freeDecodedBytes)
    }

    private struct Refused: Error {
        let refusal: Refusal
    }

    private func decode(_ body: Span<UInt8>, _ coded: Coded, upTo limit: Int) -> Result<[UInt8], Refused> {
        guard let inflater = Inflater(coded.coding, bounds(upTo: limit)) else {
            return .failure(Refused(refusal: .unsupportedContentCoding))
        }
        var decoded: [UInt8] = []
        let outcome = inflater.decode(body) { part in
            part.withUnsafeBufferPointer { decoded.append(contentsOf: $0) }
            return true
        }
        switch outcome {
        case .fine where inflater.isComplete: return .success(decoded)
        case .fine, .malformed: return .failure(Refused(refusal: .malformedContentCoding))
        case .tooLarge: return .failure(Refused(refusal: .bodyTooLarge))
        case .tooDense: return .failure(Refused(refusal: .bodyTooDense))
        }
    }

    // MARK: Responses

    private func acceptsGzip(_ head: RequestHead) -> Bool {
        // A second line of the field is not looked at: a body as it is can always be taken.
        guard settings.encodesResponses, let field = head.valueBytes(.acceptEncoding) else { return false }
        return AcceptEncoding.prefersGzip(field)
    }

    /// The same answer in gzip, if that is accepted and worth it; and in any case told that it depends on that.
    ///
    /// A 304 whose response still has the body of its 200 gets the fields of the 200 (RFC 9110, section 15.4.5).
    private func encode(_ response: Response, gzip: Bool) -> Response {
        guard settings.encodesResponses, isLargeEnough(response),
            !response.status.forbidsBody || response.status == .notModified, isWorthEncoding(response.fields)
        else { return response }
        var response = response
        response.fields.append(.vary, "Accept-Encoding")
        guard gzip else { return response }
        if response.status == .notModified {
            weakenTag(&response.fields)
            return response
        }
        guard let deflater = pool.take() else { return response }
        defer { pool.giveBack(deflater) }
        guard let encoded = deflater.encode(response.body), encoded.count < response.body.count else { return response }
        response.body = encoded
        response.fields.append(.contentEncoding, "gzip")
        weakenTag(&response.fields)
        return response
    }

    private func isLargeEnough(_ response: borrowing Response) -> Bool {
        response.body.count >= settings.minimumResponseBytes
    }

    /// Another sequence of bytes is another representation: its tag can only be a weak one (RFC 9110, section 8.8.1).
    private func weakenTag(_ fields: inout ResponseFields) {
        if let tag = fields[.etag], !tag.hasPrefix("W/") { fields.replace(.etag, "W/\(tag)") }
    }

    /// Whether the content is of a kind that shrinks and is not coded already.
    private func isWorthEncoding(_ fields: ResponseFields) -> Bool {
        guard settings.encodesResponses, fields[.contentEncoding] == nil, let type = fields[.contentType] else {
            return false
        }
        let name = type.prefix { $0 != ";" }
        return name.hasPrefix("text/") || name.hasSuffix("json") || name.hasSuffix("xml") || name.hasSuffix("yaml")
            || name == "application/edi-x12"
    }
}
