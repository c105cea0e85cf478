extension HTTPConnection {
    /// Uses as much of the input as can be used now; answers go into the context's output.
    ///
    /// What is left is the beginning of a head, or waits because `isBlocked`.
    mutating func process(_ input: Span<UInt8>, _ context: inout ConnectionContext) -> Int {
        var index = 0
        var requests = 0
        exchange?.turnBytes = 0
        while true {
            switch phase {
            case .idle, .head:
                if index == input.count { return index }
                if requests >= context.limits.pipelinedRequests || hasBacklog(context) {
                    isBlocked = true
                    return index
                }
                guard readHead(input, &index, &context) else { return index }
                requests += 1
            case .answering:
                return index
            case .streaming:
                guard stream(input, &index, &context) else { return index }
            case .collecting, .draining:
                guard readBody(input, &index, &context) else { return index }
            case .closing, .closed:
                if index < input.count { lingers = true }
                return input.count
            }
        }
    }

    /// Reads one head and does what the handler says; false when the head is not complete.
    private mutating func readHead(
        _ input: Span<UInt8>,
        _ index: inout Int,
        _ context: inout ConnectionContext
    ) -> Bool {
        // Some clients send an empty line after a body (RFC 9112, section 2.2). It is no beginning of a request, so it
        // does not move the idle deadline.
        while index + 1 < input.count, input[index] == UInt8(ascii: "\r"), input[index + 1] == UInt8(ascii: "\n") {
            index += 2
            emptyLines += 1
            if Int(emptyLines) > min(context.limits.emptyLines, 254) {
                refuse(.malformedRequest, head: nil, &context)
                return true
            }
        }
        let rest = input.extracting(index..<input.count)
        if rest.isEmpty || rest.equals("\r") { return false }
        if phase == .idle { requestStart = context.now }
        switch context.parser.parse(rest, into: &context.head) {
        case .incomplete:
            if phase == .idle {
                phase = .head
                deadline = requestStart + context.times.head
            }
            return false
        case .refused(let refusal):
            refuse(refusal, head: nil, isHead: Self.isHead(rest), &context)
        case .complete(let count):
            index += count
            begin(input, &index, headBytes: count, &context)
        }
        return true
    }

    /// Asks the handler about the head in the context.
    private mutating func begin(
        _ input: Span<UInt8>,
        _ index: inout Int,
        headBytes: Int,
        _ context: inout ConnectionContext
    ) {
        if context.head.isSecureTarget, !peer.isSecure {
            // RFC 9110, section 7.4. A gateway that ends TLS asks for the path alone.
            return refuse(.misdirectedRequest, head: context.head, &context)
        }
        let request = RequestTraits(context.head)
        switch context.handler.receive(context.head, from: peer) {
        case .respond(let response):
            respondAtOnce(response, input, &index, headBytes, &context)

        case .prepared(let answer, let number):
            if context.head.framing == .none, request.version == .http11, request.wantsKeepAlive, !request.isHead,
                !context.isShuttingDown, answer.body.count <= context.limits.answerBacklogBytes
            {
                self.answer(answer, number, requestBytes: headBytes, &context)
            } else {
                respondAtOnce(answer.response(number), input, &index, headBytes, &context)
            }

        case .collect(let limit, let answer):
            switch context.head.framing {
            case .none:
                let response = answer(Span())
                self.answer(response, request, requestBytes: headBytes, &context)
            case .length(let count) where count > limit:
                refuse(.bodyTooLarge, head: context.head, &context)
            case .length(let count) where count <= input.count - index:
                let response = answer(input.extracting(index..<index + count))
                index += count
                self.answer(response, request, requestBytes: headBytes + count, &context)
            case .length, .chunked:
                phase = .collecting
                start(.collect(upTo: limit, answer), hasInput: index < input.count, headBytes, &context)
            }

        case .later(let limit, let start):
            beginLater(limit, start, input, &index, headBytes, &context)

        case .stream(let limit, let response, let stream):
            if case .length(let count) = context.head.framing, count > limit {
                stream.cancel()
                refuse(.bodyTooLarge, head: context.head, &context)
                return
            }
            phase = .streaming
            start(stream, upTo: limit, response, hasInput: index < input.count, headBytes, &context)
        }
    }

    private mutating func beginLater(
        _ limit: Int,
        _ start: @escaping @Sendable ([UInt8], AnswerPromise) -> Void,
        _ input: Span<UInt8>,
        _ index: inout Int,
        _ headBytes: Int,
        _ context: inout ConnectionContext
    ) {
        switch context.head.framing {
        case .length(let count) where count > limit:
            refuse(.bodyTooLarge, head: context.head, &context)
        case .none:
            let purpose = Exchange.Purpose.collectForLater(upTo: limit, start)
            let exchange = Exchange(head: context.head, headBytes: headBytes, purpose: purpose, now: context.now)
            awaitAnswer(exchange, [], start, &context)
        case .length, .chunked:
            phase = .collecting
            self.start(.collectForLater(upTo: limit, start), hasInput: index < input.count, headBytes, &context)
        }
    }

    /// Answers from the head alone and sees to it that the body does not stand in the way of the next request.
    private mutating func respondAtOnce(
        _ response: Response,
        _ input: Span<UInt8>,
        _ index: inout Int,
        _ headBytes: Int,
        _ context: inout ConnectionContext
    ) {
        var request = RequestTraits(context.head)
        switch context.head.framing {
        case .none:
            answer(response, request, requestBytes: headBytes, &context)
        case .length(let count) where count > context.limits.drainBytes:
            // Also if all of it is at hand: what becomes of the connection must not depend on how it was sent.
            request.hasUnreadBody = true
            answer(response, request, requestBytes: headBytes, &context)
        case .length(let count) where count <= input.count - index:
            index += count
            answer(response, request, requestBytes: headBytes + count, &context)
        case .chunked where response.closesConnection:
            // Nothing that follows the head is looked at, so it does not matter what it would turn out to be.
            request.hasUnreadBody = true
            answer(response, request, requestBytes: headBytes, &context)
        case .chunked where !context.head.expectsContinue:
            // Whether these are chunks at all is known only when they have been read, and there is one answer.
            phase = .collecting
            start(.readPast(then: response), hasInput: true, headBytes, &context)
        case .length, .chunked:
            // The client that waits for 100 Continue may or may not send its body now: no telling what comes next.
            request.hasUnreadBody = context.head.expectsContinue
            let head = context.head
            answer(response, request, requestBytes: headBytes, &context)
            guard phase == .idle else { return }
            phase = .draining
            exchange = Exchange(head: head, headBytes: headBytes, purpose: .discard, now: context.now)
            setBodyDeadline(context)
        }
    }

    /// Begins a stream, which may want to be asked before anything of the body is read.
    private mutating func start(
        _ stream: any BodyStream,
        upTo limit: Int,
        _ response: Response,
        hasInput: Bool,
        _ headBytes: Int,
        _ context: inout ConnectionContext
    ) {
        let purpose = Exchange.Purpose.stream(upTo: limit, stream)
        let exchange = Exchange(head: context.head, headBytes: headBytes, purpose: purpose, now: context.now)
        exchange.response = response
        exchange.owesContinue = context.head.expectsContinue && !hasInput
        self.exchange = exchange
        let takesBody = stream.begin(StreamWaker { [wake = context.wake, token = context.token] in wake(token) })
        if takesBody || context.head.framing == .none {
            setBodyDeadline(context)
        } else {
            wait(exchange, context)
        }
    }

    /// Begins to read a body, after a word to the client that waits to hear that it is wanted.
    private mutating func start(
        _ purpose: Exchange.Purpose,
        hasInput: Bool,
        _ headBytes: Int,
        _ context: inout ConnectionContext
    ) {
        if context.head.expectsContinue, !hasInput {
            ResponseWriter.append("HTTP/1.1 100 Continue\r\n\r\n", to: &context.output)
        }
        exchange = Exchange(head: context.head, headBytes: headBytes, purpose: purpose, now: context.now)
        setBodyDeadline(context)
    }
}

/// What an answer must know of its request when the head itself is no longer at hand.
struct RequestTraits {
    var isHead: Bool
    var version: HTTPVersion
    var wantsKeepAlive: Bool
    /// Whether part of the request's body has not been read and will not be.
    var hasUnreadBody = false

    init(_ head: RequestHead) {
        isHead = if case .head = head.method { true } else { false }
        version = head.version
        wantsKeepAlive = head.wantsKeepAlive
    }
}
