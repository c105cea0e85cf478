import ClaimFormats
import TestSupport
import Testing

@testable import ClaimRules

struct AnswerJSONTests {
    @Test("Every answer to a hundred and fifty random months is JSON of one line", arguments: Profile.all.map(\.id))
    func valid(profile: ProfileID) throws {
        let profile = try #require(Profile.named(profile.rawValue))
        for seed in UInt64(0)..<150 {
            let month = CareMonth.random(seed: seed)
            for answer in [
                AnswerJSON.decision(ClaimEvaluator.evaluate(month, profile: profile), ignored: ["/x~1y"]),
                AnswerJSON.suggestion(CodeSuggester.suggest(month, profile: profile), ignored: ["/x~1y"]),
                AnswerJSON.checklist(ChecklistAuditor.audit(month, profile: profile), ignored: ["/x~1y"]),
            ] {
                #expect(problem(in: answer) == nil)
                #expect(answer.last == 0x0A)
                #expect(answer.filter { $0 == 0x0A }.count == 1)
            }
        }
    }

    @Test("The same document gives the same bytes, whoever else is answered at the time")
    func deterministic() async {
        let seeds = 0..<UInt64(CaseCount.times(20))
        let once = seeds.map(Self.answers)
        await withTaskGroup(of: (Int, [[UInt8]]).self) { group in
            for _ in 0..<4 {
                for seed in seeds.shuffled() { group.addTask { (Int(seed), Self.answers(seed)) } }
            }
            for await (seed, answers) in group { #expect(answers == once[seed]) }
        }
    }

    /// All three answers to a month, under every profile.
    private static func answers(_ seed: UInt64) -> [[UInt8]] {
        let month = CareMonth.random(seed: seed)
        return Profile.all.flatMap { profile in
            [
                AnswerJSON.decision(ClaimEvaluator.evaluate(month, profile: profile)),
                AnswerJSON.suggestion(CodeSuggester.suggest(month, profile: profile)),
                AnswerJSON.checklist(ChecklistAuditor.audit(month, profile: profile)),
            ]
        }
    }

    @Test("A decision has the contract's members in the contract's order")
    func decision() {
        let identity = ClaimEvaluator.evaluate(CareMonth(serviceMonth: "2026-03"), profile: .cmsFeeForService).ruleset
        let citation = Citation(title: "Title", section: "Section", url: "https://example.org", grade: .data)
        let decision = Decision(
            id: "a \"quoted\" id",
            verdict: .reject,
            findings: [
                Finding(
                    rule: "add-on-needs-base",
                    severity: .error,
                    path: "/lines/1",
                    line: 1,
                    message: "M",
                    remedy: "R",
                    facts: [
                        PlainValue.Member("staffMinutes", .integer(47)),
                        PlainValue.Member("codes", .list([.text("99439"), .bool(true)])),
                    ],
                    citation: citation,
                    adjustment: Adjustment("CO", "107", "N122"),
                    fix: [
                        .remove("/lines/1"), .replace("/lines/0/units", .integer(1)),
                        .add("/lines/-", .object([PlainValue.Member("code", .text("99490"))])),
                    ]
                ),
                Finding(
                    rule: "bare",
                    severity: .info,
                    path: "",
                    line: nil,
                    message: "M",
                    remedy: "R",
                    facts: [],
                    citation: Citation(title: "Title", section: "Section", grade: .guide),
                    adjustment: Adjustment("CO", "107"),
                    fix: []
                ),
            ],
            unverified: [Unverified(rule: "consent-on-file", needs: ["/consent"], message: "M")],
            ruleset: identity
        )
        let json = String(decoding: AnswerJSON.decision(decision, ignored: ["/x"]), as: UTF8.self)
        #expect(
            json == #"""
                {"id":"a \"quoted\" id","verdict":"reject","findings":[{"rule":"add-on-needs-base","severity":"error",\#
                "path":"/lines/1","message":"M","remedy":"R","facts":{"staffMinutes":47,"codes":["99439",true]},\#
                "citation":{"title":"Title","section":"Section","url":"https://example.org","grade":"data"},\#
                "adjustment":{"group":"CO","carc":"107","rarc":["N122"]},"fix":[{"op":"remove","path":"/lines/1"},\#
                {"op":"replace","path":"/lines/0/units","value":1},\#
                {"op":"add","path":"/lines/-","value":{"code":"99490"}}]},\#
                {"rule":"bare","severity":"info","path":"","message":"M","remedy":"R",\#
                "citation":{"title":"Title","section":"Section","grade":"guide"},"adjustment":{"group":"CO","carc":"107"}}],\#
                "unverified":[{"rule":"consent-on-file","needs":["/consent"],"message":"M"}],"ignored":["/x"],\#
                \#(ruleset(identity))}

                """#
        )
    }

    @Test("A suggestion has the contract's members in the contract's order")
    func suggestion() {
        let identity = ClaimEvaluator.evaluate(CareMonth(serviceMonth: "2026-03"), profile: .cmsFeeForService).ruleset
        var suggestion = Suggestion(
            id: nil,
            minutes: .sample,
            suggested: .staff(addOns: 1, nonFacility: 11666, facility: 7550),
            alternatives: [.closed],
            next: NextThreshold(code: "99439", minutesNeeded: 13, performer: .clinicalStaff),
            blockedBy: [],
            billed: BilledComparison(verdict: .underbilled, difference: Money(cents: 5010)),
            ruleset: identity
        )
        #expect(
            String(decoding: AnswerJSON.suggestion(suggestion), as: UTF8.self) == #"""
                {"minutes":{"clinicalStaff":47,"practitioner":5,"practitionerCountedAsStaff":5,\#
                "excluded":[{"path":"/timeLog/3","minutes":10,"reason":"face-to-face"},\#
                {"path":"/timeLog/4","reason":"no-duration"}]},\#
                "suggested":{"path":"staff","lines":[{"code":"99490","units":1},{"code":"99439","units":1}],\#
                "earliestDate":"2026-03-18","payment":{"nonFacility":"116.66","facility":"75.50","basis":"national 2026"}},\#
                "alternatives":[{"path":"practitioner","lines":[],"reason":"Because."}],\#
                "next":{"code":"99439","minutesNeeded":13,"performer":"clinical-staff"},"blockedBy":[],\#
                "billed":{"verdict":"underbilled","difference":{"nonFacility":"50.10"}},\#(ruleset(identity))}

                """#
        )
        suggestion.suggested = nil
        suggestion.alternatives = []
        suggestion.next = nil
        suggestion.billed = nil
        suggestion.minutes = CountedMinutes(
            clinicalStaff: 0,
            practitioner: 0,
            practitionerCountedAsStaff: 0,
            excluded: []
        )
        suggestion.blockedBy = [Blocker(rule: "two-conditions", message: "M", needs: ["/conditions"])]
        #expect(
            String(decoding: AnswerJSON.suggestion(suggestion), as: UTF8.self) == #"""
                {"minutes":{"clinicalStaff":0,"practitioner":0,"excluded":[]},"suggested":null,"alternatives":[],\#
                "blockedBy":[{"rule":"two-conditions","needs":["/conditions"],"message":"M"}],\#(ruleset(identity))}

                """#
        )
    }

    @Test("A checklist has the contract's members in the contract's order")
    func checklist() {
        let month = CareMonth(serviceMonth: "2026-03").with { $0.id = "c" }
        var checklist = ChecklistAuditor.audit(month, codes: ["99490"], profile: .cmsFeeForService)
        let citation = Citation(title: "Title", section: "Section", grade: .data)
        checklist.items = [
            ChecklistEntry(
                id: .consent,
                requirement: .required,
                status: .missing,
                needs: ["/consent"],
                message: "M",
                remedy: "R",
                citation: citation
            )
        ]
        let summary = checklist.summary
        #expect(
            String(decoding: AnswerJSON.checklist(checklist, ignored: []), as: UTF8.self) == #"""
                {"id":"c","codes":["99490"],"ready":false,"blockedBy":[],"items":[{"id":"consent","requirement":"required","status":"missing",\#
                "needs":["/consent"],"message":"M","remedy":"R","citation":{"title":"Title","section":"Section","grade":"data"}}],\#
                "summary":{"required":\#(summary.required),"met":\#(summary.met),"missing":\#(summary.missing),\#
                "contradicted":\#(summary.contradicted)},\#(ruleset(checklist.ruleset))}

                """#
        )
    }

    private func ruleset(_ identity: Ruleset.Identity) -> String {
        #""ruleset":{"version":"\#(identity.version)","digest":"\#(identity.digest)","profile":"cms-ffs"}"#
    }
}
