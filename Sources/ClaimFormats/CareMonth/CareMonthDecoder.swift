public import ClaimRules

/// A care month as it was read, with what was not read of it.
public struct DecodedCareMonth: Sendable, Equatable {
    public let month: CareMonth
    /// JSON Pointers (RFC 6901) to the members that were not read, in the document's order, up to the limit.
    public let ignored: [String]
    /// Where it stands in the FHIR document that it was read from; nil for a care month of the contract's own form.
    public let fhir: FHIRSource?

    public init(month: CareMonth, ignored: [String] = [], fhir: FHIRSource? = nil) {
        self.month = month
        self.ignored = ignored
        self.fhir = fhir
    }
}

/// Reads care months as the wire contract has them.
///
/// Codes are taken with or without a dot and in any letter case; `null` is an absent member; what the contract does not
/// name is skipped and listed.
public struct CareMonthDecoder: Sendable {
    public let jsonLimits: JSONLimits
    public let shapeLimits: ShapeLimits

    public init(jsonLimits: JSONLimits = JSONLimits(), shapeLimits: ShapeLimits = ShapeLimits()) {
        self.jsonLimits = jsonLimits
        self.shapeLimits = shapeLimits
    }

    /// Reads one document, which must be all of `bytes`.
    public func decode(_ bytes: UnsafeBufferPointer<UInt8>) throws(DocumentError) -> DecodedCareMonth {
        var reader = ShapeReader(bytes, json: jsonLimits, limits: shapeLimits)
        let month: CareMonth?
        do throws(JSONError) {
            try reader.json.begin()
            month = try reader.careMonth()
            try reader.json.finish()
        } catch {
            throw .notParseable(JSONLocator(bytes).locate(error, isOurs: ContractNames.contains))
        }
        guard let month, reader.problemCount == 0 else {
            throw .wrongShape(reader.problems(in: bytes), leftOut: reader.problemsLeftOut)
        }
        let ignored = reader.json.unreadMembers
        return DecodedCareMonth(
            month: month,
            ignored: ignored.isEmpty ? [] : JSONLocator(bytes).pointers(ofValuesAt: ignored)
        )
    }

    /// Reads one document, which must be all of `bytes`.
    public func decode(_ bytes: [UInt8]) throws(DocumentError) -> DecodedCareMonth {
        try bytes.withUnsafeBufferPointer { (buffer) throws(DocumentError) in try decode(buffer) }
    }
}
