public import ClaimRules

/// What an answer about a FHIR document needs of that document.
public struct FHIRSource: Sendable, Equatable {
    public let places: FHIRPlaces
    /// What has to be said of how it was read.
    public let notes: [DocumentNote]
    /// What a ClaimResponse repeats of the claim.
    public let header: FHIRClaimHeader
}

extension DecodedCareMonth {
    /// What has to be said of how the document was read.
    public var notes: [DocumentNote] { fhir?.notes ?? [] }
}

extension Decision {
    /// The same decision, brought down to `review` where a note on the reading asks for a person's look.
    public func afterReading(_ document: DecodedCareMonth) -> Decision {
        guard verdict == .accept, document.notes.contains(where: { $0.severity >= .warning }) else { return self }
        var decision = self
        decision.verdict = .review
        return decision
    }
}

/// What a ClaimResponse repeats of its Claim.
public struct FHIRClaimHeader: Sendable, Equatable {
    /// Codings of the claim's type, as system and code.
    var type: [Coding] = []
    var use: String?
    var created: String?
    var patient: String?
    var insurer: String?
    /// What the claim itself is referred to by.
    var request: String?
    /// For each line of the care month the sequence of the item it comes from.
    var sequences: [Int] = []

    struct Coding: Sendable, Equatable {
        let system: String?
        let code: String
    }

    init() {}

    /// For a care month that was not sent as FHIR.
    init(_ month: CareMonth) {
        sequences = Array(1...max(1, month.lines.count)).prefix(month.lines.count).map { $0 }
        patient = month.patient?.id.map { "Patient/\($0)" }.flatMap { Self.isReference($0) ? $0 : nil }
    }

    /// A reference that another document can hold: not to something inside this one, and without spaces.
    static func isReference(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix("#") && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
}

extension FHIRMapping {
    /// What a ClaimResponse repeats of the claim.
    func header() -> FHIRClaimHeader {
        var header = FHIRClaimHeader()
        header.type = claim.concept("type")?.codings.map { .init(system: $0.uri, code: $0.code) } ?? []
        header.use = claim.string("use").flatMap { word in
            ["claim", "preauthorization", "predetermination"].contains(word) ? word : nil
        }
        if let created = claim.child("created"), created.kind == .string,
            created.withText(FHIRMoment.init(utf8:)) ?? nil != nil
        {
            header.created = created.text
        }
        func reference(_ name: StaticString) -> String? {
            claim.reference(name)?.text.flatMap { FHIRClaimHeader.isReference($0) ? $0 : nil }
        }
        header.patient = reference("patient")
        header.insurer = reference("insurer")
        let resource = resources.resource(around: claim)
        header.request = (resource?.fullURL ?? resource?.id.map { "Claim/\($0)" }).flatMap { text in
            FHIRClaimHeader.isReference(text) ? text : nil
        }
        let items = claim.list("item")
        header.sequences = lineItems.map { item in
            item.positiveInt("sequence") ?? (items.firstIndex { $0.index == item.index } ?? 0) + 1
        }
        return header
    }
}
