import ClaimRules

/// The code systems that are told apart.
enum FHIRCodeSystem: Equatable {
    /// CPT or HCPCS Level II: where one of them is meant the other is often named.
    case procedure
    case icd10cm
    case snomed
    case placeOfService
    case taxonomy
    /// No system was named.
    case unnamed
    case other

    init(_ uri: String?) {
        guard let uri else {
            self = .unnamed
            return
        }
        self =
            switch uri.lowercased() {
            case "http://www.ama-assn.org/go/cpt", "https://www.ama-assn.org/go/cpt", "urn:oid:2.16.840.1.113883.6.12",
                "https://www.cms.gov/medicare/coding/hcpcsreleasecodesets",
                "http://www.cms.gov/medicare/coding/hcpcsreleasecodesets",
                "https://www.cms.gov/medicare/coding/medhcpcsgeninfo",
                "http://www.cms.gov/medicare/coding/medhcpcsgeninfo",
                "https://bluebutton.cms.gov/resources/codesystem/hcpcs", "http://terminology.hl7.org/codesystem/hcpcs",
                "urn:oid:2.16.840.1.113883.6.285", "urn:oid:2.16.840.1.113883.6.14":
                .procedure
            case "http://hl7.org/fhir/sid/icd-10-cm", "http://hl7.org/fhir/sid/icd-10",
                "urn:oid:2.16.840.1.113883.6.90":
                .icd10cm
            case "http://snomed.info/sct", "urn:oid:2.16.840.1.113883.6.96": .snomed
            case "http://nucc.org/provider-taxonomy", "https://nucc.org/provider-taxonomy",
                "urn:oid:2.16.840.1.113883.6.101":
                .taxonomy
            case "http://terminology.hl7.org/codesystem/ex-serviceplace", "urn:oid:2.16.840.1.113883.6.50":
                .placeOfService
            case let other where other.contains("place-of-service") || other.contains("place_of_service"):
                .placeOfService
            default: .other
            }
    }
}

/// One code of a concept.
struct FHIRCoding {
    let system: FHIRCodeSystem
    let uri: String?
    let code: String
    /// Where the code stands.
    let element: FHIRElement
}

/// A CodeableConcept: the codings that have a code, and the text.
struct FHIRConcept {
    let element: FHIRElement
    let codings: [FHIRCoding]

    /// What the concept is called: its own text, or the display of its first coding.
    var words: String? {
        element.string("text") ?? element.list("coding").lazy.compactMap { $0.string("display") }.first
    }

    /// Whether a coding has this code, whatever its system.
    func has(_ code: StaticString) -> Bool { codings.contains { $0.code == "\(code)" } }

    /// The first code of the system.
    func first(of system: FHIRCodeSystem) -> FHIRCoding? { codings.first { $0.system == system } }

    /// The first coding that names one of these.
    func firstNamed<Value>(_ make: (String) -> Value?) -> Value? {
        for coding in codings {
            if let value = make(coding.code) { return value }
        }
        return nil
    }
}

extension FHIRElement {
    /// A CodeableConcept.
    func concept(_ name: StaticString) -> FHIRConcept? {
        object(name)?.asConcept
    }

    /// The CodeableConcepts of a repeating element.
    func concepts(_ name: StaticString) -> [FHIRConcept] {
        list(name).map(\.asConcept)
    }

    /// A Coding on its own, as a concept of one.
    func codingConcept(_ name: StaticString) -> FHIRConcept? {
        guard let coding = object(name) else { return nil }
        tape.markWhole(coding.index)
        return FHIRConcept(element: coding, codings: coding.asCoding.map { [$0] } ?? [])
    }

    var asConcept: FHIRConcept {
        tape.markWhole(index)
        return FHIRConcept(element: self, codings: list("coding").compactMap(\.asCoding))
    }

    private var asCoding: FHIRCoding? {
        guard let code = child("code"), let text = code.text else { return nil }
        let uri = string("system")
        return FHIRCoding(system: FHIRCodeSystem(uri), uri: uri, code: text, element: code)
    }

    /// The type of a resource.
    func isResource(_ type: StaticString) -> Bool {
        guard let name = child("resourceType") else { return false }
        return name.withText { bytes in
            bytes.count == type.utf8CodeUnitCount
                && bytes.elementsEqual(UnsafeBufferPointer(start: type.utf8Start, count: type.utf8CodeUnitCount))
        } ?? false
    }

    /// Marks what a resource says of itself and no decision needs: id, metadata, narrative.
    func markHousekeeping() {
        tape.markRead(index)
        for name: StaticString in ["resourceType", "id", "meta", "text", "language", "identifier"] {
            if let child = child(name) { tape.markWhole(child.index) }
        }
    }
}
