/// A media type this service takes or gives.
public enum MediaType: String, CaseIterable, Sendable {
    case json = "application/json"
    /// One JSON document a line.
    case ndjson = "application/x-ndjson"
    /// FHIR R4 as JSON.
    case fhir = "application/fhir+json"
    /// Interchanges of professional claims (837P), and acknowledgements of them.
    case x12 = "application/edi-x12"
    case text = "text/plain"
    case yaml = "application/yaml"
    case problem = "application/problem+json"
    /// Links between resources (RFC 9264).
    case linkset = "application/linkset+json"
    /// Figures for a collector.
    case openMetrics = "application/openmetrics-text"

    /// The value of a `Content-Type` field: the type, and for plain text its character set.
    ///
    /// JSON and YAML are UTF-8 by definition (RFC 8259 section 8.1, RFC 9512 section 2.1).
    var contentType: String {
        self == .text ? "text/plain; charset=utf-8" : rawValue
    }

    /// Whether these bytes are the type's name as it is written here.
    func isWritten(_ bytes: ArraySlice<UInt8>) -> Bool {
        var name = rawValue
        return name.withUTF8 { name in
            bytes.withUnsafeBufferPointer { bytes in
                guard name.count == bytes.count else { return false }
                for index in 0..<name.count where name[index] != bytes[index] { return false }
                return true
            }
        }
    }

    /// Whether text names this type, in any letter case.
    func isNamed(by text: some StringProtocol) -> Bool {
        text.utf8.count == rawValue.utf8.count && ASCIIText.lowercased(text) == rawValue
    }
}
