import ClaimRules

// The words of a care month, each read like a member name by its length and one or two machine words.

extension PracticeSetting: JSONVocabulary {
    @inline(__always)
    static func named(_ name: JSONName) -> PracticeSetting? {
        switch name {
        case "office": .office
        case "hospital-outpatient": .hospitalOutpatient
        case "rhc": .ruralHealthClinic
        case "fqhc": .federallyQualifiedHealthCenter
        default: nil
        }
    }
}

extension DecisionMaking: JSONVocabulary {
    @inline(__always)
    static func named(_ name: JSONName) -> DecisionMaking? {
        switch name {
        case "straightforward": .straightforward
        case "low": .low
        case "moderate": .moderate
        case "high": .high
        default: nil
        }
    }
}

extension PerformerKind: JSONVocabulary {
    @inline(__always)
    static func named(_ name: JSONName) -> PerformerKind? {
        switch name {
        case "clinical-staff": .clinicalStaff
        case "practitioner": .practitioner
        case "non-clinical": .nonClinical
        default: nil
        }
    }
}

extension ConsentForm: JSONVocabulary {
    @inline(__always)
    static func named(_ name: JSONName) -> ConsentForm? {
        switch name {
        case "verbal": .verbal
        case "written": .written
        default: nil
        }
    }
}

extension ConsentTopic: JSONVocabulary {
    @inline(__always)
    static func named(_ name: JSONName) -> ConsentTopic? {
        switch name {
        case "cost-sharing": .costSharing
        case "single-practitioner": .singlePractitioner
        case "right-to-stop": .rightToStop
        default: nil
        }
    }
}

extension CarePlanActivity: JSONVocabulary {
    @inline(__always)
    static func named(_ name: JSONName) -> CarePlanActivity? {
        switch name {
        case "established": .established
        case "implemented": .implemented
        case "revised": .revised
        case "monitored": .monitored
        default: nil
        }
    }
}

extension CarePlanScope: JSONVocabulary {
    @inline(__always)
    static func named(_ name: JSONName) -> CarePlanScope? {
        switch name {
        case "medical": .medical
        case "psychosocial": .psychosocial
        case "functional": .functional
        default: nil
        }
    }
}

extension StaySetting: JSONVocabulary {
    @inline(__always)
    static func named(_ name: JSONName) -> StaySetting? {
        switch name {
        case "inpatient": .inpatient
        case "snf-part-a": .skilledNursingPartA
        case "snf": .skilledNursing
        case "nursing-facility": .nursingFacility
        case "assisted-living": .assistedLiving
        default: nil
        }
    }
}

/// The checklist items are the members of `attestations`.
extension ChecklistItemID: JSONMember {
    static func named(_ name: JSONName) -> ChecklistItemID? {
        switch name {
        case "time-log": .timeLog
        case "time-threshold": .timeThreshold
        case "staff-identity": .staffIdentity
        case "clinical-staff-qualified": .clinicalStaffQualified
        case "performed-personally": .performedPersonally
        case "eligibility-two-chronic": .eligibilityTwoChronic
        case "duration-12-months": .durationTwelveMonths
        case "risk": .risk
        case "care-plan": .carePlan
        case "care-plan-activity": .carePlanActivity
        case "care-plan-elements": .carePlanElements
        case "psychosocial-functional": .psychosocialFunctional
        case "care-plan-electronic": .carePlanElectronic
        case "care-plan-copy": .carePlanCopy
        case "consent": .consent
        case "consent-content": .consentContent
        case "consent-annual": .consentAnnual
        case "initiating-visit": .initiatingVisit
        case "initiating-visit-ccm": .initiatingVisitCCM
        case "activity-notes": .activityNotes
        case "non-overlap-statement": .nonOverlapStatement
        case "separate-from-visits": .separateFromVisits
        case "complexity-mdm": .complexityMDM
        case "supervision-general": .supervisionGeneral
        case "access-24-7": .access247
        case "structured-record": .structuredRecord
        case "transitions": .transitions
        case "home-community": .homeCommunity
        case "single-practitioner": .singlePractitioner
        case "base-same-month": .baseSameMonth
        case "signature": .signature
        case "inpatient-minutes-excluded": .inpatientMinutesExcluded
        case "goals-template": .goalsTemplate
        case "work-beyond-visit": .workBeyondVisit
        default: nil
        }
    }
}
