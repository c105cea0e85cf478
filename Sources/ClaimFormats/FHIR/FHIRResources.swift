import ClaimRules

/// A resource of the document.
struct FHIRResource {
    let type: FHIRResourceType
    let element: FHIRElement
    /// The address that the Bundle gives it.
    let fullURL: String?

    var index: Int { element.index }
    var id: String? { element.string("id") }
}

/// The types that are read.
enum FHIRResourceType: String, CaseIterable {
    case bundle = "Bundle"
    case parameters = "Parameters"
    case claim = "Claim"
    case explanationOfBenefit = "ExplanationOfBenefit"
    case patient = "Patient"
    case practitioner = "Practitioner"
    case practitionerRole = "PractitionerRole"
    case organization = "Organization"
    case location = "Location"
    case condition = "Condition"
    case riskAssessment = "RiskAssessment"
    case encounter = "Encounter"
    case carePlan = "CarePlan"
    case goal = "Goal"
    case consent = "Consent"
    case coverage = "Coverage"
    case communication = "Communication"
    case task = "Task"
    case procedure = "Procedure"
    case messageHeader = "MessageHeader"
}

/// Every resource of the document that may matter, and the way from a reference to what it leads to.
final class FHIRResources {
    private(set) var all: [FHIRResource] = []
    private var byType: [FHIRResourceType: [FHIRResource]] = [:]
    private let reading: FHIRReading
    /// By full URL, and by `Type/id`; -1 where two resources claim the same.
    private var byURL: [String: Int] = [:]
    private var byName: [String: Int] = [:]
    private var byNode: [Int: Int] = [:]
    /// Contained resources by the resource that holds them.
    private var contained: [Int: [String: Int]] = [:]
    private var excluded: Set<Int> = []
    /// The holder of a contained resource.
    private var holder: [Int: Int] = [:]

    init(_ reading: FHIRReading) {
        self.reading = reading
    }

    subscript(type: FHIRResourceType) -> [FHIRResource] {
        (byType[type] ?? []).filter { !excluded.contains($0.index) }
    }

    /// Acts from here on as if the resource were not there.
    func exclude(_ resource: FHIRResource) {
        excluded.insert(resource.index)
    }

    /// Takes a resource and what it contains. Types that are not read are passed over.
    func add(_ element: FHIRElement, fullURL: String?) {
        guard let name = element.string("resourceType") else {
            if element.child("resourceType") == nil { reading.missing("resourceType", in: element) }
            return
        }
        guard let type = FHIRResourceType(rawValue: name) else {
            reading.tape.unmark(element.index)
            return
        }
        let position = register(FHIRResource(type: type, element: element, fullURL: fullURL), listed: true)
        if let fullURL { remember(fullURL, position, in: &byURL) }
        if let id = element.string("id") { remember("\(name)/\(id)", position, in: &byName) }
        for inner in element.list("contained") {
            guard let type = inner.string("resourceType").flatMap(FHIRResourceType.init(rawValue:)) else {
                reading.tape.unmark(inner.index)
                continue
            }
            let position = register(FHIRResource(type: type, element: inner, fullURL: nil), listed: false)
            holder[inner.index] = element.index
            if let id = inner.string("id") { contained[element.index, default: [:]][id] = position }
        }
    }

    /// Contained resources are reached by reference alone: they say something of their holder, not of the month.
    private func register(_ resource: FHIRResource, listed: Bool) -> Int {
        resource.element.markHousekeeping()
        all.append(resource)
        byNode[resource.index] = all.count - 1
        if listed { byType[resource.type, default: []].append(resource) }
        return all.count - 1
    }

    private func remember(_ key: String, _ position: Int, in table: inout [String: Int]) {
        table[key] = table[key] == nil ? position : -1
    }

    /// The resource that is or holds this element.
    func resource(around element: FHIRElement) -> FHIRResource? {
        var index = element.index
        while index >= 0 {
            if let found = byNode[index] { return all[found] }
            index = Int(reading.tape.nodes[index].parent)
        }
        return nil
    }

    /// What a reference leads to inside the document, or nil.
    func resolve(_ reference: FHIRReference) -> FHIRResource? {
        target(of: reference).flatMap { excluded.contains($0.index) ? nil : $0 }
    }

    /// Says that a reference leads out of the document, so that what it leads to could not be read.
    func noteUnresolved(_ reference: FHIRReference?) {
        guard let reference, let text = reference.text, !text.isEmpty, target(of: reference) == nil else { return }
        reading.note(
            .notResolved,
            reference.element,
            "This reference leads to nothing in the document; what it names was not checked."
        )
    }

    private func target(of reference: FHIRReference) -> FHIRResource? {
        guard let text = reference.text else { return nil }
        if text.hasPrefix("#") {
            guard let inner = resource(around: reference.element) else { return nil }
            let outer = holder[inner.index] ?? inner.index
            if text == "#" { return byNode[outer].map { all[$0] } }
            return contained[outer]?[String(text.dropFirst())].map { all[$0] }
        }
        let plain = text.range(of: "/_history/").map { String(text[..<$0]) } ?? text
        if let found = byURL[plain] { return found < 0 ? nil : all[found] }
        // A relative reference stands beside the resource that makes it; in a Bundle without addresses names must do.
        let name = plain.split(separator: "/").suffix(2).joined(separator: "/")
        if name == plain, let base = base(around: reference.element), let found = byURL[base + plain], found >= 0 {
            return all[found]
        }
        guard let found = byName[name], found >= 0 else { return nil }
        let isRelative = name == plain
        return isRelative || all[found].fullURL == nil ? all[found] : nil
    }

    private func base(around element: FHIRElement) -> String? {
        guard let resource = resource(around: element), let url = resource.fullURL ?? outer(resource)?.fullURL,
            url.hasPrefix("http"), let id = resource.id, url.hasSuffix("/\(resource.type.rawValue)/\(id)")
        else { return nil }
        return String(url.dropLast(resource.type.rawValue.count + 1 + id.count))
    }

    private func outer(_ resource: FHIRResource) -> FHIRResource? {
        holder[resource.index].flatMap { byNode[$0] }.map { all[$0] }
    }
}

extension String {
    /// Where `part` stands first.
    fileprivate func range(of part: String) -> String.Index? {
        guard utf8.count >= part.utf8.count else { return nil }
        var index = utf8.startIndex
        while index < utf8.endIndex {
            if utf8[index...].starts(with: part.utf8) { return index }
            index = utf8.index(after: index)
        }
        return nil
    }
}

/// A reference as it was written.
struct FHIRReference {
    let element: FHIRElement
    let text: String?
    /// The identifier of a reference that names its target rather than pointing at it.
    let identifier: FHIRElement?
}

extension FHIRElement {
    /// A reference; a target that is not in the document is nothing to complain of.
    func reference(_ name: StaticString) -> FHIRReference? {
        object(name)?.asReference
    }

    func references(_ name: StaticString) -> [FHIRReference] {
        list(name).map(\.asReference)
    }

    var asReference: FHIRReference {
        tape.markWhole(index)
        return FHIRReference(element: self, text: string("reference"), identifier: object("identifier"))
    }
}
