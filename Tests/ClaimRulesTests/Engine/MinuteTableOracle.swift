import ClaimRules

/// The minute tables as they are printed, in the dumbest way: shares no code with the engine.
enum MinuteTableOracle {
    typealias Lines = [String: Int]

    static func staff(_ minutes: Int, year: Int) -> Lines {
        if year < 2015 || minutes <= 19 { return [:] }
        if year < 2020 { return ["99490": 1] }
        let addOn = year == 2020 ? "G2058" : "99439"
        if minutes <= 39 { return ["99490": 1] }
        if minutes <= 59 { return ["99490": 1, addOn: 1] }
        return ["99490": 1, addOn: 2]
    }

    static func practitioner(_ minutes: Int, year: Int, hasUnitEdits: Bool) -> Lines {
        if year < 2019 || minutes <= 29 { return [:] }
        if year < 2022 || minutes <= 59 { return ["99491": 1] }
        if minutes <= 89 { return ["99491": 1, "99437": 1] }
        if minutes <= 119 || hasUnitEdits { return ["99491": 1, "99437": 2] }
        return ["99491": 1, "99437": (minutes - 30) / 30]
    }

    static func complex(_ minutes: Int, year: Int, hasUnitEdits: Bool) -> Lines {
        if year < 2017 || minutes <= 59 { return [:] }
        if minutes <= 89 { return ["99487": 1] }
        if minutes <= 119 { return ["99487": 1, "99489": 1] }
        if minutes <= 149 { return ["99487": 1, "99489": 2] }
        if minutes <= 179 { return ["99487": 1, "99489": 3] }
        let units = (minutes - 60) / 30
        return ["99487": 1, "99489": hasUnitEdits ? min(units, 10) : units]
    }

    /// What each path supports, with the practitioner's minutes counted toward the staff codes where the profile does.
    static func paths(
        staff: Int,
        practitioner: Int,
        decisionMaking: DecisionMaking?,
        year: Int,
        profile: Profile
    ) -> [BillingPath: Lines] {
        var toward = staff
        let isClinic = profile.id == .clinics
        let isPersonalPathOpen = year >= 2019 && !(isClinic && year <= 2024)
        if profile.id != .seedStrict, profile.id != .cptAMA, !isPersonalPathOpen || practitioner < 30 {
            toward += practitioner
        }
        if isClinic, (2018...2024).contains(year) {
            return [.staff: toward < 20 ? [:] : ["G0511": 1], .practitioner: [:], .complex: [:]]
        }
        let hasUnitEdits = profile.id != .cptAMA
        let isComplex = decisionMaking == .moderate || decisionMaking == .high
        return [
            .staff: Self.staff(toward, year: year),
            .practitioner: Self.practitioner(practitioner, year: year, hasUnitEdits: hasUnitEdits),
            .complex: isComplex ? complex(toward, year: year, hasUnitEdits: hasUnitEdits) : [:],
        ]
    }
}
