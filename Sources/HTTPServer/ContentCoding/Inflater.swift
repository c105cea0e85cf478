import CZlib

/// Decodes a gzip or zlib body, piece by piece, within bounds.
///
/// One request owns it, and that is served by one queue.
final class Inflater: Sendable {
    enum Coding: Sendable, Equatable {
        /// RFC 1952; several members after one another are one body.
        case gzip
        /// RFC 1950, which is what HTTP calls deflate (RFC 9110, section 8.4.1.2).
        case deflate
    }

    enum Outcome: Sendable, Equatable {
        case fine
        case malformed
        /// More bytes than are taken.
        case tooLarge
        /// More bytes for each that was sent than are taken.
        case tooDense
    }

    /// What a decoded body may be.
    struct Bounds: Sendable {
        /// Decoded bytes altogether.
        var bytes: Int
        /// Decoded bytes for each encoded byte, once `freeBytes` have been decoded.
        var ratio: Int
        var freeBytes: Int
    }

    /// zlib's state and what has gone through it.
    private struct State {
        var stream = z_stream()
        var decoded = 0
        var encoded = 0
        var unread = 0
        var isAtEnd = false
    }

    private let state: CPointer<UnsafeMutablePointer<State>>
    private let bounds: Bounds
    private let coding: Coding

    /// Nil when there is no memory for it.
    init?(_ coding: Coding, _ bounds: Bounds) {
        self.coding = coding
        self.bounds = bounds
        state = CPointer(.allocate(capacity: 1))
        state.pointer.initialize(to: State())
        let window: Int32 = coding == .gzip ? 15 + 16 : 15
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(&state.pointer.pointee.stream, window, ZLIB_VERSION, size) == Z_OK else {
            state.pointer.deallocate()
            return nil
        }
    }

    deinit {
        inflateEnd(&state.pointer.pointee.stream)
        state.pointer.deallocate()
    }

    /// Whether the body so far is complete.
    var isComplete: Bool { state.pointer.pointee.isAtEnd }

    /// How many bytes of the last piece have not been looked at, because the borrower wanted no more.
    var unread: Int { state.pointer.pointee.unread }

    /// Decodes a piece and lends what comes of it, in parts of at most 64 KiB, as long as the borrower wants more.
    ///
    /// Where it stopped, `unread` bytes of the piece are to be given again; without any, another call may still bring
    /// something.
    func decode(_ input: Span<UInt8>, _ lend: (Span<UInt8>) -> Bool) -> Outcome {
        let state = state.pointer
        return input.withUnsafeBufferPointer { input in
            var wantsMore = true
            defer {
                state.pointee.unread = Int(state.pointee.stream.avail_in)
                state.pointee.encoded -= state.pointee.unread
            }
            state.pointee.encoded += input.count
            state.pointee.stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            state.pointee.stream.avail_in = UInt32(input.count)
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64 * 1024) { room in
                repeat {
                    if state.pointee.isAtEnd, state.pointee.stream.avail_in == 0 { break }
                    let outcome = decodePart(into: room) { wantsMore = lend($0) }
                    if outcome != .fine { return outcome }
                } while wantsMore && (state.pointee.stream.avail_in > 0 || state.pointee.stream.avail_out == 0)
                return .fine
            }
        }
    }

    private func decodePart(into room: UnsafeMutableBufferPointer<UInt8>, _ lend: (Span<UInt8>) -> Void) -> Outcome {
        let state = state.pointer
        if state.pointee.isAtEnd {
            // What follows the end can only be another member.
            guard coding == .gzip, inflateReset(&state.pointee.stream) == Z_OK else { return .malformed }
            state.pointee.isAtEnd = false
        }
        state.pointee.stream.next_out = room.baseAddress
        state.pointee.stream.avail_out = UInt32(room.count)
        let result = inflate(&state.pointee.stream, Z_NO_FLUSH)
        let count = room.count - Int(state.pointee.stream.avail_out)
        state.pointee.decoded += count
        let (decoded, encoded) = (state.pointee.decoded, state.pointee.encoded)
        if decoded > bounds.bytes { return .tooLarge }
        if decoded > bounds.freeBytes, decoded / bounds.ratio > encoded { return .tooDense }
        switch result {
        case Z_STREAM_END: state.pointee.isAtEnd = true
        case Z_OK, Z_BUF_ERROR: break
        default: return .malformed
        }
        if count > 0 { lend(UnsafeBufferPointer(rebasing: room[..<count]).span) }
        return .fine
    }
}
