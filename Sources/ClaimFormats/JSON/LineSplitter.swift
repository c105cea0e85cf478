/// Cuts a stream of bytes into lines (NDJSON): fed in pieces of any size, it hands out one line after the other.
///
/// A line ends at a line feed, and the last one also at the end of the stream. Lines of nothing but white space are passed
/// over but counted. A line within one piece is lent from it; only a line that runs over the edge of a piece is copied. A
/// line past the limit is told as such once, its rest is dropped, and the next line is read as usual.
public struct LineSplitter: Sendable {
    /// Longest line in bytes, without its line feed.
    public let limit: Int
    /// The beginning of a line whose end has not come.
    private var kept: [UInt8] = []
    private var isDropping = false
    private var number = 0

    /// - Parameter limit: longest line in bytes, without its line feed.
    public init(limit: Int) { self.limit = limit }

    /// How many bytes of an unfinished line are kept.
    public var keptBytes: Int { kept.count }

    /// Hands the next line of `piece` to `body` and moves `position` behind it. False when the piece is used up; what is
    /// left of it is kept, and the next piece may come.
    ///
    /// - Parameter body: gets the line, lent for the call, or nil for one past the limit; and its number in the stream,
    ///   from 1.
    public mutating func next(
        in piece: UnsafeBufferPointer<UInt8>,
        from position: inout Int,
        _ body: (_ line: UnsafeBufferPointer<UInt8>?, _ number: Int) -> Void
    ) -> Bool {
        while position < piece.count {
            let start = position
            let end = LineSplitter.lineFeed(in: piece, from: start)
            let isWhole = end < piece.count
            position = isWhole ? end + 1 : end
            let part = UnsafeBufferPointer(rebasing: piece[start..<end])
            guard isWhole else {
                keep(part)
                return false
            }
            if hand(part, to: body) { return true }
        }
        return false
    }

    /// The stream has ended: hands the last line to `body` if it had no line feed. False if there was none.
    public mutating func end(_ body: (_ line: UnsafeBufferPointer<UInt8>?, _ number: Int) -> Void) -> Bool {
        if kept.isEmpty && !isDropping { return false }
        return hand(UnsafeBufferPointer(start: nil, count: 0), to: body)
    }

    private mutating func keep(_ part: UnsafeBufferPointer<UInt8>) {
        if isDropping { return }
        if kept.count + part.count > limit {
            isDropping = true
            kept.removeAll()
        } else {
            kept.append(contentsOf: part)
        }
    }

    /// Ends the line with its last part; false if there is nothing to hand out.
    private mutating func hand(
        _ part: UnsafeBufferPointer<UInt8>,
        to body: (_ line: UnsafeBufferPointer<UInt8>?, _ number: Int) -> Void
    ) -> Bool {
        number += 1
        if kept.isEmpty && !isDropping && part.count <= limit {
            if LineSplitter.isBlank(part) { return false }
            body(part, number)
            return true
        }
        keep(part)
        let line = isDropping ? nil : kept
        isDropping = false
        kept.removeAll(keepingCapacity: true)
        guard let line else {
            body(nil, number)
            return true
        }
        return line.withUnsafeBufferPointer { line in
            if LineSplitter.isBlank(line) { return false }
            body(line, number)
            return true
        }
    }

    private static func isBlank(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        for byte in line
        where byte != JSONByte.space && byte != JSONByte.tab && byte != JSONByte.carriageReturn { return false }
        return true
    }

    /// The position of the next line feed, or the end of the piece; 32 bytes at a time, then eight.
    private static func lineFeed(in piece: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let base = piece.baseAddress else { return piece.count }
        var at = start
        while piece.count - at >= 32 {
            let found =
                lineFeeds(base + at) | lineFeeds(base + at + 8) | lineFeeds(base + at + 16) | lineFeeds(base + at + 24)
            if found & 0x8080_8080_8080_8080 != 0 { break }
            at += 32
        }
        while piece.count - at >= 8 {
            let found = lineFeeds(base + at) & 0x8080_8080_8080_8080
            if found != 0 { return at + found.trailingZeroBitCount >> 3 }
            at += 8
        }
        while at < piece.count && base[at] != JSONByte.lineFeed { at += 1 }
        return at
    }

    /// Eight bytes of which the lowest whose top bit is set is a line feed, if there is one.
    @inline(__always)
    private static func lineFeeds(_ address: UnsafePointer<UInt8>) -> UInt64 {
        let word = JSONWord.load(address) ^ 0x0A0A_0A0A_0A0A_0A0A
        return (word &- 0x0101_0101_0101_0101) & ~word
    }
}
