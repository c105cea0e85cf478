import ClaimRules
import Testing

@testable import ClaimFormats

/// What one acknowledgement of a file rejects, no other accepts, and no answer in another form.
struct OneStoryTests {
    struct Broken: CustomTestStringConvertible {
        let what: String
        let from: String
        let to: String
        let code: String
        var testDescription: String { what }
    }

    static let broken: [Broken] = [
        Broken(what: "no IEA", from: "IEA*1*000000101~\n", to: "", code: "interchange-rejected"),
        Broken(what: "no GE", from: "GE*1*7~\n", to: "", code: "group-rejected"),
        Broken(what: "GE has another number", from: "GE*1*7", to: "GE*1*8", code: "group-rejected"),
        Broken(what: "GE counts other sets", from: "GE*1*", to: "GE*2*", code: "group-rejected"),
        Broken(what: "SE counts other segments", from: "SE*25*", to: "SE*24*", code: "transaction-set-rejected"),
        Broken(
            what: "the file breaks off",
            from: "GE*1*7~\nIEA*1*000000101~\n",
            to: "GE*1",
            code: "group-rejected"
        ),
        Broken(what: "a segment between envelopes", from: "GE*1", to: "N3*X~\nGE*1", code: ""),
    ]

    @Test("A claim is accepted nowhere where its envelope is rejected", arguments: broken)
    func envelopes(_ broken: Broken) throws {
        let bytes = Array(ClaimFile.clean.text.replacing(broken.from, with: broken.to).utf8)
        let claims = try answer(bytes, .claims)
        #expect(claims.contains("STC*A3:481*20260402*U*75.00~") && !claims.contains("A2:20"))
        let structure = try answer(bytes, .implementation)
        #expect(!structure.contains("AK9*A") && !structure.contains("AK9*P"))
        let json = try answer(bytes, .json)
        #expect(json.contains(#""verdict":"reject""#) && json.contains(#""status":"rejected""#))
        #expect(json.contains(#""accepted":0,"rejected":1,"careMonths":1,"accept":0,"review":0,"reject":1"#))
        #expect(json.contains(#""faults":[{"code":"\#(broken.code)"#))
        let text = try answer(bytes, .text)
        #expect(text.hasPrefix("REJECT - A1"))
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("is rejected, and the claim with it."))
        #expect(text.hasSuffix("1 claim: 0 accepted, 1 rejected. 1 care month: 0 accept, 0 review, 1 reject.\n"))
    }

    @Test(
        "A trailer that counts wrong is noted, and the claim accepted everywhere",
        arguments: [("IEA*1*000000101", "IEA*2*000000101", "021"), ("IEA*1*000000101", "IEA*1*000000109", "001")]
    )
    func noted(from: String, to: String, code: String) throws {
        let bytes = Array(ClaimFile.clean.text.replacing(from, with: to).utf8)
        #expect(try answer(bytes, .ta1).contains("*E*\(code)~"))
        #expect(try answer(bytes, .implementation).contains("AK9*A*1*1*1~"))
        #expect(try answer(bytes, .claims).contains("STC*A2:20*"))
        let json = try answer(bytes, .json)
        #expect(json.contains(#""control":"000000101","accepted":true,"faults":["\#(code)"]"#))
        let text = try answer(bytes, .text)
        #expect(text.contains("Interchange 000000101 was accepted, but noted."))
    }

    @Test("Text says what envelopes lack")
    func words() throws {
        let text = try answer(Array(ClaimFile.clean.text.replacing("IEA*1*000000101~\n", with: "").utf8), .text)
        #expect(text.contains("Interchange 000000101 was rejected.\n  The trailer IEA is missing.\n"))
        let group = try answer(Array(ClaimFile.clean.text.replacing("GE*1*7~\n", with: "").utf8), .text)
        #expect(group.contains("Functional group 7 was rejected.\n  The trailer GE is missing.\n"))
    }

    @Test("A claim that is rejected for itself is no accepted month")
    func ownFault() throws {
        let bytes = ClaimFile(ClaimFile.claim(total: "80")).bytes
        let json = try answer(bytes, .json)
        #expect(json.contains(#""verdict":"reject","findings":["#) && json.contains(#""code":"out-of-balance""#))
        #expect(json.contains(#""rejected":1,"careMonths":1,"accept":0,"review":0,"reject":1"#))
        #expect(try answer(bytes, .text).hasPrefix("REJECT - A1"))
    }

    /// Claims of one set each, answered one at a time, so that all but the last are answered before the end is read.
    private func long(_ from: String, _ to: String, _ form: X12Form) throws -> String {
        let sets = (1...3).map { number in
            ClaimFile.heading + ClaimFile.provider + ClaimFile.subscriber(level: 2, id: "ID\(number)")
                + ClaimFile.claim("A\(number)")
        }
        var limits = X12Limits()
        limits.claims = 1
        return try answer(Array(ClaimFile(sets: sets).text.replacing(from, with: to).utf8), form, limits: limits)
    }

    @Test("What was accepted before the end was read is withdrawn at the end")
    func withdrawn() throws {
        let end = "IEA*1*000000101~\n"
        let claims = try long(end, "", .claims)
        #expect(claims.matches(of: /STC\*A2:20/).count == 2)
        // The last one is answered with the end.
        #expect(claims.matches(of: /STC\*A3:481\*20260402\*U\*75.00~\nDTP/).count == 1)
        let withdrawal =
            "HL*2*1*21*0~\nNM1*41*2*GOOD BILLING*****46*SUB1~\nTRN*2*B1~\nSTC*A3:481*20260402*U*75.00~\n"
            + "QTY*AA*1~\nAMT*YY*75.00~\nSE*14*0004~\n"
        #expect(claims.contains(withdrawal) && claims.matches(of: /HL\*2\*1\*21\*0~/).count == 2)
        let json = try long(end, "", .json)
        let counts =
            #""claims":3,"accepted":0,"rejected":3,"withdrawn":2,"careMonths":3,"accept":0,"review":0,"reject":3"#
        #expect(json.contains(counts), "\(json.suffix(900))")
        let text = try long(end, "", .text)
        #expect(text.contains("2 claims that were accepted above are rejected after all"))
        #expect(text.hasSuffix("3 claims: 0 accepted, 3 rejected. 3 care months: 0 accept, 0 review, 3 reject.\n"))
        for form in [X12Form.claims, .json, .text] { #expect(try !long("", "", form).contains("withdrawn")) }
        #expect(try long("SENDER", "SENDER", .claims).matches(of: /STC\*A2:20/).count == 3)
    }

    @Test(
        "The code for combinations has its words on the claim, and on a line, which has no room for them, another stands"
    )
    func combination() throws {
        let addOn = ClaimFile.line(1, "99439", charge: 50)
        let text = try answer(ClaimFile(ClaimFile.claim(lines: [addOn])).bytes, .claims)
        #expect(text.contains("STC*A8:448*20260402*U*50.00********add-on-needs-base~"))
        #expect(text.contains("SVC*HC:99439*50.00*****1~\nSTC*A8:454*20260402*U~"))
    }

    @Test("A status about a person names whom the claim names", arguments: [true, false])
    func entity(isRendered: Bool) throws {
        let claim = ClaimFile.claim(rendering: isRendered ? ["NM1*82*1*SMITH*ANN****XX*1234567890"] : [])
        var file = ClaimFile(claim)
        if !isRendered { file = file.replacing("NM1*85", with: "NM1*85*2*GOOD CLINIC*****XX*1234567890") }
        #expect(try answer(file.bytes, .claims).contains("STC*A7:562:\(isRendered ? 82 : 85)*"))
    }

    @Test(
        "An add-on is not without its base while a line that could not be read may be it",
        arguments: [
            (["LX*1", "SV1*HC:99490*75*UN*1***1:2"], true),
            (["LX*1", "SV1*HC:99490*75*UN*1***1:2", "DTP*472*D8*2026033"], true),
            (["LX*1", "SV1*hc:99490*75*UN*1***1:2", "DTP*472*D8*20260331"], true),
            (["LX*1", "SV1*HC:9949*75*UN*1***1:2", "DTP*472*D8*20260331"], true),
            (["LX*1", "SV1*HC:9949*75*UN*1***1:2", "DTP*472*D8*20260430"], false),
            (["LX*1", "SV1*HC:99487*75*UN*1***1:2"], false), (["LX*1", "SV1*WK:99490*75*UN*1***1:2"], false),
        ] as [([String], Bool)]
    )
    func unreadBase(line: [String], mayBeBase: Bool) throws {
        let addOn = ClaimFile.claim("A2", lines: [ClaimFile.line(1, "99439", charge: 50)])
        let read = ReadFile(ClaimFile(ClaimFile.claim("A1", lines: [line]), addOn))
        #expect(read.findings().contains { $0.hasPrefix("add-on-needs-base") } == !mayBeBase)
        #expect(read.decisions[0].unverified.contains { $0.rule == "add-on-needs-base" } == mayBeBase)
        #expect(!read.outcomes[0].isAccepted)
        // Whoever else is billed for, and by whom, is another matter.
        let other = ClaimFile.claim("A1", rendering: ["NM1*82*1*JONES*BOB****XX*1999999984"], lines: [line])
        #expect(ReadFile(ClaimFile(other, addOn)).findings().contains { $0.hasPrefix("add-on-needs-base") })
        // The same where the claim was answered before, in a set that was not rejected: nothing of such a set was billed.
        var limits = X12Limits()
        limits.claims = 1
        let sets = [ClaimFile(ClaimFile.claim("A1", lines: [line])).sets[0], ClaimFile(addOn).sets[0]]
        let text = try answer(ClaimFile(sets: sets).bytes, .text, limits: limits)
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if mayBeBase {
            let isOpen = words.contains("Not decided: A line could not be read; it may be the one that bills 99490")
            #expect(isOpen == read.structure.isAccepted)
        }
    }

    @Test("A claim of which no diagnosis could be read does not lack one")
    func unreadDiagnoses() {
        let read = ReadFile(ClaimFile(ClaimFile.claim(diagnoses: "HI*ABK:XXX*ABF:1")))
        #expect(read.outcomes[0].statuses.map(\.composite) == ["A7:255"])
        let half = ReadFile(ClaimFile(ClaimFile.claim(diagnoses: "HI*ABK:I10*ABF:1")))
        #expect(half.findings() == [])
        #expect(half.decisions[0].unverified.contains { $0.rule == "two-diagnoses-on-claim" })
    }
}
