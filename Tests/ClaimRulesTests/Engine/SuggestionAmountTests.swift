import ClaimRules
import TestSupport
import Testing

/// What a suggestion says of money, and of what is next.
@Suite("Amounts and the next threshold")
struct SuggestionAmountTests {
    private func suggest(_ month: CareMonth, _ profile: Profile = .cmsFeeForService) -> Suggestion {
        CodeSuggester.suggest(month, profile: profile)
    }

    /// 25 minutes on the 5th, in the time of the first factor of 2024, and 20 more on the 20th, in that of the second.
    private func march2024(lines: [(ProcedureCode, Int)] = []) -> CareMonth {
        CareMonth.recorded("2024-03", lines: lines).with {
            $0.timeLog = [.entry(25, on: "2024-03-05"), .entry(20, on: "2024-03-20")]
        }
    }

    @Test("one answer prices everything by one schedule, and says by which of the two of 2024")
    func factors() throws {
        let suggestion = suggest(march2024(lines: [("99490", 1)]))
        let payment = try #require(suggestion.suggested?.payment)
        #expect("\(payment.nonFacility) \(payment.basis)" == "110.51 national 2024, conversion factor 33.2875")
        #expect(suggestion.billed?.difference == Money(cents: 4793))
        let early = march2024(lines: [("99490", 1)]).with { care in
            care.timeLog = [.entry(45, on: "2024-03-05")]
            care.lines[0].date = "2024-03-06"
        }
        let first = suggest(early)
        #expect(first.suggested?.payment?.basis == "national 2024, conversion factor 32.7442")
        #expect(first.suggested?.payment?.nonFacility == Money(cents: 6156 + 4715))
        #expect(first.billed?.difference == Money(cents: 4715))
        // Dated later by the claim itself, the later factor pays it.
        let later = suggest(early.with { $0.lines[0].date = "2024-03-09" })
        #expect(later.suggested?.payment?.basis == "national 2024, conversion factor 33.2875")
        #expect(later.billed?.difference == Money(cents: 4793))
        let matching = suggest(march2024(lines: [("99490", 1), ("99439", 1)]))
        #expect(matching.billed?.verdict == .matches && matching.billed?.difference == Money(cents: 0))
    }

    @Test("a hospital reads that the amounts are the practitioner's, and whether its own are known")
    func hospital() {
        func basis(_ month: CalendarMonth) -> String? {
            suggest(CareMonth.recorded(month, staff: 25).with { $0.setting = .hospitalOutpatient }).suggested?.payment?
                .basis
        }
        #expect(basis("2025-06") == "national 2025, the practitioner's fee")
        #expect(basis("2026-03") == "national 2026, the practitioner's fee; no hospital rates of 2026 are known")
    }

    @Test(
        "the place of service on the lines decides which of the two amounts is paid, and the difference",
        arguments: [("11", 11657, 5044), ("22", 7449, 3073), (nil, nil, nil), ("98", nil, nil)]
            as [(PlaceOfService?, Int64?, Int64?)]
    )
    func places(place: PlaceOfService?, payment: Int64?, difference: Int64?) {
        let care = CareMonth.recorded(staff: 47, lines: [("99490", 1)]).with { $0.lines[0].placeOfService = place }
        let suggestion = suggest(care)
        #expect(suggestion.suggested?.payment?.atPlaceOfService == payment.map { Money(cents: $0) })
        #expect(suggestion.billed?.differenceAtPlaceOfService == difference.map { Money(cents: $0) })
        #expect(suggestion.billed?.differenceInFacility == Money(cents: 3073))
        #expect(suggestion.billed?.gain == Money(cents: difference ?? 5044))
    }

    @Test("lines at places of both kinds leave open which amount is paid")
    func bothPlaces() {
        let care = CareMonth.recorded(staff: 47, lines: [("99490", 1), ("99439", 1)]).with {
            $0.lines[1].placeOfService = "22"
        }
        #expect(suggest(care).suggested?.payment?.atPlaceOfService == nil)
    }

    @Test("a clinic is paid the nation's rate wherever it is")
    func clinics() {
        let care = CareMonth.recorded("2025-11", staff: 25).with { care in
            care.setting = .ruralHealthClinic
            care.locality = Locality(contractor: "02102", locality: "01")
        }
        let payment = suggest(care).suggested?.payment
        #expect(payment.map { "\($0.nonFacility) \($0.facility) \($0.basis)" } == "60.49 60.49 national 2025")
    }

    struct Next: CustomTestStringConvertible {
        let staff: Int
        let practitioner: Int
        let profile: Profile
        let level: DecisionMaking?
        let expected: String
        var testDescription: String { "\(staff) + \(practitioner) \(profile.id.rawValue)" }

        init(_ staff: Int, _ practitioner: Int, _ expected: String, _ profile: Profile, _ level: DecisionMaking? = nil)
        {
            (self.staff, self.practitioner, self.profile) = (staff, practitioner, profile)
            (self.level, self.expected) = (level, expected)
        }
    }

    static let thresholds = [
        Next(0, 29, "99491 1 practitioner", .cmsFeeForService), Next(0, 29, "99491 1 practitioner", .seedStrict),
        Next(47, 0, "99439 13 clinical-staff", .cmsFeeForService),
        Next(15, 29, "99491 1 practitioner", .seedStrict), Next(19, 20, "99490 1 clinical-staff", .seedStrict),
        // Reaching 99491 would pay less than what the practitioner's minutes support as staff time.
        Next(20, 29, "99439 11 clinical-staff", .cmsFeeForService), Next(65, 29, "none", .cmsFeeForService),
        Next(50, 0, "99439 10 clinical-staff", .cmsFeeForService, .high),
        Next(62, 0, "99489 28 clinical-staff", .cmsFeeForService, .high),
        Next(0, 31, "99437 29 practitioner", .cmsFeeForService),
    ]

    @Test("the next threshold is the nearest that would raise what the month supports", arguments: thresholds)
    func next(row: Next) {
        let care = CareMonth.recorded(staff: row.staff, practitioner: row.practitioner, decisionMaking: row.level)
        let next = suggest(care, row.profile).next
        let words = next.map { "\($0.code) \($0.minutesNeeded) \($0.performer.rawValue)" } ?? "none"
        #expect(words == row.expected)
    }

    @Test("a hospital is not sent after the practitioner's codes")
    func hospitalNext() {
        let care = CareMonth.recorded(practitioner: 29).with { $0.setting = .hospitalOutpatient }
        #expect(suggest(care, .seedStrict).next?.code == "99490")
    }
}
