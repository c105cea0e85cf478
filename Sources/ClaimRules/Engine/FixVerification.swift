/// Keeps the promise of a fix: applied as it is, its finding is gone and no error is there that was not there before.
///
/// Rules build fixes from what they see; what a patch does to all the others only judging the patched month can tell.
/// Only broken months pay for that.
enum FixVerification {
    /// The most fixes that are kept of a decision, and the most lines of a claim that gets any: each is tried by judging
    /// the claim again. An 837P claim has 50 lines.
    static let fixLimit = 16
    static let lineLimit = 50

    /// The findings, without the fixes that do not hold.
    static func verified(_ findings: [Finding], of month: CareMonth, profile: Profile) -> [Finding] {
        guard findings.contains(where: { !$0.fix.isEmpty }) else { return findings }
        let before = counts(findings)
        var tried = 0
        return findings.map { finding in
            guard !finding.fix.isEmpty else { return finding }
            tried += 1
            var checked = finding
            if tried > fixLimit || month.lines.count > lineLimit || !holds(finding, month, profile, before) {
                checked.fix = []
            }
            return checked
        }
    }

    private static func holds(
        _ finding: Finding,
        _ month: CareMonth,
        _ profile: Profile,
        _ before: [RuleID: (all: Int, errors: Int)]
    ) -> Bool {
        var patched = month
        guard patched.apply(finding.fix), !patched.lines.isEmpty else { return false }
        let after = counts(ClaimEvaluator.judge(patched, profile: profile).findings)
        if after[finding.rule]?.all ?? 0 >= before[finding.rule]?.all ?? 0 { return false }
        return after.allSatisfy { $0.value.errors <= before[$0.key]?.errors ?? 0 }
    }

    private static func counts(_ findings: [Finding]) -> [RuleID: (all: Int, errors: Int)] {
        findings.reduce(into: [:]) { counts, finding in
            let known = counts[finding.rule] ?? (0, 0)
            counts[finding.rule] = (known.all + 1, known.errors + (finding.severity == .error ? 1 : 0))
        }
    }
}

extension CareMonth {
    /// Applies the part of JSON Patch (RFC 6902) that fixes use; false where the patch does not fit the month.
    mutating func apply(_ fix: [PatchOperation]) -> Bool {
        for operation in fix {
            let (path, value): (Pointer, PlainValue?) =
                switch operation {
                case .add(let path, let value), .replace(let path, let value): (path, value)
                case .remove(let path): (path, nil)
                }
            guard apply(path.text.split(separator: "/"), value) else { return false }
        }
        return true
    }

    private mutating func apply(_ path: [Substring], _ value: PlainValue?) -> Bool {
        switch (path.first, path.count, value) {
        case ("diagnoses", 2, .text(let text)?):
            guard let code = DiagnosisCode(text) else { return false }
            diagnoses = (diagnoses ?? []) + [code]
            return true
        case ("lines", 2, .object(let members)?):
            guard case .text(let text)? = members.first(where: { $0.name == "code" })?.value,
                let code = ProcedureCode(text)
            else { return false }
            var line = ServiceLine(code: code)
            for member in members where !line.apply([Substring(member.name)], member.value) { return false }
            lines.append(line)
            return true
        case ("lines", 2, nil):
            guard let index = Int(path[1]), lines.indices.contains(index) else { return false }
            lines.remove(at: index)
            return true
        case ("lines", 3..., _):
            guard let index = Int(path[1]), lines.indices.contains(index) else { return false }
            return lines[index].apply(Array(path.dropFirst(2)), value)
        default:
            return false
        }
    }
}

extension ServiceLine {
    fileprivate mutating func apply(_ path: [Substring], _ value: PlainValue?) -> Bool {
        switch (path[0], value) {
        case ("code", .text(let text)?):
            guard let code = ProcedureCode(text) else { return false }
            self.code = code
        case ("units", .integer(let count)?): units = count
        case ("date", .text(let text)?): date = CalendarDate(text)
        case ("placeOfService", .text(let text)?): placeOfService = PlaceOfService(text)
        case ("charge", nil): charge = nil
        case ("modifiers", .text(let text)?):
            guard let modifier = Modifier(text) else { return false }
            modifiers.append(modifier)
        case ("modifiers", .list(let values)?):
            modifiers = values.compactMap { if case .text(let text) = $0 { Modifier(text) } else { nil } }
        case ("modifiers", nil):
            guard path.count == 2, let index = Int(path[1]), modifiers.indices.contains(index) else { return false }
            modifiers.remove(at: index)
        case ("diagnosisPointers", .list(let values)?):
            diagnosisPointers = values.compactMap { if case .integer(let number) = $0 { number } else { nil } }
        case ("diagnosisPointers", nil):
            guard path.count == 2, let index = Int(path[1]), diagnosisPointers?.indices.contains(index) == true else {
                return false
            }
            diagnosisPointers?.remove(at: index)
        default:
            return false
        }
        return true
    }
}
