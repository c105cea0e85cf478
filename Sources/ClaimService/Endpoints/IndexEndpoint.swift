import ClaimFormats
import ClaimRules
import HTTPMessage

/// What there is, for someone who has just found the service.
enum IndexEndpoint {
    private static let json = StaticDocument { writer in
        writer.beginObject()
        writer.name("service")
        writer.string("claimgate")
        writer.name("ruleset")
        writer.string(Ruleset.version)
        writer.name("resources")
        writer.beginArray()
        for route in RouteTable.all {
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

    private static let text = StaticDocument(
        text: "ClaimGate checks chronic care management claims before they are billed.\n\n"
            + RouteTable.all.map { route in
                let method = route.method.name
                return "  \(method)\(String(repeating: " ", count: 5 - method.count))\(route.template)\n"
            }.joined()
    )

    static func answer(_ call: Call) throws(Problem) -> Reply {
        call.media == .text ? text.reply : json.reply
    }

    private static func write(_ types: [MediaType], to writer: inout JSONWriter) {
        writer.beginArray()
        for media in types { writer.string(media.rawValue) }
        writer.endArray()
    }
}
