import ClaimRules
import TestSupport
import Testing

/// Cases in which the answers once contradicted one another or let something pass.
@Suite("Reported cases")
struct ReportedCasesTests {
    private func decide(_ profile: Profile = .cmsFeeForService, _ change: (inout CareMonth) -> Void) -> Decision {
        ClaimEvaluator.evaluate(.cleanStaffExample.with(change), profile: profile)
    }

    private func suggest(_ profile: Profile = .cmsFeeForService, _ change: (inout CareMonth) -> Void) -> Suggestion {
        CodeSuggester.suggest(.cleanStaffExample.with(change), profile: profile)
    }

    @Test("what the rules would reject is not suggested")
    func rejectedIsNotSuggested() {
        let changes: [(RuleID, (inout CareMonth) -> Void)] = [
            ("consent-on-file", { $0.consent?.given = false }),
            ("consent-before-service", { $0.consent?.date = "2026-04-15" }),
            ("consent-covers-what-it-must", { $0.consent?.covers = [] }),
            ("care-plan-active-this-month", { $0.carePlan?.activity = [] }),
            ("care-plan-active-this-month", { $0.carePlan?.date = "2026-02-18" }),
            ("care-plan-copy-given", { $0.carePlan?.copyGiven = false }),
            ("care-management-discussed-at-visit", { $0.initiatingVisit?.ccmDiscussed = false }),
        ]
        for (rule, change) in changes {
            let suggestion = suggest(change: change)
            #expect(suggestion.suggested == nil)
            #expect(suggestion.blockedBy.map(\.rule) == [rule])
        }
    }

    private func suggest(change: (inout CareMonth) -> Void) -> Suggestion { suggest(.cmsFeeForService, change) }

    @Test("a claim's own line of another service excludes a suggestion as one in the history does")
    func ownLineExcludes() {
        for code: ProcedureCode in ["G0557", "90960", "99426"] {
            let beside = suggest { $0.lines.append(ServiceLine(code: code, units: 1, date: "2026-03-31")) }
            let alone = suggest { $0.lines = [ServiceLine(code: code, units: 1, date: "2026-03-31")] }
            for suggestion in [beside, alone] {
                #expect(suggestion.suggested == nil)
                #expect(suggestion.blockedBy.map(\.rule) == ["no-excluded-service-in-month"])
            }
        }
        #expect(suggest { $0.lines.append(ServiceLine(code: "99214", units: 1, date: "2026-03-02")) }.suggested != nil)
    }

    @Test("care planning is billed once in a month, whoever billed it, and may begin anew later")
    func carePlanningByAnother() {
        func rules(_ date: CalendarDate) -> [RuleID] {
            let month = CareMonth.cleanBeginningExample.with { month in
                month.history = [BilledService(code: "G0506", date: date, units: 1)]
                month.history?[0].practitionerNPI = NPI("1093817465")
                month.history?[0].groupTIN = TaxpayerID("987654321")
            }
            return ClaimEvaluator.evaluate(month, profile: .cmsFeeForService).findings.map(\.rule)
        }
        #expect(rules("2026-03-01").contains("care-planning-once"))
        #expect(!rules("2026-02-28").contains("care-planning-once"))
    }

    @Test("after the newest edition of diagnosis codes, a code that is not in it needs a look")
    func newestEdition() {
        func decision(_ month: CalendarMonth, _ code: DiagnosisCode) -> [RuleID] {
            decide { example in
                example.serviceMonth = month
                example.lines[0].date = month.lastDay
                example.diagnoses = ["I10", code]
            }.findings.map(\.rule)
        }
        for code: DiagnosisCode in ["E11", "QQQ", "X99.99"] {
            #expect(decision("2026-10", code).contains("diagnosis-in-newest-edition"))
        }
        #expect(!decision("2026-10", "E11.9").contains("diagnosis-in-newest-edition"))
        #expect(!decision("2022-10", "E11").contains("diagnosis-in-newest-edition"))
    }

