/// What all connections of one queue share: the handler, the limits, the time, and the buffers that are reused from
/// request to request so that an idle connection owns next to nothing.
public struct ConnectionContext: Sendable {
    public let limits: HTTPLimits
    let handler: any RequestHandler
    let parser: RequestParser
    let times: Times
    let serverLine: [UInt8]
    let loans: BacklogLoans
    let clock: @Sendable () -> UInt64

    /// The number of the event loop that it belongs to.
    let loop: Int
    /// Nanoseconds of a monotonic clock, set by the caller at the beginning of each turn.
    public var now: UInt64
    /// Set once when the server stops: every answer from then on closes its connection.
    public var isShuttingDown = false
    /// What the connection just served wants to send; the caller sends it and empties it.
    public var output: [UInt8] = []
    /// A large body that goes out after `output`, shared with the response instead of copied; the caller sends it and
    /// empties it.
    public var sharedOutput: [UInt8] = []
    /// What `wake` is called with for the connection that is being served.
    public var token: UInt64 = 0
    /// Asks, from any thread, for a `turn` of the connection with this token: a promised answer is there.
    let wake: @Sendable (UInt64) -> Void

    var head = RequestHead()
    var streamed: [UInt8] = []
    private(set) var stamp: [UInt8] = []
    /// The prepared answer that was given last, as it goes out with this date.
    private var image: (of: PreparedAnswer, bytes: [UInt8], place: Int)?

    /// - Parameters:
    ///   - serverName: the value of the `Server` field, without a version; nil leaves the field out.
    ///   - loop: told to whoever counts what exchanges came to.
    ///   - wake: asks for a turn of the connection with this token; called from any thread.
    ///   - clock: nanoseconds of the same monotonic clock as `now`, read at the end of an exchange that wants to know
    ///     how long it took.
    public init(
        handler: any RequestHandler,
        limits: HTTPLimits = HTTPLimits(),
        serverName: String? = nil,
        now: UInt64 = 0,
        loop: Int = 0,
        wake: @escaping @Sendable (UInt64) -> Void = { _ in },
        clock: @escaping @Sendable () -> UInt64
    ) {
        self.handler = handler
        self.limits = limits
        self.now = now
        self.loop = loop
        self.clock = clock
        self.wake = wake
        parser = RequestParser(limits: limits)
        times = Times(limits)
        loans = BacklogLoans(limits.stalledStreams)
        var fields = ResponseFields()
        if let serverName { fields.append(unchecked: .server, serverName) }
        serverLine = fields.bytes
        setDate(secondsSince1970: 0)
    }

    /// Renews the `Date` that answers carry; once a second is enough.
    public mutating func setDate(secondsSince1970 seconds: Int) {
        var fields = ResponseFields()
        fields.append(unchecked: .date, HTTPDate.text(secondsSince1970: seconds))
        stamp = fields.bytes + serverLine
        image = nil
    }

    /// Writes an answer to the output, and tells how many bytes it has.
    mutating func append(_ prepared: PreparedAnswer, _ number: UInt128) -> Int {
        if image?.of !== prepared {
            let (bytes, place) = prepared.image(stamp: stamp)
            image = (prepared, bytes, place)
        }
        guard let image else { return 0 }
        let start = output.count
        output.append(contentsOf: image.bytes)
        output.withUnsafeMutableBytes { output in
            output.storeBytes(
                of: prepared.digits(number),
                toByteOffset: start + image.place,
                as: PreparedAnswer.Digits.self
            )
        }
        return image.bytes.count
    }

    /// The time limits in nanoseconds.
    struct Times: Sendable {
        let head: UInt64
        let bodyGrace: UInt64
        let answer: UInt64
        let idle: UInt64
        let writeStall: UInt64
        let linger: UInt64
        let streamPatience: UInt64

        init(_ limits: HTTPLimits) {
            head = limits.headTime.wholeNanoseconds
            bodyGrace = limits.bodyGraceTime.wholeNanoseconds
            answer = limits.answerTime.wholeNanoseconds
            idle = limits.idleTime.wholeNanoseconds
            writeStall = limits.writeStallTime.wholeNanoseconds
            linger = limits.lingerTime.wholeNanoseconds
            streamPatience = limits.streamPatience.wholeNanoseconds
        }
    }
}

extension Duration {
    /// Nanoseconds, at least 0, at most about 146 years so that sums with instants stay in range.
    var wholeNanoseconds: UInt64 {
        let parts = components
        guard parts.seconds >= 0 else { return 0 }
        guard parts.seconds < 4_600_000_000 else { return 4_600_000_000_000_000_000 }
        return UInt64(parts.seconds) * 1_000_000_000 + UInt64(max(0, parts.attoseconds) / 1_000_000_000)
    }
}
