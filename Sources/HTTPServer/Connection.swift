import CLinux
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
    /// Whether the socket may hold input that has not been read.
    var mayRead = false
    /// Whether the socket may take more.
    var mayWrite = true
    /// Whether the client will send nothing after what is there: then reading goes on to the end.
    var hasInputEnd = false
    /// Whether the connection is gone, so that nothing can be sent any more.
    var isBroken = false
    /// Whether the sending side has been closed.
    var hasSaidGoodbye = false
    /// Answers that wait outside memory, for a client that sends everything before it reads.
    var answerFile: AnswerFile?
    /// Whether a timer of its own is running, for a stream that is held up.
    var isTimed = false
    /// Whether it waits in the loop's list of connections that go on without new input.
    var isWaitingForTurn = false

    init(descriptor: Int32, http: HTTPConnection, tls: TLSSession?) {
        self.descriptor = descriptor
        self.http = http
        self.tls = tls
    }

    /// Takes notice of what epoll tells, which it does once for each change.
    func note(_ events: UInt32) {
        let broken = EPOLLERR.rawValue | EPOLLHUP.rawValue
        if events & (broken | EPOLLRDHUP.rawValue) != 0 {
            hasInputEnd = true
            isBroken = isBroken || events & broken != 0
        }
        mayRead = mayRead || events & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue | broken) != 0
        mayWrite = mayWrite || events & (EPOLLOUT.rawValue | broken) != 0
    }

    /// Whether there may be input that can be read without a word from epoll.
    var hasInput: Bool {
        guard let tls else { return mayRead }
        return tls.isEstablished && (mayRead || tls.hasPending)
    }
}
