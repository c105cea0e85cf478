import HTTPMessage

/// What other threads may hold of an event loop.
struct LoopHandle: Sendable {
    let index: Int
    let inbox: Inbox
    let counts: ConnectionCounts
    let loop: Confined<EventLoop>

    init(_ loop: sending EventLoop) {
        index = loop.index
        inbox = loop.inbox
        counts = loop.counts
        let queue = loop.queue
        self.loop = Confined(loop, to: queue)
    }

    /// Begins to accept and to serve.
    func start(with siblings: [LoopHandle]) {
        loop.async { $0.start(with: siblings) }
    }

    func shutDown(graceNanoseconds: UInt64, _ completion: @escaping @Sendable () -> Void) {
        loop.async { $0.shutDown(graceNanoseconds: graceNanoseconds, completion) }
    }

    /// Gives back what a loop holds that was never started.
    func discard() {
        loop.sync { $0.discard() }
    }

    /// Ends a connection that was counted in but never became one of the loop.
    func leave(_ newcomer: Inbox.Newcomer) {
        System.close(newcomer.descriptor)
        counts.leave(newcomer.peer, from: index)
    }
}
