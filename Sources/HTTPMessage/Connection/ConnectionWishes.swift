/// What a connection wishes of its caller, each as the property of `HTTPConnection` has it.
public struct ConnectionWishes: Sendable {
    public private(set) var input = true
    public private(set) var inputRoom = Int.max
    public private(set) var turn = false
    public private(set) var isOver = false
    public private(set) var isSayingGoodbye = false
    public private(set) var isHeldUp = false
    public private(set) var hasUnsent = false
    /// Whether some of it can be sent now.
    public private(set) var hasUnsentReady = false
    public private(set) var isStoring = false

    /// Those of a new connection.
    public init() {}

    fileprivate init(_ connection: borrowing HTTPConnection, _ context: borrowing ConnectionContext) {
        input = connection.wantsInput
        inputRoom = connection.inputRoom(context.limits)
        turn = connection.wantsTurn(context)
        isOver = connection.isOver
        isSayingGoodbye = connection.isSayingGoodbye
        isHeldUp = connection.isHeldUp
        hasUnsent = !connection.unsent.isEmpty
        hasUnsentReady = connection.unsent.isReady
        isStoring = connection.unsent.isStoring
    }
}

extension HTTPConnection {
    /// All wishes in one look.
    ///
    /// Asking changes nothing. It is declared as if it did, so that a caller that keeps the connection in an object asks it
    /// where it is: each question to a value in an object would cost a copy of that value.
    public mutating func wishes(_ context: inout ConnectionContext) -> ConnectionWishes {
        ConnectionWishes(self, context)
    }
}
