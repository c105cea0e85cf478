import Foundation
import HTTPMessage
import Testing

@testable import ClaimService

/// The API description and the router say the same.
struct OpenAPITests {
    private struct Document: Decodable {
        struct Operation: Decodable {
            struct Parameter: Decodable {
                let name: String
                let `in`: String
            }
            struct Body: Decodable { let content: [String: Media] }
            struct Answer: Decodable { let content: [String: Media]? }
            struct Media: Decodable {}

            let parameters: [Parameter]?
            let requestBody: Body?
            let responses: [String: Answer]
        }

        let paths: [String: [String: Operation]]
    }

    private let document = try! JSONDecoder().decode(Document.self, from: Data(OpenAPIDocument.json))

    @Test("Every route is described, and nothing else is")
    func operations() {
        let described = document.paths.flatMap { path, operations in operations.keys.map { "\($0) \(path)" } }
        let routed = RouteTable.all.map { "\($0.method.name.lowercased()) \($0.template)" }
        #expect(described.sorted() == routed.sorted())
    }

    @Test("Parameters and media types are those of the router", arguments: RouteTable.all)
    func details(route: Route) throws {
        let path = route.template.description
        let operation = try #require(document.paths[path]?[route.method.name.lowercased()])
        let query = (operation.parameters ?? []).filter { $0.in == "query" }.map(\.name)
        #expect(query.sorted() == route.parameters.map(\.description).sorted())
        #expect((operation.requestBody?.content.keys.sorted() ?? []) == route.takes.map(\.rawValue).sorted())
        #expect(operation.responses["200"]?.content?.keys.sorted() == route.gives.map(\.rawValue).sorted())
    }
}
