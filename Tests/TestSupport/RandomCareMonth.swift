public import ClaimRules

extension CareMonth {
    /// A care month that might have been sent: every member present or absent, every list long, short or empty, codes and
    /// minutes such as practices bill, now and then a mistake. The same seed gives the same month.
    public static func random(seed: UInt64) -> CareMonth {
        var generator = SeededGenerator(seed: seed)
        return random(using: &generator)
    }

    public static func random(using generator: inout SeededGenerator) -> CareMonth {
        let year = generator.pick([2022, 2023, 2024, 2025, 2026])
        let number = Int.random(in: 1...12, using: &generator)
        var month = CareMonth(serviceMonth: CalendarMonth(year: year, month: number)!)
        month.id = generator.maybe { "doc-\(Int.random(in: 1...9999, using: &$0))" }
        month.profile = generator.maybe(30) {
            $0.pick(["cms-ffs", "seed-strict", "cpt-ama", "rhc-fqhc", "commercial-two-dx"])
        }
        month.setting = generator.maybe(40) { $0.pick(PracticeSetting.allCases) }
        month.locality = generator.maybe(30) {
            $0.pick([Locality(contractor: "10112", locality: "00"), Locality(contractor: "01112", locality: "05")])
        }
        month.patient = generator.maybe { .random(in: month.serviceMonth, using: &$0) }
        month.practitioner = generator.maybe { .random(using: &$0) }
        month.diagnoses = generator.maybe { generator in generator.list(0...4) { $0.pick(diagnosisCodes) } }
        month.lines = generator.list(0...4) { .random(in: month.serviceMonth, using: &$0) }
        month.conditions = generator.maybe { generator in generator.list(0...3) { .random(using: &$0) } }
        month.medicalDecisionMaking = generator.maybe(60) { $0.pick(DecisionMaking.allCases) }
        month.timeLog = generator.maybe(90) { generator in
            generator.list(0...8) { .random(in: month.serviceMonth, using: &$0) }
        }
        month.consent = generator.maybe { .random(in: month.serviceMonth, using: &$0) }
        month.carePlan = generator.maybe { .random(in: month.serviceMonth, using: &$0) }
        month.initiatingVisit = generator.maybe(60) { .random(in: month.serviceMonth, using: &$0) }
        for item in ChecklistItemID.allCases where generator.chance(30) {
            month.attestations[item] = generator.chance(80)
        }
        month.history = generator.maybe(60) { generator in
            generator.list(0...3) { .random(in: month.serviceMonth, using: &$0) }
        }
        month.stays = generator.maybe(30) { generator in
            generator.list(0...2) { .random(in: month.serviceMonth, using: &$0) }
        }
        month.receivedOn = generator.maybe(30) { month.serviceMonth.lastDay.adding(days: $0.pick([-40, 5, 300, 400])) }
        month.hospice = generator.maybe(30) { $0.chance(30) }
        return month
    }
}

private let lineCodes: [ProcedureCode] = [
    "99490", "99439", "99491", "99437", "99487", "99489", "99490", "99439", "G0506", "99214", "99495",
]
private let diagnosisCodes: [DiagnosisCode] = ["I10", "E11.9", "N18.31", "J44.9", "F32.A", "Z00.00", "I50.22"]
private let npis = ["1234567893", "1999999984", "1000000004"].map { NPI($0)! }
private let taxpayers = ["123456789", "987654321"].map { TaxpayerID($0)! }

extension CalendarMonth {
    fileprivate func randomDay(using generator: inout SeededGenerator) -> CalendarDate {
        firstDay.adding(days: Int.random(in: 0..<dayCount, using: &generator))
    }

    /// A day up to two years before.
    fileprivate func randomEarlierDay(using generator: inout SeededGenerator) -> CalendarDate {
        firstDay.adding(days: -Int.random(in: 1...730, using: &generator))
    }
}

extension Patient {
    fileprivate static func random(in month: CalendarMonth, using generator: inout SeededGenerator) -> Patient {
        var patient = Patient()
        patient.id = generator.maybe { "P-\(Int.random(in: 1...9999, using: &$0))" }
        patient.birthDate = generator.maybe {
            CalendarDate(dayNumber: Int32.random(in: -14_000...(-1_000), using: &$0))
        }
        patient.newToPractice = generator.maybe { $0.chance(20) }
        patient.lastSeen = generator.maybe { month.randomEarlierDay(using: &$0) }
        return patient
    }
}

extension Practitioner {
    fileprivate static func random(using generator: inout SeededGenerator) -> Practitioner {
        var practitioner = Practitioner()
        practitioner.npi = generator.maybe { $0.pick(npis) }
        practitioner.kind = generator.maybe {
            $0.pick([.physician, .physician, .nursePractitioner, .clinicalNurseSpecialist, .other("pharmacist")])
        }
        practitioner.taxonomy = generator.maybe(50) { _ in "207Q00000X" }
        practitioner.groupTIN = generator.maybe { $0.pick(taxpayers) }
        return practitioner
    }
}

