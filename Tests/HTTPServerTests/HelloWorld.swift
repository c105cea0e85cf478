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

    static func echo(_ configuration: ServerConfiguration) throws -> Server {
        let server = try Server(configuration) { request, answer in
            answer.begin(.ok, fields: [.contentType: "text/plain; charset=utf-8"])
            for try await bytes in request.body {
                try await answer.write(bytes)
            }
            try await answer.write("That was all.\n")
        }
        return server
    }
}
