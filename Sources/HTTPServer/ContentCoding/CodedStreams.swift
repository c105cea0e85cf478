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

    private func pass(_ plain: consuming StreamWriter, isLast: Bool, _ writer: inout StreamWriter) {
        if let replacement = plain.replacement {
            if plain.hasFailed { writer.fail(replacement) } else { writer.respond(instead: replacement) }
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
    private let inner: any BodyStream
    private let inflater: Inflater
    private let refuse: @Sendable (Refusal) -> Response
    private let isBroken = Mutex(false)

    init(_ inner: any BodyStream, _ inflater: Inflater, _ refuse: @escaping @Sendable (Refusal) -> Response) {
        self.inner = inner
        self.inflater = inflater
        self.refuse = refuse
    }

    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter) {
        guard !isBroken.withLock({ $0 }) else { return }
        switch inflater.decode(slice, { inner.receive($0, &writer) }) {
        case .fine: break
        case .malformed: fail(.malformedContentCoding, &writer)
        case .tooLarge: fail(.bodyTooLarge, &writer)
        }
    }

    func finish(_ writer: inout StreamWriter) {
        guard !isBroken.withLock({ $0 }) else { return }
        if inflater.isComplete { inner.finish(&writer) } else { fail(.malformedContentCoding, &writer) }
    }

    func cancel() {
        if !isBroken.withLock({ $0 }) { inner.cancel() }
    }

    private func fail(_ refusal: Refusal, _ writer: inout StreamWriter) {
        isBroken.withLock { $0 = true }
        inner.cancel()
        writer.fail(refuse(refusal))
    }
}
