import HTTPMessage
import Synchronization

/// Compresses what a stream writes, turn by turn.
final class DeflatingStream: BodyStream {
    private let inner: any BodyStream
    private let deflater: Mutex<Deflater?>
    private let pool: DeflaterPool

    init(_ inner: any BodyStream, _ deflater: Deflater, _ pool: DeflaterPool) {
        self.inner = inner
        self.deflater = Mutex(deflater)
        self.pool = pool
        deflater.begin()
    }

    deinit { release() }

    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter) {
        var plain = StreamWriter(hasBegun: writer.hasBegun)
        inner.receive(slice, &plain)
        writer.isUnfinished = plain.isUnfinished
        pass(plain, isLast: false, &writer)
    }

    func finish(_ writer: inout StreamWriter) {
        var plain = StreamWriter(hasBegun: writer.hasBegun)
        inner.finish(&plain)
        pass(plain, isLast: true, &writer)
        release()
    }

    func cancel() {
        inner.cancel()
        release()
    }

    func cutShort(by refusal: Refusal, _ writer: inout StreamWriter) {
        var plain = StreamWriter(hasBegun: true)
        inner.cutShort(by: refusal, &plain)
        pass(plain, isLast: true, &writer)
        release()
    }

    private func pass(_ plain: consuming StreamWriter, isLast: Bool, _ writer: inout StreamWriter) {
        if let replacement = plain.replacement {
            guard plain.hasFailed else { return writer.respond(instead: replacement) }
            deflater.withLock { $0?.encode(plain.bytes, isLast: true, into: &writer.bytes) }
            writer.fail(replacement)
        } else if isLast || !plain.bytes.isEmpty {
            deflater.withLock { $0?.encode(plain.bytes, isLast: isLast, into: &writer.bytes) }
        }
    }

    private func release() {
        deflater.withLock { deflater in
            if let used = deflater { pool.giveBack(used) }
            deflater = nil
        }
    }
}

/// Decodes the body for a stream, which may answer otherwise when the body is not what it says.
final class InflatingStream: BodyStream {
    private struct State {
        var isBroken = false
        /// Encoded bytes that wait until the inner stream has done with what was decoded before.
        var rest: [UInt8] = []
        var isInnerUnfinished = false
    }

    private let inner: any BodyStream
    private let inflater: Inflater
    private let refuse: @Sendable (Refusal) -> Response
    private let state = Mutex(State())

    init(_ inner: any BodyStream, _ inflater: Inflater, _ refuse: @escaping @Sendable (Refusal) -> Response) {
        self.inner = inner
        self.inflater = inflater
        self.refuse = refuse
    }

    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter) {
        state.withLock { state in
            if state.isBroken { return }
            if state.isInnerUnfinished {
                inner.receive(Span(), &writer)
                state.isInnerUnfinished = writer.isUnfinished
                if writer.isUnfinished { return }
            }
            if slice.isEmpty {
                var rest: [UInt8] = []
                swap(&rest, &state.rest)
                decode(rest.span, &state, &writer)
            } else {
                decode(slice, &state, &writer)
            }
        }
    }

    func finish(_ writer: inout StreamWriter) {
        state.withLock { state in
            if state.isBroken { return }
            if inflater.isComplete { inner.finish(&writer) } else { fail(.malformedContentCoding, &state, &writer) }
        }
    }

    func cancel() {
        if !state.withLock({ $0.isBroken }) { inner.cancel() }
    }

    func cutShort(by refusal: Refusal, _ writer: inout StreamWriter) {
        state.withLock { state in
            if !state.isBroken { inner.cutShort(by: refusal, &writer) }
            state.isBroken = true
        }
    }

    private func decode(_ slice: Span<UInt8>, _ state: inout State, _ writer: inout StreamWriter) {
        let outcome = inflater.decode(slice) { part in
            inner.receive(part, &writer)
            return !writer.isUnfinished
        }
        switch outcome {
        case .fine where writer.isUnfinished:
            state.isInnerUnfinished = true
            slice.extracting(last: inflater.unread).withUnsafeBufferPointer { state.rest = Array($0) }
        case .fine: break
        case .malformed: fail(.malformedContentCoding, &state, &writer)
        case .tooLarge: fail(.bodyTooLarge, &state, &writer)
        }
    }

    /// Says so in the answer's place or, where that has begun, as its last words.
    private func fail(_ refusal: Refusal, _ state: inout State, _ writer: inout StreamWriter) {
        state.isBroken = true
        if writer.hasBegun { inner.cutShort(by: refusal, &writer) } else { inner.cancel() }
        writer.fail(refuse(refusal))
    }
}
