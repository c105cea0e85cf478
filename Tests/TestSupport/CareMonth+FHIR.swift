public import ClaimRules

/// Care months as FHIR, for tests that read them back.
extension CareMonth {
    /// `Parameters` with a Bundle in which the first Claim is this month's, and everything that FHIR can say of the month.
    public var fhir: FHIRTree {
        var writer = FHIRMonthWriter(self)
        return writer.document()
    }

    /// The month as far as FHIR carries it: what docs/fhir.md lists as lost is lost here, too.
    public var carriedByFHIR: CareMonth {
        with { month in
            if month.diagnoses?.isEmpty ?? false { month.diagnoses = nil }
            for index in month.lines.indices where month.lines[index].diagnosisPointers?.isEmpty ?? false {
                month.lines[index].diagnosisPointers = nil
            }
            if month.practitioner?.kind == nil, let taxonomy = month.practitioner?.taxonomy {
                month.practitioner?.kind = PractitionerKind(taxonomy: taxonomy)
            }
            month.conditions = month.conditions?.map { condition in
                var condition = condition
                if condition.lastsTwelveMonths == false { condition.lastsTwelveMonths = nil }
                return condition
            }
            if month.conditions?.isEmpty ?? false { month.conditions = nil }
            let days = month.serviceMonth.days
            month.timeLog = month.timeLog?.filter { $0.date.map(days.contains) ?? true }.map(\.carriedByFHIR)
            if month.timeLog?.isEmpty ?? false { month.timeLog = nil }
            if month.consent?.given == nil { month.consent = nil }
            if month.consent?.covers?.isEmpty ?? false { month.consent?.covers = nil }
            if month.carePlan?.activity?.isEmpty ?? true {
                month.carePlan?.activity = nil
                month.carePlan?.date = nil
            }
            if month.carePlan?.addresses?.isEmpty ?? false { month.carePlan?.addresses = nil }
            if month.history?.isEmpty ?? false { month.history = nil }
            if month.stays?.isEmpty ?? false { month.stays = nil }
        }
    }
}

extension TimeEntry {
    fileprivate var carriedByFHIR: TimeEntry {
        var entry = self
        if entry.performer == Performer() { entry.performer = nil }
        if entry.performer != nil, entry.performer?.kind == nil, let credential = entry.performer?.credential {
            entry.performer?.kind = ["MD": .practitioner, "RN": .clinicalStaff, "MA": .clinicalStaff][credential]
        }
        return entry
    }
}

/// Writes one month; resources are gathered first, so that references can be addresses in the Bundle.
private struct FHIRMonthWriter {
    private let month: CareMonth
    private var resources: [FHIRTree] = [.object([("resourceType", "Claim")])]
    private var parameters: [FHIRTree] = []
    private let cpt = "http://www.ama-assn.org/go/cpt"
    private let icd10 = "http://hl7.org/fhir/sid/icd-10-cm"
    private let npiSystem = "http://hl7.org/fhir/sid/us-npi"

    init(_ month: CareMonth) { self.month = month }

    mutating func document() -> FHIRTree {
        let patient = month.patient.map { patient in
            add(["resourceType": "Patient", "id": patient.id.map { .text($0) }, "birthDate": day(patient.birthDate)])
        }
        subject = patient ?? ["display": "unknown"]
        let (provider, careTeam) = billers(month.practitioner)
        own = (provider, careTeam)
        resources[0] = claim(provider, careTeam)
        for condition in month.conditions ?? [] { add(condition) }
        for service in month.history ?? [] { add(service) }
        for stay in month.stays ?? [] { add(stay) }
        for entry in month.timeLog ?? [] { add(entry) }
        if let consent = month.consent, consent.given != nil { add(consent) }
        if let plan = month.carePlan { add(plan) }
        if let visit = month.initiatingVisit { add(visit) }
        addParameters()
        let bundle: FHIRTree = ["name": "resource", "resource": .bundle(resources)]
        return ["resourceType": "Parameters", "parameter": .list([bundle] + parameters)]
    }

    private var subject: FHIRTree = ["display": "unknown"]
    private var own: (provider: FHIRTree, careTeam: FHIRTree?) = (["display": "unknown"], nil)

    @discardableResult
    private mutating func add(_ resource: FHIRTree) -> FHIRTree {
        resources.append(resource)
        return .reference(FHIRTree.address(resources.count - 1))
    }

    private func day(_ date: CalendarDate?) -> FHIRTree? { date.map { .text($0.description) } }

    private func code(_ code: ProcedureCode) -> FHIRTree { .concept(cpt, code.text) }

    // MARK: The claim

    /// The claim's provider, and its care team where the practitioner is somebody else than the provider.
    private mutating func billers(_ practitioner: Practitioner?) -> (FHIRTree, FHIRTree?) {
        guard let practitioner else { return (["display": "unknown"], nil) }
        var qualifications: [FHIRTree] = []
        if let taxonomy = practitioner.taxonomy {
            qualifications.append(["code": .concept("http://nucc.org/provider-taxonomy", taxonomy)])
        }
        if let kind = practitioner.kind { qualifications.append(["code": .concept(nil, kind.word)]) }
        let person = add([
            "resourceType": "Practitioner",
            "identifier": practitioner.npi.map { [["system": .text(npiSystem), "value": .text($0.text)]] },
            "qualification": qualifications.isEmpty ? nil : .list(qualifications),
        ])
        guard let number = practitioner.groupTIN else { return (person, nil) }
        return (add(organization(number)), [["sequence": 1, "provider": person]])
    }

