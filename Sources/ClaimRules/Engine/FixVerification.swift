/// Keeps the promises of fixes: applied as it is, a fix takes its finding away and no error is there that was not there
/// before; and all fixes of one answer, applied one after the other in its order, do the same together.
///
/// Rules build fixes from what they see; what a patch does to all the others only judging the patched month can tell.
/// Only broken months pay for that, and little: a trial shares all that does not depend on the lines with the claim,
/// asks only the rules whose break is an error and the one that proposed the fix, lets them count instead of speak, and
/// ends with the first that speaks against it.
enum FixVerification {
    /// The most fixes that are kept of a decision, and the most lines of a claim that gets any: each is tried by judging
    /// the claim again. An 837P claim has 50 lines.
    static let fixLimit = 16
    static let lineLimit = 50

    /// Takes back the fixes that do not hold, and of those that do the ones that work against another.
    static func verify(_ report: inout RuleReport, _ context: RuleContext) {
        guard report.findings.contains(where: { !$0.fix.isEmpty }) else { return }
        var before = [Int](repeating: 0, count: context.facts.rules.count)
        for place in report.places { before[place] += 1 }
        tryAlone(&report, context, before)
        tryTogether(&report, context, before)
    }

    /// - Parameter before: how often each rule is broken without a fix.
    static func tryAlone(_ report: inout RuleReport, _ context: RuleContext, _ before: [Int]) {
        var tried = 0
        for position in report.findings.indices where !report.findings[position].fix.isEmpty {
            tried += 1
            if tried > fixLimit || context.month.lines.count > lineLimit
                || !holds(report.findings[position].fix, of: report.places[position], context, before)
            {
                report.dropFix(at: position)
            }
        }
    }

    /// Keeps all fixes that are left where they hold together; else, errors first, each that holds with those kept so far.
    ///
    /// What is taken back here is not lost: once the others are applied, the next answer has it, if it is still of use.
    private static func tryTogether(_ report: inout RuleReport, _ context: RuleContext, _ before: [Int]) {
        let positions = report.findings.indices.filter { !report.findings[$0].fix.isEmpty }
        guard positions.count > 1, !hold(positions, of: report, context, before) else { return }
        var kept: [Int] = []
        for position in positions.sorted(by: {
            (report.findings[$1].severity, $0) < (report.findings[$0].severity, $1)
        }) {
            let candidates = (kept + [position]).sorted()
            if kept.isEmpty || hold(candidates, of: report, context, before) {
                kept = candidates
            } else {
                report.dropFix(at: position)
            }
        }
    }

    /// Whether the fixes at these positions hold when they are applied in this order.
    private static func hold(
        _ positions: [Int],
        of report: RuleReport,
        _ context: RuleContext,
        _ before: [Int]
    ) -> Bool {
        var operations: [PatchOperation] = []
        var firstRemoved = Int.max
        var proposals = [Int](repeating: 0, count: before.count)
        for position in positions {
            let fix = report.findings[position].fix
            // A removal moves the lines behind it up: what follows would speak of others.
            guard fix.allSatisfy({ ($0.line ?? -1) < firstRemoved }) else { return false }
            for case .remove(let path) in fix where PatchOperation.isLine(path) {
                firstRemoved = min(firstRemoved, PatchOperation.line(of: path) ?? .max)
            }
            operations += fix
            proposals[report.places[position]] += 1
        }
        return holds(operations, removing: proposals, context, before)
    }

    /// - Parameters:
    ///   - own: the position of the rule that proposes the fix.
    ///   - before: how often each rule is broken without it.
    private static func holds(
        _ fix: [PatchOperation],
        of own: Int,
        _ context: RuleContext,
        _ before: [Int]
    ) -> Bool {
        var proposals = [Int](repeating: 0, count: before.count)
        proposals[own] = 1
        return holds(fix, removing: proposals, context, before)
    }

    /// - Parameters:
    ///   - proposals: how many findings of each rule the operations are to take away.
    ///   - before: how often each rule is broken without them.
    private static func holds(
        _ operations: [PatchOperation],
        removing proposals: [Int],
        _ context: RuleContext,
        _ before: [Int]
    ) -> Bool {
        var patched = context.month
        guard patched.apply(operations), !patched.lines.isEmpty else { return false }
        let trial = RuleContext(patched, context.facts)
        let rules = context.facts.rules
        if patched.attestations.hasDenials { return holds(trial, removing: proposals, before) }
        var report = RuleReport(context.facts, isTrial: true)
        return rules.withUnsafeBufferPointer { rules in
            for place in rules.indices where rules[place].severity == .error || proposals[place] > 0 {
                report.begin(place)
                Rule.ask(rules, place, trial, &report)
                if report.count > before[place] - proposals[place] { return false }
            }
            return true
        }
    }

    /// The same by what all rules say: with stated absences one of them hangs on what the others have said.
    private static func holds(_ trial: RuleContext, removing proposals: [Int], _ before: [Int]) -> Bool {
        let rules = trial.facts.rules
        var after = [Int](repeating: 0, count: rules.count)
        for place in ClaimEvaluator.judge(trial).places { after[place] += 1 }
        return rules.indices.allSatisfy { place in
            (rules[place].severity != .error && proposals[place] == 0)
                || after[place] <= before[place] - proposals[place]
        }
    }
}

extension PatchOperation {
    private var path: Pointer {
        switch self {
        case .add(let path, _), .replace(let path, _), .remove(let path): path
        }
    }

    /// The line that it changes or removes; nil for a new line and for what is no line.
    fileprivate var line: Int? { PatchOperation.line(of: path) }

    fileprivate static func line(of path: Pointer) -> Int? {
        guard path.text.hasPrefix("/lines/") else { return nil }
        return Int(path.text.dropFirst(7).prefix { $0 != "/" })
    }

    /// Whether the path is that of a line, not of a member of it.
    fileprivate static func isLine(_ path: Pointer) -> Bool {
        path.text.hasPrefix("/lines/") && !path.text.dropFirst(7).contains("/")
    }
}
