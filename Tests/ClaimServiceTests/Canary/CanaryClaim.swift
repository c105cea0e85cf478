/// A FHIR Bundle whose every value is one that occurs nowhere else, so that a leak can be recognised.
enum CanaryClaim {
    static let valid = """
        {"resourceType": "Bundle", "type": "collection", "entry": [
         {"fullUrl": "urn:uuid:nightingale-0", "resource": {"resourceType": "Claim", "id": "nightingale-id",
          "status": "active", "use": "claim", "type": {"coding": [{"code": "professional"}]},
          "patient": {"reference": "Patient/nightingale"}, "billablePeriod": {"start": "2026-03-27", "end": "2026-03-29"},
          "created": "2026-03-28", "provider": {"reference": "Practitioner/nightingale"},
          "diagnosis": [{"sequence": 1, "diagnosisCodeableConcept": {"coding": [
           {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "Z9981"}]}}],
          "item": [{"sequence": 1, "productOrService": {"coding": [{"system": "http://www.ama-assn.org/go/cpt",
           "code": "99439", "display": "nightingale"}]}, "modifier": [{"coding": [{"code": "ZQ"}]}],
           "servicedDate": "2026-03-29", "quantity": {"value": 613}, "net": {"value": 7531.86, "currency": "USD"},
           "diagnosisSequence": [1], "extension": [{"url": "urn:nightingale", "valueString": "nightingale"}]}]}},
         {"resource": {"resourceType": "Patient", "id": "nightingale", "birthDate": "1931-07-13",
          "name": [{"text": "nightingale"}]}},
         {"resource": {"resourceType": "Practitioner", "id": "nightingale",
          "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "1987654324"}],
          "qualification": [{"code": {"text": "nightingale-rn"}}]}},
         {"resource": {"resourceType": "Condition", "id": "nightingale-c", "subject": {"reference": "Patient/nightingale"},
          "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "E0842"}]},
          "onsetDateTime": "2025-09-17"}},
         {"resource": {"resourceType": "Task", "status": "completed", "description": "nightingale-activity",
          "for": {"reference": "Patient/nightingale"}, "owner": {"reference": "Practitioner/nightingale"},
          "executionPeriod": {"start": "2026-03-27T10:00:00Z", "end": "2026-03-27T10:13:57Z"}}},
         {"resource": {"resourceType": "Consent", "status": "active", "dateTime": "2025-09-18"}},
         {"resource": {"resourceType": "Nightingale", "nightingale": "nightingale"}}]}
        """

    static let spoiled = CanaryMonth.spoiled(valid)
    static let malformed = CanaryMonth.malformed(valid)
}
