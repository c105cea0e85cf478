import ClaimRules

/// The claim that a document asks about, with the resources beside it and the caller's parameters.
struct FHIRQuestion {
    let claim: FHIRResource
    let resources: FHIRResources
    /// What `Parameters` says beside the resources.
    let parameters: [FHIRElement]
}

/// From the outermost resource to the claim that is asked about.
struct FHIRDocument {
    private let reading: FHIRReading
    private let resources: FHIRResources

    init(_ reading: FHIRReading) {
        self.reading = reading
        resources = FHIRResources(reading)
    }

    /// The question, or nil with a problem noted.
    func claim() -> FHIRQuestion? {
        let root = reading.root
        guard root.kind == .object else {
            reading.problem(.wrongType, root, "This must be an object.")
            return nil
        }
        var parameters: [FHIRElement] = []
        var asked: [FHIRResource] = []
        if root.isResource("Bundle") {
            addEntries(of: root)
        } else if root.isResource("Parameters") {
            parameters = addParameters(of: root)
            asked = resources[.claim].filter { isParameter($0.element) }
        } else if root.isResource("Claim") {
            resources.add(root, fullURL: nil)
        } else if let type = root.child("resourceType") {
            reading.problem(.unknownWord, type, "This must be Claim, or Bundle or Parameters with a Claim in it.")
            return nil
        } else {
            reading.missing("resourceType", in: root)
            return nil
        }
        guard let claim = asked.first ?? chosen(from: root) else {
            if reading.problemCount == 0 { reading.problem(.required, root, "A Claim is needed.") }
            return nil
        }
        refuseModifiers(in: claim, root)
        let others = resources[.claim].filter { $0.index != claim.index }
        if !others.isEmpty {
            let message = "This Claim is the one that was judged; the document's other Claims were taken as history."
            reading.note(.claimChosen, claim.element, message)
        }
        return FHIRQuestion(claim: claim, resources: resources, parameters: parameters)
    }

    private func isParameter(_ element: FHIRElement) -> Bool {
        let parent = Int(element.node.parent)
        return parent >= 0 && reading.tape.isNamed(element.index, "resource")
            && FHIRElement(reading: reading, index: parent).child("name") != nil
    }

    private func addEntries(of bundle: FHIRElement) {
        bundle.markHousekeeping()
        for name: StaticString in ["timestamp", "total", "link", "signature"] {
            if let child = bundle.child(name) { reading.tape.markWhole(child.index) }
        }
        if let type = bundle.child("type"),
            let word = type.text,
            !["collection", "transaction", "batch", "message", "searchset", "document"].contains(word)
        {
            let types = "collection, transaction, batch, message, document or searchset"
            reading.problem(.unknownWord, type, "The Bundle must be a \(types).")
        }
        for entry in bundle.list("entry") {
            for name: StaticString in ["request", "response", "search", "link"] {
                if let child = entry.child(name) { reading.tape.markWhole(child.index) }
            }
            guard let resource = entry.object("resource") else { continue }
            if entry.object("request")?.string("method") == "DELETE" {
                reading.leaveOut(resource, .notInForce, "A resource that the transaction deletes was left out.")
                continue
            }
            resources.add(resource, fullURL: entry.string("fullUrl"))
        }
    }

    /// Adds the resources among the parameters and gives back the rest.
    private func addParameters(of root: FHIRElement) -> [FHIRElement] {
        root.markHousekeeping()
        var rest: [FHIRElement] = []
        for parameter in root.list("parameter") {
            guard parameter.string("name") != nil else {
                reading.missing("name", in: parameter)
                continue
            }
            guard let resource = parameter.object("resource") else {
                rest.append(parameter)
                continue
            }
            if resource.isResource("Bundle") { addEntries(of: resource) } else { resources.add(resource, fullURL: nil) }
        }
        return rest
    }

    /// The Claim that a Bundle is about: the focus of a message; else its first entry if that is a Claim, but for the
    /// results of a search; else of the Claims with a care-management line, or of all where there is none, the latest.
    private func chosen(from root: FHIRElement) -> FHIRResource? {
        let claims = resources[.claim]
        guard claims.count > 1 else { return claims.first }
        if let focus = resources[.messageHeader].first?.element.references("focus").compactMap(resources.resolve)
            .first(where: { $0.type == .claim })
        {
            return focus
        }
        let isSearch = root.isResource("Bundle") && root.string("type") == "searchset"
        if !isSearch, let first = resources.all.first, first.type == .claim { return first }
        let ranked = claims.enumerated().map { position, claim in
            (
                claim: claim, isCare: FHIRItems(claim.element).hasCareManagement, day: latestDay(claim),
                position: position
            )
        }
        return ranked.max { left, right in
            if left.isCare != right.isCare { return right.isCare }
            if left.day != right.day { return left.day < right.day }
            return left.position < right.position
        }?.claim
    }

    private func latestDay(_ claim: FHIRResource) -> CalendarDate {
        let days =
            [claim.element.object("billablePeriod").flatMap { _ in claim.element.period("billablePeriod")?.latestDay }]
            + FHIRItems(claim.element).all.map { $0.day }
        return days.compactMap { $0 }.max() ?? CalendarDate(dayNumber: 0)
    }

    /// FHIR lets nobody pass over a modifier extension: in the claim it is a problem, and another resource with one is
    /// left out.
    private func refuseModifiers(in claim: FHIRResource, _ root: FHIRElement) {
        let detail = "This changes the meaning of what holds it in a way that is not understood here."
        for place in modifiers(in: claim.element) { reading.problem(.modifierExtension, place, detail) }
        var outer: [FHIRElement] = []
        var index = Int(claim.element.node.parent)
        while index >= 0 {
            outer.append(FHIRElement(reading: reading, index: index))
            index = Int(reading.tape.nodes[index].parent)
        }
        for element in outer {
            for name: StaticString in ["modifierExtension", "implicitRules"] {
                if let place = element.child(name) { reading.problem(.modifierExtension, place, detail) }
            }
        }
        for resource in resources.all where resource.index != claim.index && resource.index != root.index {
            guard let place = modifiers(in: resource.element).first else { continue }
            if isInside(resource.element, claim.element) {
                reading.problem(.modifierExtension, place, detail)
            } else {
                resources.exclude(resource)
                reading.leaveOut(
                    resource.element,
                    .modifierExtension,
                    "A resource was left out, because a modifier extension in it is not understood.",
                    severity: .warning
                )
            }
        }
    }

    private func isInside(_ inner: FHIRElement, _ outer: FHIRElement) -> Bool {
        inner.node.offset > outer.node.offset && inner.node.end <= outer.node.end
    }

    /// Modifier extensions in a resource, not those in what it contains.
    private func modifiers(in element: FHIRElement) -> [FHIRElement] {
        var found: [FHIRElement] = []
        for child in element.children {
            let isModifier =
                reading.tape.isNamed(child.index, "modifierExtension")
                || reading.tape.isNamed(child.index, "implicitRules")
            if isModifier {
                found.append(child)
            } else if !reading.tape.isNamed(child.index, "contained"), child.kind == .object || child.kind == .array {
                found += modifiers(in: child)
            }
        }
        return found
    }
}
