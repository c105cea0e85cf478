import HTTPMessage

/// A socket and the life of what is spoken on it. All of it belongs to one loop's queue; see `EventLoop` on what is not watched.
final class Connection {
    let descriptor: Int32
    #if !DEBUG
    @exclusivity(unchecked)
    #endif
    var http: HTTPConnection
    /// What it wished when it was last settled, which holds until it is served again.
    #if !DEBUG
    @exclusivity(unchecked)
    #endif
    var wishes = ConnectionWishes()
    /// Nil for a connection without encryption.
    let tls: TLSSession?
    /// The epoll events that are asked for at present.
    var interest: UInt32
    /// Whether the sending side has been closed.
    var hasSaidGoodbye = false
    /// Whether a time limit is what ends it.
    var isOverdue = false
    /// Whether something that was to be sent has been dropped, as nobody is there to take it.
    var hasLostAnswers = false
    /// Answers that wait outside memory, for a client that sends everything before it reads.
    var answerFile: AnswerFile?
    /// Whether a timer of its own is running, for a stream that is held up.
    var isTimed = false
    /// Whether it waits in the loop's list of connections that go on without new input.
    var isWaitingForTurn = false

    init(descriptor: Int32, http: HTTPConnection, tls: TLSSession?, interest: UInt32) {
        self.descriptor = descriptor
        self.http = http
        self.tls = tls
        self.interest = interest
    }
}
