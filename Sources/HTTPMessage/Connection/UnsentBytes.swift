/// Output that a client has not taken yet, in order.
public struct UnsentBytes: Sendable {
    private var bytes: [UInt8] = []
    private var start = 0

    public init() {}

    public var count: Int { bytes.count - start }
    public var isEmpty: Bool { bytes.count == start }

    public mutating func append(_ more: ArraySlice<UInt8>) {
        if start > 0, start >= bytes.count / 2 {
            bytes.removeFirst(start)
            start = 0
        }
        bytes += more
    }

    /// Lends what is left.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start...])) }
    }

    /// Drops what has been taken; memory is given back when all has.
    public mutating func consume(_ count: Int) {
        start += count
        if isEmpty {
            bytes = []
            start = 0
        }
    }
}
