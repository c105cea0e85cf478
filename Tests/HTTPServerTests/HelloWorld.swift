import HTTPMessage
import HTTPServer

/// The example of docs/http-server.md, so that it compiles; a test of the repository holds the two together.
enum HelloWorld {
    static func main() async throws {
        let configuration = ServerConfiguration(listeners: [.ip("127.0.0.1", port: 8080)])
        let server = try Server(configuration) { request in
            Response(.ok, text: "Hello, \(request.peer.host)!\n")
        }
        await server.run()
    }
}
