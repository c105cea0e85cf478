import ClaimFormats
import HTTPMessage

/// Whom to tell of a weakness of this service (RFC 9116).
public struct SecurityContact: Sendable, Equatable {
    /// URIs in the order of preference: `https:`, `mailto:` or `tel:`.
    public let contacts: [String]
    /// When this is to be taken for out of date: a date and time of RFC 3339.
    public let expires: String

    /// - Parameter contacts: at least one.
    public init(contacts: [String], expires: String) {
        self.contacts = contacts
        self.expires = expires
    }

    var text: String { contacts.map { "Contact: \($0)\n" }.joined() + "Expires: \(expires)\n" }
}

/// What is found under names that are the same at every service (RFC 8615).
enum WellKnownEndpoints {
    /// The form of a set of links that lists the interfaces of a service (RFC 9727 section 4.2).
    private static let catalogType =
        "\(MediaType.linkset.rawValue); profile=\"https://www.rfc-editor.org/info/rfc9727\""

    /// References are relative: a service behind a proxy does not know its name, and what a client calls it is not to be
    /// repeated.
    private static let catalog = StaticDocument(json: { writer in
        writer.beginObject()
        writer.name("linkset")
        writer.beginArray()
        writer.beginObject()
        writer.name("anchor")
        writer.string("/")
        write("service-desc", [("/openapi.json", .json), ("/openapi.yaml", .yaml)], to: &writer)
        write("service-doc", [("/problems", .json)], to: &writer)
        write("service-meta", [("/v1/rules", .json), ("/v1/profiles", .json)], to: &writer)
        write("status", [("/readyz", .json)], to: &writer)
        writer.endObject()
        writer.beginObject()
        writer.name("anchor")
        writer.string("/fhir")
        write("service-desc", [("/fhir/metadata", .fhir)], to: &writer)
        writer.endObject()
        writer.endArray()
        writer.endObject()
    })

    static func catalog(_ call: Call) throws(Problem) -> Reply {
        var reply = catalog.reply
        reply.media = .linkset
        reply.contentType = catalogType
        reply.fields = [.link: "</.well-known/api-catalog>; rel=\"api-catalog\""]
        return reply
    }

    static func securityText(_ call: Call) throws(Problem) -> Reply {
        guard let document = call.host?.securityText else {
            throw Problem(
                .notFound,
                detail: "The operator of this service has named no contact for reports on its security."
            )
        }
        return document.reply
    }

    private static func write(
        _ relation: StaticString,
        _ links: [(path: StaticString, media: MediaType)],
        to writer: inout JSONWriter
    ) {
        writer.name(relation)
        writer.beginArray()
        for link in links {
            writer.beginObject()
            writer.name("href")
            writer.string("\(link.path)")
            writer.name("type")
            writer.string(link.media.rawValue)
            writer.endObject()
        }
        writer.endArray()
    }
}

extension FieldName {
    static let link = FieldName("Link")!
}
