import ClaimRules
import TestSupport
import Testing

/// What a suggestion says of the ways not taken.
@Suite("Alternatives and their reasons")
struct SuggestionReasonTests {
    private func suggest(_ month: CareMonth, _ profile: Profile = .cmsFeeForService) -> Suggestion {
        CodeSuggester.suggest(month, profile: profile)
    }

    @Test(
        "once the practitioner's minutes reach 99491, the other paths say what the same minutes would have meant there"
    )
    func practitionerTime() throws {
        let before = suggest(.recorded(staff: 20, practitioner: 29))
        #expect(before.suggested?.payment?.nonFacility == Money(cents: 11657))
        let after = suggest(.recorded(staff: 20, practitioner: 30))
        #expect(after.suggested?.payment?.nonFacility == Money(cents: 8918))
        let staff = try #require(after.alternatives.first { $0.path == .staff }?.reason)
        #expect(staff.hasPrefix("Supported as well, and pays 23.05 less;"))
        #expect(
            staff.hasSuffix(
                "The practitioner's 30 minutes reach 99491, so they no longer count as staff time; up to 29 would have "
                    + "counted here, and 29 supported 99490 and 99439, 116.57."
            )
        )
        // With no staff minutes 29 are all that could have counted, however many there are.
        let alone = try #require(suggest(.recorded(practitioner: 90)).alternatives.first { $0.path == .staff }?.reason)
        #expect(alone.hasSuffix("up to 29 would have counted here, and 29 supported 99490, 66.13."))
        let strict = suggest(.recorded(staff: 20, practitioner: 30), .seedStrict)
        #expect(strict.alternatives.allSatisfy { $0.reason?.contains("no longer count") == false })
    }

    @Test("units above an edit that can be appealed are listed as an alternative, with what they pay more")
    func beyondEdit() throws {
        #expect(suggest(.recorded(practitioner: 119)).alternatives.count == 2)
        let suggestion = suggest(.recorded(practitioner: 120))
        #expect(suggestion.suggested?.lines.map(\.units) == [1, 2])
        let more = try #require(suggestion.alternatives.last)
        #expect(more.path == .practitioner)
        #expect(more.lines.map(\.code) == ["99491", "99437"])
        #expect(more.lines.map(\.units) == [1, 3])
        #expect(more.reason?.contains("pays 63.13 more") == true)
        #expect(suggest(.recorded(staff: 360, decisionMaking: .high)).alternatives.count == 2)
        #expect(suggest(.recorded(staff: 390, decisionMaking: .high)).alternatives.last?.lines.map(\.units) == [1, 11])
        #expect(suggest(.recorded(practitioner: 120), .cptAMA).alternatives.count == 2)
    }

    @Test("a hospital is not told to bill the practitioner's codes, but that the practitioner may")
    func hospital() throws {
        let month = CareMonth.recorded("2025-06", staff: 25, practitioner: 35).with { $0.setting = .hospitalOutpatient }
        let suggestion = suggest(month)
        #expect(suggestion.suggested?.path == .staff)
        #expect(suggestion.suggested?.payment?.hospital == Money(cents: 9250))
        let other = try #require(suggestion.alternatives.first { $0.path == .practitioner })
        #expect(
            other.reason
                == "A hospital does not bill 99491; the practitioner may, on a claim of the practitioner's own."
        )
        #expect(other.lines.map(\.code) == ["99491"])
        let complex = suggest(
            .recorded("2025-06", staff: 95, decisionMaking: .high).with { $0.setting = .hospitalOutpatient }
        )
        #expect(complex.suggested?.payment?.hospital == Money(cents: 16067))
        #expect(
            suggest(.recorded(staff: 25).with { $0.setting = .hospitalOutpatient }).suggested?.payment?.hospital == nil
        )
    }

    @Test("with conditions not sent the lines are compared with what the minutes carry; with one too few with nothing")
    func undecided() {
        let month = CareMonth.recorded(staff: 25, lines: [("99490", 1)])
        let open = suggest(month.with { $0.conditions = nil })
        #expect(open.suggested == nil)
        #expect(open.billed?.verdict == .matches)
        #expect(open.billed?.difference == Money(cents: 0))
        let closed = suggest(month.with { $0.conditions!.removeLast() })
        #expect(closed.billed?.verdict == .overbilled)
    }

    @Test("the checklist of care planning asks for the work beyond the visit")
    func carePlanningItems() {
        let checklist = ChecklistAuditor.audit(.cleanBeginningExample, codes: ["G0506"], profile: .cmsFeeForService)
        #expect(
            checklist.items.map(\.id) == [.performedPersonally, .carePlan, .initiatingVisit, .workBeyondVisit]
        )
        #expect(!checklist.ready)
        let stated = CareMonth.cleanBeginningExample.with { month in
            month.attestations[.workBeyondVisit] = true
            month.attestations[.performedPersonally] = true
        }
        #expect(ChecklistAuditor.audit(stated, codes: ["G0506"], profile: .cmsFeeForService).ready)
    }
}
