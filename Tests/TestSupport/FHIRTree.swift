import ClaimFormats

/// A JSON document as tests build it: members in order, numbers by their digits.
public indirect enum FHIRTree: Sendable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    case text(String)
    case number(String)
    case flag(Bool)
    case list([FHIRTree])
    /// Members whose value is nil are left out.
    case object([(String, FHIRTree?)])

    public init(stringLiteral value: String) { self = .text(value) }
    public init(booleanLiteral value: Bool) { self = .flag(value) }
    public init(integerLiteral value: Int) { self = .number(String(value)) }
    public init(arrayLiteral elements: FHIRTree...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, FHIRTree?)...) { self = .object(elements) }

    /// The same object with one more member, or with another value for one.
    public func with(_ name: String, _ value: FHIRTree?) -> FHIRTree {
        guard case .object(var members) = self else { return self }
        if let index = members.firstIndex(where: { $0.0 == name }) {
            members[index].1 = value
        } else {
            members.append((name, value))
        }
        return .object(members)
    }

    /// The document as JSON.
    public var json: String {
        switch self {
        case .text(let text):
            var writer = JSONWriter()
            writer.string(text)
            return writer.string
        case .number(let digits): return digits
        case .flag(let flag): return flag ? "true" : "false"
        case .list(let elements): return "[" + elements.map(\.json).joined(separator: ",") + "]"
        case .object(let members):
            let written = members.compactMap { name, value in value.map { FHIRTree.text(name).json + ":" + $0.json } }
            return "{" + written.joined(separator: ",") + "}"
        }
    }

    public var bytes: [UInt8] { Array(json.utf8) }

    // MARK: What FHIR documents are made of

    /// A CodeableConcept of one coding.
    public static func concept(_ system: String?, _ code: String) -> FHIRTree {
        ["coding": [["system": system.map { .text($0) }, "code": .text(code)]]]
    }

    public static func reference(_ text: String) -> FHIRTree { ["reference": .text(text)] }

    public static func period(_ start: String?, _ end: String?) -> FHIRTree {
        ["start": start.map { .text($0) }, "end": end.map { .text($0) }]
    }

    /// A Bundle of these resources, each under an address of its own: `urn:uuid:` and its position.
    public static func bundle(_ resources: [FHIRTree], _ type: String = "collection") -> FHIRTree {
        let entries = resources.enumerated().map { position, resource -> FHIRTree in
            ["fullUrl": .text(address(position)), "resource": resource]
        }
        return ["resourceType": "Bundle", "type": .text(type), "entry": .list(entries)]
    }

    /// The address of the resource at a position of a Bundle.
    public static func address(_ position: Int) -> String {
        let digits = String(position)
        return "urn:uuid:00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.utf8.count) + digits
    }
}
