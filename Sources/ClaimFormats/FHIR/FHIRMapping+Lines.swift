import ClaimRules

/// Diagnoses and lines.
extension FHIRMapping {
    /// The claim's diagnoses in the order of their sequence; those without an ICD-10-CM code are noted and left out.
    func mapDiagnoses() {
        let entries = claim.list("diagnosis")
        guard !entries.isEmpty else { return }
        let ordered = entries.enumerated().map { position, entry in
            (entry: entry, sequence: entry.positiveInt("sequence") ?? position + 1, position: position)
        }.sorted { ($0.sequence, $0.position) < ($1.sequence, $1.position) }
        var codes: [DiagnosisCode] = []
        for (entry, sequence, _) in ordered where fits(codes.count, entry) {
            for name: StaticString in ["type", "onAdmission", "packageCode"] {
                if let child = entry.child(name) { reading.tape.markWhole(child.index) }
            }
            guard let (code, place) = diagnosis(entry) else {
                unusableDiagnoses.insert(sequence)
                month.unread.diagnoses = true
                continue
            }
            codes.append(code)
            if diagnosisPositions[sequence] == nil, codes.count <= CareMonthLimits.diagnosisPointer {
                diagnosisPositions[sequence] = codes.count
            }
            self.place("/diagnoses/\(codes.count - 1)", place)
        }
        if !codes.isEmpty { month.diagnoses = codes }
    }

    private func diagnosis(_ entry: FHIRElement) -> (DiagnosisCode, FHIRElement)? {
        if let concept = entry.concept("diagnosisCodeableConcept") {
            return icd10(concept, in: entry)
        }
        guard let reference = entry.reference("diagnosisReference") else { return nil }
        guard let condition = resources.resolve(reference) else {
            resources.noteUnresolved(reference)
            return nil
        }
        guard condition.type == .condition, let concept = condition.element.concept("code") else { return nil }
        return icd10(concept, in: entry)
    }

    /// The concept's ICD-10-CM code; nil with a note where there is none, and with a problem where it is malformed.
    func icd10(_ concept: FHIRConcept, in holder: FHIRElement) -> (DiagnosisCode, FHIRElement)? {
        guard let coding = concept.first(of: .icd10cm) else {
            let message = "There is no ICD-10-CM code here; codes of other systems are not translated."
            reading.note(.notICD10CM, holder, message)
            return nil
        }
        guard let code = DiagnosisCode(coding.code) else {
            reading.problem(
                .invalidDiagnosisCode,
                coding.element,
                "This must be an ICD-10-CM code, with or without its dot."
            )
            return nil
        }
        return (code, coding.element)
    }

    /// The lines of the claim. Care-management lines of a month other than the one judged are history.
    func mapLines() {
        let isOneMonth = claim.period("billablePeriod")?.singleMonth != nil
        for item in FHIRItems(claim).all {
            for name: StaticString in [
                "sequence", "revenue", "category", "encounter", "udi", "bodySite", "subSite", "programCode",
                "informationSequence", "procedureSequence", "careTeamSequence", "factor",
            ] {
                if let child = item.element.child(name) { reading.tape.markWhole(child.index) }
            }
            guard let (code, place) = procedure(item), fits(month.lines.count, item.element) else { continue }
            if !isOneMonth, CodeTable.entry(code) != nil, let itemMonth = item.month, itemMonth != month.serviceMonth,
                let day = item.day
            {
                let message = "A care-management line of another month was taken as history; send that month by itself."
                reading.note(.anotherMonth, item.element, message, severity: .warning)
                earlierLines.append((BilledService(code: code, date: day, units: units(item)), item.element))
                continue
            }
            let pointer = "/lines/\(month.lines.count)"
            self.place(pointer, item.element)
            self.place(pointer + "/code", place)
            month.lines.append(line(item, code, pointer))
            lineItems.append(item.parents.last ?? item.element)
        }
    }

    private func procedure(_ item: FHIRItem) -> (ProcedureCode, FHIRElement)? {
        switch item.code {
        case .procedure(let code, let coding):
            if item.otherCodes(than: code) {
                let message = "The line has several CPT or HCPCS codes; the first was judged."
                reading.note(.severalCodes, item.element, message, severity: .warning)
            }
            if coding.system == .unnamed {
                let message = "The line's code names no code system; it was taken as CPT or HCPCS."
                reading.note(.codeSystem, item.element, message)
            }
            return (code, coding.element)
        case .malformed(let coding):
            reading.problem(
                .invalidProcedureCode,
                coding.element,
                "This must be a CPT or HCPCS code of five characters."
            )
        case .strange(let coding):
            let message =
                "The line's code is one of care management, but its system is not CPT or HCPCS; it was not judged."
            reading.note(.codeSystem, item.element, message, severity: .warning)
            month.unread.lines.append(ProcedureCode(coding.code))
        case .none:
            // A group of details has no code of its own to judge.
            if item.element.list("detail").isEmpty, item.element.list("subDetail").isEmpty {
                reading.note(.codeSystem, item.element, "The line has no CPT or HCPCS code; it was not judged.")
                month.unread.lines.append(nil)
            }
        }
        return nil
    }