    @Test("a suggested date is not before the consent")
    func dateAfterConsent() {
        #expect(suggest { $0.consent?.date = "2026-03-20" }.suggested?.earliestDate == "2026-03-20")
    }

    @Test("with the base billed already, the add-on that is still open is suggested")
    func openAddOn() {
        let suggestion = suggest { month in
            month.timeLog = [.entry(45, on: "2026-03-18")]
            month.history = [BilledService(code: "99490", date: "2026-03-18", units: 1)]
            month.lines = [ServiceLine(code: "99439", units: 1, date: "2026-03-18")]
        }
        #expect(suggestion.suggested?.lines.map(\.code) == ["99439"])
        #expect(suggestion.billed?.verdict == .matches)
    }

    @Test("another path's bill blocks by the rule that says so")
    func otherPath() {
        let suggestion = suggest { $0.history = [BilledService(code: "99491", date: "2026-03-02", units: 1)] }
        #expect(suggestion.suggested == nil && suggestion.blockedBy.map(\.rule) == ["one-path-with-history"])
    }

    @Test("where the strict profile closes the practitioner path, the staff path is suggested")
    func strictPath() {
        let suggestion = suggest(.seedStrict) { month in
            month.timeLog!.append(.entry(35, on: "2026-03-19", by: .practitioner))
            month.history = [BilledService(code: "99484", date: "2026-03-02", units: 1)]
        }
        #expect(suggestion.suggested?.path == .staff)
        #expect(suggestion.alternatives.first { $0.path == .practitioner }?.reason?.contains("99484") == true)
    }

    @Test("a stated absence counts though another member says otherwise")
    func statedAbsence() {
        for item: ChecklistItemID in [.consent, .carePlan, .carePlanCopy, .consentContent, .initiatingVisit] {
            let decision = decide { $0.attestations[item] = false }
            #expect(decision.findings.map(\.rule) == ["documentation-denied"], "\(item)")
        }
    }

