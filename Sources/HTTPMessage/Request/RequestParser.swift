/// Reads one request head from the front of some bytes (RFC 9112, sections 2 to 6).
///
/// It holds no state between calls: while a head is incomplete the caller keeps the bytes and calls again with more.
/// One pass, no allocation beyond what the reused head already holds.
struct RequestParser: Sendable {
    enum Outcome: Equatable {
        /// So far nothing is wrong, but the head's end has not come.
        case incomplete
        /// The head is filled; it took so many bytes.
        case complete(Int)
        case refused(Refusal)
    }

    let limits: HTTPLimits

    /// Fills `head` from the front of `input`. Unless the outcome is `complete`, what `head` holds means nothing.
    func parse(_ input: Span<UInt8>, into head: inout RequestHead) -> Outcome {
        var cursor = Cursor()
        if !head.fields.isEmpty { head.fields.removeAll(keepingCapacity: true) }
        head.names = 0
        let problem = parseRequestLine(input, &cursor, &head) ?? parseFields(input, &cursor, &head)
        switch problem {
        case nil:
            if cursor.index > limits.headBytes { return .refused(.fieldsTooLarge) }
            keepBytes(input, cursor.index, &head)
            return .complete(cursor.index)
        case .some(.needsMore):
            return input.count >= limits.headBytes ? .refused(.fieldsTooLarge) : .incomplete
        case .some(.refusal(let refusal)):
            return .refused(refusal)
        }
    }

    /// What stops a step: nil means that nothing does.
    enum Stop {
        case needsMore
        case refusal(Refusal)

        static let malformed = Stop.refusal(.malformedRequest)
    }

    struct Cursor {
        var index = 0
    }

    /// Over those of an earlier head of about the same size, where that is not kept by anyone: then it is one copy.
    private func keepBytes(_ input: Span<UInt8>, _ count: Int, _ head: inout RequestHead) {
        input.extracting(first: count).withUnsafeBytes { bytes in
            if !(count...2 * count + 256).contains(head.bytes.count) {
                head.bytes = Array(bytes)
            } else {
                head.bytes.withUnsafeMutableBytes { $0.copyMemory(from: bytes) }
            }
        }
        if head.hasEncodedPath { head.normalisePath(count) }
    }

    /// One CR LF. A bare CR or a bare LF is not a line end here (RFC 9112, section 2.2, allows and does not ask it).
    @inline(__always)
    static func lineEnd(_ input: Span<UInt8>, _ cursor: inout Cursor) -> Stop? {
        if cursor.index >= input.count { return .needsMore }
        if input[cursor.index] != UInt8(ascii: "\r") { return .malformed }
        if cursor.index + 1 >= input.count { return .needsMore }
        if input[cursor.index + 1] != UInt8(ascii: "\n") { return .malformed }
        cursor.index += 2
        return nil
    }
}
