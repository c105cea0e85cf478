import ClaimRules

/// A practitioner, or an organization, as far as rules need.
struct FHIRPerson {
    /// The resource; nil where the reference leads to none.
    var resource: FHIRResource?
    var npi: NPI?
    var npiElement: FHIRElement?
    var taxonomy: String?
    /// What the person may bill as.
    var kind: PractitionerKind?
    /// What the person's time counts as.
    var performer: PerformerKind?
    var credential: String?
    var id: String?
    var groupTIN: TaxpayerID?
    var isOrganization = false
}

/// Who bills a claim.
struct FHIRBiller {
    var npi: NPI?
    var npiElement: FHIRElement?
    var kind: PractitionerKind?
    var taxonomy: String?
    var groupTIN: TaxpayerID?
    /// The practitioner's resource, or the organization's.
    var element: FHIRElement?
    /// What tells billers apart where numbers do not: the resource or the reference.
    var key: String?
    var isNamed: Bool { npi != nil || groupTIN != nil || kind != nil || taxonomy != nil || element != nil }
}

/// The people and organizations of a document.
final class FHIRPeople {
    private let reading: FHIRReading
    private let resources: FHIRResources
    private var known: [Int: FHIRPerson] = [:]

    init(_ reading: FHIRReading, _ resources: FHIRResources) {
        self.reading = reading
        self.resources = resources
    }

    /// Who a reference names.
    func person(_ reference: FHIRReference) -> FHIRPerson {
        guard let resource = resources.resolve(reference) else {
            var person = FHIRPerson()
            if let identifier = reference.identifier { take(identifier, for: &person) }
            return person
        }
        if let person = known[resource.index] { return person }
        let person = make(resource)
        known[resource.index] = person
        return person
    }

    private func make(_ resource: FHIRResource) -> FHIRPerson {
        var person = FHIRPerson(resource: resource)
        let element = resource.element
        switch resource.type {
        case .practitioner:
            readPractitioner(element, into: &person)
        case .practitionerRole:
            if let reference = element.reference("practitioner"),
                resources.resolve(reference).map({ $0.type == .practitioner }) ?? true
            {
                resources.noteUnresolved(reference)
                person = self.person(reference)
                person.resource = resource
            }
            for identifier in element.list("identifier") { take(identifier, for: &person) }
            for concept in element.concepts("code") + element.concepts("specialty") { take(concept, for: &person) }
            if let organization = element.reference("organization"),
                resources.resolve(organization).map({ $0.type == .organization }) ?? true
            {
                resources.noteUnresolved(organization)
                person.groupTIN = self.person(organization).groupTIN ?? person.groupTIN
            }
        case .organization:
            person.isOrganization = true
            for name: StaticString in ["active", "type", "name", "telecom", "address"] {
                if let child = element.child(name) { reading.tape.markWhole(child.index) }
            }
            for identifier in element.list("identifier") { take(identifier, for: &person) }
        case .patient:
            person.performer = .nonClinical
        default: break
        }
        if person.id == nil, resource.type != .organization { person.id = resource.id }
        return person
    }

    private func readPractitioner(_ element: FHIRElement, into person: inout FHIRPerson) {
        for name: StaticString in ["active", "name", "telecom", "address", "gender", "birthDate"] {
            if let child = element.child(name) { reading.tape.markWhole(child.index) }
        }
        person.id = element.string("id")
        for identifier in element.list("identifier") { take(identifier, for: &person) }
        for qualification in element.list("qualification") {
            guard let concept = qualification.concept("code") else { continue }
            take(concept, for: &person)
            if person.credential == nil, concept.first(of: .taxonomy) == nil {
                person.credential = concept.codings.first?.code ?? concept.words
            }
        }
        if person.performer == nil, let credential = person.credential {
            person.performer = Credentials.performer(credential)
        }
        if person.kind == nil, let credential = person.credential { person.kind = Credentials.kind(credential) }
    }

    /// An identifier by its system or its type: NPI, or a taxpayer's number.
    private func take(_ identifier: FHIRElement, for person: inout FHIRPerson) {
        guard let value = identifier.child("value") else { return }
        let system = (identifier.string("system") ?? "").lowercased()
        let type = identifier.concept("type")
        if system.hasSuffix("hl7.org/fhir/sid/us-npi") || system == "urn:oid:2.16.840.1.113883.4.6"
            || (type?.has("NPI") ?? false)
        {
            if let npi = value.withText(NPI.init(utf8:)) ?? nil {
                person.npi = npi
                person.npiElement = value
            } else {
                reading.note(.identifierForm, value, "This is not an NPI of ten digits; it was left out.")
            }
        } else if system == "urn:oid:2.16.840.1.113883.4.4" || system.hasSuffix("hl7.org/fhir/sid/us-ein")
            || (type?.has("TAX") ?? false) || (type?.has("EN") ?? false)
        {
            if let number = value.withText(TaxpayerID.init(utf8:)) ?? nil {
                person.groupTIN = number
            } else {
                reading.note(.identifierForm, value, "This is not a taxpayer's number of nine digits; it was left out.")
            }
        }
    }

    /// A role, a specialty or a qualification.
    private func take(_ concept: FHIRConcept, for person: inout FHIRPerson) {
        if let taxonomy = concept.first(of: .taxonomy), taxonomy.code.utf8.count == 10 {
            person.taxonomy = taxonomy.code
            if person.kind == nil { person.kind = PractitionerKind(taxonomy: taxonomy.code) }
        }
        if let performer = concept.firstNamed(Credentials.performer) { person.performer = performer }
        if let kind = concept.firstNamed(Credentials.kind) { person.kind = kind }
    }

