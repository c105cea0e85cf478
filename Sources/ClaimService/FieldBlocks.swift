import HTTPMessage

extension FieldName {
    /// The media types a `POST` takes (W3C Linked Data Platform 1.0 section 7.1).
    static let acceptPost = FieldName("Accept-Post")!
}

/// Header fields that many responses share, made once.
enum FieldBlocks {
    static let noStore: ResponseFields = [.cacheControl: "no-store"]
    /// Caches may keep the document and ask each time whether it is still the same.
    static let revalidate: ResponseFields = [.cacheControl: "no-cache"]

    private static let json = block(.json)
    private static let ndjson = block(.ndjson)
    private static let fhir = block(.fhir)
    private static let x12 = block(.x12)
    private static let text = block(.text)
    private static let yaml = block(.yaml)
    private static let problem = block(.problem)
    private static let linkset = block(.linkset)
    private static let openMetrics = block(.openMetrics)

    static func answer(_ media: MediaType) -> ResponseFields {
        switch media {
        case .json: json
        case .ndjson: ndjson
        case .fhir: fhir
        case .x12: x12
        case .text: text
        case .yaml: yaml
        case .problem: problem
        case .linkset: linkset
        case .openMetrics: openMetrics
        }
    }

    /// The same of an answer that nobody may keep.
    static func unkept(_ media: MediaType) -> ResponseFields {
        switch media {
        case .json: unkeptJSON
        case .text: unkeptText
        case .problem: unkeptProblem
        case .ndjson, .fhir, .x12, .yaml, .linkset, .openMetrics: answer(media) + noStore
        }
    }

    private static let unkeptJSON = json + noStore
    private static let unkeptText = text + noStore
    private static let unkeptProblem = problem + noStore

    private static func block(_ media: MediaType) -> ResponseFields { block(media.contentType) }

    /// For an answer whose form says more than its media type.
    static func block(_ contentType: String) -> ResponseFields {
        [.contentType: contentType, .xContentTypeOptions: "nosniff", .vary: "Accept"]
    }
}

extension ResponseFields {
    fileprivate static func + (left: ResponseFields, right: ResponseFields) -> ResponseFields {
        var sum = left
        sum.append(right)
        return sum
    }
}
