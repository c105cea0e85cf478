/// The documents that rules cite. One constant a document and section; grades as in the documentation's source list.
extension Citation {
    private static let feeScheduleURL = "https://www.cms.gov/medicare/payment/fee-schedules/physician"
    private static let ncciURL =
        "https://www.cms.gov/medicare/coding-billing/national-correct-coding-initiative-ncci-edits"

    static let feeScheduleFiles = Citation(
        title: "CMS physician fee schedule relative value files",
        section: "status indicator by year, 2019 to 2026",
        url: feeScheduleURL,
        grade: .data
    )
    static let newestUnitEdits = unitEdits("practitioner services", "files effective 2024-07-01 and 2026-04-01")

    /// The file that an edit is in; one that began after the date of service speaks only for want of an older one.
    static func unitEdits(_ edit: UnitEdit, on date: CalendarDate) -> Citation {
        unitEdits(
            edit.isOutpatient ? "outpatient hospital services" : "practitioner services",
            "file effective \(edit.release)"
                + (edit.release > date ? ", the oldest at hand, taken for the months before it too" : "")
        )
    }

    private static func unitEdits(_ services: String, _ section: String) -> Citation {
        Citation(
            title: "CMS NCCI medically unlikely edits, " + services,
            section: section,
            url: ncciURL,
            grade: .data
        )
    }

