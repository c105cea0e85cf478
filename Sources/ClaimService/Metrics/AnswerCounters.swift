import ClaimFormats
import ClaimRules
import Synchronization

/// What the answers about care months came to.
final class AnswerCounters: Sendable {
    /// For each rule: findings by severity, then how often it could not be decided.
    static let cellsARule = 4
    static let unverified = 3

    /// One for each ``AnswerVerdict``, with room.
    private let verdicts = InlineArray<16, Atomic<UInt64>> { _ in Atomic(0) }
    /// Four cells for each of up to 256 rules.
    private let rules = InlineArray<1024, Atomic<UInt64>> { _ in Atomic(0) }

    /// Counts the answer of one request in. Only the loop that owns these counters may.
    func count(_ facts: LogFacts) {
        guard let verdict = facts.verdict else { return }
        verdicts[verdict.position].addByOwner(1)
        for finding in facts.findings {
            guard let rule = RulePositions.all.position(finding.rule) else { continue }
            rules[rule * Self.cellsARule + finding.severity.position].addByOwner(1)
        }
        for unverified in facts.unverified {
            guard let rule = RulePositions.all.position(unverified.rule) else { continue }
            rules[rule * Self.cellsARule + Self.unverified].addByOwner(1)
        }
    }

    /// Adds what was counted elsewhere, from any thread.
    func add(_ tally: AnswerTally) {
        for (index, count) in tally.verdicts.enumerated() where count > 0 {
            verdicts[index].wrappingAdd(count, ordering: .relaxed)
        }
        for (index, count) in tally.rules.enumerated() where count > 0 {
            rules[index].wrappingAdd(count, ordering: .relaxed)
        }
    }

    /// Adds what has been counted to a tally.
    func collect(into tally: inout AnswerTally) {
        for index in tally.verdicts.indices { tally.verdicts[index] += verdicts[index].load(ordering: .relaxed) }
        for index in tally.rules.indices { tally.rules[index] += rules[index].load(ordering: .relaxed) }
    }
}

/// The same as plain numbers: of one stream, or of all counters together.
struct AnswerTally: Sendable {
    fileprivate(set) var verdicts = [UInt64](repeating: 0, count: AnswerVerdict.allCases.count)
    fileprivate(set) var rules = [UInt64](
        repeating: 0,
        count: RulePositions.all.count * AnswerCounters.cellsARule
    )
    private(set) var documents = 0

    mutating func add(_ verdict: AnswerVerdict, _ findings: [Finding], _ unverified: [Unverified]) {
        documents += 1
        verdicts[verdict.position] += 1
        for finding in findings {
            guard let rule = RulePositions.all.position(finding.rule) else { continue }
            rules[rule * AnswerCounters.cellsARule + finding.severity.position] += 1
        }
        for unverified in unverified {
            guard let rule = RulePositions.all.position(unverified.rule) else { continue }
            rules[rule * AnswerCounters.cellsARule + AnswerCounters.unverified] += 1
        }
    }

    /// Begins again without giving up its memory.
    mutating func clear() {
        documents = 0
        for index in verdicts.indices { verdicts[index] = 0 }
        for index in rules.indices { rules[index] = 0 }
    }

    func findings(_ rule: Int, _ severity: Severity) -> UInt64 {
        rules[rule * AnswerCounters.cellsARule + severity.position]
    }

    func unverified(_ rule: Int) -> UInt64 { rules[rule * AnswerCounters.cellsARule + AnswerCounters.unverified] }
}

/// Where each rule stands in the catalogue, found by the address of its name.
///
/// The ids in findings are literals of the source, and most often the very ones of the catalogue. Only an equal name at
/// another address is looked for by comparing.
struct RulePositions: Sendable {
    static let all = RulePositions()

    let ids: [RuleID]
    private let slots: [UInt16]
    private static let slotBits: UInt = 10
    private static let free = UInt16.max

    var count: Int { ids.count }

    private init() {
        ids = RuleCatalog.all.map(\.id)
        precondition(ids.count <= 256, "the counters have room for 256 rules")
        var slots = [UInt16](repeating: Self.free, count: 1 << Self.slotBits)
        for (position, id) in ids.enumerated() {
            var slot = Self.slot(id)
            while slots[slot] != Self.free { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt16(position)
        }
        self.slots = slots
    }

    func position(_ rule: RuleID) -> Int? {
        var slot = Self.slot(rule)
        while slots[slot] != Self.free {
            let position = Int(slots[slot])
            if ids[position].name.utf8Start == rule.name.utf8Start { return position }
            slot = (slot + 1) & (slots.count - 1)
        }
        return ids.firstIndex(of: rule)
    }

    private static func slot(_ rule: RuleID) -> Int {
        // Fibonacci hashing: the high bits of the product depend on all bits of the address.
        Int((UInt(bitPattern: rule.name.utf8Start) &* 0x9E37_79B9_7F4A_7C15) >> (64 - slotBits))
    }
}

extension Severity {
    /// The place in the declaration.
    var position: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .error: 2
        }
    }
}
