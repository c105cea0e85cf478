import Synchronization

@testable import HTTPMessage

/// Answers like a small application and notes what it was asked.
final class TestHandler: RequestHandler {
    let seen = Mutex<[String]>([])
    let finished = Mutex<[FinishedExchange]>([])
    /// What `/never` has promised.
    let promises = Mutex<[AnswerPromise]>([])
    let cancelled = Atomic<Int>(0)
    /// The stream of `/puppet`.
    let puppet = Puppet()
    /// The numbers of `/prepared`, from 1, and the answer.
    let numbers = Atomic<UInt64>(0)
    let told = Mutex<[UInt128]>([])
    private let keptAnswer = Mutex<PreparedAnswer?>(nil)

    func receive(_ head: RequestHead, from peer: PeerAddress) -> RequestDisposition {
        seen.withLock { $0.append("\(head.method) \(head.path)") }
        switch head.path {
        case "/echo":
            return .collect(upTo: 1000) { body in
                self.response(.ok, body: body.withUnsafeBufferPointer { Array($0) })
            }
        case "/later":
            return .later(upTo: 1000) { body, promise in
                promise.keep(self.response(.ok, body: body + Array(" later".utf8)))
            }
        case "/never":
            return .later(upTo: 1000) { _, promise in
                self.promises.withLock { $0.append(promise) }
                promise.onCancel { self.cancelled.add(1, ordering: .relaxed) }
            }
        case "/stream":
            return .stream(upTo: 100_000, response(.ok, body: []), Doubler())
        case "/slow":
            return .stream(upTo: 100_000, response(.ok, body: []), Slowpoke())
        case "/puppet":
            return .stream(upTo: 100_000, response(.accepted, body: []), puppet)
        case "/instead":
            return .stream(upTo: 100_000, response(.ok, body: []), Refuser(response(.conflict, body: Array("no".utf8))))
        case "/prepared":
            let number = numbers.add(1, ordering: .relaxed).newValue
            return .prepared(prepared, number: UInt128(number))
        case "/close":
            var response = response(.ok, body: Array("bye".utf8))
            response.closesConnection = true
            return .respond(response)
        case "/nothing":
            return .respond(response(.noContent, body: []))
        case "/same":
            return .respond(response(.notModified, body: []))
        case "/large":
            return .respond(response(.ok, body: Array(repeating: UInt8(ascii: "x"), count: 100_000)))
        default:
            return .respond(response(.ok, body: Array(head.path.utf8)))
        }
    }

    func refuse(_ refusal: Refusal, head: RequestHead?) -> Response {
        response(refusal.status, body: Array(refusal.name.utf8))
    }

    /// Made when it is first asked for.
    private var prepared: PreparedAnswer {
        keptAnswer.withLock { kept in
            let answer =
                kept
                ?? PreparedAnswer(
                    response(.ok, body: Array("here".utf8)),
                    numberField: FieldName("X-Number")!,
                    digits: { PreparedAnswer.Digits(repeating: UInt8(ascii: "0") + UInt8($0 % 10)) },
                    onFinish: { [weak self] exchange, number in
                        self?.finished.withLock { $0.append(exchange) }
                        self?.told.withLock { $0.append(number) }
                    }
                )
            kept = answer
            return answer
        }
    }

    private func response(_ status: Status, body: [UInt8]) -> Response {
        Response(status, fields: [.contentType: "text/plain"], body: body) { exchange in
            self.finished.withLock { $0.append(exchange) }
        }
    }
}

/// Writes every byte twice.
final class Doubler: BodyStream {
    let isCancelled = Mutex(false)
    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter) {
        for index in 0..<slice.count {
            writer.bytes.append(slice[index])
            writer.bytes.append(slice[index])
        }
    }
    func finish(_ writer: inout StreamWriter) { writer.bytes += Array("!".utf8) }
    func cancel() { isCancelled.withLock { $0 = true } }
    func cutShort(by refusal: Refusal, _ writer: inout StreamWriter) {
        writer.bytes += Array("cut short: \(refusal.name)".utf8)
    }
}

/// Does one byte a call.
final class Slowpoke: BodyStream {
    private let waiting = Mutex<[UInt8]>([])
    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter) {
        waiting.withLock { waiting in
            // Nothing new is given before it has done with the old.
            precondition(slice.isEmpty || waiting.isEmpty)
            slice.withUnsafeBufferPointer { waiting += $0 }
            if !waiting.isEmpty { writer.bytes.append(waiting.removeFirst()) }
            writer.isUnfinished = !waiting.isEmpty
        }
    }
    func finish(_ writer: inout StreamWriter) { writer.bytes += Array("!".utf8) }
    func cancel() {}
}

/// Answers something else at the first byte.
final class Refuser: BodyStream {
    let response: Response
    init(_ response: Response) { self.response = response }
    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter) { writer.respond(instead: response) }
    func finish(_ writer: inout StreamWriter) {}
    func cancel() {}
}

