import ClaimRules

/// Reads FHIR R4 (4.0.1) claims with what documents them: a `Claim`, a `Bundle` with one, or `Parameters` with either.
///
/// The mapping is docs/fhir.md's. What the document cannot say or does not say is left open for the rules to ask for;
/// resources and elements that are not read are listed; every problem is found in one pass.
public struct FHIRClaimDecoder: Sendable {
    public let jsonLimits: JSONLimits
    public let shapeLimits: ShapeLimits

    public init(jsonLimits: JSONLimits = JSONLimits(), shapeLimits: ShapeLimits = ShapeLimits()) {
        self.jsonLimits = jsonLimits
        self.shapeLimits = shapeLimits
    }

    /// Reads one document, which must be all of `bytes`.
    public func decode(_ bytes: UnsafeBufferPointer<UInt8>) throws(DocumentError) -> DecodedCareMonth {
        let tape: FHIRTape
        do throws(JSONError) {
            tape = try FHIRTape(bytes, limits: jsonLimits)
        } catch {
            throw .notParseable(JSONLocator(bytes).locate(error, isOurs: FHIRNames.contains))
        }
        let reading = FHIRReading(tape, limits: shapeLimits)
        let mapping = FHIRDocument(reading).claim().map { FHIRMapping(reading, $0) }
        let month = mapping?.careMonth()
        guard let mapping, let month, reading.problemCount == 0 else {
            let problems = reading.shapeProblems
            throw .wrongShape(problems, leftOut: reading.problemCount - problems.count)
        }
        // The header is made before what was not read is listed: making it reads.
        let header = mapping.header()
        return DecodedCareMonth(
            month: month,
            ignored: tape.unread(limit: jsonLimits.unreadMembers).map(tape.pointer),
            fhir: FHIRSource(places: mapping.places, notes: reading.documentNotes, header: header)
        )
    }

    /// Reads one document, which must be all of `bytes`.
    public func decode(_ bytes: [UInt8]) throws(DocumentError) -> DecodedCareMonth {
        try bytes.withUnsafeBufferPointer { (buffer) throws(DocumentError) in try decode(buffer) }
    }

    /// Whether these bytes look like FHIR rather than a care month: an outermost member `resourceType`.
    public static func isFHIR(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var reader = JSONReader(bytes)
        do throws(JSONError) {
            try reader.begin()
            guard try reader.peek() == .object else { return false }
            var cursor = try reader.openObject()
            while let name = try reader.nextName(&cursor) {
                if name.is("resourceType") { return true }
                _ = try reader.peek()
                try reader.skipValue()
            }
        } catch {
            return false
        }
        return false
    }
}

/// FHIR names that may appear in the pointer of a problem: those on the way to a claim.
enum FHIRNames {
    static func contains(_ name: JSONName) -> Bool { names.contains { name.is($0) } }

    private static let names: [StaticString] = [
        "resourceType", "id", "meta", "text", "contained", "extension", "modifierExtension", "identifier", "entry",
        "fullUrl", "resource", "parameter", "name", "part", "status", "type", "use", "patient", "billablePeriod",
        "created", "provider", "careTeam", "diagnosis", "insurance", "item", "sequence", "productOrService", "modifier",
        "quantity", "value", "unit", "system", "code", "display", "coding", "servicedDate", "servicedPeriod", "start",
        "end", "reference", "subject", "period", "class", "participant", "individual", "performer", "actor", "owner",
        "net", "unitPrice", "currency", "detail", "diagnosisSequence", "locationCodeableConcept", "total",
    ]
}
