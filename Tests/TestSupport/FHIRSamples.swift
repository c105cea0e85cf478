/// Makers of small FHIR resources with defaults, so that a test shows only what it checks.
extension FHIRTree {
    public static let cpt = "http://www.ama-assn.org/go/cpt"
    public static let icd10 = "http://hl7.org/fhir/sid/icd-10-cm"
    public static let npiSystem = "http://hl7.org/fhir/sid/us-npi"
    public static let actCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode"

    /// A Claim for March 2026 by Practitioner/dr for Patient/pat, with these items.
    public static func claim(_ items: [FHIRTree] = [.item("99490")]) -> FHIRTree {
        [
            "resourceType": "Claim", "id": "claim-1", "status": "active", "use": "claim",
            "type": .concept("http://terminology.hl7.org/CodeSystem/claim-type", "professional"),
            "patient": .reference("Patient/pat"), "created": "2026-04-01", "provider": .reference("Practitioner/dr"),
            "priority": .concept("http://terminology.hl7.org/CodeSystem/processpriority", "normal"),
            "insurance": [["sequence": 1, "focal": true, "coverage": ["display": "Medicare"]]],
            "billablePeriod": .period("2026-03-01", "2026-03-31"), "item": .list(items),
        ]
    }

    /// One line of a Claim.
    public static func item(
        _ code: String,
        _ sequence: Int = 1,
        units: Int = 1,
        on date: String = "2026-03-31"
    ) -> FHIRTree {
        [
            "sequence": .number(String(sequence)), "productOrService": .concept(cpt, code),
            "servicedDate": .text(date), "quantity": ["value": .number(String(units))],
        ]
    }

    public static let patient: FHIRTree = ["resourceType": "Patient", "id": "pat", "birthDate": "1947-05-02"]

    public static let practitioner: FHIRTree = [
        "resourceType": "Practitioner", "id": "dr",
        "identifier": [["system": .text(npiSystem), "value": "1234567893"]],
        "qualification": [["code": .concept("http://terminology.hl7.org/CodeSystem/v2-0360", "MD")]],
    ]

    public static let nurse: FHIRTree = [
        "resourceType": "Practitioner", "id": "rn",
        "qualification": [["code": .concept("http://terminology.hl7.org/CodeSystem/v2-0360", "RN")]],
    ]

    /// An active condition of the patient since 2020.
    public static func condition(_ id: String, _ code: FHIRTree) -> FHIRTree {
        [
            "resourceType": "Condition", "id": .text(id), "subject": .reference("Patient/pat"), "code": code,
            "clinicalStatus": .concept("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
            "onsetDateTime": "2020-01-15",
        ]
    }

    /// A finished encounter of this class.
    public static func encounter(_ manner: String, _ start: String, _ end: String) -> FHIRTree {
        [
            "resourceType": "Encounter", "id": "enc", "status": "finished", "subject": .reference("Patient/pat"),
            "class": ["system": .text(actCode), "code": .text(manner)], "period": .period(start, end),
        ]
    }

    /// A Bundle of these resources without addresses of their own, so that names are all that references have.
    public static func named(_ resources: [FHIRTree], _ type: String = "collection") -> FHIRTree {
        ["resourceType": "Bundle", "type": .text(type), "entry": .list(resources.map { ["resource": $0] })]
    }

    /// A whole month of a clean claim: 23 minutes of a nurse, two conditions, consent and plan.
    public static let cleanMonth: FHIRTree = {
        let risk = FHIRTree.concept("http://terminology.hl7.org/CodeSystem/risk-probability", "high")
        func assessed(_ id: String) -> FHIRTree {
            [
                "resourceType": "RiskAssessment", "status": "final", "subject": .reference("Patient/pat"),
                "condition": .reference("Condition/\(id)"), "prediction": [["qualitativeRisk": risk]],
            ]
        }
        let task: FHIRTree = [
            "resourceType": "Task", "status": "completed", "intent": "order", "for": .reference("Patient/pat"),
            "owner": .reference("Practitioner/rn"), "description": "medication reconciliation",
            "executionPeriod": .period("2026-03-18T14:00:00-06:00", "2026-03-18T14:23:00-06:00"),
        ]
        let diagnoses: FHIRTree = [
            ["sequence": 1, "diagnosisReference": .reference("Condition/c1")],
            ["sequence": 2, "diagnosisReference": .reference("Condition/c2")],
        ]
        let item = FHIRTree.item("99490").with("diagnosisSequence", [1, 2])
        return .named([
            claim([item]).with("diagnosis", diagnoses), patient, practitioner, nurse,
            condition("c1", .concept(icd10, "I10")), condition("c2", .concept(icd10, "E11.9")), assessed("c1"),
            assessed("c2"), task,
            [
                "resourceType": "Consent", "status": "active", "patient": .reference("Patient/pat"),
                "dateTime": "2025-11-18", "scope": .concept(nil, "treatment"),
                "category": [["text": "care management"]],
            ],
            [
                "resourceType": "CarePlan", "id": "plan", "status": "active", "intent": "plan",
                "subject": .reference("Patient/pat"), "addresses": [.reference("Condition/c1")],
                "activity": [["progress": [["time": "2026-03-18T14:20:00-06:00", "text": "reviewed"]]]],
            ],
        ])
    }()
}
