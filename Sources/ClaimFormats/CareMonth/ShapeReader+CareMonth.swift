import ClaimRules

/// The parts of a care month, in the order of the contract.
extension ShapeReader {
    /// The document itself; nil with a problem noted if it is no object or its month is missing.
    mutating func careMonth() throws(JSONError) -> CareMonth? {
        guard var cursor = try neededObject() else { return nil }
        // The month comes somewhere among the members; until then any will do.
        var month = CareMonth(serviceMonth: Self.anyMonth)
        try read(&cursor, into: &month)
        if !cursor.has(CareMonthMember.serviceMonth) { noteMissing("serviceMonth", inObjectAt: cursor.offset) }
        return month
    }

    /// Apart from what makes the month and gives it back: what changes in a loop is copied when it is given back from the
    /// same function, with all its texts and lists.
    @inline(never)
    private mutating func read(_ cursor: inout JSONCursor, into month: inout CareMonth) throws(JSONError) {
        while let member = try json.nextMember(&cursor, of: CareMonthMember.self) {
            switch member {
            case .id: month.id = try text()
            case .serviceMonth:
                if let value = try needed({ reader throws(JSONError) in try reader.month() }) {
                    month.serviceMonth = value
                }
            case .profile: month.profile = try text()
            case .setting: month.setting = try word()
            case .locality: month.locality = try locality()
            case .patient: month.patient = try patient()
            case .practitioner: month.practitioner = try practitioner()
            case .diagnoses: month.diagnoses = try list { reader throws(JSONError) in try reader.diagnosisCode() }
            case .lines: month.lines = try list { reader throws(JSONError) in try reader.line() } ?? []
            case .conditions: month.conditions = try list { reader throws(JSONError) in try reader.condition() }
            case .medicalDecisionMaking: month.medicalDecisionMaking = try word()
            case .timeLog: month.timeLog = try list(usual: 8) { reader throws(JSONError) in try reader.timeEntry() }
            case .consent: month.consent = try consent()
            case .carePlan: month.carePlan = try carePlan()
            case .initiatingVisit: month.initiatingVisit = try initiatingVisit()
            case .attestations: month.attestations = try attestations()
            case .history: month.history = try list { reader throws(JSONError) in try reader.billedService() }
            case .stays: month.stays = try list { reader throws(JSONError) in try reader.stay() }
            case .receivedOn: month.receivedOn = try date()
            case .hospice: month.hospice = try bool()
            }
        }
    }

    private static let anyMonth = CalendarDate(dayNumber: 0).month
    private static let anyCode: ProcedureCode = "99490"

    private mutating func neededObject() throws(JSONError) -> JSONCursor? {
        if try json.peek() == .null { note(.wrongType, at: json.offset, "This must be an object.") }
        return try object()
    }

    private mutating func locality() throws(JSONError) -> Locality? {
        guard var cursor = try object() else { return nil }
        var contractor: String?
        var locality: String?
        while let member = try json.nextMember(&cursor, of: LocalityMember.self) {
            switch member {
            case .contractor: contractor = try needed { reader throws(JSONError) in try reader.text() }
            case .locality: locality = try needed { reader throws(JSONError) in try reader.text() }
            }
        }
        if !cursor.has(LocalityMember.contractor) { noteMissing("contractor", inObjectAt: cursor.offset) }
        if !cursor.has(LocalityMember.locality) { noteMissing("locality", inObjectAt: cursor.offset) }
        guard let contractor, let locality else { return nil }
        return Locality(contractor: contractor, locality: locality)
    }

    private mutating func patient() throws(JSONError) -> Patient? {
        guard var cursor = try object() else { return nil }
        var patient = Patient()
        while let member = try json.nextMember(&cursor, of: PatientMember.self) {
            switch member {
            case .id: patient.id = try text()
            case .birthDate: patient.birthDate = try date()
            case .newToPractice: patient.newToPractice = try bool()
            case .lastSeen: patient.lastSeen = try date()
            }
        }
        return patient
    }

