import ClaimRules
import TestSupport

extension FHIRMappingTests {
    private static let day = "2026-03-18"
    private static let start = "2026-03-18T14:00:00-06:00"
    private static let end = "2026-03-18T14:11:30-06:00"
    private static let interval = TimeEntry.Duration.interval(start: Timestamp(start)!, end: Timestamp(end)!)

    static let peopleRows = [
        Row("NPI and kind of a practitioner", beside: []) {
            $0.practitioner?.npi == NPI("1234567893") && $0.practitioner?.kind == .physician
        },
        Row(
            "Taxonomy, and the kind that follows from it",
            .named([
                .claim(),
                [
                    "resourceType": "Practitioner", "id": "dr",
                    "qualification": [["code": .concept("http://nucc.org/provider-taxonomy", "207Q00000X")]],
                ],
            ])
        ) { $0.practitioner?.taxonomy == "207Q00000X" && $0.practitioner?.kind == .physician },
        Row(
            "A role joins practitioner and organization",
            "provider",
            .reference("PractitionerRole/r"),
            beside: [
                [
                    "resourceType": "PractitionerRole", "id": "r", "practitioner": .reference("Practitioner/dr"),
                    "organization": .reference("Organization/o"),
                    "specialty": [.concept("http://nucc.org/provider-taxonomy", "207Q00000X")],
                ],
                [
                    "resourceType": "Organization", "id": "o",
                    "identifier": [["system": "urn:oid:2.16.840.1.113883.4.4", "value": "12-3456789"]],
                ],
            ]
        ) {
            $0.practitioner?.npi == NPI("1234567893") && $0.practitioner?.groupTIN == TaxpayerID("123456789")
                && $0.practitioner?.taxonomy == "207Q00000X"
        },
        Row(
            "The rendering member of the care team, and the provider's tax number",
            .named([
                .claim().with("provider", .reference("Organization/o")).with(
                    "careTeam",
                    [
                        ["sequence": 1, "provider": .reference("Practitioner/rn"), "role": .concept(nil, "referring")],
                        ["sequence": 2, "provider": .reference("Practitioner/dr"), "role": .concept(nil, "rendering")],
                    ]
                ),
                .practitioner, .nurse,
                [
                    "resourceType": "Organization", "id": "o",
                    "identifier": [["type": .concept(nil, "TAX"), "value": "123456789"]],
                ],
            ])
        ) {
            $0.practitioner?.npi == NPI("1234567893") && $0.practitioner?.groupTIN == TaxpayerID("123456789")
        },
        Row(
            "The member that the line names",
            .named([
                .claim([.item("99490").with("careTeamSequence", [2])]).with(
                    "careTeam",
                    [
                        ["sequence": 1, "provider": .reference("Practitioner/rn")],
                        ["sequence": 2, "provider": .reference("Practitioner/dr")],
                    ]
                ), .practitioner, .nurse,
            ])
        ) { $0.practitioner?.npi == NPI("1234567893") },
        Row(
            "An identifier instead of a reference",
            "provider",
            ["identifier": ["system": .text(FHIRTree.npiSystem), "value": "1999999984"]]
        ) { $0.practitioner?.npi == NPI("1999999984") },
        Row(
            "An NPI of another form is left out",
            .named([
                .claim(), .practitioner.with("identifier", [["system": .text(FHIRTree.npiSystem), "value": "520"]]),
            ])
        ) {
            $0.practitioner?.npi == nil && $0.practitioner?.kind == .physician
        },
        Row("A provider who is nowhere is not known", .claim()) { $0.practitioner == nil },
    ]