    private func organization(_ number: TaxpayerID) -> FHIRTree {
        [
            "resourceType": "Organization", "name": "A practice",
            "identifier": [["system": "urn:oid:2.16.840.1.113883.4.4", "value": .text(number.text)]],
        ]
    }

    private func claim(_ provider: FHIRTree, _ careTeam: FHIRTree?) -> FHIRTree {
        let diagnoses = (month.diagnoses ?? []).enumerated().map { position, code -> FHIRTree in
            [
                "sequence": .number(String(position + 1)),
                "diagnosisCodeableConcept": .concept(icd10, code.text),
            ]
        }
        let received = month.receivedOn.map { date -> FHIRTree in
            [
                [
                    "sequence": 1, "timingDate": .text(date.description),
                    "category": .concept(
                        "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBSupportingInfoType",
                        "clmrecvddate"
                    ),
                ]
            ]
        }
        let items = month.lines.enumerated().map { item($1, $0 + 1) }
        return base(provider, careTeam).with("id", month.id.map { .text($0) })
            .with("billablePeriod", .period("\(month.serviceMonth.firstDay)", "\(month.serviceMonth.lastDay)"))
            .with("supportingInfo", received)
            .with("diagnosis", diagnoses.isEmpty ? nil : .list(diagnoses))
            .with("item", items.isEmpty ? nil : .list(items))
    }

    private func base(_ provider: FHIRTree, _ careTeam: FHIRTree?) -> FHIRTree {
        [
            "resourceType": "Claim", "status": "active", "use": "claim",
            "type": .concept("http://terminology.hl7.org/CodeSystem/claim-type", "professional"),
            "patient": subject, "created": .text("\(month.serviceMonth.lastDay)"), "provider": provider,
            "priority": .concept("http://terminology.hl7.org/CodeSystem/processpriority", "normal"),
            "insurance": [["sequence": 1, "focal": true, "coverage": ["display": "Medicare"]]],
            "careTeam": careTeam,
        ]
    }

    private func item(_ line: ServiceLine, _ sequence: Int) -> FHIRTree {
        let place = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"
        let pointers = line.diagnosisPointers ?? []
        return [
            "sequence": .number(String(sequence)),
            "diagnosisSequence": pointers.isEmpty ? nil : .list(pointers.map { .number(String($0)) }),
            "productOrService": code(line.code),
            "modifier": line.modifiers.isEmpty ? nil : .list(line.modifiers.map { .concept(cpt, $0.text) }),
            "servicedDate": day(line.date),
            "locationCodeableConcept": line.placeOfService.map { .concept(place, $0.text) },
            "quantity": line.units.map { ["value": .number(String($0))] },
            "net": line.charge.map { ["value": .number($0.description), "currency": "USD"] },
        ]
    }

    // MARK: The record

