extension HTTPConnection {
    /// Writes a whole answer and decides whether the connection goes on.
    mutating func answer(
        _ response: Response,
        _ request: RequestTraits,
        requestBytes: Int,
        _ context: inout ConnectionContext
    ) {
        let closes =
            !request.wantsKeepAlive || request.hasUnreadBody || response.closesConnection || context.isShuttingDown
        let start = context.output.count
        ResponseWriter.appendHead(
            response,
            framing: .length(response.body.count),
            persistence: closes ? .close : request.version == .http10 ? .keepAlive : .implied,
            stamp: context.stamp,
            to: &context.output
        )
        var bodyBytes = 0
        if !request.isHead, !response.status.forbidsBody {
            if response.body.count > context.limits.answerBacklogBytes {
                // Nothing can follow it: it is a backlog by itself, so no further head is looked at in this turn.
                context.sharedOutput = response.body
                bodyBytes = response.body.count
            } else {
                context.output += response.body
            }
        }
        if let onFinish = response.onFinish {
            onFinish(
                FinishedExchange(
                    status: response.status,
                    requestBytes: requestBytes,
                    responseBytes: context.output.count - start + bodyBytes,
                    nanoseconds: elapsed(context),
                    isComplete: true,
                    loop: context.loop
                )
            )
        }
        if closes {
            close(hearingOut: request.wantsKeepAlive || request.hasUnreadBody, &context)
        } else {
            becomeIdle(context)
        }
    }

    /// Writes an answer made beforehand, for a request after which the connection goes on.
    mutating func answer(
        _ prepared: PreparedAnswer,
        _ number: UInt128,
        requestBytes: Int,
        _ context: inout ConnectionContext
    ) {
        let count = context.append(prepared, number)
        prepared.onFinish(
            FinishedExchange(
                status: prepared.status,
                requestBytes: requestBytes,
                responseBytes: count,
                nanoseconds: elapsed(context),
                isComplete: true,
                loop: context.loop
            ),
            number
        )
        becomeIdle(context)
    }

    /// Says no once, with the application's text, and closes if the refusal says so.
    ///
    /// Where an answer has already been given or begun there is no room for another: the connection just ends.
    ///
    /// - Parameter isHead: whether the method is known to be HEAD where there is no whole head.
    mutating func refuse(
        _ refusal: Refusal,
        head: RequestHead?,
        isHead: Bool = false,
        _ context: inout ConnectionContext
    ) {
        if phase == .draining || exchange?.hasBegunAnswer == true { return abandon(refusal, &context) }
        // What comes before any byte of a request has no other beginning.
        if phase == .idle { requestStart = context.now }
        let requestBytes = exchange?.wireBytes ?? 0
        let isBodyUnread = phase == .streaming && exchange?.isBodyOver == false
        exchange?.cancel()
        exchange = nil
        let response = context.handler.refuse(refusal, head: head).refusing(refusal)
        var request = RequestTraits(head ?? RequestHead())
        request.isHead = request.isHead || isHead
        request.hasUnreadBody = refusal.closesConnection || isBodyUnread
        answer(response, request, requestBytes: requestBytes, &context)
    }

    /// Ends with what has been sent so far: the client sees that the answer is cut short.
    private mutating func abandon(_ refusal: Refusal, _ context: inout ConnectionContext) {
        if let exchange { cutShort(exchange, by: refusal, &context) }
        close(hearingOut: true, &context)
    }

    /// Ends the connection once what has been written is sent.
    ///
    /// Closing with unread input would make the system send a reset, which may destroy the answer on its way
    /// (RFC 9112, section 9.6): a client that may still be sending is heard out for a moment.
    mutating func close(hearingOut: Bool, _ context: inout ConnectionContext) {
        exchange = nil
        phase = .closing
        lingers = hearingOut
        isBlocked = false
        deadline = context.now + context.times.linger
    }

    mutating func becomeIdle(_ context: ConnectionContext) {
        phase = .idle
        emptyLines = 0
        deadline = context.now + context.times.idle
    }

    /// Tells whoever works on an exchange that it ends before its time.
    func giveUp(_ exchange: Exchange, _ context: ConnectionContext) {
        exchange.cancel()
        if case .stream = exchange.purpose { finish(exchange, isComplete: false, context) }
    }

    /// Tells the application how a streamed exchange ended.
    func finish(_ exchange: Exchange, isComplete: Bool, _ context: ConnectionContext) {
        guard let response = exchange.response else { return }
        response.onFinish?(
            FinishedExchange(
                status: response.status,
                requestBytes: exchange.wireBytes,
                responseBytes: exchange.answerBytes,
                nanoseconds: elapsed(context),
                isComplete: isComplete,
                loop: context.loop
            )
        )
    }

    private func elapsed(_ context: ConnectionContext) -> UInt64 {
        let now = context.clock()
        return now > requestStart ? now - requestStart : 0
    }
}
