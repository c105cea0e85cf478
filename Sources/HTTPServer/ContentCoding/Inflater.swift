import CZlib

/// Decodes a gzip or zlib body, piece by piece, within bounds.
///
/// Unchecked Sendable around zlib's state: one request owns it, and that is served by one queue.
final class Inflater: @unchecked Sendable {
    enum Coding: Sendable, Equatable {
        /// RFC 1952; several members after one another are one body.
        case gzip
        /// RFC 1950, which is what HTTP calls deflate (RFC 9110, section 8.4.1.2).
        case deflate
    }

    enum Outcome: Sendable, Equatable {
        case fine
        case malformed
        case tooLarge
    }

    /// What a decoded body may be.
    struct Bounds: Sendable {
        /// Decoded bytes altogether.
        var bytes: Int
        /// Decoded bytes for each encoded byte, once `freeBytes` have been decoded.
        var ratio: Int
        var freeBytes: Int
    }

    private let stream: UnsafeMutablePointer<z_stream>
    private let bounds: Bounds
    private let coding: Coding
    private var decoded = 0
    private var encoded = 0
    private var isAtEnd = false

    /// Nil when there is no memory for it.
    init?(_ coding: Coding, _ bounds: Bounds) {
        self.coding = coding
        self.bounds = bounds
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let window: Int32 = coding == .gzip ? 15 + 16 : 15
        guard inflateInit2_(stream, window, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Whether the body so far is complete.
    var isComplete: Bool { isAtEnd }

    /// How many bytes of the last piece have not been looked at, because the borrower wanted no more.
    private(set) var unread = 0

    /// Decodes a piece and lends what comes of it, in parts of at most 64 KiB, as long as the borrower wants more.
    ///
    /// Where it stopped, `unread` bytes of the piece are to be given again; without any, another call may still bring
    /// something.
    func decode(_ input: Span<UInt8>, _ lend: (Span<UInt8>) -> Bool) -> Outcome {
        input.withUnsafeBufferPointer { input in
            var wantsMore = true
            defer {
                unread = Int(stream.pointee.avail_in)
                encoded -= unread
            }
            encoded += input.count
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64 * 1024) { room in
                repeat {
                    if isAtEnd, stream.pointee.avail_in == 0 { break }
                    let outcome = decodePart(into: room) { wantsMore = lend($0) }
                    if outcome != .fine { return outcome }
                } while wantsMore && (stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0)
                return .fine
            }
        }
    }

    private func decodePart(into room: UnsafeMutableBufferPointer<UInt8>, _ lend: (Span<UInt8>) -> Void) -> Outcome {
        if isAtEnd {
            // What follows the end can only be another member.
            guard coding == .gzip, inflateReset(stream) == Z_OK else { return .malformed }
            isAtEnd = false
        }
        stream.pointee.next_out = room.baseAddress
        stream.pointee.avail_out = UInt32(room.count)
        let result = inflate(stream, Z_NO_FLUSH)
        let count = room.count - Int(stream.pointee.avail_out)
        decoded += count
        if decoded > bounds.bytes || decoded > bounds.freeBytes && decoded / bounds.ratio > encoded {
            return .tooLarge
        }
        switch result {
        case Z_STREAM_END: isAtEnd = true
        case Z_OK, Z_BUF_ERROR: break
        default: return .malformed
        }
        if count > 0 { lend(UnsafeBufferPointer(rebasing: room[..<count]).span) }
        return .fine
    }
}