    @Test("minutes belong to the day and the month in which they were spent")
    func midnight() throws {
        func log(_ from: String, _ to: String) throws -> [TimeEntry] {
            var entry = TimeEntry.entry(0, on: "2026-03-31")
            entry.duration = .interval(start: try #require(Timestamp(from)), end: try #require(Timestamp(to)))
            return [entry]
        }
        let overEnd = try log("2026-03-31T23:45:00-06:00", "2026-04-01T00:15:00-06:00")
        let minutes = suggest { $0.timeLog = overEnd }.minutes
        #expect(minutes.clinicalStaff == 15)
        #expect(minutes.excluded.map(\.reason) == [.outsideMonth] && minutes.excluded.map(\.minutes) == [15])
        let overStart = try log("2026-02-28T23:45:00Z", "2026-03-01T00:15:00Z")
        #expect(suggest { $0.timeLog = overStart }.minutes.clinicalStaff == 15)
        let overNight = try log("2026-03-18T23:50:00Z", "2026-03-19T00:15:00Z")
        #expect(suggest { $0.timeLog = overNight }.suggested?.earliestDate == "2026-03-19")
        let intoStay = try log("2026-03-08T22:00:00Z", "2026-03-09T10:00:00Z")
        let inStay = suggest { month in
            month.timeLog = intoStay
            month.stays = [Stay(from: "2026-03-09", to: "2026-03-12", setting: .inpatient)]
        }
        #expect(inStay.minutes.clinicalStaff == 120 && inStay.minutes.excluded.map(\.minutes) == [600])
        let years = try log("1990-01-01T00:00:00Z", "2089-01-01T00:00:00Z")
        #expect(suggest { $0.timeLog = years }.minutes.clinicalStaff == 31 * 1440)
    }

    @Test("a new patient's visit comes before the first care")
    func lateVisit() {
        let decision = decide { month in
            month.patient?.newToPractice = true
            month.initiatingVisit?.date = "2026-03-28"
        }
        #expect(decision.findings.map(\.rule) == ["initiating-visit"])
    }

    @Test("a clinic's general code in the history closes the individual codes")
    func generalCodeInHistory() {
        let month = CareMonth.cleanClinicExample.with { month in
            month.lines = [ServiceLine(code: "99490", units: 1, date: "2025-03-18")]
            month.history = [BilledService(code: "G0511", date: "2025-03-31", units: 1)]
        }
        let decision = ClaimEvaluator.evaluate(month, profile: .cmsFeeForService)
        #expect(decision.findings.map(\.rule).contains("clinic-general-or-individual-codes"))
    }

    @Test("a stay of unknown kind, conditions without a name and a missing NPI leave a question open")
    func openQuestions() {
        let stay = decide { $0.stays = [Stay(from: "2026-03-09", to: "2026-03-12")] }
        #expect(stay.unverified.map(\.needs) == [["/stays/0/setting"]])
        let names = decide { $0.conditions![0].icd10 = nil }
        #expect(names.unverified.map(\.needs) == [["/conditions/0/icd10"]])
        let anonymous = decide { $0.practitioner?.npi = nil }
        #expect(anonymous.unverified.map(\.rule).contains("npi-check-digit"))
        let blank = decide { $0.timeLog![0].activity = "  " }
        #expect(blank.unverified.map(\.rule) == ["activities-recorded"])
    }

    @Test("a fix that would make another error is not given")
    func unsafeFix() {
        let pointers = decide { month in
            month.timeLog = [.entry(45, on: "2026-03-18")]
            month.lines[0].diagnosisPointers = [3]
        }
        let skipped = pointers.findings.first { $0.rule == "add-on-skipped" }
        #expect(skipped?.fix.isEmpty == false)
        guard case .add(_, .object(let members))? = skipped?.fix.first else { return }
        #expect(!members.contains { $0.name == "diagnosisPointers" })
        let two = decide { month in
            month.timeLog = [.entry(25, on: "2026-03-18"), .entry(35, on: "2026-03-18", by: .practitioner)]
            month.lines.append(ServiceLine(code: "99491", units: 1, date: "2026-03-18"))
        }
        #expect(two.findings.first { $0.rule == "one-path-a-month" }?.fix == [])
    }

    @Test("an add-on on two lines is put together, not halved")
    func mergedAddOn() {
        let decision = decide { month in
            month.timeLog = [.entry(65, on: "2026-03-18")]
            for _ in 0..<2 { month.lines.append(ServiceLine(code: "99439", units: 1, date: "2026-03-18")) }
        }
        let fix = decision.findings.first { $0.rule == "duplicate-line" }?.fix
        #expect(fix == [.replace("/lines/1/units", .integer(2)), .remove("/lines/2")])
    }

    @Test(
        "transitional care that began up to thirty days before the month reaches into it",
        arguments: [
            ("2026-02-25", true), ("2026-01-30", true), ("2026-01-29", false),
        ] as [(CalendarDate, Bool)]
    )
    func transitionalCare(date: CalendarDate, reaches: Bool) {
        let decision = decide { $0.history = [BilledService(code: "99495", date: date, units: 1)] }
        #expect(decision.findings.map(\.rule).contains("separate-time-from-other-services") == reaches)
    }

    @Test("a thousand of everything costs little: work grows with the document, not with its square")
    func manyOfEverything() {
        let month = CareMonth.cleanStaffExample.with { month in
            month.lines = (0..<1000).map { index in
                var line = ServiceLine(code: index % 2 == 0 ? "99490" : "99214", units: 1, date: "2026-03-18")
                line.modifiers = ["95"]
                return line
            }
            month.history = (0..<1000).map { _ in BilledService(code: "99490", date: "2026-03-02", units: 1) }
            month.diagnoses = Array(repeating: "E11", count: 1000)
        }
        let decision = ClaimEvaluator.evaluate(month, profile: .cmsFeeForService)
        #expect(decision.verdict == .reject)
        #expect(decision.findings.allSatisfy { $0.fix.isEmpty })
    }
}
