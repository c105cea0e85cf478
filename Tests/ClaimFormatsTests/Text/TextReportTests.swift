import ClaimFormats
import TestSupport
import Testing

@testable import ClaimRules

struct TextReportTests {
    private let citation = Citation(title: "The book of rules", section: "chapter 1", grade: .data)
    private let identity = Ruleset.Identity(profile: .cmsFeeForService)

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private func finding(_ severity: Severity, _ path: Pointer, line: Int? = nil, fix: [PatchOperation] = []) -> Finding
    {
        Finding(
            rule: "some-rule",
            severity: severity,
            path: path,
            line: line,
            message: "Something is wrong here that takes more words than fit the line of a terminal.",
            remedy: "Do the right thing instead.",
            facts: [],
            citation: citation,
            adjustment: severity == .error ? Adjustment("CO", "107", "N122", "N674") : nil,
            fix: fix
        )
    }

    @Test("A decision: verdict, what is wrong, gravest first, what to send, what the month supports")
    func decision() {
        let decision = Decision(
            id: "demo-0001",
            verdict: .reject,
            findings: [
                finding(.warning, "/carePlan/copyGiven"),
                finding(
                    .error,
                    "/lines/0/units",
                    line: 0,
                    fix: [
                        .replace("/lines/0/units", .integer(1)),
                        .add(
                            "/lines/-",
                            .object([.init("code", .text("99439")), .init("placeOfService", .text("11"))])
                        ),
                    ]
                ),
            ],
            unverified: [
                Unverified(rule: "other", needs: ["/consent", "/timeLog/3/date"], message: "No consent was sent.")
            ],
            ruleset: identity
        )
        #expect(
            text(TextReport.decision(decision, of: .cleanStaffExample, profile: .cmsFeeForService, ignored: ["/x"]))
                == """
                REJECT - demo-0001, March 2026
                1 error and 1 warning. 1 rule could not be decided from what was sent.

                What is wrong
                  1. Error, line 1, units (99490): Something is wrong here that takes more
                     words than fit the line of a terminal.
                     To do:  Do the right thing instead.
                     Fix:    change line 1, units to 1; add a new line: code 99439, place of
                             service 11.
                     Denial: CO-107, remark N122 and N674
                     Source: The book of rules, chapter 1
                  2. Warning, care plan, copy given: Something is wrong here that takes more
                     words than fit the line of a terminal.
                     To do:  Do the right thing instead.
                     Source: The book of rules, chapter 1

                What could not be verified
                  - No consent was sent.
                    Send:   consent; time entry 4, date

                What the month supports
                  Minutes: 23 clinical staff, 0 practitioner.
                  Bill:    99490, dated 2026-03-18 or later.
                  Pays:    $66.13, in a facility $43.76 (national 2026).
                  Next:    17 more clinical staff minutes for 99439.
                  Claim:   bills what the month supports.

                Not read: /x.
                Judged by rules \(identity.version), profile cms-ffs.

                """
        )
    }

    @Test("An accepted decision is short")
    func accepted() {
        let decision = Decision(id: nil, verdict: .accept, findings: [], unverified: [], ruleset: identity)
        #expect(
            text(TextReport.decision(decision, of: .cleanStaffExample, profile: .cmsFeeForService)).hasPrefix(
                """
                ACCEPT - March 2026
                Nothing is wrong.

                What the month supports
                """
            )
        )
    }

    @Test("A suggestion: the codes, the minutes, the amount, the next threshold, the other paths")
    func suggestion() {
        let suggestion = Suggestion(
            id: "demo-0001",
            minutes: .sample,
            suggested: .staff(addOns: 2, nonFacility: 16_701, facility: 9_750),
            alternatives: [
                .closed,
                PathProposal(
                    path: .complex,
                    lines: [ProposedLine(code: "99487", units: 1)],
                    earliestDate: nil,
                    payment: Payment(nonFacility: Money(cents: 14_429), facility: Money(cents: 1), basis: "x"),
                    reason: "Supported as well."
                ),
            ],
            next: NextThreshold(code: "99439", minutesNeeded: 1, performer: .clinicalStaff),
            blockedBy: [],
            billed: BilledComparison(verdict: .underbilled, difference: Money(cents: 5_010)),
            ruleset: identity
        )
        #expect(
            text(TextReport.suggestion(suggestion, of: .cleanStaffExample)) == """
                BILL 99490 and 99439 x 2 - demo-0001, March 2026

                What the month supports
                  Minutes: 47 clinical staff, 5 practitioner (5 of them count as staff time).
                  Omitted: time entry 4, 10 minutes, face to face.
                  Omitted: time entry 5, no time recorded.
                  Bill:    99490 and 99439 x 2, dated 2026-03-18 or later.
                  Pays:    $167.01, in a facility $97.50 (national 2026).
                  Next:    1 more clinical staff minute for 99439.
                  Claim:   bills less than the month supports by $50.10.

                Other paths
                  - Practitioner time: Because.
                  - Complex care: 99487, $144.29. Supported as well.

                Judged by rules \(identity.version), profile cms-ffs.

                """
        )
    }

    @Test("A month that supports nothing says what stands in the way")
    func blocked() {
        let suggestion = Suggestion(
            id: nil,
            minutes: CountedMinutes(clinicalStaff: 25, practitioner: 0, practitionerCountedAsStaff: 0, excluded: []),
            suggested: nil,
            alternatives: [],
            next: nil,
            blockedBy: [
                Blocker(rule: "two-conditions", message: "No conditions are recorded.", needs: ["/conditions"])
            ],
            billed: nil,
            ruleset: identity
        )
        #expect(
            text(TextReport.suggestion(suggestion, of: .cleanStaffExample)) == """
                NOTHING TO BILL - March 2026

                What stands in the way
                  - No conditions are recorded.
                    Send:   conditions

                What the month supports
                  Minutes: 25 clinical staff, 0 practitioner.
                  Bill:    nothing. No conditions are recorded.

                Judged by rules \(identity.version), profile cms-ffs.

                """
        )
    }

    @Test("A checklist: what contradicts, what is missing, what is recommended, what is met")
    func checklist() {
        func entry(_ id: ChecklistItemID, _ requirement: Requirement, _ status: ChecklistStatus) -> ChecklistEntry {
            ChecklistEntry(
                id: id,
                requirement: requirement,
                status: status,
                needs: status == .met ? [] : [Pointer("/attestations/\(id.rawValue)")],
                message: "What has to be in the record.",
                remedy: "Put it there.",
                citation: citation
            )
        }
        let checklist = Checklist(
            id: "demo-0001",
            codes: ["99490", "99439"],
            ready: false,
            items: [
                entry(.consent, .required, .met), entry(.carePlan, .required, .missing),
                entry(.signature, .required, .contradicted), entry(.goalsTemplate, .recommended, .missing),
            ],
            summary: Checklist.Summary(required: 3, met: 1, missing: 1, contradicted: 1),
            ruleset: identity
        )
        #expect(
            text(TextReport.checklist(checklist, of: .cleanStaffExample)) == """
                NOT READY - demo-0001, March 2026
                1 of 3 required items for 99490 and 99439 is met; 1 missing, 1 contradicted.

                The record says otherwise
                  [!] What has to be in the record.
                      To do:  Put it there.
                      See:    attestation of signature

                Missing
                  [ ] What has to be in the record.
                      To do:  Put it there.
                      Send:   attestation of care-plan

                Recommended
                  [ ] What has to be in the record.
                      To do:  Put it there.
                      Send:   attestation of goals-template

                Met
                  [x] What has to be in the record.

                Judged by rules \(identity.version), profile cms-ffs.

                """
        )
    }

    @Test("No report on a random month has a line beyond 79 columns or a character that a terminal obeys")
    func printable() {
        for seed in UInt64(0)..<150 {
            let month = CareMonth.random(seed: seed).with { $0.id = "evil \u{1B}[31m\u{202E}\u{9B}\r\n id" }
            for report in [
                TextReport.decision(
                    ClaimEvaluator.evaluate(month, profile: .cmsFeeForService),
                    of: month,
                    profile: .cmsFeeForService
                ),
                TextReport.suggestion(CodeSuggester.suggest(month, profile: .cmsFeeForService), of: month),
                TextReport.checklist(ChecklistAuditor.audit(month, profile: .cmsFeeForService), of: month),
            ] {
                for line in text(report).split(separator: "\n", omittingEmptySubsequences: false) {
                    #expect(line.unicodeScalars.count <= 79)
                    #expect(
                        !line.unicodeScalars.contains {
                            $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E
                        }
                    )
                }
            }
        }
    }

    @Test(
        "Pointers are told in words",
        arguments: [
            ("", "the whole document"), ("/consent", "consent"), ("/lines", "lines"), ("/lines/0", "line 1"),
            ("/lines/1/diagnosisPointers/0", "line 2, diagnosis pointers, number 1"),
            ("/timeLog/11/performer/kind", "time entry 12, performer, kind"),
            ("/practitioner/npi", "practitioner, NPI"), ("/conditions/0/icd10", "condition 1, ICD-10 code"),
            ("/lines/-", "a new line"),
            ("/attestations/access-24-7", "attestation of access-24-7"),
            ("/carePlan/copyGiven", "care plan, copy given"),
            ("/a~1b/c~0d", "a/b, c~d"),
        ]
    )
    func places(pointer: String, words: String) {
        let decision = Decision(
            id: nil,
            verdict: .review,
            findings: [],
            unverified: [Unverified(rule: "r", needs: [Pointer(pointer)], message: "M.")],
            ruleset: identity
        )
        #expect(
            text(TextReport.decision(decision, of: .cleanStaffExample, profile: .cmsFeeForService)).contains(
                "Send:   \(words)\n"
            )
        )
    }
}
