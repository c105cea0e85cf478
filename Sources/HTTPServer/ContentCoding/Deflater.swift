import CZlib

/// A gzip encoder that is set up once and used again and again: setting up costs two thirds of a small body's time.
///
/// `DeflaterPool` gives an encoder to one user at a time.
final class Deflater: Sendable {
    private let state: CPointer<UnsafeMutablePointer<z_stream>>
    private var stream: UnsafeMutablePointer<z_stream> { state.pointer }

    /// Nil when there is no memory for it.
    init?(level: Int32) {
        state = CPointer(.allocate(capacity: 1))
        stream.initialize(to: z_stream())
        // 15 bits of window, and 16 asks for the gzip format (RFC 1952).
        let size = Int32(MemoryLayout<z_stream>.size)
        guard deflateInit2_(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK
        else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// A whole body as one gzip member; nil when zlib fails.
    func encode(_ body: [UInt8]) -> [UInt8]? {
        deflateReset(stream)
        let bound = Int(deflateBound(stream, UInt(body.count)))
        var isWhole = false
        let encoded = body.withUnsafeBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: bound) { output, count in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                isWhole = deflate(stream, Z_FINISH) == Z_STREAM_END
                count = output.count - Int(stream.pointee.avail_out)
            }
        }
        return isWhole ? encoded : nil
    }

    /// Makes ready for a body in parts.
    func begin() {
        deflateReset(stream)
    }

    /// Appends the encoding of the next part; all of it, so that the client can decode what it has.
    func encode(_ part: [UInt8], isLast: Bool, into output: inout [UInt8]) {
        part.withUnsafeBufferPointer { input in
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16 * 1024) { room in
                repeat {
                    stream.pointee.next_out = room.baseAddress
                    stream.pointee.avail_out = UInt32(room.count)
                    let result = deflate(stream, isLast ? Z_FINISH : Z_SYNC_FLUSH)
                    output.append(contentsOf: room[..<(room.count - Int(stream.pointee.avail_out))])
                    if result == Z_STREAM_END || result == Z_STREAM_ERROR { return }
                } while stream.pointee.avail_out == 0 || isLast
            }
        }
    }
}
