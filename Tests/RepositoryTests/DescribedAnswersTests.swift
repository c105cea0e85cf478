import ClaimService
import Foundation
import HTTPMessage
import Testing

/// What `openapi.json` says of problems and headers.
///
/// That `openapi.json` is `openapi.yaml`, and that real answers fit its schemas, is scripts/check-service's part.
struct DescribedAnswersTests {
    let document: [String: Any]

    init() throws {
        let parsed = try JSONSerialization.jsonObject(with: Data(OpenAPIDocument.json))
        document = try #require(parsed as? [String: Any])
    }

    /// The node at the end of these members, references followed.
    private func node(_ path: String..., in start: Any? = nil) -> Any? {
        var node: Any? = start ?? document
        for name in path {
            node = (resolved(node) as? [String: Any])?[name]
        }
        return resolved(node)
    }

    private func resolved(_ node: Any?) -> Any? {
        guard let reference = (node as? [String: Any])?["$ref"] as? String else { return node }
        var target: Any? = document
        for name in reference.dropFirst(2).split(separator: "/") {
            target = (target as? [String: Any])?[String(name)]
        }
        return resolved(target)
    }

    private func names(_ node: Any?) -> Set<String> { Set((node as? [String: Any] ?? [:]).keys) }

    @Test("Each status of a problem is described for some operation")
    func problemStatuses() {
        var described: Set<String> = []
        for item in (node("paths") as? [String: Any] ?? [:]).values {
            for operation in (item as? [String: Any] ?? [:]).values {
                described.formUnion(names(node("responses", in: operation)))
            }
        }
        // A method that a path does not have is no operation, so nothing can describe its 405.
        for kind in ProblemKind.all where kind.status.code != 405 {
            #expect(described.contains("\(kind.status.code)"), "\(kind.name)")
        }
    }

    @Test("Every answer that is described says how its request is found in the log")
    func requestIDs() throws {
        for (path, item) in node("paths") as? [String: Any] ?? [:] {
            for (method, operation) in item as? [String: Any] ?? [:] {
                for (status, response) in node("responses", in: operation) as? [String: Any] ?? [:] {
                    let fields = names(node("headers", in: resolved(response)))
                    #expect(fields.contains("X-Request-Id"), "\(method) \(path) \(status)")
                }
            }
        }
    }
}
