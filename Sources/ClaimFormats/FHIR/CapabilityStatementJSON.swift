/// The FHIR R4 CapabilityStatement of this service.
public enum CapabilityStatementJSON: Sendable {
    /// An operation on a resource type.
    public struct Operation: Sendable {
        public let resource: String
        /// Without its dollar sign.
        public let name: String

        public init(resource: String, name: String) {
            self.resource = resource
            self.name = name
        }
    }

    /// Day on which what is stated here last changed.
    private static let date = "2026-11-22"

    /// - Parameters:
    ///   - operations: those that the service has routes for.
    ///   - formats: the media types in which FHIR is taken and given.
    ///   - version: the ruleset's.
    public static func statement(operations: [Operation], formats: [String], version: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        text("resourceType", "CapabilityStatement")
        text("status", "active")
        text("date", date)
        text("kind", "instance")
        writer.name("software")
        writer.beginObject()
        text("name", "ClaimGate")
        text("version", version)
        writer.endObject()
        writer.name("implementation")
        writer.beginObject()
        text("description", "Checks chronic care management claims before they are billed; it stores nothing.")
        writer.endObject()
        text("fhirVersion", "4.0.1")
        writer.list("format", formats) { $0.string($1) }
        writer.name("rest")
        writer.beginArray()
        writer.beginObject()
        text("mode", "server")
        var resources: [String] = []
        for operation in operations where !resources.contains(operation.resource) {
            resources.append(operation.resource)
        }
        writer.list("resource", resources) { writer, resource in
            writer.beginObject()
            writer.member("type", resource)
            writer.list("operation", operations.filter { $0.resource == resource }) { writer, operation in
                writer.beginObject()
                writer.member("name", operation.name)
                writer.member("definition", "http://hl7.org/fhir/OperationDefinition/Resource-\(operation.name)")
                writer.member("documentation", documentation)
                writer.endObject()
            }
            writer.endObject()
        }
        writer.endObject()
        writer.endArray()
        writer.endObject()
        writer.endLine()
        return writer.bytes

        func text(_ name: StaticString, _ value: String) { writer.member(name, value) }
    }

    private static let documentation =
        "Decides by the rules of chronic care management whether the Claim's lines may be billed. Takes a Claim, a Bundle "
        + "with a Claim and what documents it, or Parameters with either; gives an OperationOutcome, with status 200 "
        + "whenever the Claim could be judged."
}
