/// Cuts a stream of bytes into X12 segments: fed in pieces of any size, it hands out one segment after the other.
///
/// The delimiters are learnt from each interchange header. White space between segments is passed over, whatever the
/// line-ending habit, line ends within segments where all lines have one length, and a byte-order mark before the first
/// segment. A segment within one piece is lent from it; only one that runs over the edge of a piece is copied.
struct X12Tokenizer {
    private let limits: X12Limits
    /// Where the elements of the segment begin.
    private var starts: [Int32]
    /// The beginning of a segment whose end has not come.
    private var kept: [UInt8] = []
    private var delimiters: X12Delimiters?
    /// Bytes of the file before the piece.
    private var consumed = 0
    private var number = 0
    private var keptOffset = 0

    init(limits: X12Limits) {
        self.limits = limits
        starts = [Int32](repeating: 0, count: limits.elements + 3)
    }

    /// Bytes that are held of an unfinished segment.
    var keptBytes: Int { kept.count }

    /// Hands every whole segment of `piece` to `body`.
    mutating func feed(
        _ piece: UnsafeBufferPointer<UInt8>,
        _ body: (X12Segment) throws(X12Failure) -> Void
    ) throws(X12Failure) {
        guard let base = piece.baseAddress else { return }
        var position = 0
        while position < piece.count {
            if kept.isEmpty {
                position = skipSpace(base, position, piece.count)
                if position == piece.count { break }
                keptOffset = consumed + position
            }
            guard let delimiters else {
                try takeHeader(base, &position, piece.count, body)
                continue
            }
            let end = X12Tokenizer.find(delimiters.terminator, base, position, piece.count)
            if kept.count + end - position > limits.segmentBytes { throw failure(.segmentTooLong) }
            if end == piece.count {
                kept.append(contentsOf: UnsafeBufferPointer(start: base + position, count: end - position))
                position = end
            } else if kept.isEmpty {
                let segment = UnsafeBufferPointer(start: base + position, count: end - position)
                position = end + 1
                try hand(segment, delimiters, body)
            } else {
                kept.append(contentsOf: UnsafeBufferPointer(start: base + position, count: end - position))
                position = end + 1
                try handKept(delimiters, body)
            }
        }
        consumed += piece.count
    }

    /// The stream has ended: a segment whose terminator did not come is handed out if it is a trailer's, else refused.
    mutating func end(_ body: (X12Segment) throws(X12Failure) -> Void) throws(X12Failure) {
        if kept.isEmpty {
            if number == 0 { throw X12Failure(.empty, offset: consumed, segment: 1) }
            return
        }
        guard let delimiters else { throw failure(number == 0 ? .notX12 : .afterInterchange) }
        guard kept.starts(with: "IEA".utf8) else { throw failure(.truncated) }
        while kept.last.map(X12Bytes.isSpace) == true { kept.removeLast() }
        try handKept(delimiters, body)
    }

    /// Collects the 106 bytes of a header and learns the delimiters from it.
    private mutating func takeHeader(
        _ base: UnsafePointer<UInt8>,
        _ position: inout Int,
        _ end: Int,
        _ body: (X12Segment) throws(X12Failure) -> Void
    ) throws(X12Failure) {
        // A byte-order mark says nothing that X12 needs.
        let mayBeMark = number == 0 && keptOffset == 0 && (kept.first ?? base[position]) == 0xEF
        let wanted = mayBeMark ? 3 : X12Delimiters.headerLength
        while position < end, kept.count < wanted {
            // A file in lines of fixed length breaks its header too; only the terminator may be a line's end.
            let isBreak = base[position] == 10 || base[position] == 13
            if !isBreak || kept.count == X12Delimiters.headerLength - 1 { kept.append(base[position]) }
            position += 1
        }
        if mayBeMark {
            guard kept.count == wanted else { return }
            guard kept == [0xEF, 0xBB, 0xBF] else { throw failure(.notX12) }
            kept.removeAll(keepingCapacity: true)
            return
        }
        guard zip(kept, "ISA".utf8).allSatisfy({ $0 == $1 }) else {
            throw failure(number == 0 ? .notX12 : .afterInterchange)
        }
        guard kept.count == X12Delimiters.headerLength else { return }
        let learnt: X12Delimiters
        do throws(X12Delimiters.NotAHeader) {
            learnt = try kept.withUnsafeBufferPointer { (header) throws(X12Delimiters.NotAHeader) in
                try X12Delimiters(header: header)
            }
        } catch {
            let kind: X12Failure.Kind = number == 0 ? .notX12 : .afterInterchange
            throw X12Failure(kind, offset: keptOffset + error.position, segment: number + 1)
        }
        delimiters = learnt
        kept.removeLast()
        try handKept(learnt, body)
    }

