import ClaimRules

/// Corrections of the care month, said of the FHIR document that it was read from.
extension FHIRSource {
    /// The same JSON Patch for the document; empty where a step has no counterpart in it, since half a correction is none.
    func fix(_ operations: [PatchOperation]) -> [PatchOperation] {
        var steps: [PatchOperation] = []
        for operation in operations {
            guard let step = step(operation) else { return [] }
            steps += step
        }
        return steps
    }

    private func step(_ operation: PatchOperation) -> [PatchOperation]? {
        switch operation {
        case .remove(let pointer):
            guard let place = places.exactly(pointer), !isDetail(place) else { return nil }
            if pointer.text.hasSuffix("/charge") {
                // The price of a unit stays right whatever the units are.
                return place.hasSuffix("/net") ? [.remove(Pointer(place))] : []
            }
            let isElement = pointer.text.contains("/modifiers/") || pointer.text.contains("/diagnosisPointers/")
            guard isLine(pointer) || isElement else { return nil }
            return [.remove(Pointer(places.element(of: pointer, at: place)))]
        case .replace(let pointer, let value):
            guard let place = places.exactly(pointer) else { return nil }
            switch pointer.text.split(separator: "/").last {
            case "units", "code": return [.replace(Pointer(place), value)]
            case "date": return place.hasSuffix("/servicedDate") ? [.replace(Pointer(place), value)] : nil
            default: return nil
            }
        case .add(let pointer, let value):
            guard pointer.text == "/lines/-", let item = newItem(value) else { return nil }
            return [.add(Pointer(places.claim + "/item/-"), item)]
        }
    }

    private func isLine(_ pointer: Pointer) -> Bool {
        let steps = pointer.text.split(separator: "/")
        return steps.count == 2 && steps[0] == "lines"
    }

    /// A detail stands in its item; taking it out would leave the item's total behind.
    private func isDetail(_ place: String) -> Bool { place.contains("/detail/") || place.contains("/subDetail/") }

    /// A line of the care month as an item of a Claim.
    private func newItem(_ line: PlainValue) -> PlainValue? {
        guard case .object(let members) = line, let sequence = places.nextSequence else { return nil }
        var item: [PlainValue.Member] = [.init("sequence", .integer(sequence))]
        for member in members {
            switch (member.name, member.value) {
            case ("code", .text(let code)):
                let isCPT = code.utf8.first.map(JSONByte.isDigit) ?? false
                let system = isCPT ? FHIRSystem.cpt : FHIRSystem.hcpcs
                item.append(.init("productOrService", concept(system, code)))
            case ("units", .integer): item.append(.init("quantity", .object([.init("value", member.value)])))
            case ("date", .text): item.append(.init("servicedDate", member.value))
            case ("placeOfService", .text(let code)):
                item.append(.init("locationCodeableConcept", concept(FHIRSystem.placeOfService, code)))
            case ("diagnosisPointers", .list(let positions)):
                let sequences = positions.compactMap { position -> PlainValue? in
                    guard case .integer(let position) = position else { return nil }
                    return places.diagnosisSequences[position].map { .integer($0) }
                }
                if !sequences.isEmpty { item.append(.init("diagnosisSequence", .list(sequences))) }
            default: return nil
            }
        }
        return .object(item)
    }

    private func concept(_ system: String, _ code: String) -> PlainValue {
        .object([.init("coding", .list([.object([.init("system", .text(system)), .init("code", .text(code))])]))])
    }
}

/// Code systems that are written.
enum FHIRSystem {
    static let cpt = "http://www.ama-assn.org/go/cpt"
    static let hcpcs = "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
    static let placeOfService = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"
    static let carc = "https://x12.org/codes/claim-adjustment-reason-codes"
    static let rarc = "https://x12.org/codes/remittance-advice-remark-codes"
    static let claimType = "http://terminology.hl7.org/CodeSystem/claim-type"
    static let dataAbsent = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

    // Systems of our own. A urn:uuid names a thing without claiming anybody's domain.

    /// The ids of GET /v1/rules.
    static let rules = "urn:uuid:6f2d1f0c-7a55-4c5e-9a39-1f6f0b8a4f10"
    /// accept, review, reject.
    static let verdicts = "urn:uuid:6f2d1f0c-7a55-4c5e-9a39-1f6f0b8a4f11"
    /// What is said of how a document was read, and what is wrong with one that could not be.
    static let notes = "urn:uuid:6f2d1f0c-7a55-4c5e-9a39-1f6f0b8a4f12"
}
