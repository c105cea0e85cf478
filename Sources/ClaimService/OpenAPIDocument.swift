internal import COpenAPI

/// The service's OpenAPI 3.1 description, the bytes of `openapi.yaml` at the project's root, in two spellings.
public enum OpenAPIDocument: Sendable {
    /// As YAML, comments included; media type `application/yaml` (RFC 9512).
    public static let yaml: [UInt8] = {
        var count = 0
        let start = copenapi_yaml(&count)
        return Array(UnsafeBufferPointer(start: start, count: count))
    }()

    /// As JSON; media type `application/json`.
    public static let json: [UInt8] = {
        var count = 0
        let start = copenapi_json(&count)
        return Array(UnsafeBufferPointer(start: start, count: count))
    }()
}