/// A connection with a clock moved by hand and a client that takes everything at once, unless told otherwise.
struct Wire {
    let handler = TestHandler()
    var context: ConnectionContext
    var connection: HTTPConnection
    var output: [UInt8] = []
    var takesAnswers = true
    /// What has been put away for the client, oldest first.
    var store: [UInt8] = []
    static let second: UInt64 = 1_000_000_000

    init(isSecure: Bool = false, _ change: (inout HTTPLimits) -> Void = { _ in }) {
        var limits = HTTPLimits()
        change(&limits)
        var peer = PeerAddress.ipv4(127, 0, 0, 1)
        peer.isSecure = isSecure
        context = ConnectionContext(handler: handler, limits: limits, now: 0, clock: { 0 })
        connection = HTTPConnection(peer: peer, context)
    }

    mutating func feed(_ bytes: some Collection<UInt8>) {
        let all = Array(bytes)
        connection.receive(all.span, &context)
        flush()
    }

    mutating func feed(_ text: String) { feed(text.utf8) }

    mutating func end() {
        connection.inputEnded(&context)
        flush()
    }

    mutating func flush() {
        while true {
            if takesAnswers, connection.unsent.isEmpty {
                output += context.output + context.sharedOutput
                context.output.removeAll()
                context.sharedOutput = []
            } else {
                connection.keepUnsent(from: 0, &context)
            }
            moveAnswers()
            guard connection.wantsTurn(context) else { return }
            connection.turn(&context)
        }
    }

    /// Puts away and fetches back what the connection wishes, at once.
    private mutating func moveAnswers() {
        if let bytes = connection.takeForStore(context) {
            store += bytes
            connection.didStore(bytes, room: true, &context)
        }
        if let count = connection.takeFetch() {
            connection.didFetch(Array(store.prefix(count)), context)
            store.removeFirst(count)
        }
    }

    /// The client takes up to so many of the bytes that wait for it.
    mutating func take(_ count: Int) {
        var left = count
        while left > 0, connection.unsent.isReady {
            let taken = connection.unsent.withBytes { Array($0.prefix(left)) }
            output += taken
            connection.sent(taken.count, context)
            left -= taken.count
        }
        if connection.wantsTurn(context) { connection.turn(&context) }
        flush()
    }

    /// The client takes all there is, wherever it waits.
    mutating func takeAll() {
        while !connection.unsent.isEmpty { take(.max) }
    }

    mutating func pass(seconds: UInt64) {
        context.now += seconds * Self.second
        if context.now >= connection.nextDeadline { connection.expire(&context) }
        flush()
    }

    var seen: [String] { handler.seen.withLock { $0 } }
    var finished: [FinishedExchange] { handler.finished.withLock { $0 } }
    var text: String { String(decoding: output, as: UTF8.self) }
    var answers: [Answer] { Answer.all(in: output) }
    var statuses: [Int] { answers.map(\.status) }
}

/// One response as a client reads it.
struct Answer: Equatable {
    var status: Int
    var fields: [String: String]
    var body: String

    /// Reads responses one after another; `isHead` would be needed for HEAD, which tests look at as text.
    static func all(in bytes: [UInt8]) -> [Answer] {
        var rest = bytes[...]
        var answers: [Answer] = []
        while let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) {
            let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
                .split(separator: "\r\n").map(String.init)
            rest = rest[end.upperBound...]
            let status = Int(lines[0].split(separator: " ")[1])!
            var fields: [String: String] = [:]
            for line in lines.dropFirst() {
                let colon = line.firstIndex(of: ":")!
                fields[line[..<colon].lowercased()] = String(line[line.index(colon, offsetBy: 2)...])
            }
            var body: [UInt8] = []
            if let length = fields["content-length"].flatMap({ Int($0) }) {
                body = Array(rest.prefix(length))
                rest = rest.dropFirst(length)
            } else if fields["transfer-encoding"] == "chunked" {
                while let line = rest.firstRange(of: Array("\r\n".utf8)),
                    let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16)
                {
                    body += rest[line.upperBound...].prefix(size)
                    rest = rest[line.upperBound...].dropFirst(size + 2)
                    if size == 0 { break }
                }
            }
            answers.append(Answer(status: status, fields: fields, body: String(decoding: body, as: UTF8.self)))
        }
        return answers
    }
}

extension ArraySlice<UInt8> {
    func firstRange(of pattern: [UInt8]) -> Range<Int>? {
        guard count >= pattern.count else { return nil }
        for index in startIndex...(endIndex - pattern.count) where self[index] == pattern[0] {
            if self[index..<index + pattern.count].elementsEqual(pattern) { return index..<index + pattern.count }
        }
        return nil
    }
}
