import HTTPMessage
import Synchronization

/// What libFuzzer calls with each input: what a client sends on one connection.
///
/// However it comes in pieces, the answers are the same bytes; and whatever it is, the connection stays within its
/// bounds and comes to its end.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let seed = input.first else { return 0 }
    let bytes = Array(input.dropFirst())
    let whole = converse(bytes) { _ in bytes.count }
    // Whether 100 Continue is said depends on whether the body is there already, and so may what becomes of it.
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    guard !text.contains("expect") else { return 0 }
    var state = UInt32(seed) | 1
    let pieces = converse(bytes) { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return Int(state >> 24) % (Int(seed) % 40 + 1) + 1
    }
    if isStream(whole) || isStream(pieces) { return 0 }
    precondition(whole == pieces, "the same bytes get the same answers, however they come")
    return 0
}

private struct Application: RequestHandler {
    let waker: Wakings

    func receive(_ head: RequestHead, from peer: PeerAddress) -> RequestDisposition {
        precondition(!head.path.isEmpty && head.fieldCount <= 100)
        _ = head.combinedValue(.accept)
        switch (head.method, head.pathBytes.count % 4) {
        case (.post, 0): return .collect(upTo: 1000) { body in Response(.ok, body: body.withUnsafeBufferPointer(Array.init)) }
        case (.post, 1): return .stream(upTo: 10_000, Response(.ok), Echo())
        case (.post, 2): return .later(upTo: 1000) { body, promise in promise.keep(Response(.ok, body: body)) }
        case (.post, 3): return .stream(upTo: 10_000, Response(.ok), Sleeper(waker))
        default: return .respond(Response(.ok, text: head.path))
        }
    }

    func refuse(_ refusal: Refusal, head: RequestHead?) -> Response {
        Response(refusal.status, text: refusal.name)
    }
}

private final class Echo: BodyStream {
    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter) {
        for index in 0..<slice.count where slice[index] == UInt8(ascii: "!") { writer.bytes.append(slice[index]) }
    }
    func finish(_ writer: inout StreamWriter) { writer.bytes.append(UInt8(ascii: ".")) }
    func cancel() {}
}

/// Wakings that the connection has not seen yet.
private final class Wakings: Sendable {
    let count = Atomic<Int>(0)
}

/// Waits before everything it does, and is woken at once.
private final class Sleeper: BodyStream {
    private let wakings: Wakings
    private let state = Mutex((bytes: [UInt8](), hasSlept: false, isOver: false))

    init(_ wakings: Wakings) { self.wakings = wakings }

    func begin(_ waker: StreamWaker) -> Bool {
        wakings.count.add(1, ordering: .relaxed)
        return false
    }

    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter) {
        state.withLock { state in
            precondition(!state.isOver || slice.isEmpty, "nothing of the body comes after its end")
            if slice.isEmpty {
                swap(&writer.bytes, &state.bytes)
                return
            }
            slice.withUnsafeBufferPointer { state.bytes += $0 }
            writer.isWaiting = true
            wakings.count.add(1, ordering: .relaxed)
            if slice[0] == UInt8(ascii: "!") { writer.isComplete = true }
        }
    }

    func finish(_ writer: inout StreamWriter) {
        state.withLock { $0.isOver = true }
        writer.isWaiting = true
        wakings.count.add(1, ordering: .relaxed)
    }

    func cancel() {}
}

/// All that comes back to a client that takes it at once and then stops sending.
private func converse(_ bytes: [UInt8], _ size: (Int) -> Int) -> [UInt8] {
    let wakings = Wakings()
    var context = ConnectionContext(handler: Application(waker: wakings), clock: { 0 })
    var connection = HTTPConnection(peer: .ipv4(127, 0, 0, 1), context)
    var output: [UInt8] = []
    func settle() {
        while true {
            output += context.output + context.sharedOutput
            context.output.removeAll()
            context.sharedOutput = []
            if wakings.count.exchange(0, ordering: .relaxed) > 0 {
                connection.resume(&context)
            } else if connection.wantsTurn(context) {
                connection.turn(&context)
            } else {
                return
            }
        }
    }
    var rest = bytes[...]
    while !rest.isEmpty, connection.wantsInput {
        let piece = Array(rest.prefix(size(rest.count)))
        rest = rest.dropFirst(piece.count)
        connection.receive(piece.span, &context)
        settle()
    }
    if !connection.isOver { connection.inputEnded(&context) }
    settle()
    precondition(connection.isOver, "a client that has stopped sending and takes everything is done with")
    return output
}

/// How a stream's answer is cut into chunks follows how its body came.
private func isStream(_ output: [UInt8]) -> Bool {
    String(decoding: output, as: UTF8.self).contains("Transfer-Encoding: chunked")
}