    private mutating func practitioner() throws(JSONError) -> Practitioner? {
        guard var cursor = try object() else { return nil }
        var practitioner = Practitioner()
        while let member = try json.nextMember(&cursor, of: PractitionerMember.self) {
            switch member {
            case .npi: practitioner.npi = try npi()
            case .kind: practitioner.kind = try text().map { PractitionerKind($0) }
            case .taxonomy: practitioner.taxonomy = try text()
            case .groupTIN: practitioner.groupTIN = try taxpayerID()
            }
        }
        return practitioner
    }

    private mutating func line() throws(JSONError) -> ServiceLine? {
        guard var cursor = try object() else { return nil }
        // The code comes somewhere among the members; until then any will do.
        var line = ServiceLine(code: Self.anyCode)
        try read(&cursor, into: &line)
        if !cursor.has(LineMember.code) { noteMissing("code", inObjectAt: cursor.offset) }
        return line
    }

    @inline(never)
    private mutating func read(_ cursor: inout JSONCursor, into line: inout ServiceLine) throws(JSONError) {
        while let member = try json.nextMember(&cursor, of: LineMember.self) {
            switch member {
            case .code:
                if let code = try needed({ reader throws(JSONError) in try reader.procedureCode() }) {
                    line.code = code
                }
            case .units: line.units = try units()
            case .date: line.date = try date()
            case .modifiers: line.modifiers = try list { reader throws(JSONError) in try reader.modifier() } ?? []
            case .placeOfService: line.placeOfService = try placeOfService()
            case .diagnosisPointers:
                line.diagnosisPointers = try list { reader throws(JSONError) in
                    try reader.int(1...CareMonthLimits.diagnosisPointer)
                }
            case .charge: line.charge = try money()
            }
        }
    }

    private mutating func condition() throws(JSONError) -> ChronicCondition? {
        guard var cursor = try object() else { return nil }
        var condition = ChronicCondition()
        while let member = try json.nextMember(&cursor, of: ConditionMember.self) {
            switch member {
            case .icd10: condition.icd10 = try diagnosisCode()
            case .lastsTwelveMonths: condition.lastsTwelveMonths = try bool()
            case .significantRisk: condition.significantRisk = try bool()
            }
        }
        return condition
    }

    private mutating func billedService() throws(JSONError) -> BilledService? {
        guard var cursor = try object() else { return nil }
        var service = BilledService(code: Self.anyCode, date: CalendarDate(dayNumber: 0))
        while let member = try json.nextMember(&cursor, of: BilledServiceMember.self) {
            switch member {
            case .code:
                if let code = try needed({ reader throws(JSONError) in try reader.procedureCode() }) {
                    service.code = code
                }
            case .units: service.units = try units()
            case .date:
                if let date = try needed({ reader throws(JSONError) in try reader.date() }) { service.date = date }
            case .practitionerNPI: service.practitionerNPI = try npi()
            case .groupTIN: service.groupTIN = try taxpayerID()
            }
        }
        if !cursor.has(BilledServiceMember.code) { noteMissing("code", inObjectAt: cursor.offset) }
        if !cursor.has(BilledServiceMember.date) { noteMissing("date", inObjectAt: cursor.offset) }
        return service
    }

    private mutating func stay() throws(JSONError) -> Stay? {
        guard var cursor = try object() else { return nil }
        var stay = Stay(from: CalendarDate(dayNumber: 0))
        let noted = problemCount
        while let member = try json.nextMember(&cursor, of: StayMember.self) {
            switch member {
            case .from:
                if let date = try needed({ reader throws(JSONError) in try reader.date() }) { stay.from = date }
            case .to: stay.to = try date()
            case .setting: stay.setting = try word()
            }
        }
        if !cursor.has(StayMember.from) {
            noteMissing("from", inObjectAt: cursor.offset)
        } else if problemCount == noted, let last = stay.to, last < stay.from {
            note(.contradictory, at: cursor.offset, "A stay must not end before it begins.")
        }
        return stay
    }
}
