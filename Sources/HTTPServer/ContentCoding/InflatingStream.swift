import HTTPMessage
import Synchronization

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

    func begin(_ waker: StreamWaker) -> Bool { inner.begin(waker) }

    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter) {
        state.withLock { state in
            if state.isBroken { return }
            if state.isInnerUnfinished || slice.isEmpty {
                inner.receive(Span(), &writer)
                state.isInnerUnfinished = writer.isUnfinished || writer.isWaiting
                guard writer.takesMore else { return }
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
            return writer.takesMore
        }
        switch outcome {
        case .fine where writer.isUnfinished || writer.isWaiting:
            state.isInnerUnfinished = true
            slice.extracting(last: inflater.unread).withUnsafeBufferPointer { state.rest = Array($0) }
        case .fine: break
        case .malformed: fail(.malformedContentCoding, &state, &writer)
        case .tooLarge: fail(.bodyTooLarge, &state, &writer)
        case .tooDense: fail(.bodyTooDense, &state, &writer)
        }
    }

    /// Says so in the answer's place or, where that has begun, as its last words.
    private func fail(_ refusal: Refusal, _ state: inout State, _ writer: inout StreamWriter) {
        state.isBroken = true
        if writer.hasBegun { inner.cutShort(by: refusal, &writer) } else { inner.cancel() }
        writer.fail(refuse(refusal))
    }
}
