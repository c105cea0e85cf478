/// What libFuzzer calls with each input: a body that says it is compressed, and the same bytes as a body to compress.
///
/// Decoding stays within its bounds and comes to the same however the body is cut; what is encoded decodes to itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let seed = input.first else { return 0 }
    let bytes = Array(input.dropFirst())
    let coding: Inflater.Coding = seed & 1 == 0 ? .gzip : .deflate
    let whole = decode(bytes, coding, size: .max)
    let pieces = decode(bytes, coding, size: Int(seed) / 8 + 1)
    precondition(whole.isGood == pieces.isGood, "a body is good or not, however it is cut")
    if whole.isGood { precondition(whole.decoded == pieces.decoded) }
    precondition(whole.decoded.count <= limit && pieces.decoded.count <= limit)

    guard let deflater = Deflater(level: 1), let encoded = deflater.encode(bytes) else { return 0 }
    let again = decode(encoded, .gzip, size: Int(seed) + 1)
    precondition(again.isGood && again.decoded == bytes, "what was encoded decodes to itself")
    deflater.begin()
    var streamed: [UInt8] = []
    deflater.encode(Array(bytes.prefix(count / 2)), isLast: false, into: &streamed)
    deflater.encode(Array(bytes.dropFirst(count / 2)), isLast: true, into: &streamed)
    let stream = decode(streamed, .gzip, size: .max)
    precondition(stream.isGood && stream.decoded == bytes, "a stream too")
    return 0
}

private let limit = 1 << 20

private func decode(_ bytes: [UInt8], _ coding: Inflater.Coding, size: Int) -> (decoded: [UInt8], isGood: Bool) {
    let bounds = Inflater.Bounds(bytes: limit, ratio: .max, freeBytes: limit)
    guard let inflater = Inflater(coding, bounds) else { return ([], false) }
    var decoded: [UInt8] = []
    var rest = bytes[...]
    while !rest.isEmpty {
        let piece = Array(rest.prefix(size))
        rest = rest.dropFirst(piece.count)
        let outcome = inflater.decode(piece.span) { part in
            part.withUnsafeBufferPointer { decoded.append(contentsOf: $0) }
            return true
        }
        if outcome != .fine { return (decoded, false) }
    }
    return (decoded, inflater.isComplete)
}
