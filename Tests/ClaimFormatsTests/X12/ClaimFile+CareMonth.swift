import ClaimRules
import TestSupport

@testable import ClaimFormats

extension CareMonth {
    /// A random month with no more than an 837P can carry, and all that it has to: at least one line, each with units, a
    /// charge, a place, a date of the month and pointers to diagnoses; a patient and a practitioner with their numbers.
    static func randomForX12(seed: UInt64) -> CareMonth {
        var month = CareMonth.random(seed: seed)
        if month.lines.isEmpty { month.lines = [ServiceLine(code: "99490")] }
        if month.diagnoses?.isEmpty != false { month.diagnoses = ["I10"] }
        let diagnoses = month.diagnoses?.count ?? 0
        for index in month.lines.indices {
            month.lines[index].units = month.lines[index].units ?? 1
            month.lines[index].charge = month.lines[index].charge ?? Money(cents: 7_500)
            month.lines[index].placeOfService = month.lines[index].placeOfService ?? "11"
            let date = month.lines[index].date ?? month.serviceMonth.lastDay
            month.lines[index].date = min(date, month.serviceMonth.lastDay)
            let pointers = (month.lines[index].diagnosisPointers ?? []).filter { $0 <= diagnoses }
            month.lines[index].diagnosisPointers = pointers.isEmpty ? [1] : pointers
        }
        month.id = month.id ?? "A\(seed)"
        var patient = Patient()
        patient.id = month.patient?.id ?? "P-\(seed)"
        patient.birthDate = month.patient?.birthDate ?? "1945-05-10"
        month.patient = patient
        var practitioner = Practitioner()
        practitioner.npi = month.practitioner?.npi ?? NPI("1234567893")
        practitioner.groupTIN = month.practitioner?.groupTIN ?? TaxpayerID("123456789")
        practitioner.taxonomy = month.practitioner?.taxonomy
        practitioner.kind = practitioner.taxonomy.flatMap(PractitionerKind.init(taxonomy:))
        month.practitioner = practitioner
        return month.carriedByX12
    }

    /// The month without the members that an 837P has no place for.
    var carriedByX12: CareMonth {
        var carried = CareMonth(serviceMonth: serviceMonth)
        carried.id = id
        carried.patient = patient
        carried.practitioner = practitioner
        carried.diagnoses = diagnoses
        carried.lines = lines
        return carried
    }
}

extension ClaimFile {
    /// The month as one claim, or as a claim for each line.
    init(_ month: CareMonth, claimPerLine: Bool) {
        let codes = (month.diagnoses ?? []).enumerated().map { ($0 == 0 ? "ABK:" : "ABF:") + $1.undotted }
        let rendering =
            ["NM1*82*1*SMITH*ANN****XX*\(month.practitioner?.npi?.text ?? "")"]
            + (month.practitioner?.taxonomy.map { ["PRV*PE*PXC*\($0)"] } ?? [])
        func claim(_ lines: [ServiceLine]) -> [String] {
            let total = lines.reduce(Money(cents: 0)) { $0 + ($1.charge ?? Money(cents: 0)) }
            var segments = [
                "CLM*\(month.id ?? "")*\(total)***11:B:1*Y*A*Y*Y", "HI*" + codes.joined(separator: "*"),
            ]
            segments += rendering
            for (index, line) in lines.enumerated() {
                let procedure = (["HC", line.code.text] + line.modifiers.map(\.text)).joined(separator: ":")
                let pointers = (line.diagnosisPointers ?? []).map { "\($0)" }.joined(separator: ":")
                let charge = line.charge.map { "\($0)" } ?? ""
                let place = line.placeOfService?.text ?? ""
                segments.append("LX*\(index + 1)")
                segments.append("SV1*\(procedure)*\(charge)*UN*\(line.units ?? 1)*\(place)**\(pointers)")
                segments.append("DTP*472*D8*\(X12Dates.text(line.date ?? month.serviceMonth.lastDay))")
            }
            return segments
        }
        let provider = ClaimFile.provider.map { segment in
            segment.hasPrefix("REF*EI") ? "REF*EI*\(month.practitioner?.groupTIN?.text ?? "")" : segment
        }
        let subscriber = ClaimFile.subscriber(level: 2, id: month.patient?.id ?? "").map { segment in
            segment.hasPrefix("DMG") ? "DMG*D8*\(month.patient?.birthDate.map(X12Dates.text) ?? "")*F" : segment
        }
        let claims = claimPerLine ? month.lines.flatMap { claim([$0]) } : claim(month.lines)
        self.init(sets: [ClaimFile.heading + provider + subscriber + claims])
    }
}
