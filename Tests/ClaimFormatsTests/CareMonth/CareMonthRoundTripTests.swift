import ClaimFormats
import ClaimRules
import TestSupport
import Testing

struct CareMonthRoundTripTests {
    private func encode(_ month: CareMonth, _ form: JSONWriter.Form = .compact) -> [UInt8] {
        var writer = JSONWriter(form: form)
        writer.careMonth(month)
        return writer.bytes
    }

    @Test("Six hundred random months come back as they were, compact and pretty")
    func random() throws {
        for seed in UInt64(0)..<2_000 {
            let month = CareMonth.random(seed: seed)
            for form in [JSONWriter.Form.compact, .pretty] {
                let decoded = try CareMonthDecoder().decode(encode(month, form))
                #expect(decoded.month == month, "seed \(seed)")
                #expect(decoded.ignored == [])
            }
        }
    }

    @Test("The same seed gives the same month and the same bytes, another seed another month")
    func deterministic() {
        #expect(encode(.random(seed: 7)) == encode(.random(seed: 7)))
        #expect(encode(.random(seed: 7)) != encode(.random(seed: 8)))
    }

    @Test("A whole document is written in the contract's names and order")
    func canonical() throws {
        let month = try decode(wholeDocument).month
        #expect(
            String(decoding: encode(month), as: UTF8.self) == #"""
                {"id":"demo-0001","serviceMonth":"2026-03","profile":"cms-ffs","setting":"office","locality":{"contractor":"10112",\#
                "locality":"00"},"patient":{"id":"P-1042","birthDate":"1947-05-02","newToPractice":false,"lastSeen":"2025-11-18"},\#
                "practitioner":{"npi":"1234567893","kind":"physician","taxonomy":"207Q00000X","groupTIN":"123456789"},\#
                "diagnoses":["I10","E11.9"],"lines":[{"code":"99490","units":1,"date":"2026-03-31","placeOfService":"11",\#
                "diagnosisPointers":[1,2],"charge":"75.00"}],"conditions":[{"icd10":"I10","lastsTwelveMonths":true,\#
                "significantRisk":true},{"icd10":"E11.9","lastsTwelveMonths":true,"significantRisk":true}],\#
                "medicalDecisionMaking":"low","timeLog":[{"date":"2026-03-04","minutes":12,"performer":{"kind":"clinical-staff",\#
                "id":"RN-7","credential":"RN"},"activity":"medication reconciliation","faceToFace":false,"program":"ccm"},\#
                {"start":"2026-03-18T14:00:00-06:00","end":"2026-03-18T14:11:30-06:00","performer":{"kind":"clinical-staff",\#
                "id":"RN-7","credential":"RN"},"activity":"care-plan review call"}],"consent":{"given":true,"date":"2025-11-18",\#
                "form":"verbal","covers":["cost-sharing","single-practitioner","right-to-stop"]},"carePlan":{"activity":["monitored"],\#
                "date":"2026-03-18","electronic":true,"copyGiven":true,"addresses":["medical","psychosocial","functional"]},\#
                "initiatingVisit":{"code":"99214","date":"2025-11-18","ccmDiscussed":true},"attestations":{"access-24-7":true,\#
                "structured-record":true,"signature":false},"history":[{"code":"99495","units":1,"date":"2026-03-02",\#
                "practitionerNPI":"1234567893","groupTIN":"123456789"}],"stays":[{"from":"2026-03-09","to":"2026-03-12",\#
                "setting":"inpatient"}]}
                """#
        )
    }

    @Test("Random months differ enough to be worth generating")
    func variety() {
        let months = (UInt64(0)..<300).map { CareMonth.random(seed: $0) }
        #expect(months.contains { $0.lines.isEmpty } && months.contains { $0.lines.count > 2 })
        #expect(months.contains { $0.timeLog == nil } && months.contains { $0.timeLog?.count ?? 0 > 5 })
        #expect(
            months.contains { $0.attestations[.signature] == true }
                && months.contains { $0.attestations[.signature] == false }
        )
        #expect(Set(months.map(\.serviceMonth.year)).count == 5)
    }
}
