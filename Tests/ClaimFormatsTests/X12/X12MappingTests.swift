import ClaimRules
import Testing

@testable import ClaimFormats

/// From segments and elements to the members of the care month.
struct X12MappingTests {
    @Test("A claim becomes a care month, member by member")
    func whole() throws {
        let line = [
            "LX*1", "SV1*HC:99490:GW:59*75.5*UN*2.0*22**2:1", "DTP*472*RD8*20260301-20260331",
        ]
        let month = try #require(ReadFile(ClaimFile(ClaimFile.claim("A7", total: "75.5", lines: [line]))).months.first)
        var expected = CareMonth(serviceMonth: "2026-03")
        expected.id = "A7"
        expected.patient = Patient()
        expected.patient?.id = "1EG4TE5MK73"
        expected.patient?.birthDate = "1945-05-10"
        expected.practitioner = Practitioner()
        expected.practitioner?.npi = NPI("1234567893")
        expected.practitioner?.taxonomy = "207Q00000X"
        expected.practitioner?.kind = .physician
        expected.practitioner?.groupTIN = TaxpayerID("123456789")
        expected.diagnoses = ["I10", "E11.9"]
        var served = ServiceLine(code: "99490", units: 2, date: "2026-03-31")
        served.modifiers = ["GW", "59"]
        served.placeOfService = "22"
        served.diagnosisPointers = [2, 1]
        served.charge = Money(cents: 7_550)
        expected.lines = [served]
        #expect(month == expected)
    }

    @Test("The line's own place goes before the claim's")
    func place() {
        #expect(ReadFile(.clean).months[0].lines[0].placeOfService == "11")
    }

    @Test("Without a rendering provider the billing provider is the practitioner, with its own taxonomy")
    func billingAlone() throws {
        var provider = ClaimFile.provider
        provider.insert("PRV*BI*PXC*363L00000X", at: 1)
        let file = ClaimFile(ClaimFile.claim(rendering: []), provider: provider)
        let practitioner = try #require(ReadFile(file).months[0].practitioner)
        #expect(practitioner.npi == NPI("1093817465"))
        #expect(practitioner.kind == .nursePractitioner)
        let bare = ReadFile(ClaimFile(ClaimFile.claim(rendering: []))).months[0].practitioner
        #expect(bare?.kind == nil && bare?.taxonomy == nil)
    }

    @Test("A line's rendering provider goes before the claim's")
    func lineRendering() {
        let own = ["NM1*82*1*JONES*BOB****XX*1093817465", "PRV*PE*PXC*363L00000X"]
        let read = ReadFile(ClaimFile(ClaimFile.claim(lines: [ClaimFile.line(1) + own])))
        #expect(read.months[0].practitioner?.npi == NPI("1093817465"))
        #expect(read.months[0].practitioner?.kind == .nursePractitioner)
    }

    @Test("A dependent is the patient, under the subscriber's number")
    func dependent() {
        let subscriber = [
            "HL*2*1*22*1", "SBR*P********CI", "NM1*IL*1*ROE*ANN****MI*SUB9", "NM1*PR*2*ACME*****PI*54321",
            "HL*3*2*23*0",
            "PAT*19", "NM1*QC*1*ROE*TIM", "N3*2 MAIN ST", "N4*BALTIMORE*MD*212340000", "DMG*D8*20100101*M",
        ]
        let read = ReadFile(ClaimFile(ClaimFile.claim(), subscriber: subscriber))
        #expect(read.structure.isAccepted)
        #expect(read.months[0].patient?.id == "SUB9")
        #expect(read.months[0].patient?.birthDate == "2010-01-01")
    }

    @Test("What a claim cannot say stays unknown")
    func unknown() {
        let month = ReadFile(.clean).months[0]
        #expect(month.conditions == nil && month.timeLog == nil && month.consent == nil && month.history == nil)
        #expect(month.setting == nil && month.receivedOn == nil && month.hospice == nil && month.profile == nil)
        #expect(ReadFile(.clean).decisions[0].verdict == .review)
        #expect(ReadFile(.clean).decisions[0].findings.filter { $0.severity == .error } == [])
    }

