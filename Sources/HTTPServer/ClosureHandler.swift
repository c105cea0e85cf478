public import HTTPMessage

/// Serves requests with one function that must return soon, called on the queue that owns the connection.
public struct ClosureHandler: RequestHandler {
    private let refusal: AsyncHandler.Refuse
    private let dispose: @Sendable (RequestHead, PeerAddress) -> RequestDisposition

    /// - Parameters:
    ///   - refuse: makes the answer to a request that the server refuses; a line of plain text if not given.
    ///   - dispose: says from the head alone what becomes of a request.
    public init(
        refuse: @escaping AsyncHandler.Refuse = AsyncHandler.plainRefusal,
        dispose: @escaping @Sendable (RequestHead, PeerAddress) -> RequestDisposition
    ) {
        refusal = refuse
        self.dispose = dispose
    }

    public func receive(_ head: RequestHead, from peer: PeerAddress) -> RequestDisposition { dispose(head, peer) }

    public func refuse(_ refusal: Refusal, head: RequestHead?) -> Response { self.refusal(refusal, head) }
}