    private mutating func handKept(
        _ delimiters: X12Delimiters,
        _ body: (X12Segment) throws(X12Failure) -> Void
    ) throws(X12Failure) {
        let segment = kept
        kept.removeAll(keepingCapacity: true)
        try segment.withUnsafeBufferPointer { (segment) throws(X12Failure) in try hand(segment, delimiters, body) }
    }

    private mutating func hand(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ delimiters: X12Delimiters,
        _ body: (X12Segment) throws(X12Failure) -> Void
    ) throws(X12Failure) {
        if bytes.contains(where: X12Tokenizer.isBreak) {
            let joined = bytes.filter { !X12Tokenizer.isBreak($0) }
            try joined.withUnsafeBufferPointer { (bytes) throws(X12Failure) in try cut(bytes, delimiters, body) }
        } else {
            try cut(bytes, delimiters, body)
        }
    }

    private mutating func cut(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ delimiters: X12Delimiters,
        _ body: (X12Segment) throws(X12Failure) -> Void
    ) throws(X12Failure) {
        number += 1
        let number = number
        let offset = keptOffset
        let limit = limits.elements
        let isTrailer = bytes.count > 3 && bytes[0] == 73 && bytes[1] == 69 && bytes[2] == 65
        try starts.withUnsafeMutableBufferPointer { (starts) throws(X12Failure) in
            starts[0] = 0
            var count = 1
            for position in 0..<bytes.count where bytes[position] == delimiters.element {
                guard count <= limit else { throw X12Failure(.tooManyElements, offset: offset, segment: number) }
                starts[count] = Int32(truncatingIfNeeded: position + 1)
                count += 1
            }
            starts[count] = Int32(truncatingIfNeeded: bytes.count + 1)
            let segment = X12Segment(
                bytes: bytes,
                starts: UnsafeBufferPointer(rebasing: starts[0...count]),
                delimiters: delimiters,
                number: number,
                offset: offset
            )
            try body(segment)
        }
        // What follows an interchange may have other delimiters.
        if isTrailer, bytes[3] == delimiters.element { self.delimiters = nil }
    }

    /// The end of a line within a segment, in files of fixed line length.
    private static func isBreak(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

    private func failure(_ kind: X12Failure.Kind) -> X12Failure {
        X12Failure(kind, offset: keptOffset, segment: number + 1)
    }

    private func skipSpace(_ base: UnsafePointer<UInt8>, _ from: Int, _ end: Int) -> Int {
        var position = from
        while position < end, X12Bytes.isSpace(base[position]) { position += 1 }
        return position
    }

    /// The position of the next such byte, or the end; eight bytes at a time.
    private static func find(_ byte: UInt8, _ base: UnsafePointer<UInt8>, _ from: Int, _ end: Int) -> Int {
        let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
        var at = from
        while end - at >= 8 {
            let word = JSONWord.load(base + at) ^ pattern
            let found = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
            if found != 0 { return at + found.trailingZeroBitCount >> 3 }
            at += 8
        }
        while at < end, base[at] != byte { at += 1 }
        return at
    }
}
