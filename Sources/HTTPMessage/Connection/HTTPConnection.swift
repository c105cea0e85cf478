/// One connection's life as a value: bytes and instants in, bytes and wishes out, no sockets and no clock.
///
/// The caller reads from its socket and calls `receive`, sends what `ConnectionContext.output` then holds, keeps what
/// the socket would not take in `unsent`, and asks the wishes: whether to read on, whether to come back without new
/// input, when to call `expire`, and whether the connection is over.
public struct HTTPConnection {
    enum Phase: UInt8 {
        /// Between requests; nothing of the next one has come.
        case idle
        /// Part of a head has come.
        case head
        case collecting
        case streaming
        /// The request is with the handler, which answers later.
        case answering
        /// The request has been answered; its body is read past.
        case draining
        /// The last answer has been given; it is sent, then the client may finish what it is saying.
        case closing
        case closed
    }

    public private(set) var peer: PeerAddress
    /// Answers that the socket would not take.
    public internal(set) var unsent = UnsentBytes()

    var phase = Phase.idle
    /// Whether input waits for a turn or for the client to take its answers.
    var isBlocked = false
    /// Whether the client may still be sending when the last answer has gone.
    var lingers = false
    var hasInputEnded = false
    /// Empty lines since the last request.
    var emptyLines: UInt8 = 0
    /// How much of `held` has been looked at in vain for the end of a head.
    private var lookedAt: Int32 = 0
    /// Input that could not be used yet: part of a head, or what waits for a turn.
    private var held: [UInt8] = []
    var exchange: Exchange?
    /// When the first byte of the current request came.
    var requestStart: UInt64 = 0
    var deadline: UInt64
    private var writeDeadline = UInt64.max

    public init(peer: PeerAddress, _ context: ConnectionContext) {
        self.peer = peer
        deadline = context.now + context.times.idle
    }

    // MARK: What the connection wishes

    /// Whether more input is of use now.
    public var wantsInput: Bool {
        switch phase {
        case .closed: false
        case .closing: lingers && !hasInputEnded
        default: !isBlocked && !hasInputEnded
        }
    }

    /// How many bytes to read at a time: what one turn is for.
    public func inputRoom(_ limits: HTTPLimits) -> Int {
        phase == .streaming ? limits.streamSliceBytes : .max
    }

    /// Whether `turn` would make progress without new input.
    public func wantsTurn(_ context: ConnectionContext) -> Bool {
        if phase == .answering { return hasAnswer }
        return isBlocked && !hasBacklog(context) && exchange?.isWaiting != true
    }

    private var hasAnswer: Bool {
        if let exchange, case .awaitAnswer(let pending) = exchange.purpose { pending.isComplete } else { false }
    }

    /// Whether everything has been said and the socket can be closed.
    public var isOver: Bool {
        phase == .closed || phase == .closing && unsent.isEmpty && (!lingers || hasInputEnded)
    }

    /// Whether nothing more will be sent, though the client may still be heard out: time to close the sending side.
    public var isSayingGoodbye: Bool { phase == .closing && unsent.isEmpty }

    /// When to call `expire`, at the latest.
    public var nextDeadline: UInt64 {
        if unsent.isEmpty { return deadline }
        // A client that is still taking its answer is not idle.
        return phase == .idle || phase == .closing ? writeDeadline : min(deadline, writeDeadline)
    }

    // MARK: What happens to it

    /// The client has shown a certificate, before anything was read.
    public mutating func identify(_ certificate: ClientCertificate) { peer.certificate = certificate }

    /// Takes bytes the client sent.
    public mutating func receive(_ input: Span<UInt8>, _ context: inout ConnectionContext) {
        guard phase.rawValue < Phase.closing.rawValue, input.count > 0 else { return }
        // A client that still sends what it has, and is known to read later, is busy, not stalled.
        if unsent.isStoring { writeDeadline = context.now + context.times.writeStall }
        if held.isEmpty, !isBlocked {
            let used = process(input, &context)
            if used < input.count, phase.rawValue < Phase.closing.rawValue {
                input.extracting(used..<input.count).withUnsafeBufferPointer { held = Array($0) }
            }
            lookedAt = Int32(truncatingIfNeeded: held.count)
            return
        }
        let mayEndLine = phase != .head || input.contains(UInt8(ascii: "\n"))
        input.withUnsafeBufferPointer { held.append(contentsOf: $0) }
        // A head that comes in small pieces is read again only when a line ends or its size has doubled.
        if !isBlocked, mayEndLine || held.count >= 2 * Int(lookedAt) || held.count >= context.limits.headBytes {
            processHeld(&context)
        }
    }

