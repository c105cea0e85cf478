/// The patient's consent: given, in time, and informed.
enum ConsentRules {
    static let onFile = Rule(
        "consent-on-file",
        title: "The patient's verbal or written consent is in the record.",
        citation: .consentMyth,
        severity: .errorOutsideCPT,
        needs: ["/consent/given"],
        remedy: "Obtain and record the patient's consent before care management begins; do not bill without it.",
        adjustment: Adjustment("CO", "252", "N706"),
        example: RuleExample { $0.consent?.given = false }
    ) { context, report in
        guard context.billsCareManagement else { return }
        switch context.stated(context.month.consent?.given, .consent) {
        case true?: break
        case false?: report.broken("/consent/given", "The patient has not consented to care management.")
        case nil:
            let needs: Pointer = context.month.consent == nil ? "/consent" : "/consent/given"
            report.cannotTell([needs], "Whether the patient consented was not sent.")
        }
    }

    static let beforeBilling = Rule(
        "consent-before-service",
        title: "Consent was given on or before the date of service.",
        citation: .noridianQuestions,
        severity: .errorOutsideCPT,
        needs: ["/consent/date"],
        remedy: "Bill only services after the patient's consent.",
        adjustment: Adjustment("CO", "252", "N706"),
        example: RuleExample { $0.consent?.date = "2026-03-20" }
    ) { context, report in
        guard context.billsCareManagement, context.stated(context.month.consent?.given, .consent) == true else {
            return
        }
        guard let date = context.month.consent?.date else {
            return report.cannotTell(["/consent/date"], "The date of the consent was not sent.")
        }
        guard let first = context.lines.lazy.compactMap(\.line.date).min(), date > first else { return }
        report.broken("/consent/date", "Consent is dated after the date of service.")
    }

    static let beforeMinutes = Rule(
        "consent-before-first-minutes",
        title: "Consent was given on or before the day of the month's first counted minutes.",
        citation: .guide99490,
        severity: .warningOutsideCPT,
        needs: ["/consent/date", "/timeLog"],
        remedy: "Capture consent before services begin; leave minutes that came before it out of the count.",
        adjustment: Adjustment("CO", "252", "N706"),
        example: RuleExample { $0.consent?.date = "2026-03-10" }
    ) { context, report in
        guard context.billsCareManagement, context.month.consent?.given == true, let date = context.month.consent?.date,
            let first = context.firstCareDay
        else { return }
        if date > first { report.broken("/consent/date", "Minutes were counted from before the consent.") }
    }

    static let content = Rule(
        "consent-covers-what-it-must",
        title: "The patient was told of cost sharing, of the single practitioner, and of the right to stop.",
        citation: .ngsCareManagement,
        severity: .errorOutsideCPT,
        needs: ["/consent/covers"],
        remedy: "Tell the patient what is missing, and record that it was said.",
        adjustment: Adjustment("CO", "252", "N706"),
        example: RuleExample { $0.consent?.covers = [.costSharing] }
    ) { context, report in
        guard context.billsCareManagement, context.stated(context.month.consent?.given, .consent) != false else {
            return
        }
        guard let covers = context.month.consent?.covers else {
            switch context.month.attestations[.consentContent] {
            case true?: break
            case false?: report.broken("/attestations/consent-content", "The consent does not cover what it must.")
            case nil: report.cannotTell(["/consent/covers"], "What the consent covers was not sent.")
            }
            return
        }
        let missing = covers.missing.map(\.rawValue)
        if !missing.isEmpty {
            report.broken(
                "/consent/covers",
                "The consent does not cover \(missing.joined(separator: ", ")).",
                facts: [.init("missing", .list(missing.map { .text($0) }))]
            )
        }
    }

    static let reconfirmed = Rule(
        "consent-reconfirmed-yearly",
        title: "Consent was given or reconfirmed within the last twelve months.",
        citation: .guide99490,
        severity: SeverityTable(nil, [.seedStrict: .info]),
        needs: ["/consent/date"],
        remedy: "Reconfirm consent once a year; Medicare recommends nothing of the kind, the practice guide does.",
        example: RuleExample(profile: .seedStrict) { $0.consent?.date = "2024-11-18" }
    ) { context, report in
        guard context.billsCareManagement, let date = context.month.consent?.date,
            context.month.attestations[.consentAnnual] != true,
            date.adding(months: 12) < context.facts.days.lowerBound
        else { return }
        report.broken("/consent/date", "Consent is more than twelve months old.")
    }

    static let newPractitioner = Rule(
        "consent-renewed-for-new-practitioner",
        title: "Consent was given anew after another practitioner had billed care management.",
        citation: .consentMyth,
        severity: .warningOutsideCPT,
        needs: ["/consent/date", "/history", "/practitioner/npi"],
        remedy: "Obtain the patient's consent again when the billing practitioner changes.",
        adjustment: Adjustment("CO", "252", "N706"),
        example: RuleExample { month in
            month.history = [BilledService(code: "99490", date: "2026-01-20", units: 1)]
            month.history![0].practitionerNPI = NPI("1093817465")
        }
    ) { context, report in
        guard context.billsCareManagement, context.month.consent?.given == true,
            let consent = context.month.consent?.date, let history = context.month.history
        else { return }
        let first = context.facts.days.lowerBound
        let other = history.enumerated().filter { _, service in
            service.date < first && service.date >= consent && CodeTable.path(service.code) != nil
                && context.isOwn(service) == false
        }.max { ($0.element.date, $1.offset) < ($1.element.date, $0.offset) }
        guard let other else { return }
        report.broken(
            "/consent/date",
            "Another practitioner billed \(other.element.code) after this consent was given.",
            facts: [.init("billed", .text("/history/\(other.offset)"))]
        )
    }

    static let writtenBefore2017 = Rule(
        "consent-written-before-2017",
        title: "For months before 2017, consent is in writing.",
        citation: .writtenConsent,
        effective: EffectivePeriod(through: "2016-12-31"),
        severity: .warningOutsideCPT,
        needs: ["/consent/form"],
        remedy: "Find the written agreement; a verbal one was enough from 2017 on.",
        adjustment: Adjustment("CO", "252", "N706"),
        example: RuleExample(.cleanEarlyExample) { $0.consent?.form = .verbal }
    ) { context, report in
        guard context.billsCareManagement, context.month.consent?.given == true else { return }
        switch context.month.consent?.form {
        case .written?: break
        case .verbal?: report.broken("/consent/form", "Consent was verbal; before 2017 it had to be written.")
        case nil: report.cannotTell(["/consent/form"], "The form of the consent was not sent.")
        }
    }
}