    static let addOnUnits = Citation(
        title: "CLA, summary of the calendar year 2020 physician fee schedule final rule",
        section: "units of the staff add-on in a month",
        grade: .secondary
    )
    static let payerPolicy = Citation(
        title: "The payer's own policy",
        section: "as the deployment's profile gives it",
        grade: .published
    )
    static let addOnEdits = Citation(
        title: "CMS NCCI add-on code edits",
        section: "2026 Q3, type 1 edits; NCCI policy manual, chapter I, section R",
        url: ncciURL,
        grade: .data
    )
    static let procedurePairs = Citation(
        title: "CMS NCCI procedure-to-procedure edits, practitioner services",
        section: "care-management pairs, file of 2024-07-01",
        url: ncciURL,
        grade: .data
    )
    static let staffMinutes = Citation(
        title: "AAFP, chronic care management changes for 2020",
        section: "time table for clinical staff codes",
        url: "https://www.aafp.org",
        grade: .published
    )
    static let practitionerMinutes = Citation(
        title: "AAP Pediatric Coding Newsletter, volume 17, number 1 (2022)",
        section: "practitioner care management time",
        url: "https://publications.aap.org",
        grade: .published
    )
    static let complexMinutes = Citation(
        title: "NGS Medicare, care management",
        section: "complex chronic care management",
        url: "https://www.ngsmedicare.com",
        grade: .published
    )
    static let ngsCareManagement = Citation(
        title: "NGS Medicare, care management",
        section: "requirements of chronic care management",
        url: "https://www.ngsmedicare.com",
        grade: .published
    )
    static let ngsErrors = Citation(
        title: "NGS Medicare, CERT findings on chronic care management",
        section: "listed documentation errors",
        url: "https://www.ngsmedicare.com",
        grade: .published
    )
    static let noridianReview = Citation(
        title: "Noridian, chronic care management review results and medical review questions",
        section: "eligibility, plan and record",
        url: "https://med.noridianmedicare.com",
        grade: .published
    )
    static let noridianQuestions = Citation(
        title: "Noridian, chronic care management questions and answers (2017)",
        section: "initiating visit, consent, cost sharing",
        url: "https://med.noridianmedicare.com",
        grade: .published
    )
    static let cmsQuestions = Citation(
        title: "CMS frequently asked questions on chronic care management (2016, 2017, 2019), as reprinted",
        section: "who may furnish time, dates of service, facility days",
        url: "https://www.aafp.org",
        grade: .published
    )
    static let consentMyth = Citation(
        title: "AMA, debunking regulatory myths: consent for chronic care management",
        section: "form and repetition of consent",
        url: "https://www.ama-assn.org",
        grade: .published
    )
    static let inspectorAudit = Citation(
        title: "HHS Office of Inspector General, audit of 2017 and 2018 chronic care management claims",
        section: "overpayments found",
        url: "https://oig.hhs.gov",
        grade: .published
    )
    static let ruralHealthInformation = Citation(
        title: "Rural Health Information Hub, chronic care management",
        section: "scope of service and who may bill",
        url: "https://www.ruralhealthinfo.org",
        grade: .published
    )
    static let transitionalCareRule = Citation(
        title: "CLA, summary of the calendar year 2020 physician fee schedule final rule",
        section: "services that may be billed beside transitional care",
        grade: .secondary
    )
    static let payerDiagnoses = Citation(
        title: "EmblemHealth, care management policy of 2018-07-16",
        section: "diagnoses on the claim",
        grade: .published
    )
    static let denialTable = Citation(
        title: "Noridian, denial resolution",
        section: "diagnosis missing or invalid; duplicate claim or service",
        url: "https://med.noridianmedicare.com",
        grade: .published
    )
    static let guide99490 = Citation(
        title: "Practice guide to 99490",
        section: "billing requirements, checklist and common mistakes",
        url: "https://www.clinii.com",
        grade: .guide
    )
    static let guide99491 = Citation(
        title: "Practice guide to 99491",
        section: "billing requirements, checklist and common mistakes",
        url: "https://www.clinii.com",
        grade: .guide
    )
    static let modifierPractice = Citation(
        title: "Practice guide to 99490",
        section: "common mistakes: modifiers added without need",
        url: "https://www.clinii.com",
        grade: .guide
    )
    static let principalCare = Citation(
        title: "CMS frequently asked questions on care management and NCCI procedure-to-procedure edits",
        section: "principal care management beside chronic care management",
        url: ncciURL,
        grade: .published
    )
    static let advancedPrimaryCare = Citation(
        title: "AAFP, coding for advanced primary care management",
        section: "services included in the monthly payment",
        url: "https://www.aafp.org",
        grade: .published
    )
    static let careOversight = Citation(
        title: "CMS NCCI procedure-to-procedure edits, practitioner services",
        section: "G0181 and G0182 with chronic care management, file of 2024-07-01",
        url: ncciURL,
        grade: .data
    )
    static let behavioralHealth = Citation(
        title: "CMS frequently asked questions on behavioral health integration (2018), as reprinted",
        section: "distinct services in one month",
        grade: .published
    )
    static let remoteMonitoring = Citation(
        title: "Foley, remote monitoring in the physician fee schedule, 2021 and 2024",
        section: "minutes of monitoring and of care management",
        grade: .secondary
    )
    static let newerServices = Citation(
        title: "CMS NCCI procedure-to-procedure edits, practitioner services",
        section: "no edit with these services in the file of 2024-07-01; that both may be billed was not confirmed",
        url: ncciURL,
        grade: .unconfirmed
    )
    static let clinicBilling = Citation(
        title: "Noridian JE Part A, article 10521",
        section: "care coordination in rural health clinics and health centers",
        url: "https://med.noridianmedicare.com",
        grade: .published
    )
    static let hospitalPayment = Citation(
        title: "CMS OPPS calendar year 2025 final rule, Addendum B",
        section: "status indicators of care-management codes",
        url: "https://www.cms.gov/medicare/payment/prospective-payment-systems/hospital-outpatient",
        grade: .data
    )
    static let carePlanning = Citation(
        title: "NGS Medicare, care management",
        section: "care planning when care management begins",
        url: "https://www.ngsmedicare.com",
        grade: .published
    )
    static let carePlanningWork = Citation(
        title: "Care Harmony, care planning add-on G0506",
        section: "work beyond the visit",
        grade: .secondary
    )
    static let timelyFiling = Citation(
        title: "Noridian, denial resolution",
        section: "reason 29: one calendar year from the date of service",
        url: "https://med.noridianmedicare.com",
        grade: .published
    )
    static let placeOfService = Citation(
        title: "AAFP, CMS answers on chronic care management (2016)",
        section: "place of service and facility residents",
        url: "https://www.aafp.org",
        grade: .published
    )
    static let hospiceModifiers = Citation(
        title: "Novitas, hospice modifiers",
        section: "GV and GW",
        url: "https://www.novitas-solutions.com",
        grade: .published
    )
    static let providerIdentifiers = Citation(
        title: "Noridian, denial resolution",
        section: "provider identifier missing or invalid",
        url: "https://med.noridianmedicare.com",
        grade: .published
    )
    static let diagnosisFiles = Citation(
        title: "CMS/NCHS ICD-10-CM code files",
        section: "fiscal years 2024, 2025 and 2026",
        url: "https://www.cms.gov/medicare/coding-billing/icd-10-codes",
        grade: .data
    )
    static let chronicIndicator = Citation(
        title: "AHRQ HCUP Chronic Condition Indicator Refined",
        section: "version 2026.1",
        url: "https://hcup-us.ahrq.gov",
        grade: .data
    )
    static let writtenConsent = Citation(
        title: "Care Harmony, consent for chronic care management",
        section: "consent before 2017",
        grade: .secondary
    )
}
