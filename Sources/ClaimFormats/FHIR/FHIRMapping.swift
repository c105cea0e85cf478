import ClaimRules

/// Makes a care month of a claim and what documents it.
///
/// Each topic is an extension in a file of its own. What a resource does not say stays nil, which rules report as not
/// verified; nothing is guessed.
final class FHIRMapping {
    let reading: FHIRReading
    let claim: FHIRElement
    let resources: FHIRResources
    let parameters: [FHIRElement]
    /// The patient's resource, or the reference's text where there is none.
    let patient: FHIRResource?
    let patientText: String?
    lazy var people = FHIRPeople(reading, resources)
    /// Who bills the claim that is judged.
    lazy var biller: FHIRBiller = people.biller(of: claim)
    private(set) var places: FHIRPlaces
    var month: CareMonth
    /// Positions among the diagnoses, from 1, by the sequence numbers that lines point with.
    var diagnosisPositions: [Int: Int] = [:]
    /// Sequence numbers of diagnoses that could not be read.
    var unusableDiagnoses: Set<Int> = []
    /// The claim's own lines of other months.
    var earlierLines: [(service: BilledService, element: FHIRElement)] = []
    /// Encounters that are no entries of their own: work was logged by itself during them, or they do not count.
    var encountersWithoutEntry: Set<Int> = []
    /// References to performers that lead to nothing in the document.
    var unknownPerformers: Set<String> = []
    /// The item of the claim that each line comes from.
    var lineItems: [FHIRElement] = []

    init(_ reading: FHIRReading, _ question: FHIRQuestion) {
        self.reading = reading
        claim = question.claim.element
        resources = question.resources
        parameters = question.parameters
        let reference = claim.reference("patient")
        patient = reference.flatMap(question.resources.resolve)
        patientText = reference?.text
        places = FHIRPlaces(type: "\(reading.rootType)", claim: claim.pointer, pointers: [:])
        month = CareMonth(serviceMonth: CalendarDate(dayNumber: 0).month)
    }

    /// The care month; nil with a problem noted where the claim has no month.
    func careMonth() -> CareMonth? {
        mapClaim()
        guard let serviceMonth = serviceMonth() else { return nil }
        month.serviceMonth = serviceMonth
        mapPatient()
        mapPractitioner()
        mapDiagnoses()
        mapLines()
        mapConditions()
        mapHistory()
        mapEncounters()
        mapTimeLog()
        mapConsent()
        mapCarePlan()
        mapCoverage()
        mapParameters()
        places.nextSequence = claim.list("item").map { $0.positiveInt("sequence") ?? 0 }.max().map { $0 + 1 } ?? 1
        for (sequence, position) in diagnosisPositions { places.diagnosisSequences[position] = sequence }
        if !month.lines.contains(where: { CodeTable.entry($0.code) != nil }) {
            let message = "No line is a chronic care management code; nothing of what is checked here applies."
            reading.note(.nothingApplies, claim, message)
        }
        return month
    }

    /// Notes where a part of the care month stands in the document.
    func place(_ pointer: String, _ element: FHIRElement?) {
        if let element { places.pointers[pointer] = element.pointer }
    }

    /// Whether a resource is about the claim's patient; one about somebody else is left out with a note.
    func isOfPatient(_ resource: FHIRElement, _ name: StaticString) -> Bool {
        guard let reference = resource.reference(name), reference.text != nil, patientText != nil else { return true }
        if let target = resources.resolve(reference) {
            if target.index == patient?.index { return true }
        } else if patient == nil, reference.text == patientText {
            return true
        }
        reading.leaveOut(
            resource,
            .anotherPatient,
            "A resource about somebody other than the claim's patient was left out."
        )
        return false
    }

    /// Whether a resource has one of these statuses, or none; another is left out with a note.
    func isInForce(_ resource: FHIRElement, _ statuses: Set<String>) -> Bool {
        guard let status = resource.string("status"), !statuses.contains(status) else { return true }
        reading.leaveOut(resource, .notInForce, "A resource whose status says that it does not count was left out.")
        return false
    }

    /// Bounds a list of the care month; one more is a problem.
    func fits(_ count: Int, _ element: FHIRElement) -> Bool {
        if count < reading.limits.items { return true }
        reading.problem(.tooManyItems, claim, "This makes more than \(reading.limits.items) items of one kind.")
        return false
    }
}

