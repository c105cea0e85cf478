/// How the server deals with compressed bodies.
public struct ContentCodings: Sendable, Hashable {
    /// Whether request bodies in gzip or deflate are decoded; if not they are given to the handler as they are.
    public var decodesRequests = true
    /// Whether answers are sent in gzip to clients that accept it.
    public var encodesResponses = true
    /// Bytes of the smallest answer that is worth encoding; less than about one packet's worth gains nothing.
    public var minimumResponseBytes = 2048
    /// zlib's level, 1 for fastest to 9 for smallest.
    public var level = 4
    /// Encoders at a time, of a quarter of a mebibyte each; when all are in use answers go as they are.
    public var maximumEncoders = 32
    /// Decoded bytes for each encoded byte of a request body, beyond the free bytes; more is refused with 413.
    ///
    /// Months of many patients that differ in little reach 180; the most that zlib makes is 1,032.
    public var maximumRatio = 300
    /// Decoded bytes of a request body that may come of however few.
    public var freeDecodedBytes = 1024 * 1024

    public init() {}
}