    private func line(_ item: FHIRItem, _ code: ProcedureCode, _ pointer: String) -> ServiceLine {
        var line = ServiceLine(code: code)
        line.units = units(item)
        place(pointer + "/units", item.element.object("quantity")?.child("value"))
        if let serviced = item.serviced {
            line.date = serviced.day
            place(pointer + "/date", serviced.element)
            if serviced.isSpan {
                let message = "The line spans several days; the last of them was taken as its date."
                reading.note(.severalDays, serviced.element, message)
            }
        } else if let period = claim.period("billablePeriod"), let day = period.singleDay {
            line.date = day
            place(pointer + "/date", period.element)
        }
        for (position, modifier) in item.element.concepts("modifier").enumerated() {
            guard let coding = modifier.codings.first else { continue }
            place(pointer + "/modifiers/\(position)", coding.element)
            if let modifier = Modifier(coding.code) {
                line.modifiers.append(modifier)
            } else if coding.system == .procedure || coding.system == .unnamed {
                reading.problem(.invalidModifier, coding.element, "This must be a modifier of two letters or digits.")
            }
        }
        line.placeOfService = placeOfService(item, pointer)
        line.diagnosisPointers = diagnosisPointers(item, pointer)
        line.charge = charge(item, units: line.units, pointer)
        return line
    }

    private func units(_ item: FHIRItem) -> Int? {
        guard let quantity = item.element.object("quantity") else { return nil }
        reading.tape.markWhole(quantity.index)
        guard let value = quantity.child("value") else { return nil }
        guard let number = quantity.decimal("value")?.integer else {
            reading.problem(.notAnInteger, value, "This must be a whole number of units.")
            return nil
        }
        if (1...CareMonthLimits.units).contains(number) { return number }
        reading.problem(.outOfRange, value, "This must be from 1 to \(CareMonthLimits.units).")
        return nil
    }

    private func placeOfService(_ item: FHIRItem, _ pointer: String) -> PlaceOfService? {
        for holder in [item.element] + item.parents {
            guard let concept = holder.concept("locationCodeableConcept") else { continue }
            for coding in concept.codings where coding.system == .placeOfService || coding.system == .unnamed {
                guard let code = PlaceOfService(coding.code) else { continue }
                place(pointer + "/placeOfService", coding.element)
                return code
            }
        }
        let reference = claim.reference("facility")
        resources.noteUnresolved(reference)
        guard let facility = reference.flatMap(resources.resolve), facility.type == .location else { return nil }
        for type in facility.element.concepts("type") {
            if let coding = type.first(of: .placeOfService), let code = PlaceOfService(coding.code) { return code }
        }
        return nil
    }

    /// Positions among the diagnoses that were read. A sequence that the claim does not have points past them all; one
    /// whose diagnosis could not be read is left out.
    private func diagnosisPointers(_ item: FHIRItem, _ pointer: String) -> [Int]? {
        guard let list = item.inherited("diagnosisSequence") else { return nil }
        guard list.kind == .array else {
            reading.problem(.wrongType, list, "This must be an array.")
            return nil
        }
        reading.tape.markWhole(list.index)
        place(pointer + "/diagnosisPointers", list)
        let count = month.diagnoses?.count ?? 0
        var pointers: [Int] = []
        var isPartial = false
        for element in list.children where fits(pointers.count, element) {
            guard element.kind == .number,
                let sequence = FHIRDecimal(
                    reading.tape.bytes[Int(element.node.offset)..<Int(element.node.end)]
                )?.integer,
                (1...CareMonthLimits.diagnosisPointer).contains(sequence)
            else {
                let range = "1 to \(CareMonthLimits.diagnosisPointer)"
                reading.problem(.outOfRange, element, "This must be a whole number from \(range).")
                continue
            }
            if let position = diagnosisPositions[sequence] {
                place(pointer + "/diagnosisPointers/\(pointers.count)", element)
                pointers.append(position)
            } else if unusableDiagnoses.contains(sequence) {
                isPartial = true
            } else {
                place(pointer + "/diagnosisPointers/\(pointers.count)", element)
                pointers.append(min(max(sequence, count + 1), CareMonthLimits.diagnosisPointer))
            }
        }
        return pointers.isEmpty && isPartial ? nil : pointers
    }

    /// The line's total: `net`, or the price of one unit times the units.
    private func charge(_ item: FHIRItem, units: Int?, _ pointer: String) -> Money? {
        let isTotal = item.element.child("net") != nil
        guard let amount = item.element.object(isTotal ? "net" : "unitPrice") else { return nil }
        reading.tape.markWhole(amount.index)
        if isTotal, let price = item.element.child("unitPrice") { reading.tape.markWhole(price.index) }
        place(pointer + "/charge", amount)
        let currency = amount.string("currency")
        let value = amount.decimal("value")?.money.map { isTotal ? $0 : $0 * (units ?? 1) }
        guard currency == nil || currency == "USD", let value, value <= CareMonthLimits.charge else {
            reading.note(.amountForm, amount, "This is not an amount in US dollars and cents; it was left out.")
            return nil
        }
        return value
    }
}
