import Dispatch
import Glibc
import HTTPMessage
import HTTPServer

/// Answers every request in a few bytes; `POST /echo` gives the body back, `POST /stream` does so as it arrives.
struct Hello: RequestHandler {
    let hello = Response(.ok, fields: [.contentType: "application/json"], body: Array(#"{"status":"ok"}"#.utf8))

    func receive(_ head: RequestHead, from peer: PeerAddress) -> RequestDisposition {
        switch head.path {
        case "/echo":
            .collect(upTo: 1 << 20) { body in Response(.ok, body: body.withUnsafeBufferPointer { Array($0) }) }
        case "/stream":
            .stream(upTo: 1 << 30, Response(.ok), Echo())
        default:
            .respond(hello)
        }
    }

    func refuse(_ refusal: Refusal, head: RequestHead?) -> Response {
        Response(refusal.status, fields: [.contentType: "text/plain"], body: Array(refusal.text.utf8))
    }
}

final class Echo: BodyStream {
    func receive(_ slice: Span<UInt8>, _ writer: inout StreamWriter) {
        slice.withUnsafeBufferPointer { writer.bytes.append(contentsOf: $0) }
    }
    func finish(_ writer: inout StreamWriter) {}
    func cancel() {}
}

@main
enum Main {
    static func main() throws {
        // HelloServer [PORT [TLSPORT CERTIFICATE KEY]]
        let arguments = CommandLine.arguments.dropFirst().map { $0 }
        let port = arguments.first.flatMap { UInt16($0) } ?? 8080
        var configuration = ServerConfiguration(listeners: [.ip("127.0.0.1", port: port)], serverName: "hello")
        if arguments.count == 4, let port = UInt16(arguments[1]) {
            configuration.secureListeners = [.ip("127.0.0.1", port: port)]
            configuration.tls = TLSConfiguration(identities: [
                .init(certificateFile: arguments[2], keyFile: arguments[3])
            ])
        }
        let server = try Server(configuration, handler: Hello())
        server.start()
        signal(SIGTERM, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGTERM, queue: .main)
        source.setEventHandler { server.shutDown(grace: .seconds(5)) { exit(0) } }
        source.activate()
        dispatchMain()
    }
}
