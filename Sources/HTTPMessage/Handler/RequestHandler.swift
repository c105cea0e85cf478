/// The one place where an application and the server meet.
///
/// Everything here is called on the queue that owns the connection, possibly on several queues at once for different
/// connections. Calls must return soon and must not block: a slow call delays every connection of its queue.
public protocol RequestHandler: Sendable {
    /// Called when a request head is complete and valid, before any of the body is read.
    ///
    /// `HEAD` arrives as `HEAD`: answer as for `GET`, the server leaves the body out.
    func receive(_ head: RequestHead, from peer: PeerAddress) -> RequestDisposition

    /// Gives the answer to a request that the server itself refuses.
    ///
    /// The server sets the status to the refusal's own and closes the connection where the refusal asks for it.
    /// The head is there when it was complete. The answer must not repeat anything the client sent.
    func refuse(_ refusal: Refusal, head: RequestHead?) -> Response
}

/// What is to become of a request, decided from its head alone.
public enum RequestDisposition: Sendable {
    /// Answer without the body. If there is one, it is read and thrown away within `HTTPLimits.drainBytes`, or the
    /// connection closes after the answer. One in chunks is read first, because it may break the rules of chunks, and then
    /// that is the answer.
    case respond(Response)

    /// The same with an answer made beforehand, under a number of its own.
    case prepared(PreparedAnswer, number: UInt128)

    /// Collect the whole body, then answer. A body of more than so many bytes is refused with 413.
    ///
    /// The bytes are only lent for the call. Without a body the call comes at once with none.
    case collect(upTo: Int, @Sendable (Span<UInt8>) -> Response)

    /// Collect the whole body as for `collect`, then answer when the promise is kept, from any thread.
    ///
    /// Until then nothing more is read from the connection. A promise that is not kept within `HTTPLimits.answerTime`
    /// is refused with 503.
    case later(upTo: Int, @Sendable (_ body: [UInt8], AnswerPromise) -> Void)

    /// Answer while the body is still arriving. The response gives status and fields (its body is not used) and the
    /// stream gives the body. A request body of more than so many bytes cuts the exchange short.
    case stream(upTo: Int, Response, any BodyStream)
}
