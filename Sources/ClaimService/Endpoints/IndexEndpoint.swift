import ClaimFormats
import ClaimRules
import HTTPMessage

/// What there is, for someone who has just found the service.
enum IndexEndpoint {
    static func answer(_ call: Call) throws(Problem) -> Reply {
        let host = call.host ?? HostDocuments.standard
        return call.media == .text ? host.indexText.reply : host.indexJSON.reply
    }

    /// The list of routes as JSON.
    static func json(_ routes: [Route]) -> StaticDocument {
        StaticDocument { writer in
            writer.beginObject()
            writer.name("service")
            writer.string("claimgate")
            writer.name("ruleset")
            writer.string(Ruleset.version)
            writer.name("resources")
            writer.beginArray()
            for route in routes {
                writer.beginObject()
                writer.name("method")
                writer.string(route.method.name)
                writer.name("path")
                writer.string(route.template.description)
                if !route.takes.isEmpty {
                    writer.name("takes")
                    write(route.takes, to: &writer)
                }
                writer.name("gives")
                write(route.gives, to: &writer)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
    }

    /// The same for a person.
    static func text(_ routes: [Route]) -> StaticDocument {
        StaticDocument(
            text: "ClaimGate checks chronic care management claims before they are billed.\n\n"
                + routes.map { route in
                    let method = route.method.name
                    return "  \(method)\(String(repeating: " ", count: 5 - method.count))\(route.template)\n"
                }.joined()
        )
    }

    private static func write(_ types: [MediaType], to writer: inout JSONWriter) {
        writer.beginArray()
        for media in types { writer.string(media.rawValue) }
        writer.endArray()
    }
}

/// What one place has to say of itself. A class, as every request passes it on.
final class HostDocuments: Sendable {
    static let standard = HostDocuments(RouteTable.all, nil)

    let indexJSON: StaticDocument
    let indexText: StaticDocument
    /// Nil where nobody was named.
    let securityText: StaticDocument?

    init(_ routes: [Route], _ contact: SecurityContact?) {
        indexJSON = IndexEndpoint.json(routes)
        indexText = IndexEndpoint.text(routes)
        securityText = contact.map { StaticDocument(text: $0.text) }
    }
}
