/// What the caller does for a client that sends everything before it reads: it keeps part of the unsent bytes elsewhere.
extension HTTPConnection {
    /// Whether a stream waits for its client to read: `expire` is then to be called at `nextDeadline` to the millisecond.
    public var isHeldUp: Bool { exchange?.isHeldUp == true && !unsent.isStoring }

    /// What is to be put away now, behind all that was put away before.
    public mutating func takeForStore(_ context: ConnectionContext) -> [UInt8]? {
        unsent.takeForStore(least: min(UnsentBytes.unit, context.limits.backlogBytes / 4))
    }

    /// What was taken has been put away; with `room` false it could not be and comes back.
    public mutating func didStore(_ bytes: [UInt8], room: Bool, _ context: inout ConnectionContext) {
        if room { return unsent.endStoring() }
        unsent.endStoring(comingBack: bytes)
        if phase == .streaming { refuse(.answersNotTaken, head: exchange?.head, &context) }
    }

    /// How many bytes are to be fetched back now, the oldest first.
    public mutating func takeFetch() -> Int? { unsent.takeFetch() }

    /// They are here; none if they are lost, and with them the connection.
    public mutating func didFetch(_ bytes: [UInt8], _ context: ConnectionContext) {
        if bytes.isEmpty { return abort(context) }
        unsent.endFetching(bytes)
    }
}