extension ServiceLine {
    fileprivate static func random(in month: CalendarMonth, using generator: inout SeededGenerator) -> ServiceLine {
        var line = ServiceLine(code: generator.pick(lineCodes))
        line.units = generator.maybe { Int.random(in: 1...3, using: &$0) }
        line.date = generator.maybe { $0.chance(95) ? month.randomDay(using: &$0) : month.adding(months: 1).firstDay }
        line.modifiers = generator.list(0...1) { $0.pick(["25", "GT", "59"]) }
        line.placeOfService = generator.maybe { $0.pick(["11", "22", "02"]) }
        line.diagnosisPointers = generator.maybe { generator in
            generator.list(0...3) { Int.random(in: 1...4, using: &$0) }
        }
        line.charge = generator.maybe { Money(cents: Int64.random(in: 0...20_000, using: &$0)) }
        return line
    }
}

extension ChronicCondition {
    fileprivate static func random(using generator: inout SeededGenerator) -> ChronicCondition {
        ChronicCondition(
            icd10: generator.maybe(90) { $0.pick(diagnosisCodes) },
            lastsTwelveMonths: generator.maybe(90) { $0.chance(90) },
            significantRisk: generator.maybe(90) { $0.chance(90) }
        )
    }
}

extension TimeEntry {
    fileprivate static func random(in month: CalendarMonth, using generator: inout SeededGenerator) -> TimeEntry {
        var entry = TimeEntry()
        let day = generator.chance(95) ? month.randomDay(using: &generator) : month.randomEarlierDay(using: &generator)
        entry.duration = generator.maybe(95) { generator in
            if generator.chance(60) {
                return .minutes(Int.random(in: 0...45, using: &generator), on: generator.maybe(95) { _ in day })
            }
            let offset = generator.pick([0, -300, -360, 330] as [Int16])
            let millisecond =
                Int64(day.dayNumber) * 86_400_000 + Int64.random(in: 0..<80_000, using: &generator) * 1_000
            let length = Int64.random(in: 0...3_000, using: &generator) * 1_000 + (generator.chance(10) ? 250 : 0)
            return .interval(
                start: Timestamp(milliseconds: millisecond, offsetMinutes: offset),
                end: Timestamp(milliseconds: millisecond + length, offsetMinutes: offset)
            )
        }
        entry.performer = generator.maybe(95) { generator in
            Performer(
                kind: generator.maybe(95) { $0.pick([.clinicalStaff, .clinicalStaff, .practitioner, .nonClinical]) },
                id: generator.maybe { $0.pick(["RN-7", "MA-2", "DR-1"]) },
                credential: generator.maybe { $0.pick(["RN", "MA", "MD"]) }
            )
        }
        entry.activity = generator.maybe {
            $0.pick(["medication reconciliation", "care-plan review call", "\u{201C}quoted\u{201D}\n\"and\" é😀\u{7}"])
        }
        entry.faceToFace = generator.maybe(30) { $0.chance(20) }
        entry.program = generator.maybe(20) { $0.pick(["ccm", "rpm", "bhi"]) }
        return entry
    }
}

extension Consent {
    fileprivate static func random(in month: CalendarMonth, using generator: inout SeededGenerator) -> Consent {
        var consent = Consent()
        consent.given = generator.maybe(95) { $0.chance(90) }
        consent.date = generator.maybe { month.randomEarlierDay(using: &$0) }
        consent.form = generator.maybe { $0.pick(ConsentForm.allCases) }
        consent.covers = generator.maybe { .random(using: &$0) }
        return consent
    }
}

extension CarePlan {
    fileprivate static func random(in month: CalendarMonth, using generator: inout SeededGenerator) -> CarePlan {
        var plan = CarePlan()
        plan.activity = generator.maybe { .random(using: &$0) }
        plan.date = generator.maybe { month.randomDay(using: &$0) }
        plan.electronic = generator.maybe { $0.chance(90) }
        plan.copyGiven = generator.maybe { $0.chance(90) }
        plan.addresses = generator.maybe { .random(using: &$0) }
        return plan
    }
}

extension InitiatingVisit {
    fileprivate static func random(in month: CalendarMonth, using generator: inout SeededGenerator) -> InitiatingVisit {
        var visit = InitiatingVisit()
        visit.code = generator.maybe(95) { $0.pick(["99214", "99204", "G0438", "G0402"]) }
        visit.date = generator.maybe(95) { month.randomEarlierDay(using: &$0) }
        visit.ccmDiscussed = generator.maybe { $0.chance(85) }
        return visit
    }
}

extension BilledService {
    fileprivate static func random(in month: CalendarMonth, using generator: inout SeededGenerator) -> BilledService {
        let day = generator.chance(60) ? month.randomDay(using: &generator) : month.randomEarlierDay(using: &generator)
        var service = BilledService(code: generator.pick(lineCodes), date: day)
        service.units = generator.maybe { Int.random(in: 1...2, using: &$0) }
        service.practitionerNPI = generator.maybe(60) { $0.pick(npis) }
        service.groupTIN = generator.maybe(60) { $0.pick(taxpayers) }
        return service
    }
}

extension Stay {
    fileprivate static func random(in month: CalendarMonth, using generator: inout SeededGenerator) -> Stay {
        let from = month.randomDay(using: &generator)
        return Stay(
            from: from,
            to: generator.maybe { from.adding(days: Int.random(in: 0...9, using: &$0)) },
            setting: generator.maybe { $0.pick(StaySetting.allCases) }
        )
    }
}

extension WordSet where Word: CaseIterable {
    fileprivate static func random(using generator: inout SeededGenerator) -> WordSet {
        var set = WordSet()
        for word in Word.allCases where generator.chance(70) { set.insert(word) }
        return set
    }
}
