/// What the time log has to show.
extension ChecklistTable {
    static let timeItems = [
        item(
            .timeLog,
            .everywhere,
            "Dated time entries with minutes and activity, and the month's total.",
            remedy: "Send the time log with a date, minutes and the activity in every entry.",
            .guide99490
        ) { evidence in
            guard let log = evidence.month.timeLog else { return .silent(["/timeLog"]) }
            if log.isEmpty { return .contradicted(["/timeLog"]) }
            let gaps = log.enumerated().flatMap { index, entry -> [Pointer] in
                var needs: [Pointer] = []
                if entry.milliseconds == nil { needs.append(.item("timeLog", index, "minutes")) }
                if entry.milliseconds != nil, entry.date == nil { needs.append(.item("timeLog", index, "date")) }
                if !entry.hasActivity { needs.append(.item("timeLog", index, "activity")) }
                return needs
            }
            return gaps.isEmpty ? .met : .silent(Array(gaps.prefix(TimeEntryRules.listed)))
        },
        item(
            .timeThreshold,
            .everywhere,
            "Countable minutes that reach the base code and every claimed increment.",
            remedy: "Record the minutes that are missing, or bill what the minutes support.",
            .staffMinutes
        ) { evidence in
            guard evidence.month.timeLog != nil else { return .silent(["/timeLog"]) }
            let context = evidence.context
            for code in evidence.codes {
                let needed = code.minutes(forUnits: evidence.units(of: code))
                guard let path = code.path, context.minutes(for: path) < needed else { continue }
                let gaps = TimeThresholdRules.incompleteEntries(context)
                return gaps.isEmpty ? .contradicted(["/timeLog"]) : .silent(gaps)
            }
            return .met
        },
        item(
            .staffIdentity,
            .staffCodes,
            "Name and credential of the staff member in every entry.",
            remedy: "Add the performer's identity and credential to the entries.",
            .ngsErrors
        ) { evidence in
            guard let log = evidence.month.timeLog, !log.isEmpty else { return .silent(["/timeLog"]) }
            let gaps = log.indices.filter {
                log[$0].performer?.kind == .clinicalStaff
                    && (log[$0].performer?.id == nil || log[$0].performer?.credential == nil)
            }
            return gaps.isEmpty
                ? .met : .silent(gaps.prefix(TimeEntryRules.listed).map { .item("timeLog", $0, "performer") })
        },
        item(
            .clinicalStaffQualified,
            .staffCodes,
            "The people whose time counts are clinical staff under the incident-to rules.",
            remedy: "Say of every performer whether they are clinical staff, and keep their credentials on file.",
            .cmsQuestions
        ) { evidence in
            guard let log = evidence.month.timeLog, !log.isEmpty else { return .silent(["/timeLog"]) }
            let gaps = log.indices.filter {
                log[$0].performer?.kind == nil
                    || (log[$0].performer?.kind == .clinicalStaff && log[$0].performer?.credential == nil)
            }
            return gaps.isEmpty
                ? .met : .silent(gaps.prefix(TimeEntryRules.listed).map { .item("timeLog", $0, "performer") })
        },
        item(
            .performedPersonally,
            .practitionerCodes,
            "A record that the practitioner did the work in person and delegated none of it.",
            remedy: "Record the practitioner's own entries; staff time belongs to the staff codes.",
            .guide99491
        ) { evidence in
            let needed = evidence.codes.filter { $0.path == .practitioner }.map {
                $0.minutes(forUnits: evidence.units(of: $0))
            }
            // Care planning has no minutes in the log.
            guard let needed = needed.max() else { return .silent(["/attestations/performed-personally"]) }
            guard evidence.month.timeLog != nil else { return .silent(["/timeLog"]) }
            return evidence.context.tally.practitioner.minutes >= needed ? .met : .contradicted(["/timeLog"])
        },
        item(
            .activityNotes,
            .everywhere,
            "Notes of what was done: reconciliation, results, contacts, education.",
            remedy: "Say in every entry what was done.",
            .guide99491
        ) { evidence in
            guard let log = evidence.month.timeLog, !log.isEmpty else { return .silent(["/timeLog"]) }
            let gaps = log.indices.filter { !log[$0].hasActivity }
            return gaps.isEmpty
                ? .met : .silent(gaps.prefix(TimeEntryRules.listed).map { .item("timeLog", $0, "activity") })
        },
        item(
            .separateFromVisits,
            .everywhere,
            "No minute was counted from a face-to-face visit.",
            remedy: "Keep visit time out of the care-management log, or mark it face to face.",
            .guide99490
        ) { evidence in
            // Marked entries are left out of the count, so a log that was sent meets this.
            guard let log = evidence.month.timeLog, !log.isEmpty else { return .silent(["/timeLog"]) }
            return .met
        },
        item(
            .nonOverlapStatement,
            .practitionerFirst,
            "A statement that no minute was used for another time-based code.",
            remedy: "Add the statement to the record.",
            .guide99491
        ),
        item(
            .inpatientMinutesExcluded,
            .everywhere,
            "No minutes from hospital inpatient or Part A nursing facility days.",
            remedy: "Send the patient's stays of the month, an empty list where there were none.",
            .cmsQuestions
        ) { evidence in evidence.month.stays == nil ? .silent(["/stays"]) : .met },
    ]
}
