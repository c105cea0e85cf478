import ClaimRules

// The member names of a care month. Each comparison comes down to a length and one or two machine words.

/// The members of a care month.
enum CareMonthMember: UInt8, JSONMember {
    case id, serviceMonth, profile, setting, locality, patient, practitioner, diagnoses, lines, conditions,
        medicalDecisionMaking, timeLog, consent, carePlan, initiatingVisit, attestations, history, stays, receivedOn,
        hospice

    @inline(__always)
    static func named(_ name: JSONName) -> CareMonthMember? {
        switch name {
        case "id": .id
        case "serviceMonth": .serviceMonth
        case "profile": .profile
        case "setting": .setting
        case "locality": .locality
        case "patient": .patient
        case "practitioner": .practitioner
        case "diagnoses": .diagnoses
        case "lines": .lines
        case "conditions": .conditions
        case "medicalDecisionMaking": .medicalDecisionMaking
        case "timeLog": .timeLog
        case "consent": .consent
        case "carePlan": .carePlan
        case "initiatingVisit": .initiatingVisit
        case "attestations": .attestations
        case "history": .history
        case "stays": .stays
        case "receivedOn": .receivedOn
        case "hospice": .hospice
        default: nil
        }
    }
}

/// The members of `locality`.
enum LocalityMember: UInt8, JSONMember {
    case contractor, locality

    @inline(__always)
    static func named(_ name: JSONName) -> LocalityMember? {
        switch name {
        case "contractor": .contractor
        case "locality": .locality
        default: nil
        }
    }
}

/// The members of `patient`.
enum PatientMember: UInt8, JSONMember {
    case id, birthDate, newToPractice, lastSeen

    @inline(__always)
    static func named(_ name: JSONName) -> PatientMember? {
        switch name {
        case "id": .id
        case "birthDate": .birthDate
        case "newToPractice": .newToPractice
        case "lastSeen": .lastSeen
        default: nil
        }
    }
}

/// The members of `practitioner`.
enum PractitionerMember: UInt8, JSONMember {
    case npi, kind, taxonomy, groupTIN

    @inline(__always)
    static func named(_ name: JSONName) -> PractitionerMember? {
        switch name {
        case "npi": .npi
        case "kind": .kind
        case "taxonomy": .taxonomy
        case "groupTIN": .groupTIN
        default: nil
        }
    }
}

/// The members of one of `lines`.
enum LineMember: UInt8, JSONMember {
    case code, units, date, modifiers, placeOfService, diagnosisPointers, charge

    @inline(__always)
    static func named(_ name: JSONName) -> LineMember? {
        switch name {
        case "code": .code
        case "units": .units
        case "date": .date
        case "modifiers": .modifiers
        case "placeOfService": .placeOfService
        case "diagnosisPointers": .diagnosisPointers
        case "charge": .charge
        default: nil
        }
    }
}

/// The members of one of `conditions`.
enum ConditionMember: UInt8, JSONMember {
    case icd10, lastsTwelveMonths, significantRisk

    @inline(__always)
    static func named(_ name: JSONName) -> ConditionMember? {
        switch name {
        case "icd10": .icd10
        case "lastsTwelveMonths": .lastsTwelveMonths
        case "significantRisk": .significantRisk
        default: nil
        }
    }
}

/// The members of one entry of `timeLog`.
enum TimeEntryMember: UInt8, JSONMember {
    case date, minutes, start, end, performer, activity, faceToFace, program

    @inline(__always)
    static func named(_ name: JSONName) -> TimeEntryMember? {
        switch name {
        case "date": .date
        case "minutes": .minutes
        case "start": .start
        case "end": .end
        case "performer": .performer
        case "activity": .activity
        case "faceToFace": .faceToFace
        case "program": .program
        default: nil
        }
    }
}

/// The members of `performer`.
enum PerformerMember: UInt8, JSONMember {
    case kind, id, credential

    @inline(__always)
    static func named(_ name: JSONName) -> PerformerMember? {
        switch name {
        case "kind": .kind
        case "id": .id
        case "credential": .credential
        default: nil
        }
    }
}

/// The members of `consent`.
enum ConsentMember: UInt8, JSONMember {
    case given, date, form, covers

    @inline(__always)
    static func named(_ name: JSONName) -> ConsentMember? {
        switch name {
        case "given": .given
        case "date": .date
        case "form": .form
        case "covers": .covers
        default: nil
        }
    }
}

/// The members of `carePlan`.
enum CarePlanMember: UInt8, JSONMember {
    case activity, date, electronic, copyGiven, addresses

    @inline(__always)
    static func named(_ name: JSONName) -> CarePlanMember? {
        switch name {
        case "activity": .activity
        case "date": .date
        case "electronic": .electronic
        case "copyGiven": .copyGiven
        case "addresses": .addresses
        default: nil
        }
    }
}

/// The members of `initiatingVisit`.
enum InitiatingVisitMember: UInt8, JSONMember {
    case code, date, ccmDiscussed

    @inline(__always)
    static func named(_ name: JSONName) -> InitiatingVisitMember? {
        switch name {
        case "code": .code
        case "date": .date
        case "ccmDiscussed": .ccmDiscussed
        default: nil
        }
    }
}

/// The members of one of `history`.
enum BilledServiceMember: UInt8, JSONMember {
    case code, units, date, practitionerNPI, groupTIN

    @inline(__always)
    static func named(_ name: JSONName) -> BilledServiceMember? {
        switch name {
        case "code": .code
        case "units": .units
        case "date": .date
        case "practitionerNPI": .practitionerNPI
        case "groupTIN": .groupTIN
        default: nil
        }
    }
}

/// The members of one of `stays`.
enum StayMember: UInt8, JSONMember {
    case from, to, setting

    @inline(__always)
    static func named(_ name: JSONName) -> StayMember? {
        switch name {
        case "from": .from
        case "to": .to
        case "setting": .setting
        default: nil
        }
    }
}

/// Whether a member name belongs to the contract, and so may appear in the pointer of a problem.
enum ContractNames {
    static func contains(_ name: JSONName) -> Bool {
        CareMonthMember.named(name) != nil
            || LocalityMember.named(name) != nil
            || PatientMember.named(name) != nil
            || PractitionerMember.named(name) != nil
            || LineMember.named(name) != nil
            || ConditionMember.named(name) != nil
            || TimeEntryMember.named(name) != nil
            || PerformerMember.named(name) != nil
            || ConsentMember.named(name) != nil
            || CarePlanMember.named(name) != nil
            || InitiatingVisitMember.named(name) != nil
            || BilledServiceMember.named(name) != nil
            || StayMember.named(name) != nil
            || ChecklistItemID.named(name) != nil
    }
}
