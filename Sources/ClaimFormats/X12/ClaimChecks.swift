import ClaimRules

/// What a claim has to be in itself before its lines can be judged: balanced, dated, coded.
enum ClaimChecks {
    static func run(_ claim: inout X12Claim) {
        // Until October 2015 diagnoses were coded in ICD-9-CM, of which nothing here knows.
        let isOld = claim.lines.contains { $0.first.map { $0 < "2015-10-01" } ?? false }
        var faults = claim.faults.filter { !isOld || $0.kind != .diagnosisNotICD10 }
        func add(
            _ kind: X12ClaimFault.Kind,
            _ loop: StaticString,
            _ segment: StaticString,
            _ element: Int,
            _ component: Int? = nil,
            at position: Int32
        ) {
            faults.append(
                X12ClaimFault(
                    kind: kind,
                    loop: loop,
                    segment: segment,
                    element: element,
                    component: component,
                    position: position
                )
            )
        }
        if claim.frequency != .original, claim.originalReference?.isEmpty != false {
            add(.originalReferenceMissing, "2300", "CLM", 5, 3, at: claim.position)
        }
        var sum: Int64 = 0
        var isSummed = claim.total != nil && !claim.lines.isEmpty && !claim.isCut
        for line in claim.lines {
            if let charge = line.charge { sum += charge.cents } else { isSummed = false }
            if line.code == nil, line.isHCPCS {
                add(.procedureUnreadable, "2400", "SV1", 1, 2, at: line.servicePosition)
            }
            if line.units == nil, line.code.flatMap(CodeTable.entry) != nil {
                add(.unitsUnreadable, "2400", "SV1", 4, at: line.servicePosition)
            }
            if line.first == nil {
                let kind: X12ClaimFault.Kind = line.datePosition > 0 ? .dateUnreadable : .dateMissing
                add(kind, "2400", "DTP", 3, at: max(line.datePosition, line.position))
            }
            for part in 0..<4 {
                let pointer = Int(line.pointers >> UInt32(8 * part) & 0xFF)
                if pointer > claim.diagnoses.count {
                    add(.pointerBeyondDiagnoses, "2400", "SV1", 7, part + 1, at: line.servicePosition)
                }
            }
        }
        if isSummed, sum != claim.total?.cents { add(.outOfBalance, "2300", "CLM", 2, at: claim.position) }
        claim.faults = faults
    }
}
