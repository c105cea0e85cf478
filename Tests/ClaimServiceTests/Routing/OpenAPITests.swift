import Foundation
import HTTPMessage
import Testing

@testable import ClaimService

/// The API description and the router say the same.
struct OpenAPITests {
    private struct Document: Decodable {
        struct Operation: Decodable {
            /// One that is described in place, or the name of one that several operations share.
            struct Parameter: Decodable {
                enum CodingKeys: String, CodingKey {
                    case name
                    case place = "in"
                    case reference = "$ref"
                }

                let name: String?
                let place: String?
                let reference: String?
            }
            struct Body: Decodable { let content: [String: Media] }
            struct Answer: Decodable { let content: [String: Media]? }
            struct Media: Decodable {}

            let parameters: [Parameter]?
            let requestBody: Body?
            let responses: [String: Answer]
        }

        struct Components: Decodable { let parameters: [String: Operation.Parameter] }

        let paths: [String: [String: Operation]]
        let components: Components
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
        let parameters = try (operation.parameters ?? []).map { parameter in
            guard let reference = parameter.reference else { return parameter }
            let name = try #require(reference.split(separator: "/").last.map(String.init))
            return try #require(document.components.parameters[name])
        }
        let query = try parameters.filter { $0.place == "query" }.map { try #require($0.name) }
        #expect(query.sorted() == route.parameters.map(\.description).sorted())
        #expect((operation.requestBody?.content.keys.sorted() ?? []) == route.takes.map(\.rawValue).sorted())
        #expect(operation.responses["200"]?.content?.keys.sorted() == route.gives.map(\.rawValue).sorted())
    }
}