    private mutating func add(_ condition: ChronicCondition) {
        let concept: FHIRTree = condition.icd10.map { .concept(icd10, $0.text) } ?? ["text": "a condition"]
        let onset = month.serviceMonth.firstDay.adding(months: condition.lastsTwelveMonths == true ? -24 : -1)
        let reference = add([
            "resourceType": "Condition", "subject": subject, "code": concept, "onsetDateTime": .text("\(onset)"),
            "clinicalStatus": .concept("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
        ])
        guard let isRisky = condition.significantRisk else { return }
        let risk = FHIRTree.concept(
            "http://terminology.hl7.org/CodeSystem/risk-probability",
            isRisky ? "high" : "low"
        )
        add([
            "resourceType": "RiskAssessment", "status": "final", "subject": subject, "condition": reference,
            "prediction": [["qualitativeRisk": risk]],
        ])
    }

    private mutating func add(_ service: BilledService) {
        var (provider, careTeam) = own
        let person = service.practitionerNPI.map { npi in
            add([
                "resourceType": "Practitioner",
                "identifier": [["system": .text(npiSystem), "value": .text(npi.text)]],
            ])
        }
        if let number = service.groupTIN {
            provider = add(organization(number))
            careTeam = person.map { [["sequence": 1, "provider": $0]] }
        } else if let person {
            provider = person
            careTeam = nil
        }
        let item: FHIRTree = [
            "sequence": 1, "productOrService": code(service.code), "servicedDate": day(service.date),
            "quantity": service.units.map { ["value": .number(String($0))] },
        ]
        add(base(provider, careTeam).with("item", [item]))
    }

    private func encounter(_ manner: String, _ type: [FHIRTree], _ period: FHIRTree?) -> FHIRTree {
        [
            "resourceType": "Encounter", "status": "finished", "subject": subject,
            "class": ["system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": .text(manner)],
            "type": type.isEmpty ? nil : .list(type), "period": period,
        ]
    }

    private mutating func add(_ stay: Stay) {
        let type = stay.setting.map { [FHIRTree.concept(nil, $0.rawValue)] } ?? []
        add(encounter("NONAC", type, .period("\(stay.from)", stay.to?.description)))
    }

    private mutating func add(_ visit: InitiatingVisit) {
        var types: [FHIRTree] = [.concept(nil, "initiating-visit")]
        if let visited = visit.code { types.append(code(visited)) }
        let reason: FHIRTree? = visit.ccmDiscussed == true ? [code("99490")] : nil
        let period = visit.date.map { FHIRTree.period("\($0)", "\($0)") }
        add(encounter("AMB", types, period).with("reasonCode", reason))
        if visit.ccmDiscussed == false { group("initiatingVisit", [part("ccmDiscussed", false)]) }
    }

    private mutating func add(_ entry: TimeEntry) {
        var period: FHIRTree?
        var output: FHIRTree?
        switch entry.duration {
        case .minutes(let minutes, let date):
            period = date.map { .period("\($0)", "\($0)") }
            let length: FHIRTree = [
                "value": .number(String(minutes)), "unit": "min", "system": "http://unitsofmeasure.org", "code": "min",
            ]
            output = [["type": ["text": "time spent"], "valueDuration": length]]
        case .interval(let start, let end): period = .period("\(start)", "\(end)")
        case nil: break
        }
        let place = entry.faceToFace.map { add(encounter($0 ? "AMB" : "VR", [], nil)) }
        let owner = entry.performer.flatMap { performer -> FHIRTree? in
            guard performer.id != nil || performer.credential != nil else { return nil }
            return add([
                "resourceType": "Practitioner", "id": performer.id.map { .text($0) },
                "qualification": performer.credential.map { [["code": ["text": .text($0)]]] },
            ])
        }
        add([
            "resourceType": "Task", "status": "completed", "intent": "order", "for": subject, "encounter": place,
            "code": entry.program.map { .concept(nil, $0) }, "description": entry.activity.map { .text($0) },
            "executionPeriod": period, "owner": owner,
            "performerType": entry.performer?.kind.map { [.concept(nil, $0.rawValue)] }, "output": output,
        ])
    }

    private mutating func add(_ consent: Consent) {
        let covers = consent.covers?.words ?? []
        add([
            "resourceType": "Consent", "status": consent.given == true ? "active" : "rejected",
            "scope": .concept("http://terminology.hl7.org/CodeSystem/consentscope", "treatment"),
            "category": [
                .concept("http://loinc.org", "59284-0"),
                consent.form.map { .concept(nil, $0.rawValue) } ?? ["text": "-"],
            ],
            "patient": subject, "dateTime": day(consent.date), "policyRule": ["text": "care management"],
            "provision": covers.isEmpty ? nil : ["code": .list(covers.map { .concept(nil, $0.rawValue) })],
        ])
    }

    private mutating func add(_ plan: CarePlan) {
        let when = plan.date.map { FHIRTree.period("\($0)", "\($0)") }
        let activity = (plan.activity?.words ?? []).map { word -> FHIRTree in
            ["detail": ["status": "completed", "code": .concept(nil, word.rawValue), "scheduledPeriod": when]]
        }
        let scope = (plan.addresses?.words ?? []).map { FHIRTree.concept(nil, $0.rawValue) }
        add([
            "resourceType": "CarePlan", "status": "active", "intent": "plan", "subject": subject,
            "category": scope.isEmpty ? nil : .list(scope), "activity": activity.isEmpty ? nil : .list(activity),
        ])
        group(
            "carePlan",
            [plan.electronic.map { part("electronic", $0) }, plan.copyGiven.map { part("copyGiven", $0) }]
        )
    }

    // MARK: What FHIR has no element for

    private func part(_ name: String, _ flag: Bool) -> FHIRTree { ["name": .text(name), "valueBoolean": .flag(flag)] }

    private func part(_ name: String, _ text: String) -> FHIRTree {
        ["name": .text(name), "valueString": .text(text)]
    }

    private mutating func group(_ name: String, _ parts: [FHIRTree?]) {
        let parts = parts.compactMap { $0 }
        if !parts.isEmpty { parameters.append(["name": .text(name), "part": .list(parts)]) }
    }

    private mutating func addParameters() {
        if let profile = month.profile { parameters.append(part("profile", profile)) }
        if let setting = month.setting { parameters.append(part("setting", setting.rawValue)) }
        if let level = month.medicalDecisionMaking {
            parameters.append(part("medicalDecisionMaking", level.rawValue))
        }
        if let hospice = month.hospice { parameters.append(part("hospice", hospice)) }
        if let locality = month.locality {
            group("locality", [part("contractor", locality.contractor), part("locality", locality.locality)])
        }
        let seen = month.patient?.lastSeen.map { date -> FHIRTree in
            ["name": "lastSeen", "valueDate": .text("\(date)")]
        }
        group("patient", [month.patient?.newToPractice.map { part("newToPractice", $0) }, seen])
        group("attestations", month.attestations.all.map { part($0.item.rawValue, $0.isTrue) })
    }
}