    @Test("Findings lead to the segment and the element they are about")
    func places() {
        let read = ReadFile(.clean)
        let places = X12Places(batch: read.batch, month: read.batch.months[0])
        let rows: [(Pointer, String?)] = [
            ("/lines/0", "2400 SV101-2, segment 23"), ("/lines/0/code", "2400 SV101-2, segment 23"),
            ("/lines/0/units", "2400 SV104, segment 23"), ("/lines/0/charge", "2400 SV102, segment 23"),
            ("/lines/0/modifiers/1", "2400 SV101-4, segment 23"), ("/lines/0/date", "2400 DTP03, segment 24"),
            ("/lines/0/placeOfService", "2300 CLM05-1, segment 18"),
            ("/lines/0/diagnosisPointers", "2400 SV107, segment 23"),
            ("/lines/0/diagnosisPointers/1", "2400 SV107-2, segment 23"), ("/diagnoses", "2300 HI01, segment 19"),
            ("/diagnoses/1", "2300 HI02-2, segment 19"), ("/practitioner/npi", "2310B NM109, segment 20"),
            ("/practitioner/taxonomy", "2310B PRV03, segment 21"), ("/practitioner/kind", "2310B PRV03, segment 21"),
            ("/practitioner/groupTIN", "2010AA REF02, segment 10"), ("/patient/id", "2010BA NM109, segment 13"),
            ("/patient/birthDate", "2010BA DMG02, segment 16"), ("/serviceMonth", "2400 DTP03, segment 24"),
            ("/lines/9", nil), ("/consent", nil), ("/timeLog/0", nil), ("/history/0", nil),
        ]
        for (pointer, place) in rows { #expect(places.place(pointer)?.text == place, "\(pointer)") }
    }

    @Test(
        "A claim that does not hold together is told so",
        arguments: [
            (ClaimFile(ClaimFile.claim(total: "80")), "out-of-balance at 2300 CLM02, segment 18"),
            (
                ClaimFile(ClaimFile.claim(frequency: 7)),
                "original-reference-missing at 2300 CLM05-3, segment 18"
            ),
            (ClaimFile(ClaimFile.claim(frequency: 3)), "frequency-unknown at 2300 CLM05-3, segment 18"),
            (
                ClaimFile(ClaimFile.claim(diagnoses: "HI*BK:4019*ABF:E119")),
                "diagnosis-not-icd-10-cm at 2300 HI01-1, segment 19"
            ),
            (
                ClaimFile(ClaimFile.claim(diagnoses: "HI*ABK:9999*ABF:E119")),
                "diagnosis-not-icd-10-cm at 2300 HI01-2, segment 19"
            ),
            (
                ClaimFile(ClaimFile.claim(lines: [ClaimFile.line(1, "9949X9")])),
                "procedure-unreadable at 2400 SV101-2, segment 23"
            ),
            (
                ClaimFile(ClaimFile.claim(lines: [ClaimFile.line(1, units: "1.5")])),
                "units-unreadable at 2400 SV104, segment 23"
            ),
            (
                ClaimFile(ClaimFile.claim(lines: [ClaimFile.line(1, pointers: "1:3")])),
                "pointer-beyond-diagnoses at 2400 SV107-2, segment 23"
            ),
        ]
    )
    func faults(file: ClaimFile, fault: String) {
        let read = ReadFile(file)
        #expect(read.structure.isAccepted)
        #expect(read.batch.claims[0].faults.map { "\($0.kind.rawValue) at \($0.place)" } == [fault])
        #expect(!read.outcomes[0].isAccepted)
    }

    @Test("ICD-9-CM codes are unknown before October 2015 and wrong from then on")
    func oldDiagnoses() {
        func month(_ date: String) -> ReadFile {
            ReadFile(
                ClaimFile(
                    ClaimFile.claim(diagnoses: "HI*BK:4019", lines: [ClaimFile.line(1, pointers: "1", date: date)])
                )
            )
        }
        #expect(month("D8*20150930").months[0].diagnoses == nil)
        #expect(month("D8*20150930").batch.claims[0].faults.isEmpty)
        #expect(month("D8*20151001").months[0].diagnoses == nil)
        #expect(month("D8*20151001").months[0].unread.diagnoses && !month("D8*20150930").months[0].unread.diagnoses)
        #expect(month("D8*20151001").batch.claims[0].faults.map(\.kind) == [.diagnosisNotICD10])
    }

    @Test("Other payers, and the numbers in their loops, are passed over")
    func otherPayers() {
        let read = ReadFile(WholeFile.file)
        #expect(read.batch.claims.allSatisfy { $0.originalReference == nil && $0.trace == "TR7" })
        #expect(read.batch.claims.map(\.patient.subscriber.identifier) == ["1EG4TE5MK73", "SUB9"])
        #expect(read.batch.claims.allSatisfy { $0.lines.count == 1 && $0.lines[0].first == "2026-03-01" })
    }
}
