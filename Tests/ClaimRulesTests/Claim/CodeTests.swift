import ClaimRules
import Testing

@Suite("Codes and identifiers")
struct CodeTests {
    @Test(
        "procedure codes are five characters of the right kinds",
        arguments: ["99490", "G0506", "g2058", "0206T", "J1100"]
    )
    func procedureCodes(text: String) {
        #expect(ProcedureCode(text)?.text == text.uppercased())
    }

    @Test(
        "other texts are no procedure codes",
        arguments: ["", "9949", "994900", "99-90", "GG506", "G050T", "9949é", "99 90", "ABCDE"]
    )
    func notProcedureCodes(text: String) {
        #expect(ProcedureCode(text) == nil)
    }

    @Test(
        "diagnosis codes are the same with and without the dot and in any case",
        arguments: [
            ("E11.9", "E11.9"), ("e119", "E11.9"), ("I10", "I10"), ("s72.001a", "S72.001A"), ("QA001", "QA0.01"),
        ]
    )
    func diagnosisCodes(text: String, expected: String) {
        #expect(DiagnosisCode(text)?.text == expected)
    }

    @Test(
        "other texts are no diagnosis codes",
        arguments: ["", "I1", "110", "E11.", "E.119", "E11..9", "E1.19", "E11.90000", "E11-9", "I10 "]
    )
    func notDiagnosisCodes(text: String) {
        #expect(DiagnosisCode(text) == nil)
    }

    @Test("modifiers, places, NPIs and tax numbers hold their forms")
    func others() {
        let gv = "gv"
        let telehealth = "02"
        #expect(Modifier(gv)?.text == "GV")
        #expect(PlaceOfService(telehealth)?.text == "02")
        #expect(NPI("0234567893")?.text == "0234567893")
        #expect(TaxpayerID("12-3456789") == TaxpayerID("123456789"))
    }

    @Test("other texts are none of them", arguments: ["", "2", "1a3", "2-", "é1"])
    func notModifiers(text: String) {
        #expect(Modifier(text) == nil)
        #expect(PlaceOfService(text) == nil)
    }

    @Test(
        "identifiers of another length or with other characters are refused",
        arguments: ["", "12345678", "12345678901", "123456789x", "1-23456789", "12-345678-9", "1２3456789"]
    )
    func notIdentifiers(text: String) {
        #expect(NPI(text) == nil)
        #expect(TaxpayerID(text) == nil)
    }

    @Test("order of codes is order of text")
    func order() {
        let codes: [ProcedureCode] = ["99490", "G0506", "0206T", "99439"]
        #expect(codes.sorted().map(\.text) == ["0206T", "99439", "99490", "G0506"])
    }

    @Test(
        "money is exact",
        arguments: [("75.00", 7500), ("75", 7500), ("75.5", 7550), ("0.01", 1), ("999999999.99", 99_999_999_999)]
    )
    func money(text: String, cents: Int64) {
        #expect(Array(text.utf8).withUnsafeBufferPointer { Money(utf8: $0) }?.cents == cents)
    }

    @Test("other texts are no money", arguments: ["", ".5", "1.", "1.234", "-1", "1e2", "1,00", "1234567890", "$5"])
    func noMoney(text: String) {
        #expect(Array(text.utf8).withUnsafeBufferPointer { Money(utf8: $0) } == nil)
    }

    @Test("money is written with two decimals and its sign")
    func moneyText() {
        #expect(Money(cents: 6613).description == "66.13")
        #expect(Money(cents: -5).description == "-0.05")
        #expect((Money(cents: 5044) * 2).description == "100.88")
    }

    @Test("attestations keep true, false and nothing apart for every item")
    func attestations() {
        var attestations = Attestations()
        for (index, item) in ChecklistItemID.allCases.enumerated() {
            attestations[item] = index % 3 == 0 ? true : index % 3 == 1 ? false : nil
        }
        for (index, item) in ChecklistItemID.allCases.enumerated() {
            #expect(attestations[item] == (index % 3 == 0 ? true : index % 3 == 1 ? false : nil))
        }
        #expect(attestations.all.count == ChecklistItemID.allCases.count - ChecklistItemID.allCases.count / 3)
        attestations[.consent] = true
        attestations[.consent] = nil
        #expect(attestations[.consent] == nil)
    }
}
