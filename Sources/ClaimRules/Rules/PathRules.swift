/// One path a month, an add-on with its base, complexity for the complex codes.
enum PathRules {
    static let onePath = Rule(
        "one-path-a-month",
        title: "The month is billed on one path: staff, practitioner or complex.",
        citation: .procedurePairs,
        severity: .error,
        needs: ["/lines"],
        remedy: "Keep the lines of one path and remove the others.",
        adjustment: Adjustment("CO", "B20", "N111"),
        example: RuleExample { $0.lines.append(.example("99491", on: "2026-03-18")) }
    ) { context, report in
        guard let first = context.lines.first,
            let second = context.lines.first(where: { $0.path != first.path })
        else { return }
        let paths = BillingPath.allCases.filter(context.bills)
        report.broken(
            .line(second.index),
            line: second.index,
            "\(second.line.code) may not share a month with \(first.line.code): "
                + "staff, practitioner and complex care management exclude one another.",
            facts: [.init("paths", .list(paths.map { .text($0.rawValue) }))],
            fix: context.rewriteFix()
        )
    }

    static let addOnNeedsBase = Rule(
        "add-on-needs-base",
        title: "An add-on is billed with its base code in the same month.",
        citation: .addOnEdits,
        severity: .error,
        needs: ["/lines", "/history"],
        remedy: "Bill the base code for the month, or remove the add-on.",
        adjustment: Adjustment("CO", "107", "N122"),
        example: RuleExample { month in
            month.timeLog![0].duration = .minutes(36, on: "2026-03-04")
            month.lines = [.example("99439", on: "2026-03-18")]
        }
    ) { context, report in
        for line in context.distinctLines {
            guard let parent = line.entry.parent, !context.distinctLines.contains(where: { $0.line.code == parent })
            else {
                continue
            }
            let earlier = context.historyThisMonth.contains {
                $0.service.code == parent && context.isOwn($0.service) != false
            }
            if earlier { continue }
            if context.month.unread.mayBill(parent) {
                report.cannotTell(["/lines"], unreadBase(parent))
                continue
            }
            let minutes = context.minutes(for: line.path)
            let others = context.lines.contains { $0.path != line.path }
            let base = context.supportedLines(line.path).first { $0.code == parent }
            let fix: [PatchOperation] =
                if let base, !others {
                    [.add("/lines/-", context.newLine(base))]
                } else {
                    context.removalOrRewriteFix(line.line.code)
                }
            report.broken(
                .line(line.index),
                line: line.index,
                "\(line.line.code) is an add-on to \(parent), which is neither on this claim nor in the month's history.",
                facts: [minutesFact(line.path, minutes)],
                fix: fix
            )
        }
    }

    static let addOnOnLaterClaim = Rule(
        "add-on-on-later-claim",
        title: "An add-on is on the same claim as its base.",
        citation: .addOnEdits,
        severity: .warning,
        needs: ["/lines", "/history"],
        remedy: "Expect a question: bill base and add-on on one claim where you can.",
        adjustment: Adjustment("CO", "107", "N122"),
        example: RuleExample { month in
            month.timeLog![0].duration = .minutes(36, on: "2026-03-04")
            month.lines = [.example("99439", on: "2026-03-18")]
            month.history = [BilledService(code: "99490", date: "2026-03-04", units: 1)]
        }
    ) { context, report in
        for line in context.distinctLines {
            guard let parent = line.entry.parent, !context.distinctLines.contains(where: { $0.line.code == parent }),
                let base = context.historyThisMonth.first(where: {
                    $0.service.code == parent && context.isOwn($0.service) == true
                })
            else { continue }
            if context.month.unread.mayBill(parent) {
                report.cannotTell(["/lines"], unreadBase(parent))
                continue
            }
            report.broken(
                .line(line.index),
                line: line.index,
                "\(line.line.code) follows its base \(parent), which was billed earlier this month on another claim.",
                facts: [.init("base", .text("/history/\(base.index)"))]
            )
        }
    }

    private static func unreadBase(_ code: ProcedureCode) -> String {
        "A line could not be read; it may be the one that bills \(code)."
    }

    static let complexNeedsDecisionMaking = Rule(
        "complex-needs-decision-making",
        title: "Complex care management has medical decision making of moderate or high complexity.",
        citation: .complexMinutes,
        severity: .error,
        needs: ["/medicalDecisionMaking"],
        remedy: "Document moderate or high decision making, or bill the staff codes that the minutes support.",
        adjustment: Adjustment("CO", "50", "M25"),
        example: RuleExample(.cleanComplexExample) { $0.medicalDecisionMaking = .low }
    ) { context, report in
        guard let line = context.lines.first(where: { $0.entry.needsComplexity }) else { return }
        switch context.isComplex {
        case true?:
            break
        case false?:
            report.broken(
                .line(line.index, "code"),
                line: line.index,
                "\(line.line.code) needs moderate or high medical decision making; the record shows "
                    + "\(context.month.medicalDecisionMaking?.rawValue ?? "none").",
                facts: [.init("medicalDecisionMaking", .text(context.month.medicalDecisionMaking?.rawValue ?? ""))],
                fix: context.rewriteFix()
            )
        case nil:
            report.cannotTell(
                ["/medicalDecisionMaking"],
                "The level of medical decision making, which \(line.line.code) depends on, was not sent."
            )
        }
    }

    /// The path's counted minutes under the name that answers give them.
    static func minutesFact(_ path: BillingPath, _ minutes: Int) -> PlainValue.Member {
        .init(path == .practitioner ? "practitionerMinutes" : "staffMinutes", .integer(minutes))
    }
}
