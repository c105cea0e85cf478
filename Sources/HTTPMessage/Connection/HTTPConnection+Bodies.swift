extension HTTPConnection {
    /// Goes on with a stream in this turn; false when the input is used up or the rest has to wait.
    mutating func stream(_ input: Span<UInt8>, _ index: inout Int, _ context: inout ConnectionContext) -> Bool {
        guard let exchange, case .stream(_, let stream) = exchange.purpose else { return false }
        if exchange.isWaiting {
            isBlocked = true
            return false
        }
        if exchange.isUnfinished || !exchange.isBodyOver && index < input.count {
            if unsent.isStoring, unsent.count + context.output.count > context.limits.stalledStreamBytes {
                refuse(.answersNotTaken, head: exchange.head, &context)
                return true
            }
            if hasBacklog(context) {
                isBlocked = true
                exchange.isHeldUp = !exchange.isBodyOver
                deadline = exchange.isBodyOver ? .max : context.now + context.times.streamPatience
                return false
            }
            if exchange.turnBytes >= context.limits.streamSliceBytes {
                isBlocked = true
                return false
            }
        }
        if exchange.isUnfinished {
            exchange.turnBytes = context.limits.streamSliceBytes
            give(Span(), to: stream, exchange, &context)
            return true
        }
        if exchange.owesContinue {
            exchange.owesContinue = false
            if index == input.count, !exchange.hasBegunAnswer {
                ResponseWriter.append("HTTP/1.1 100 Continue\r\n\r\n", to: &context.output)
            }
        }
        return readBody(input, &index, &context)
    }

    private mutating func give(
        _ slice: Span<UInt8>,
        to stream: any BodyStream,
        _ exchange: Exchange,
        _ context: inout ConnectionContext
    ) {
        var writer = StreamWriter(reusing: Self.take(&context.streamed), hasBegun: exchange.hasBegunAnswer)
        stream.receive(slice, &writer)
        goOn(writer, exchange, &context)
    }

    /// Does what a stream has said: sends what it wrote, and waits, goes on or ends.
    private mutating func goOn(
        _ writer: consuming StreamWriter,
        _ exchange: Exchange,
        _ context: inout ConnectionContext
    ) {
        exchange.isUnfinished = writer.isUnfinished
        if let head = writer.head, !exchange.hasBegunAnswer { exchange.response = head }
        let waits = writer.isWaiting
        let isOver = writer.isComplete || exchange.isBodyOver && !writer.isUnfinished && !waits
        if isOver, writer.replacement == nil, !exchange.hasBegunAnswer {
            // All of the answer is here: its length can be told.
            return answerAtOnce(with: writer, exchange, &context)
        }
        let isReplaced = writer.replacement != nil
        write(writer, exchange, &context)
        if isReplaced { return }
        if isOver {
            endStream(exchange, &context)
        } else if waits {
            wait(exchange, context)
        }
    }

    /// Nothing happens until the stream's waker is called.
    mutating func wait(_ exchange: Exchange, _ context: ConnectionContext) {
        exchange.isWaiting = true
        isBlocked = true
        deadline = context.now + context.times.answer
    }

    /// Writes a stream's last words and ends it without the end that a whole answer has.
    mutating func cutShort(_ exchange: Exchange, by refusal: Refusal, _ context: inout ConnectionContext) {
        guard case .stream(_, let stream) = exchange.purpose else { return }
        var writer = StreamWriter(reusing: Self.take(&context.streamed), hasBegun: true)
        stream.cutShort(by: refusal, &writer)
        write(writer, exchange, &context)
        finish(exchange, isComplete: false, context)
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
        case .readPast(let response):
            guard exchange.received > context.limits.drainBytes else { return }
            var request = RequestTraits(exchange.head)
            request.hasUnreadBody = true
            self.exchange = nil
            answer(response, request, requestBytes: exchange.wireBytes, &context)
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
        case .stream(let limit, let stream):
            if exchange.received + exchange.announced > limit {
                return refuse(.bodyTooLarge, head: exchange.head, &context)
            }
            exchange.turnBytes += max(slice.count, context.limits.streamSliceBytes / 16)
            give(slice, to: stream, exchange, &context)
        }
    }

    /// The whole body has come.
    private mutating func complete(_ exchange: Exchange, _ context: inout ConnectionContext) {
        let request = RequestTraits(exchange.head)
        switch exchange.purpose {
        case .discard:
            self.exchange = nil
            becomeIdle(context)
        case .readPast(let response):
            self.exchange = nil
            answer(response, request, requestBytes: exchange.wireBytes, &context)
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
        case .stream(_, let stream):
            exchange.isBodyOver = true
            var writer = StreamWriter(reusing: Self.take(&context.streamed), hasBegun: exchange.hasBegunAnswer)
            stream.finish(&writer)
            goOn(writer, exchange, &context)
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
        _ context: inout ConnectionContext
    ) {
        let isCutShort = writer.hasFailed && exchange.hasBegunAnswer
        if let replacement = writer.replacement, !isCutShort {
            endEarly(exchange, replacement, &context)
        } else if !writer.bytes.isEmpty {
            let start = context.output.count
            if !exchange.hasBegunAnswer { beginStream(exchange, &context) }
            if exchange.sendsBody {
                if exchange.head.version == .http11 {
                    ResponseWriter.appendChunk(writer.bytes, to: &context.output)
                } else {
                    context.output += writer.bytes
                }
            }
            exchange.answerBytes += context.output.count - start
        }
        if isCutShort {
            finish(exchange, isComplete: false, context)
            close(hearingOut: true, &context)
        }
        writer.bytes.removeAll(keepingCapacity: true)
        context.streamed = writer.bytes
    }

    private mutating func beginStream(_ exchange: Exchange, _ context: inout ConnectionContext) {
        let head = exchange.head
        let response = exchange.response ?? Response(.ok)
        exchange.hasBegunAnswer = true
        // A client that has not been told to send its body may or may not do so: no telling what comes next.
        exchange.closes =
            !head.wantsKeepAlive || head.version == .http10 || response.closesConnection || context.isShuttingDown
            || exchange.owesContinue
        ResponseWriter.appendHead(
            response,
            framing: response.status.forbidsBody ? .length(0) : head.version == .http11 ? .chunked : .untilClose,
            persistence: exchange.closes ? .close : .implied,
            stamp: context.stamp,
            to: &context.output
        )
    }

    /// A stream ends before anything of its answer was sent.
    private mutating func answerAtOnce(
        with writer: consuming StreamWriter,
        _ exchange: Exchange,
        _ context: inout ConnectionContext
    ) {
        var response = exchange.response ?? Response(.ok)
        response.body = writer.bytes
        if !exchange.isBodyOver { return endEarly(exchange, response, &context) }
        self.exchange = nil
        answer(response, RequestTraits(exchange.head), requestBytes: exchange.wireBytes, &context)
    }

    /// A stream asked for a whole answer in its place before anything was sent.
    private mutating func endEarly(_ exchange: Exchange, _ response: Response, _ context: inout ConnectionContext) {
        var request = RequestTraits(exchange.head)
        request.hasUnreadBody = exchange.announced > context.limits.drainBytes || exchange.owesContinue
        self.exchange = nil
        answer(response, request, requestBytes: exchange.wireBytes, &context)
        if phase == .idle, !exchange.isBodyOver { drain(exchange, context) }
    }

    private mutating func drain(_ exchange: Exchange, _ context: ConnectionContext) {
        phase = .draining
        exchange.purpose = .discard
        exchange.received = 0
        self.exchange = exchange
        exchange.watch(from: context.now)
        setBodyDeadline(context)
    }

    private mutating func endStream(_ exchange: Exchange, _ context: inout ConnectionContext) {
        if exchange.head.version == .http11, exchange.sendsBody {
            ResponseWriter.append("0\r\n\r\n", to: &context.output)
            exchange.answerBytes += 5
        }
        self.exchange = nil
        finish(exchange, isComplete: true, context)
        let isUnread = !exchange.isBodyOver
        if exchange.closes || context.isShuttingDown || isUnread && exchange.announced > context.limits.drainBytes {
            close(hearingOut: exchange.head.wantsKeepAlive || isUnread, &context)
        } else {
            becomeIdle(context)
            if isUnread { drain(exchange, context) }
        }
    }

    private static func take(_ bytes: inout [UInt8]) -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        return taken
    }
}