    static let recordRows = [
        Row("A condition that has lasted a year", beside: [.condition("c", .concept(FHIRTree.icd10, "I10"))]) {
            $0.conditions == [ChronicCondition(icd10: "I10", lastsTwelveMonths: true)]
        },
        Row(
            "A condition of this year may last or not",
            beside: [.condition("c", .concept(FHIRTree.icd10, "I10")).with("onsetDateTime", "2026-01-15")]
        ) { $0.conditions == [ChronicCondition(icd10: "I10")] },
        Row(
            "A condition in SNOMED CT has no code",
            beside: [.condition("c", .concept("http://snomed.info/sct", "38341003"))]
        ) {
            $0.conditions == [ChronicCondition(lastsTwelveMonths: true)]
        },
        Row(
            "Resolved and refuted conditions are left out",
            beside: [
                .condition("a", .concept(FHIRTree.icd10, "I10")).with("clinicalStatus", .concept(nil, "resolved")),
                .condition("b", .concept(FHIRTree.icd10, "I10")).with("verificationStatus", .concept(nil, "refuted")),
            ]
        ) { $0.conditions == nil },
        Row(
            "A risk assessment says the risk",
            beside: [
                .condition("c", .concept(FHIRTree.icd10, "I10")),
                [
                    "resourceType": "RiskAssessment", "status": "final", "condition": .reference("Condition/c"),
                    "subject": .reference("Patient/pat"),
                    "prediction": [["qualitativeRisk": .concept(nil, "moderate")]],
                ],
            ]
        ) { $0.conditions?.first?.significantRisk == true },
        Row(
            "Somebody else's condition is left out",
            beside: [.condition("c", .concept(FHIRTree.icd10, "I10")).with("subject", .reference("Patient/other"))]
        ) {
            $0.conditions == nil
        },
        Row("A hospital stay", beside: [.encounter("IMP", "2026-03-09T08:00:00Z", "2026-03-12T10:00:00Z")]) {
            $0.stays == [Stay(from: "2026-03-09", to: "2026-03-12", setting: .inpatient)]
        },
        Row("A stay of another month does not matter", beside: [.encounter("IMP", "2026-01-09", "2026-01-12")]) {
            $0.stays == nil
        },
        Row(
            "A stay in a nursing home may be under Part A or not",
            beside: [.encounter("NONAC", "2026-02-20", "2026-03-05")]
        ) {
            $0.stays == [Stay(from: "2026-02-20", to: "2026-03-05")]
        },
        Row(
            "The last visit with the billing practitioner",
            beside: [
                .encounter("AMB", "2025-11-18", "2025-11-18").with(
                    "participant",
                    [["individual": .reference("Practitioner/dr")]]
                )
            ]
        ) { $0.patient?.lastSeen == "2025-11-18" },
        Row("A visit with somebody else is not", beside: [.encounter("AMB", "2025-11-18", "2025-11-18")]) {
            $0.patient?.lastSeen == nil
        },
        Row(
            "The visit at which care management began",
            beside: [
                .encounter("AMB", "2025-11-18", "2025-11-18").with("type", [.concept(FHIRTree.cpt, "99214")]).with(
                    "reasonCode",
                    [.concept(FHIRTree.cpt, "99490")]
                )
            ]
        ) {
            $0.initiatingVisit?.code == "99214" && $0.initiatingVisit?.date == "2025-11-18"
                && $0.initiatingVisit?.ccmDiscussed == true
        },
        Row(
            "A visit of another code began nothing",
            beside: [.encounter("AMB", "2025-11-18", "2025-11-18").with("type", [.concept(FHIRTree.cpt, "99211")])]
        ) {
            $0.initiatingVisit == nil
        },
        Row(
            "Consent, its form and what it covers",
            beside: [
                [
                    "resourceType": "Consent", "status": "active", "patient": .reference("Patient/pat"),
                    "dateTime": "2025-11-18", "category": [.concept(nil, "verbal")],
                    "provision": ["code": [.concept(nil, "cost-sharing"), .concept(nil, "right-to-stop")]],
                ]
            ]
        ) {
            $0.consent?.given == true && $0.consent?.date == "2025-11-18" && $0.consent?.form == .verbal
                && $0.consent?.covers == [.costSharing, .rightToStop]
        },
        Row("A consent that was refused", beside: [["resourceType": "Consent", "status": "rejected"]]) {
            $0.consent?.given == false
        },
        Row(
            "A consent to research is another matter",
            beside: [["resourceType": "Consent", "status": "active", "scope": .concept(nil, "research")]]
        ) {
            $0.consent == nil
        },
        Row(
            "A plan, what was done with it and what it speaks to",
            beside: [
                [
                    "resourceType": "CarePlan", "id": "p", "status": "active", "created": "2026-03-02",
                    "category": [.concept(nil, "functional")], "addresses": [.reference("Condition/c")],
                    "activity": [["progress": [["time": "2026-03-20", "text": "-"]]]],
                ],
                [
                    "resourceType": "Communication", "status": "completed", "about": [.reference("CarePlan/p")],
                    "recipient": [.reference("Patient/pat")],
                ],
            ]
        ) {
            $0.carePlan?.activity == [.established, .monitored] && $0.carePlan?.date == "2026-03-20"
                && $0.carePlan?.addresses == [.medical, .functional] && $0.carePlan?.copyGiven == true
        },
        Row(
            "A plan that ended is left out",
            beside: [
                ["resourceType": "CarePlan", "status": "completed", "period": .period("2024-01-01", "2024-06-30")]
            ]
        ) {
            $0.carePlan == nil
        },
        Row(
            "Another claim is history, of this practice where the provider is the same",
            beside: [
                .claim([.item("99490", on: "2026-02-27")]).with("id", "other"),
                .claim([.item("99495", on: "2026-03-02")]).with("id", "third").with(
                    "provider",
                    ["identifier": ["system": .text(FHIRTree.npiSystem), "value": "1999999984"]]
                ),
            ]
        ) { month in
            var other = BilledService(code: "99495", date: "2026-03-02", units: 1)
            other.practitionerNPI = NPI("1999999984")
            return month.history == [BilledService(code: "99490", date: "2026-02-27", units: 1), other]
        },
        Row(
            "An explanation of benefits is history, but not one of a claim that is there",
            beside: [
                .claim([.item("99495", on: "2026-03-02")]).with("resourceType", "ExplanationOfBenefit"),
                .claim([.item("99490")]).with("resourceType", "ExplanationOfBenefit").with(
                    "claim",
                    .reference("Claim/claim-1")
                ),
            ]
        ) { $0.history?.map(\.code) == ["99495"] },
        Row(
            "A claim that this one replaces is withdrawn",
            "related",
            [["claim": .reference("Claim/old"), "relationship": .concept(nil, "prior")]],
            beside: [.claim().with("id", "old")]
        ) {
            $0.history == nil
        },
        Row("A cancelled claim was not billed", beside: [.claim().with("id", "old").with("status", "cancelled")]) {
            $0.history == nil
        },
    ]

