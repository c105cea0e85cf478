/// Every bound the server puts on what a client may send and how long it may take.
///
/// Sizes are bytes, times are durations. A head over its size is refused with 414 or 431, a body with 413, lateness
/// with 408; the rest end the connection.
public struct HTTPLimits: Sendable, Hashable {
    /// Bytes of a request method; a longer one is refused with 501.
    public var methodBytes = 32
    /// Bytes of a request target; a longer one is refused with 414.
    public var targetBytes = 8 * 1024
    /// Bytes of a whole request head, request line and field lines with their line ends; more is refused with 431.
    public var headBytes = 32 * 1024
    /// Header field lines a request; more are refused with 431.
    public var fieldCount = 100
    /// Empty lines before a request line (RFC 9112, section 2.2, asks for one); more are refused with 400.
    public var emptyLines = 4

    /// Bytes of one chunk-size line, extensions included; a longer one is refused with 413.
    public var chunkLineBytes = 256
    /// Bytes of chunk-size lines a body may have beyond what its data is worth: one for each byte of data and this;
    /// more are refused with 413.
    ///
    /// Data in one-byte chunks costs five bytes of framing a byte and all the work there is.
    public var chunkOverheadBytes = 64 * 1024
    /// Bytes of a chunked body's trailer section; more is refused with 431.
    public var trailerBytes = 8 * 1024

    /// Bytes of an unwanted request body that are read and thrown away to keep a connection; more closes it.
    public var drainBytes = 64 * 1024
    /// Bytes of a body given to a `BodyStream` in one turn, in slices of which each counts as at least a sixteenth.
    public var streamSliceBytes = 16 * 1024
    /// Bytes of answers that may wait for a client to take them; above it its next requests are not looked at.
    ///
    /// A larger body is not copied to wait: the connection holds on to the array that the response shares.
    public var answerBacklogBytes = 64 * 1024
    /// Bytes of a stream's answer that may wait for a client to take them; above it the client's body is not read.
    public var backlogBytes = 256 * 1024
    /// How long a stream waits for a client to read before the client is taken for one that sends everything first.
    public var streamPatience: Duration = .milliseconds(20)
    /// Bytes of answers that may wait, most of them in a file, for a client that sends everything before it reads; when
    /// there are more the answer is cut short.
    public var stalledStreamBytes = 1024 * 1024 * 1024
    /// How many such clients each event loop bears with at a time; others are not read on until they read.
    public var stalledStreams = 8
    /// Requests of one connection answered in one turn before other connections get theirs.
    public var pipelinedRequests = 32

    /// From the first byte of a request head to its end.
    public var headTime: Duration = .seconds(10)
    /// How long a body may go on before its average rate counts.
    public var bodyGraceTime: Duration = .seconds(10)
    /// Bytes a second that a body must keep up on average after the grace time.
    public var bodyBytesPerSecond = 1024
    /// How long a handler may take to keep the promise of an answer; after that it is refused with 503.
    public var answerTime: Duration = .seconds(30)
    /// How long a kept connection may wait for its next request.
    public var idleTime: Duration = .seconds(60)
    /// How long a client may take nothing of an answer that waits for it.
    public var writeStallTime: Duration = .seconds(30)
    /// Bytes a second that a client must take of an answer that waits for it, or the stall time runs down.
    public var answerBytesPerSecond = 1024
    /// How long a closed connection is still read, so that the client sees the last answer and not a reset.
    public var lingerTime: Duration = .seconds(2)

    public init() {}
}
