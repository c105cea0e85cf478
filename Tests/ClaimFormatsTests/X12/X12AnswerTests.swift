import ClaimRules
import Testing

@testable import ClaimFormats

/// TA1, 999 and 277CA byte for byte; JSON and text.
struct X12AnswerTests {
    private static let rejecting = ClaimFile(
        ClaimFile.claim("A1"),
        ClaimFile.claim("A2", reference: nil, lines: [ClaimFile.line(1, units: "2")])
    )

    @Test("An accepted file gets a TA1, because it asks for one, and a 999 that accepts")
    func accepted() throws {
        #expect(
            try answer(ClaimFile.clean.bytes, .implementation) == """
                ISA*00*          *00*          *ZZ*RECEIVER       *ZZ*SENDER         *260402*0905*^*00501*000000021*0*T*:~
                TA1*000000101*260401*1200*A*000~
                GS*FA*RECEIVER*SENDER*20260402*0905*1*X*005010X231A1~
                ST*999*0001*005010X231A1~
                AK1*HC*7*005010X222A1~
                AK2*837*0001*005010X222A1~
                IK5*A~
                AK9*A*1*1*1~
                SE*6*0001~
                GE*1*1~
                IEA*1*000000021~

                """
        )
        #expect(
            try answer(ClaimFile.clean.bytes, .ta1) == """
                ISA*00*          *00*          *ZZ*RECEIVER       *ZZ*SENDER         *260402*0905*^*00501*000000021*0*T*:~
                TA1*000000101*260401*1200*A*000~
                IEA*0*000000021~

                """
        )
    }

    @Test("A rejected set has an IK3 for each segment, the claim's number, and an IK4 for each element")
    func rejected() throws {
        let file = ClaimFile.clean.replacing("SV1", with: "SV1*HC:99490*x*UN*1***").replacing("N3")
        let text = try answer(file.bytes, .implementation)
        #expect(
            text.contains(
                """
                AK2*837*0001*005010X222A1~
                IK3*N3*8*2010*3~
                IK3*SV1*22*2400*8~
                CTX*CLM01:A1~
                IK4*2**6~
                IK4*7**1~
                IK5*R*5~
                AK9*R*1*1*0~
                """
            )
        )
    }

    @Test("A group of which one set fails is accepted in part")
    func partly() throws {
        let bad = ClaimFile.clean.replacing("N3").sets[0]
        let text = try answer(ClaimFile(sets: [ClaimFile.clean.sets[0], bad]).bytes, .implementation)
        #expect(text.contains("IK5*A~") && text.contains("IK5*R*5~") && text.contains("AK9*P*2*2*1~"))
    }

    @Test("Acknowledgements are not acknowledged")
    func noEcho() throws {
        let text = try answer(Array(try answer(ClaimFile.clean.bytes, .implementation).utf8), .implementation)
        #expect(!text.contains("GS*FA") && text.contains("TA1*000000021"))
    }

    @Test("The 277CA accepts and rejects by claim, says why and where, and adds up")
    func claims() throws {
        #expect(
            try answer(Self.rejecting.bytes, .claims) == """
                ISA*00*          *00*          *ZZ*RECEIVER       *ZZ*SENDER         *260402*0905*^*00501*000000021*0*T*:~
                GS*HN*RECEIVER*SENDER*20260402*0905*1*X*005010X214~
                ST*277*0001*005010X214~
                BHT*0085*08*B1*20260402*0905*TH~
                HL*1**20*1~
                NM1*PR*2*MEDICARE*****46*12345~
                TRN*1*B1~
                DTP*050*D8*20260402~
                DTP*009*D8*20260402~
                HL*2*1*21*1~
                NM1*41*2*GOOD BILLING*****46*SUB1~
                TRN*2*B1~
                STC*A1:19:PR*20260402*WQ*150.00~
                QTY*90*1~
                QTY*AA*1~
                AMT*YU*75.00~
                AMT*YY*75.00~
                HL*3*2*19*1~
                NM1*85*2*GOOD CLINIC*****XX*1093817465~
                TRN*1*3~
                STC*A1:19:PR**WQ*150.00~
                QTY*QA*1~
                QTY*QC*1~
                AMT*YU*75.00~
                AMT*YY*75.00~
                HL*4*3*PT~
                NM1*QC*1*DOE*JOHN****MI*1EG4TE5MK73~
                TRN*2*A1~
                STC*A2:20*20260402*WQ*75.00~
                DTP*472*D8*20260331~
                HL*5*3*PT~
                NM1*QC*1*DOE*JOHN****MI*1EG4TE5MK73~
                TRN*2*A2~
                STC*A3:54*20260402*U*75.00~
                DTP*472*D8*20260331~
                SVC*HC:99490*75.00*****2~
                STC*A3:54*20260402*U~
                DTP*472*D8*20260331~
                SE*37*0001~
                GE*1*1~
                IEA*1*000000021~

                """
        )
    }

    @Test("The claims of a rejected set are unprocessable")
    func unprocessable() throws {
        let text = try answer(ClaimFile.clean.replacing("N3").bytes, .claims)
        #expect(text.contains("STC*A3:481*20260402*U*75.00~"))
    }

    @Test(
        "Every error that a claim alone can bring has a status of its own or says its rule",
        arguments: RuleCatalog.all.map(\.id.description)
    )
    func statuses(rule: String) throws {
        let id = try #require(RuleCatalog.rule(rule)?.id)
        let status = ClaimStatus(id)
        #expect(ClaimStatus.byRule.contains { $0.rule == id } || status.note == rule)
        #expect(["A3", "A6", "A7", "A8"].contains("\(status.category)"))
    }

    @Test("Statuses name only rules that there are")
    func statusRules() {
        for (rule, _) in ClaimStatus.byRule { #expect(RuleCatalog.rule(rule.description) != nil, "\(rule)") }
    }

    @Test("Received text cannot break out of what is written")
    func clean() throws {
        #expect(X12Writer.clean("A*B~C:D^E\nF", 99) == "A B C D E F")
        #expect(X12Writer.clean("  ABCDEF ", 5) == "ABC")
        let other = ClaimFile(ClaimFile.claim("A~1")).segments.joined(separator: "!\n") + "!\n"
        let text = try answer(Array(other.utf8), .claims)
        #expect(text.contains("TRN*2*A 1~"))
    }

    @Test("The same file gets the same bytes, whatever the pieces", arguments: X12Form.allCases)
    func deterministic(form: X12Form) throws {
        let whole = try answer(Self.rejecting.bytes, form)
        for piece in [1, 100, 1_000] { #expect(try answer(Self.rejecting.bytes, form, piece: piece) == whole) }
    }

    @Test("JSON has the decision, its claims, the segments, the counts and the structure")
    func json() throws {
        let text = try answer(Self.rejecting.bytes, .json)
        for part in [
            #"{"decisions":[{"id":"A1","verdict":"reject","findings":["#,
            #""path":"/lines/1","segment":"2400 SV101-2, segment 30""#,
            #""serviceMonth":"2026-03","claims":[{"id":"A1","status":"accepted""#,
            #""statusCodes":["A3:54"]"#, #""segment":"2300 CLM, segment 25""#,
            #""summary":{"claims":2,"accepted":1,"rejected":1,"careMonths":1,"accept":0,"review":0,"reject":1,"joined":true}"#,
            #""structure":{"accepted":true,"segments":36"#,
        ] {
            #expect(text.contains(part), "\(part)")
        }
        let lines = try answer(Self.rejecting.bytes, .ndjson).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix(#"{"id":"A1""#) && lines[1].hasPrefix(#"{"summary":"#))
    }

    @Test("Text says what is wrong and where")
    func text() throws {
        let text = try answer(Self.rejecting.bytes, .text)
        #expect(text.hasPrefix("REJECT - A1 and A2, March 2026\n"))
        #expect(text.contains("Error, 2400 SV101-2, segment 30: 99490 is on 2 lines"))
        #expect(text.hasSuffix("2 claims: 1 accepted, 1 rejected. 1 care month: 0 accept, 0 review, 1 reject.\n"))
    }

    @Test("Nothing readable is a refusal with its place, not an answer", arguments: X12Form.allCases)
    func refusal(form: X12Form) {
        let failure = X12Failure(.notX12, offset: 0, segment: 1)
        #expect(throws: X12Refusal.unreadable(failure)) { try answer(Array("hello".utf8), form) }
    }
}

/// Answers that end before the file does.
struct X12BreakOffTests {
    private func brokenOff(_ form: X12Form, _ text: String) -> String {
        var session = X12Session(form: form, stamp: X12Stamp(date: "2026-04-02", minute: 545, control: 21))
        Array(text.utf8).withUnsafeBufferPointer { session.feed($0) }
        session.breakOff()
        #expect(!session.isBusy)
        return String(decoding: session.takeAnswer(), as: UTF8.self)
    }

    /// A file of one batch, and the beginning of another.
    private static let text =
        ClaimFile.clean.text + ClaimFile.clean.text.replacing("000000101", with: "000000102").prefix(600)

    @Test("A 277CA that is broken off is whole, and rejects nothing that was not read")
    func claims() {
        let answer = brokenOff(.claims, Self.text)
        #expect(answer.contains("STC*A2:20*") && !answer.contains("STC*A3:481"))
        #expect(answer.hasSuffix("GE*1*1~\nIEA*1*000000021~\n"), "\(answer.suffix(60))")
        // Of a transaction set that has not ended nothing is answered.
        #expect(brokenOff(.claims, String(ClaimFile.clean.text.prefix(600))).isEmpty)
    }

    @Test("The other forms are closed and say that they were stopped, but for what is acknowledged at the end")
    func forms() {
        #expect(brokenOff(.json, Self.text).contains(#""stoppedEarly":true},"structure":{"#))
        #expect(brokenOff(.json, Self.text).hasSuffix("}\n"))
        #expect(brokenOff(.ndjson, Self.text).contains("\n" + #"{"summary":{"claims":1,"accepted":1,"#))
        #expect(brokenOff(.text, Self.text).contains("It was stopped before the end of the file"))
        #expect(brokenOff(.implementation, Self.text).isEmpty && brokenOff(.ta1, Self.text).isEmpty)
        let whole = try? answer(ClaimFile.clean.bytes, .json)
        #expect(whole?.contains("stoppedEarly") == false)
    }
}
