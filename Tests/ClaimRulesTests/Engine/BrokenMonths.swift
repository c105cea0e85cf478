import ClaimRules
import TestSupport

/// Care months with random mistakes in lines, minutes, dates, modifiers and diagnoses: the same ones for the same seed.
struct BrokenMonths: Sequence, IteratorProtocol {
    private var random: SeededGenerator
    private var left: Int

    init(seed: UInt64, count: Int) {
        random = SeededGenerator(seed: seed)
        left = count
    }

    mutating func next() -> CareMonth? {
        guard left > 0 else { return nil }
        left -= 1
        let staff = Int.random(in: 0...140, using: &random)
        let practitioner = Bool.random(using: &random) ? 0 : Int.random(in: 0...130, using: &random)
        let level = ([nil] + DecisionMaking.allCases.map(Optional.some)).randomElement(using: &random)!
        var care = CareMonth.recorded(staff: staff, practitioner: practitioner, decisionMaking: level)
        let codes: [ProcedureCode] = ["99490", "99439", "99491", "99437", "99487", "99489", "G2058", "99214"]
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            var line = ServiceLine(
                code: codes.randomElement(using: &random)!,
                units: Int.random(in: 1...4, using: &random) / 2 + 1,
                date: care.serviceMonth.firstDay.adding(days: Int.random(in: -3...35, using: &random))
            )
            line.placeOfService = "11"
            line.diagnosisPointers = [1]
            if Int.random(in: 0..<6, using: &random) == 0 { line.units = nil }
            if Int.random(in: 0..<6, using: &random) == 0 { line.date = nil }
            if Int.random(in: 0..<4, using: &random) == 0 { line.modifiers = ["95", "25"] }
            if Int.random(in: 0..<4, using: &random) == 0 { line.diagnosisPointers = [1, 3] }
            if Int.random(in: 0..<4, using: &random) == 0 { line.charge = Money(cents: 7500) }
            care.lines.append(line)
        }
        if Int.random(in: 0..<5, using: &random) == 0 { care.diagnoses = [] }
        if Int.random(in: 0..<5, using: &random) == 0 { care.diagnoses = ["E11.9"] }
        if Int.random(in: 0..<6, using: &random) == 0 {
            care.history = [BilledService(code: "99490", date: "2026-03-05")]
        }
        if Int.random(in: 0..<6, using: &random) == 0 { care.consent?.given = false }
        return care
    }
}