    private static func task(_ change: (FHIRTree) -> FHIRTree) -> FHIRTree {
        change([
            "resourceType": "Task", "status": "completed", "for": .reference("Patient/pat"),
            "owner": .reference("Practitioner/rn"), "description": "call", "executionPeriod": .period(start, end),
        ])
    }

    static let timeRows = [
        Row("A task with its period, owner and description", beside: [.nurse, task { $0 }]) { month in
            var entry = TimeEntry()
            entry.duration = interval
            entry.performer = Performer(kind: .clinicalStaff, id: "rn", credential: "RN")
            entry.activity = "call"
            return month.timeLog == [entry]
        },
        Row(
            "A task's stated time goes before its period",
            beside: [
                task {
                    $0.with(
                        "output",
                        [["type": ["text": "time"], "valueDuration": ["value": .number("0.25"), "code": "h"]]]
                    )
                }
            ]
        ) { $0.timeLog?.first?.duration == .minutes(15, on: "2026-03-18") },
        Row(
            "A task open for days has no time",
            beside: [task { $0.with("executionPeriod", .period(start, "2026-03-25T09:00:00-06:00")) }]
        ) {
            $0.timeLog?.count == 1 && $0.timeLog?[0].duration == nil
        },
        Row("Work for another program", beside: [task { $0.with("code", .concept(nil, "RPM")) }]) {
            $0.timeLog?.first?.program == "rpm"
        },
        Row("Work under another service's code", beside: [task { $0.with("code", .concept(FHIRTree.cpt, "99457")) }]) {
            $0.timeLog?.first?.program == "99457"
        },
        Row("Work under a care-management code", beside: [task { $0.with("code", .concept(FHIRTree.cpt, "99490")) }]) {
            $0.timeLog?.first?.program == "ccm"
        },
        Row(
            "Work during a visit is face to face",
            beside: [.encounter("AMB", day, day), task { $0.with("encounter", .reference("Encounter/enc")) }]
        ) {
            $0.timeLog?.first?.faceToFace == true
        },
        Row(
            "Work of another month belongs to its log",
            beside: [task { $0.with("executionPeriod", .period("2026-02-18T14:00:00Z", "2026-02-18T14:10:00Z")) }]
        ) {
            $0.timeLog == nil
        },
        Row("A cancelled task took no time", beside: [task { $0.with("status", "cancelled") }]) { $0.timeLog == nil },
        Row("The billing practitioner's own time", beside: [task { $0.with("owner", .reference("Practitioner/dr")) }]) {
            $0.timeLog?.first?.performer?.kind == .practitioner
        },
        Row(
            "The role in which the work was done goes first",
            beside: [.nurse, task { $0.with("performerType", [.concept(nil, "non-clinical")]) }]
        ) { $0.timeLog?.first?.performer?.kind == .nonClinical },
        Row(
            "A procedure with a performed period",
            beside: [
                .nurse,
                [
                    "resourceType": "Procedure", "status": "completed", "subject": .reference("Patient/pat"),
                    "code": ["text": "care coordination"], "performedPeriod": .period(start, end),
                    "performer": [["actor": .reference("Practitioner/rn")]],
                ],
            ]
        ) {
            $0.timeLog?.first?.duration == interval && $0.timeLog?.first?.activity == "care coordination"
                && $0.timeLog?.first?.performer?.kind == .clinicalStaff
        },
        Row(
            "A procedure at a moment took no time that is known",
            beside: [["resourceType": "Procedure", "status": "completed", "performedDateTime": .text(start)]]
        ) {
            $0.timeLog == nil
        },
        Row(
            "A call from its beginning to its end",
            beside: [
                .nurse,
                [
                    "resourceType": "Communication", "status": "completed", "medium": [.concept(nil, "PHONE")],
                    "subject": .reference("Patient/pat"), "sent": .text(start), "received": .text(end),
                    "sender": .reference("Practitioner/rn"), "topic": ["text": "call"],
                ],
            ]
        ) { $0.timeLog?.first?.duration == interval && $0.timeLog?.first?.activity == "call" },
        Row(
            "A letter took no time that is known",
            beside: [
                [
                    "resourceType": "Communication", "status": "completed", "medium": [.concept(nil, "WRITTEN")],
                    "sent": .text(start), "received": .text(end),
                ]
            ]
        ) {
            $0.timeLog == nil
        },
        Row(
            "A virtual encounter by its length",
            beside: [
                .nurse,
                .encounter("VR", day, day).with("length", ["value": 12, "unit": "min"]).with(
                    "participant",
                    [["individual": .reference("Practitioner/rn")]]
                ),
            ]
        ) {
            $0.timeLog?.first?.duration == .minutes(12, on: "2026-03-18") && $0.timeLog?.first?.faceToFace == false
                && $0.timeLog?.first?.performer?.id == "rn"
        },
        Row(
            "A virtual encounter that never took place is no time entry",
            beside: [
                .encounter("VR", day, day).with("length", ["value": 12, "unit": "min"]).with("status", "cancelled"),
                .encounter("VR", start, end).with("status", "planned"),
                .encounter("VR", start, end).with("status", "entered-in-error"),
            ]
        ) { $0.timeLog == nil },
        Row(
            "A communication that does not say how it went took no time that is known",
            beside: [
                [
                    "resourceType": "Communication", "status": "completed", "sent": .text(start),
                    "received": .text(end),
                ]
            ]
        ) { $0.timeLog == nil },
        Row(
            "A virtual encounter whose work is logged counts once",
            beside: [.encounter("VR", start, end), task { $0.with("encounter", .reference("Encounter/enc")) }]
        ) {
            $0.timeLog?.count == 1
        },
        Row("A visit is no time entry", beside: [.encounter("AMB", start, end)]) { $0.timeLog == nil },
    ]
}
