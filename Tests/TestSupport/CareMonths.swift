public import ClaimRules

// Makers with defaults, so that a test shows only the fact it checks.

extension CareMonth {
    /// The clean staff month with these minutes, lines and level of decision making instead of its own.
    public static func recorded(
        _ month: CalendarMonth = "2026-03",
        staff: Int = 0,
        practitioner: Int = 0,
        decisionMaking: DecisionMaking? = nil,
        lines: [(ProcedureCode, Int)] = []
    ) -> CareMonth {
        CareMonth.cleanStaffExample.with { care in
            let day = month.firstDay.adding(days: 9)
            care.serviceMonth = month
            care.timeLog =
                (staff > 0 ? [.entry(staff, on: day)] : [])
                + (practitioner > 0 ? [.entry(practitioner, on: day, by: .practitioner)] : [])
            care.carePlan?.date = day
            care.consent?.date = month.firstDay
            care.initiatingVisit?.date = month.firstDay
            care.patient?.lastSeen = month.firstDay.adding(days: -30)
            care.medicalDecisionMaking = decisionMaking
            care.lines = lines.map { code, units in
                var line = ServiceLine(code: code, units: units, date: month.lastDay)
                line.placeOfService = "11"
                line.diagnosisPointers = [1, 2]
                return line
            }
        }
    }
}

extension TimeEntry {
    /// An entry that counts, of so many minutes on a day.
    public static func entry(
        _ minutes: Int,
        on day: CalendarDate,
        by kind: PerformerKind = .clinicalStaff
    ) -> TimeEntry {
        var entry = TimeEntry()
        entry.duration = .minutes(minutes, on: day)
        entry.performer = Performer(kind: kind, id: "P-1", credential: "RN")
        entry.activity = "care coordination"
        return entry
    }
}
