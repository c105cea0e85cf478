/// A line of a care month whose service an earlier document of the same stream bills for the same patient and month.
public struct RepeatedService: Equatable, Sendable {
    /// The line, counted from 0.
    public let line: Int
    /// The earlier document's position in the stream, counted from 0.
    public let document: Int

    public init(line: Int, document: Int) {
        self.line = line
        self.document = document
    }
}

extension CareMonth {
    /// The first line of each care-management code, which is billed once a patient and month.
    public var careManagementLines: [(line: Int, code: ProcedureCode)] {
        var found: [(line: Int, code: ProcedureCode)] = []
        for index in lines.indices {
            let code = lines[index].code
            guard CodeTable.has(code), !found.contains(where: { $0.code == code }) else { continue }
            if found.isEmpty { found.reserveCapacity(lines.count) }
            found.append((index, code))
        }
        return found
    }
}

extension ClaimEvaluator {
    /// The decision on one document of a stream, in which some of its services have been billed before.
    ///
    /// What a stream bills before counts as what the history says was billed: the same rule is broken.
    public static func evaluate(_ month: CareMonth, profile: Profile, repeated: [RepeatedService]) -> Decision {
        var decision = evaluate(month, profile: profile)
        let rule = HistoryRules.notBilledTwice
        guard let severity = rule.severity(in: profile) else { return decision }
        for service in repeated {
            let finding = Finding(
                rule: rule.id,
                severity: severity,
                path: .line(service.line),
                line: service.line,
                message:
                    "\(month.lines[service.line].code) is billed for this patient and month earlier in the stream.",
                remedy: rule.remedy,
                facts: [.init("earlierIndex", .integer(service.document))],
                citation: rule.citation,
                adjustment: rule.adjustment,
                fix: month.lines.count > 1 ? [.remove(.line(service.line))] : []
            )
            let place = decision.findings.firstIndex { ($0.line ?? -1) > service.line } ?? decision.findings.endIndex
            decision.findings.insert(finding, at: place)
        }
        if !repeated.isEmpty {
            switch severity {
            case .error: decision.verdict = .reject
            case .warning: if decision.verdict == .accept { decision.verdict = .review }
            case .info: break
            }
        }
        return decision
    }
}