    // MARK: Claims

    /// Who bills a claim: the practitioner of the care team that the care-management line names, or its rendering or
    /// primary member; else the provider. An organization gives its taxpayer's number.
    func biller(of claim: FHIRElement) -> FHIRBiller {
        var biller = FHIRBiller()
        let provider = claim.reference("provider")
        let providing = provider.flatMap { isProvider($0) ? person($0) : nil }
        biller.key = key(provider)
        let member = careTeamMember(of: claim)
        let practitioner = member.map(person) ?? providing.flatMap { $0.isOrganization ? nil : $0 }
        if let practitioner {
            biller.npi = practitioner.npi
            biller.npiElement = practitioner.npiElement
            biller.kind = practitioner.kind
            biller.taxonomy = practitioner.taxonomy
            biller.groupTIN = practitioner.groupTIN
            biller.element = practitioner.resource?.element
            if let member { biller.key = (biller.key ?? "") + "+" + (key(member) ?? "") }
        }
        if let number = providing?.groupTIN { biller.groupTIN = number }
        if biller.element == nil { biller.element = providing?.resource?.element }
        return biller
    }

    /// Whether a reference leads to someone who can bill, or to nothing in the document.
    private func isProvider(_ reference: FHIRReference) -> Bool {
        switch resources.resolve(reference)?.type {
        case nil, .practitioner, .practitionerRole, .organization: true
        default: false
        }
    }

    /// Says that a reference to a provider leads to nobody who is one, so that who bills is not known by it.
    func noteUnknown(_ reference: FHIRReference?) {
        guard let reference else { return }
        resources.noteUnresolved(reference)
        if isProvider(reference) { return }
        let message = "This reference leads to no practitioner, role or organization; whom it means was not checked."
        reading.note(.notResolved, reference.element, message)
    }

    private func careTeamMember(of claim: FHIRElement) -> FHIRReference? {
        let team = claim.list("careTeam")
        for member in team { reading.tape.markWhole(member.index) }
        let practitioners = team.filter { member in
            guard let reference = member.reference("provider") else { return false }
            return isProvider(reference) && !person(reference).isOrganization
        }
        let lines = FHIRItems(claim).all
        let line = lines.first { $0.careCode != nil } ?? lines.first
        let named = line?.inherited("careTeamSequence")?.children.first.flatMap { sequence in
            practitioners.first { $0.child("sequence").map { same($0, sequence) } ?? false }
        }
        let renders: [StaticString] = ["rendering", "performing", "primary"]
        let others: [StaticString] = ["referring", "ordering", "supervisor", "supervising", "prescribing"]
        let chosen =
            named
            ?? practitioners.first { member in
                member.bool("responsible") == true
                    || (member.concept("role").map { role in renders.contains(where: role.has) } ?? false)
            }
            ?? practitioners.first { member in
                !(member.concept("role").map { role in others.contains(where: role.has) } ?? false)
            }
        return chosen?.reference("provider")
    }

    private func same(_ left: FHIRElement, _ right: FHIRElement) -> Bool {
        left.kind == .number && right.kind == .number
            && reading.tape.bytes[Int(left.node.offset)..<Int(left.node.end)]
                .elementsEqual(reading.tape.bytes[Int(right.node.offset)..<Int(right.node.end)])
    }

    private func key(_ reference: FHIRReference?) -> String? {
        guard let reference else { return nil }
        if let resource = resources.resolve(reference) { return "@\(resource.index)" }
        return reference.text ?? reference.identifier?.string("value") ?? reference.element.string("display")
    }
}

/// What credentials, role codes and the contract's own words say of a person.
enum Credentials {
    /// HL7 table 0360 and what practices write.
    static func kind(_ word: String) -> PractitionerKind? {
        switch word.uppercased() {
        case "MD", "DO", "PHYSICIAN": .physician
        case "NP", "CRNP", "APRN", "ARNP", "FNP", "CNP", "NURSE-PRACTITIONER": .nursePractitioner
        case "PA", "PA-C", "PHYSICIAN-ASSISTANT": .physicianAssistant
        case "CNS", "CLINICAL-NURSE-SPECIALIST": .clinicalNurseSpecialist
        case "CNM", "CERTIFIED-NURSE-MIDWIFE": .certifiedNurseMidwife
        case "PHARMD", "RPH", "PHARMACIST": .other("pharmacist")
        default: nil
        }
    }

    /// Whose time it is; the HL7 practitioner-role codes are among the words.
    static func performer(_ word: String) -> PerformerKind? {
        if let kind = PerformerKind(rawValue: word) { return kind }
        return switch word.uppercased() {
        case "MD", "DO", "NP", "CRNP", "APRN", "ARNP", "FNP", "CNP", "PA", "PA-C", "CNS", "CNM", "DOCTOR": .practitioner
        case "RN", "LPN", "LVN", "MA", "CMA", "RMA", "CNA", "PHARMD", "RPH", "LCSW", "MSW", "RD", "NURSE", "PHARMACIST":
            .clinicalStaff
        case "ICT", "RECEPTIONIST": .nonClinical
        default: nil
        }
    }
}