/// The claim as a whole.
extension FHIRMapping {
    private func mapClaim() {
        for name: StaticString in ["type", "subType", "created", "enterer", "insurer", "priority", "fundsReserve"] {
            if let child = claim.child(name) { reading.tape.markWhole(child.index) }
        }
        month.id = claim.string("id") ?? claim.list("identifier").lazy.compactMap { $0.string("value") }.first
        if let use = claim.child("use"), let word = use.text, word != "claim" {
            let message = "This asks for no payment; it was judged as if it were the claim itself."
            reading.note(.notForPayment, use, message)
        }
        if let status = claim.child("status"), let word = status.text, word == "cancelled" || word == "entered-in-error"
        {
            let message = "By its status the Claim is not in force; it was judged as if it were."
            reading.note(.notForPayment, status, message, severity: .warning)
        }
        if let received = claim.list("supportingInfo").first(where: {
            $0.concept("category")?.has("clmrecvddate") ?? false
        }) {
            reading.tape.markWhole(received.index)
            month.receivedOn = received.moment("timingDate")?.day
            place("/receivedOn", received.child("timingDate"))
        }
    }

    /// The month of the billable period if that begins and ends in one; else of the first care-management line with a
    /// date; else of any line; and for a claim about which there is nothing to judge, of the day it was made.
    private func serviceMonth() -> CalendarMonth? {
        let period = claim.period("billablePeriod")
        place("/serviceMonth", period?.element)
        if let month = period?.singleMonth { return month }
        let items = FHIRItems(claim)
        for item in items.all where item.careCode != nil {
            guard let month = item.month else { continue }
            place("/serviceMonth", item.serviced?.element)
            return month
        }
        if let month = items.all.lazy.compactMap(\.month).first ?? period?.start?.month ?? period?.end?.month {
            return month
        }
        if !items.hasCareManagement, let month = claim.moment("created")?.month { return month }
        reading.problem(
            .required,
            claim,
            "The month is needed: a billablePeriod within one month, or a line with its servicedDate.",
            member: "billablePeriod"
        )
        return nil
    }

    private func mapPatient() {
        guard let patient else {
            if let text = patientText {
                var known = Patient()
                known.id = text.split(separator: "/").last.map(String.init)
                month.patient = known
                place("/patient", claim.object("patient"))
                resources.noteUnresolved(claim.reference("patient"))
            }
            return
        }
        let element = patient.element
        var known = Patient()
        known.id = patient.id ?? element.list("identifier").lazy.compactMap { $0.string("value") }.first
        known.birthDate = element.moment("birthDate")?.day
        month.patient = known
        place("/patient", element)
        place("/patient/birthDate", element.child("birthDate"))
    }

    private func mapPractitioner() {
        let biller = biller
        people.noteUnknown(claim.reference("provider"))
        for member in claim.list("careTeam") { people.noteUnknown(member.reference("provider")) }
        guard biller.isNamed else { return }
        var practitioner = Practitioner()
        practitioner.npi = biller.npi
        practitioner.kind = biller.kind
        practitioner.taxonomy = biller.taxonomy
        practitioner.groupTIN = biller.groupTIN
        month.practitioner = practitioner
        place("/practitioner", biller.element ?? claim.object("provider"))
        place("/practitioner/npi", biller.npiElement)
    }

    /// The coverage tells whether Medicare's rules are the right ones.
    private func mapCoverage() {
        for insurance in claim.list("insurance") {
            reading.tape.markWhole(insurance.index)
            let reference = insurance.reference("coverage")
            resources.noteUnresolved(reference)
            guard let coverage = reference.flatMap(resources.resolve)?.element else { continue }
            for name: StaticString in ["status", "beneficiary", "payor", "type"] {
                if let child = coverage.child(name) { reading.tape.markWhole(child.index) }
            }
            // Source of payment typology: 1 is Medicare and what is under it.
            let typology = coverage.concept("type")?.codings.first { ($0.uri ?? "").hasSuffix("nahdo.org/sopt") }
            if let typology, !typology.code.hasPrefix("1") {
                let message = "The coverage is not Medicare's; the rules of the profile were applied all the same."
                reading.note(.notMedicare, coverage, message)
            }
        }
        for coverage in resources[.coverage] { reading.tape.markRead(coverage.index) }
    }
}
