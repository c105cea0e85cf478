/// Cuts an input into blocks of whole lines.
///
/// It keeps a block and no more: of a line that is longer than a document may be, only as much as shows that it is.
struct LineBlocks {
    /// Bytes of a block, from which on it ends with the next line.
    static let size = 64 * 1024

    private let lineLimit: Int
    private let hasMore: () -> Bool
    private let read: (Int) -> [UInt8]?
    private var kept: [UInt8]
    /// Bytes of `kept` that are part of a line without an end yet.
    private var open = 0
    private var hasEnded = false
    /// Whether reading failed.
    private(set) var hasFailed = false
    /// Bytes that have been read.
    private(set) var bytes: Int

    /// - Parameters:
    ///   - beginning: what has been read already.
    ///   - hasMore: whether there is more to read now, so that reading does not wait.
    ///   - read: gives at most so many more bytes, none at the end, nil when it fails.
    init(
        beginning: [UInt8],
        lineLimit: Int,
        hasMore: @escaping () -> Bool = { true },
        read: @escaping (Int) -> [UInt8]?
    ) {
        self.lineLimit = lineLimit
        self.hasMore = hasMore
        self.read = read
        kept = []
        bytes = 0
        take(beginning)
    }

    /// The next block, whose last line has its end unless it is the last of all; nil at the end.
    mutating func next() -> [UInt8]? {
        while !hasEnded, kept.count - open < Self.size {
            // Whoever reads from a terminal or a slow pipe wants each line's answer when the line is there.
            if kept.count > open, !hasMore() { break }
            guard let more = read(Self.size) else {
                hasFailed = true
                hasEnded = true
                break
            }
            if more.isEmpty { hasEnded = true }
            take(more)
            if more.count < Self.size, kept.count > open { break }
        }
        let end = hasEnded ? kept.count : kept.count - open
        guard end > 0 else { return nil }
        let block = Array(kept[..<end])
        kept.removeFirst(end)
        if hasEnded { open = 0 }
        return block
    }

    private mutating func take(_ more: [UInt8]) {
        bytes += more.count
        guard let last = more.lastIndex(of: 0x0a) else { return keepOpen(more[...]) }
        let first = more.firstIndex(of: 0x0a) ?? last
        keepOpen(more[..<first])
        kept += more[first...last]
        open = 0
        keepOpen(more[(last + 1)...])
    }

    /// Adds to the line that has no end yet, up to one byte more than it may have.
    private mutating func keepOpen(_ part: ArraySlice<UInt8>) {
        let room = max(0, lineLimit + 1 - open)
        kept += part.prefix(room)
        open += min(room, part.count)
    }
}