    /// Goes on with input that waited.
    public mutating func turn(_ context: inout ConnectionContext) {
        guard isBlocked, exchange?.isWaiting != true else { return }
        if phase == .answering { return answerLate(&context) }
        isBlocked = false
        if let exchange, exchange.isHeldUp {
            exchange.isHeldUp = false
            exchange.watch(from: context.now)
            setBodyDeadline(context)
        }
        processHeld(&context)
        if hasInputEnded, !isBlocked { endOfInput(&context) }
    }

    /// Goes on with what someone else has worked on: an answer is there, or a stream's waker was called.
    public mutating func resume(_ context: inout ConnectionContext) {
        guard phase == .streaming, let exchange else { return turn(&context) }
        if exchange.isWaiting {
            exchange.isWaiting = false
            exchange.watch(from: context.now)
            setBodyDeadline(context)
        } else if isBlocked {
            // Its turn comes when the client has taken enough.
            exchange.isUnfinished = true
            return
        }
        exchange.isUnfinished = true
        isBlocked = true
        turn(&context)
    }

    /// The client will send nothing more.
    public mutating func inputEnded(_ context: inout ConnectionContext) {
        guard !hasInputEnded else { return }
        hasInputEnded = true
        // What has not been looked at since the last line's end may be wrong in a way that has a name.
        if phase == .head { processHeld(&context) }
        if !isBlocked { endOfInput(&context) }
    }

    /// A deadline has passed.
    public mutating func expire(_ context: inout ConnectionContext) {
        guard context.now >= nextDeadline else { return }
        if context.now >= writeDeadline {
            guard phase == .streaming else { return abort(context) }
            // It may still be sending; once it has heard that this is in vain it has as long again to take it.
            writeDeadline = context.now + context.times.writeStall
            return refuse(.answersNotTaken, head: exchange?.head, &context)
        }
        switch phase {
        case .idle, .draining, .closing, .closed:
            abort(context)
        case .head:
            // A head that waits for its turn is not late.
            if isBlocked {
                deadline = context.now + context.times.head
            } else {
                refuse(.headTimeout, head: nil, isHead: Self.isHead(held.span), &context)
            }
        case .answering:
            refuse(.answerTimeout, head: exchange?.head, &context)
            goOn(&context)
        case .streaming where exchange?.isWaiting == true:
            refuse(.answerTimeout, head: exchange?.head, &context)
            goOn(&context)
        case .collecting, .streaming:
            if isBlocked {
                waitedLongEnough(&context)
            } else if let exchange, !isBodyOnTime(exchange, context) {
                refuse(.bodyTimeout, head: exchange.head, &context)
            }
        }
    }

    /// A stream has waited for a turn, or for its client to read, as long as one waits for that.
    private mutating func waitedLongEnough(_ context: inout ConnectionContext) {
        if exchange?.isBodyOver == true {
            // It is not held up by what the client still sends: how long it may take to read is `writeStall`.
            deadline = .max
            return
        }
        guard hasBacklog(context), !unsent.isStoring else {
            exchange?.watch(from: context.now)
            return setBodyDeadline(context)
        }
        deadline = context.now + context.times.streamPatience
        guard let loan = context.loans.take() else { return }
        unsent.beginStoring(loan)
        turn(&context)
    }

    /// The server stops: an idle connection is over, any other ends with its current answer.
    public mutating func shutDown(_ context: ConnectionContext) {
        if phase == .idle, held.isEmpty {
            phase = .closing
            deadline = context.now
            lingers = false
        }
    }

    /// Refuses before anything was read, for want of room.
    ///
    /// - Parameter input: what the client has sent so far, which is not read as a request.
    public mutating func turnAway(_ refusal: Refusal, input: Span<UInt8>, _ context: inout ConnectionContext) {
        refuse(refusal, head: nil, isHead: Self.isHead(input), &context)
    }

    /// The connection broke, or has taken too long: nothing more can be sent.
    public mutating func abort(_ context: ConnectionContext) {
        guard phase != .closed else { return }
        if let exchange { giveUp(exchange, context) }
        exchange = nil
        phase = .closed
        deadline = context.now
    }

    // MARK: Output

