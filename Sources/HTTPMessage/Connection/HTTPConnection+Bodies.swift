extension HTTPConnection {
    /// Goes on with a stream in this turn; false when the input is used up or the rest has to wait.
    mutating func stream(_ input: Span<UInt8>, _ index: inout Int, _ context: inout ConnectionContext) -> Bool {
        guard let exchange else { return false }
        if exchange.isUnfinished || index < input.count {
            if unsent.isStoring, unsent.count + context.output.count > context.limits.stalledStreamBytes {
                refuse(.answersNotTaken, head: exchange.head, &context)
                return true
            }
            if hasBacklog(context) {
                isBlocked = true
                exchange.isHeldUp = true
                deadline = context.now + context.times.streamPatience
                return false
            }
            if exchange.turnBytes >= context.limits.streamSliceBytes {
                isBlocked = true
                return false
            }
        }
        guard exchange.isUnfinished, case .stream(_, let response, let stream) = exchange.purpose else {
            return readBody(input, &index, &context)
        }
        exchange.turnBytes = context.limits.streamSliceBytes
        give(Span(), to: stream, exchange, response, &context)
        return true
    }

    private mutating func give(
        _ slice: Span<UInt8>,
        to stream: any BodyStream,
        _ exchange: Exchange,
        _ response: Response,
        _ context: inout ConnectionContext
    ) {
        var writer = StreamWriter(reusing: Self.take(&context.streamed), hasBegun: exchange.hasBegunAnswer)
        stream.receive(slice, &writer)
        exchange.isUnfinished = writer.isUnfinished
        write(writer, exchange, response, &context)
    }

    /// Writes a stream's last words and ends it without the end that a whole answer has.
    mutating func cutShort(_ exchange: Exchange, by refusal: Refusal, _ context: inout ConnectionContext) {
        guard case .stream(_, let response, let stream) = exchange.purpose else { return }
        var writer = StreamWriter(reusing: Self.take(&context.streamed), hasBegun: true)
        stream.cutShort(by: refusal, &writer)
        write(writer, exchange, response, &context)
        finish(exchange, response, isComplete: false, context)
    }

    /// Takes the next piece of a body; false when there is none in the input.
    mutating func readBody(_ input: Span<UInt8>, _ index: inout Int, _ context: inout ConnectionContext) -> Bool {
        guard let exchange else { return false }
        switch exchange.next(input, &index, most: context.limits.streamSliceBytes, context.limits) {
        case .needsMore:
            return false
        case .refused(let refusal):
            refuse(refusal, head: exchange.head, &context)
        case .data(let range):
            take(input.extracting(range), exchange, &context)
        case .end:
            complete(exchange, &context)
        }
        return true
    }

    private mutating func take(_ slice: Span<UInt8>, _ exchange: Exchange, _ context: inout ConnectionContext) {
        switch exchange.purpose {
        case .discard:
            if exchange.received > context.limits.drainBytes { close(hearingOut: true, &context) }
        case .collect(let limit, _):
            if exchange.received + exchange.announced > limit {
                return refuse(.bodyTooLarge, head: exchange.head, &context)
            }
            exchange.keep(slice)
        case .collectForLater(let limit, _):
            if exchange.received + exchange.announced > limit {
                return refuse(.bodyTooLarge, head: exchange.head, &context)
            }
            exchange.keep(slice)
        case .awaitAnswer:
            break
        case .stream(let limit, let response, let stream):
            if exchange.received + exchange.announced > limit {
                return refuse(.bodyTooLarge, head: exchange.head, &context)
            }
            exchange.turnBytes += max(slice.count, context.limits.streamSliceBytes / 16)
            give(slice, to: stream, exchange, response, &context)
        }
    }

    /// The whole body has come.
    private mutating func complete(_ exchange: Exchange, _ context: inout ConnectionContext) {
        let request = RequestTraits(exchange.head)
        switch exchange.purpose {
        case .discard:
            self.exchange = nil
            becomeIdle(context)
        case .collect(_, let answer):
            self.exchange = nil
            let response = answer(exchange.body.span)
            self.answer(response, request, requestBytes: exchange.wireBytes, &context)
        case .collectForLater(_, let start):
            let body = exchange.body
            exchange.body = []
            awaitAnswer(exchange, body, start, &context)
        case .awaitAnswer:
            break
        case .stream(_, var response, let stream):
            var writer = StreamWriter(reusing: Self.take(&context.streamed), hasBegun: exchange.hasBegunAnswer)
            stream.finish(&writer)
            if !exchange.hasBegunAnswer {
                // All of the answer is here: its length can be told.
                self.exchange = nil
                let bytes = writer.bytes
                if let replacement = writer.replacement { response = replacement } else { response.body = bytes }
                return self.answer(response, request, requestBytes: exchange.wireBytes, &context)
            }
            let hasFailed = writer.hasFailed
            write(writer, exchange, response, &context)
            if !hasFailed { endStream(exchange, response, &context) }
        }
    }

    /// Hands a whole request to a handler that answers later; until then nothing else of the connection is looked at.
    mutating func awaitAnswer(
        _ exchange: Exchange,
        _ body: [UInt8],
        _ start: @Sendable ([UInt8], AnswerPromise) -> Void,
        _ context: inout ConnectionContext
    ) {
        let pending = PendingAnswer { [wake = context.wake, token = context.token] in wake(token) }
        exchange.purpose = .awaitAnswer(pending)
        self.exchange = exchange
        phase = .answering
        isBlocked = true
        deadline = context.now + context.times.answer
        start(body, AnswerPromise(pending))
    }

    /// Sends what a stream has written in one turn.
    private mutating func write(
        _ writer: consuming StreamWriter,
        _ exchange: Exchange,
        _ response: Response,
        _ context: inout ConnectionContext
    ) {
        let isCutShort = writer.hasFailed && exchange.hasBegunAnswer
        if let replacement = writer.replacement, !isCutShort {
            replaceStream(exchange, replacement, &context)
        } else if !writer.bytes.isEmpty {
            let start = context.output.count
            if !exchange.hasBegunAnswer { beginStream(exchange, response, &context) }
            if exchange.head.method != .head {
                if exchange.head.version == .http11 {
                    ResponseWriter.appendChunk(writer.bytes, to: &context.output)
                } else {
                    context.output += writer.bytes
                }
            }
            exchange.answerBytes += context.output.count - start
        }
        if isCutShort {
            finish(exchange, response, isComplete: false, context)
            close(hearingOut: true, &context)
        }
        writer.bytes.removeAll(keepingCapacity: true)
        context.streamed = writer.bytes
    }

    private mutating func beginStream(_ exchange: Exchange, _ response: Response, _ context: inout ConnectionContext) {
        let head = exchange.head
        exchange.hasBegunAnswer = true
        exchange.closes =
            !head.wantsKeepAlive || head.version == .http10 || response.closesConnection || context.isShuttingDown
        ResponseWriter.appendHead(
            response,
            framing: head.version == .http11 ? .chunked : .untilClose,
            persistence: exchange.closes ? .close : .implied,
            stamp: context.stamp,
            to: &context.output
        )
    }

    /// A stream asked for a whole answer in its place before anything was sent.
    private mutating func replaceStream(
        _ exchange: Exchange,
        _ response: Response,
        _ context: inout ConnectionContext
    ) {
        var request = RequestTraits(exchange.head)
        request.hasUnreadBody = exchange.announced > context.limits.drainBytes
        self.exchange = nil
        answer(response, request, requestBytes: exchange.wireBytes, &context)
        guard phase == .idle else { return }
        phase = .draining
        exchange.purpose = .discard
        exchange.received = 0
        self.exchange = exchange
        exchange.watch(from: context.now)
        setBodyDeadline(context)
    }

    private mutating func endStream(_ exchange: Exchange, _ response: Response, _ context: inout ConnectionContext) {
        if exchange.head.version == .http11, exchange.head.method != .head {
            ResponseWriter.append("0\r\n\r\n", to: &context.output)
            exchange.answerBytes += 5
        }
        self.exchange = nil
        finish(exchange, response, isComplete: true, context)
        if exchange.closes || context.isShuttingDown {
            close(hearingOut: exchange.head.wantsKeepAlive, &context)
        } else {
            becomeIdle(context)
        }
    }

    private static func take(_ bytes: inout [UInt8]) -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        return taken
    }
}
