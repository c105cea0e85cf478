/// Every rule, in the order in which findings are reported.
public enum RuleCatalog: Sendable {
    public static let all: [Rule] = [
        DateRules.monthCovered,
        LineRules.codeNotJudged,
        LineRules.lineComplete,
        LineRules.codeInForce,
        OtherLineRules.payable,
        LineRules.duplicateLine,
        PathRules.onePath,
        PathRules.addOnNeedsBase,
        PathRules.addOnOnLaterClaim,
        LineRules.unitLimit,
        LineRules.unitEdit,
        TimeThresholdRules.timeThreshold,
        TimeThresholdRules.addOnMinutes,
        TimeThresholdRules.staffCodesNeedStaffTime,
        TimeThresholdRules.personalCodesNeedPersonalTime,
        TimeThresholdRules.practitionerTimeCounted,
        TimeThresholdRules.addOnSkipped,
        PathRules.complexNeedsDecisionMaking,
        DateRules.dateInMonth,
        DateRules.dateNotBeforeThreshold,
        LineRules.modifierNotNeeded,
        LineRules.modifierRequired,
        LineRules.diagnosisOnClaim,
        LineRules.twoDiagnoses,
        LineRules.diagnosisPointers,
        ClaimDiagnosisRules.principal,
        ClaimDiagnosisRules.managed,
        DiagnosisRules.billable,
        DiagnosisRules.checked,
        DiagnosisRules.newestEdition,
        LineRules.practitionerMayBill,
        ClaimFactRules.npi,
        ClaimFactRules.taxonomy,
        ClaimFactRules.placeKnown,
        ClaimFactRules.hospiceModifier,
        ClaimFactRules.timelyFiling,
        ClaimFactRules.receivedAfterService,
        ClaimFactRules.birthDate,
        EligibilityRules.twoConditions,
        EligibilityRules.duration,
        EligibilityRules.risk,
        DiagnosisRules.chronicEvidence,
        ConsentRules.onFile,
        ConsentRules.beforeBilling,
        ConsentRules.beforeMinutes,
        ConsentRules.newPractitioner,
        ConsentRules.content,
        ConsentRules.writtenBefore2017,
        ConsentRules.reconfirmed,
        CarePlanRules.exists,
        CarePlanRules.touchedThisMonth,
        CarePlanRules.electronic,
        CarePlanRules.copyGiven,
        CarePlanRules.addressesNeeds,
        InitiatingVisitRules.visit,
        InitiatingVisitRules.careDiscussed,
        HistoryRules.onePractitioner,
        HistoryRules.notBilledTwice,
        HistoryRules.unitsSupported,
        HistoryRules.onePathWithHistory,
        SettingRules.generalOrIndividual,
        SettingRules.generalUnits,
        SettingRules.hospitalCodes,
        CarePlanningRules.once,
        CarePlanningRules.withVisit,
        CarePlanningRules.onVisitDate,
        CarePlanningRules.notOnComplexDate,
        ProcedurePairRules.never,
        ProcedurePairRules.withModifier,
        ConcurrentServiceRules.excluded,
        ConcurrentServiceRules.excludedByAnother,
        ConcurrentServiceRules.separateTime,
        ConcurrentServiceRules.strictExclusions,
        TimeEntryRules.entriesComplete,
        TimeOverlapRules.overlapping,
        TimeOverlapRules.twoPrograms,
        TimeOverlapRules.duringVisit,
        TimeEntryRules.plausibleDays,
        TimeEntryRules.faceToFace,
        TimeEntryRules.nonClinical,
        TimeEntryRules.otherProgram,
        TimeEntryRules.outsideMonth,
        TimeEntryRules.facilityStay,
        TimeEntryRules.staysKnown,
        RecordRules.aroundTheClock,
        RecordRules.structuredRecord,
        RecordRules.signed,
        RecordRules.activitiesRecorded,
        RecordRules.staffIdentified,
        RecordRules.documentationDenied,
    ]

    /// The rule of this id, or nil where there is none.
    public static func rule(_ id: String) -> Rule? {
        all.first { $0.id.description == id }
    }

    /// The rules that the profile applies, with their weight in it.
    static func active(in profile: Profile) -> [(rule: Rule, severity: Severity)] {
        // Worked out once for the built-in profiles; a deployment's own is a small difference over one of them.
        if let weighed = profile.weighedRules { return weighed }
        if profile.severities.isEmpty, let known = activeRules.first(where: { $0.profile == profile.root }) {
            return known.rules
        }
        return weighed(by: profile)
    }

    static func weighed(by profile: Profile) -> [(rule: Rule, severity: Severity)] {
        all.compactMap { rule in rule.severity(in: profile).map { (rule: rule, severity: $0) } }
    }

    private static let activeRules = Profile.all.map { profile in
        (
            profile: profile.id,
            rules: all.compactMap { rule in rule.severity[profile.id].map { (rule: rule, severity: $0) } }
        )
    }
}
