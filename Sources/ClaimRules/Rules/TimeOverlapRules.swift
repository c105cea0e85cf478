/// Time that is in the log twice.
///
/// Entries with clock times only: of two entries without them in the same words nobody can tell whether one was logged
/// twice or work was split, and splitting an entry changes no answer.
enum TimeOverlapRules {
    static let overlapping = Rule(
        "overlapping-time-entries",
        title: "No two entries of one performer cover the same time.",
        citation: .guide99491,
        severity: .warning,
        needs: ["/timeLog"],
        remedy: "Correct the entries; the time they share was counted once.",
        adjustment: Adjustment("CO", "152", "M25"),
        example: RuleExample { month in
            month.timeLog = [
                .example(from: "2026-03-18T10:00:00Z", to: "2026-03-18T10:25:00Z"),
                .example(from: "2026-03-18T10:20:00Z", to: "2026-03-18T10:30:00Z"),
            ]
        }
    ) { context, report in
        for overlap in context.tally.overlaps where overlap.kind == .counted {
            say(overlap, "were recorded in two entries by the same person and counted once", &report)
        }
    }

    static let twoPrograms = Rule(
        "time-used-for-two-programs",
        title: "No time is recorded for care management and for another program.",
        citation: .guide99491,
        severity: .warning,
        needs: ["/timeLog"],
        remedy: "Decide which program the time belongs to, and record it there only.",
        adjustment: Adjustment("CO", "97", "M15"),
        example: RuleExample { month in
            var other = TimeEntry.example(from: "2026-03-18T10:00:00Z", to: "2026-03-18T10:25:00Z")
            other.program = "rpm"
            month.timeLog = [.example(from: "2026-03-18T10:00:00Z", to: "2026-03-18T10:25:00Z"), other]
        }
    ) { context, report in
        for overlap in context.tally.overlaps where overlap.kind == .otherProgram {
            say(overlap, "were recorded for two programs by the same person", &report)
        }
    }

    static let duringVisit = Rule(
        "time-during-visit",
        title: "No counted time was recorded while the same person was face to face with the patient.",
        citation: .guide99490,
        severity: .warning,
        needs: ["/timeLog"],
        remedy: "Correct the entries: time of a visit never counts, whatever else was done in it.",
        adjustment: Adjustment("CO", "97", "M15"),
        example: RuleExample { month in
            var visit = TimeEntry.example(from: "2026-03-18T10:10:00Z", to: "2026-03-18T10:40:00Z")
            visit.faceToFace = true
            month.timeLog = [.example(from: "2026-03-18T10:00:00Z", to: "2026-03-18T10:25:00Z"), visit]
        }
    ) { context, report in
        for overlap in context.tally.overlaps where overlap.kind == .faceToFace {
            say(overlap, "of a visit were recorded as care management by the same person as well", &report)
        }
    }

    private static func say(_ overlap: TimeOverlap, _ what: String, _ report: inout RuleReport) {
        let minutes = Int((overlap.milliseconds + 59_999) / 60_000)
        report.broken(
            .item("timeLog", overlap.entry),
            "\(minutes) \(minutes == 1 ? "minute" : "minutes") \(what).",
            facts: [.init("minutes", .integer(minutes)), .init("other", .text("/timeLog/\(overlap.other)"))]
        )
    }
}