    /// Keeps the part of the context's output that the socket did not take, and empties the output.
    ///
    /// - Parameter index: how much the socket took, counted through `output` and then `sharedOutput`.
    public mutating func keepUnsent(from index: Int, _ context: inout ConnectionContext) {
        if unsent.isEmpty { writeDeadline = context.now + context.times.writeStall }
        unsent.append(context.output[min(index, context.output.count)...])
        unsent.append(sharing: context.sharedOutput, from: max(0, index - context.output.count))
        context.output.removeAll(keepingCapacity: true)
        context.sharedOutput = []
    }

    /// The socket took so many of the unsent bytes.
    public mutating func sent(_ count: Int, _ context: ConnectionContext) {
        unsent.consume(count)
        if unsent.isEmpty {
            writeDeadline = .max
            if phase == .idle { deadline = context.now + context.times.idle }
            if phase == .closing { deadline = context.now + context.times.linger }
        } else {
            let credit = UInt64(count) * 1_000_000_000 / UInt64(max(1, context.limits.answerBytesPerSecond))
            writeDeadline = min(writeDeadline + credit, context.now + context.times.writeStall)
            if exchange?.isHeldUp == true { deadline = context.now + context.times.streamPatience }
        }
    }

    // MARK: Inside

    /// Whether so much output waits that no more should be produced.
    func hasBacklog(_ context: ConnectionContext) -> Bool {
        // What waits for a stream's client may wait elsewhere; whole answers are never put away.
        let (waiting, limit) =
            phase == .streaming
            ? (unsent.congestion, context.limits.backlogBytes) : (unsent.count, context.limits.answerBacklogBytes)
        return waiting + context.output.count + context.sharedOutput.count > limit
    }

    /// Whether these bytes begin a HEAD request, so that even a refusal of the rest has no body (RFC 9110, section 9.3.2).
    static func isHead(_ input: Span<UInt8>) -> Bool {
        var index = 0
        while index + 1 < input.count, input[index] == UInt8(ascii: "\r"), input[index + 1] == UInt8(ascii: "\n") {
            index += 2
        }
        return input.count - index >= 5 && input.extracting(index..<index + 5).equals("HEAD ")
    }

    /// Gives the answer that was promised, and goes on with what has come meanwhile.
    private mutating func answerLate(_ context: inout ConnectionContext) {
        guard let exchange, case .awaitAnswer(let pending) = exchange.purpose, let response = pending.take() else {
            return
        }
        self.exchange = nil
        answer(response, RequestTraits(exchange.head), requestBytes: exchange.wireBytes, &context)
        goOn(&context)
    }

    private mutating func goOn(_ context: inout ConnectionContext) {
        isBlocked = false
        guard phase.rawValue < Phase.closing.rawValue else { return }
        processHeld(&context)
        if hasInputEnded, !isBlocked { endOfInput(&context) }
    }

    private mutating func processHeld(_ context: inout ConnectionContext) {
        var bytes: [UInt8] = []
        swap(&bytes, &held)
        let used = process(bytes.span, &context)
        guard phase.rawValue < Phase.closing.rawValue else { return }
        if used == 0 {
            held = bytes
        } else if used < bytes.count {
            held = Array(bytes[used...])
        }
        lookedAt = Int32(truncatingIfNeeded: held.count)
    }

    private mutating func endOfInput(_ context: inout ConnectionContext) {
        switch phase {
        case .idle, .draining:
            exchange = nil
            phase = .closing
            lingers = false
            deadline = context.now + context.times.linger
        case .head:
            refuse(.malformedRequest, head: nil, isHead: Self.isHead(held.span), &context)
        case .answering:
            break
        case .streaming where exchange?.isBodyOver == true:
            break
        case .collecting, .streaming:
            refuse(.incompleteBody, head: exchange?.head, &context)
        case .closing, .closed:
            break
        }
    }

    /// Whether the body has kept up its rate; if so, when to ask again.
    private mutating func isBodyOnTime(_ exchange: Exchange, _ context: ConnectionContext) -> Bool {
        let rate = UInt64(max(1, context.limits.bodyBytesPerSecond))
        let paidFor = exchange.watchStart + UInt64(exchange.watchedBytes) * 1_000_000_000 / rate
        guard paidFor >= context.now else { return false }
        deadline = max(paidFor, context.now + 1_000_000_000)
        return true
    }

    mutating func setBodyDeadline(_ context: ConnectionContext) {
        guard let exchange else { return }
        deadline = exchange.watchStart + context.times.bodyGrace
    }
}

@available(*, unavailable)
extension HTTPConnection: Sendable {}

extension Span where Element == UInt8 {
    func contains(_ byte: UInt8) -> Bool {
        for index in 0..<count where self[index] == byte { return true }
        return false
    }
}
