import ClaimRules

/// Takes claims out of the segments of a transaction set as the walker places them.
struct ClaimExtractor {
    private var billingParty = X12Party()
    private var billingTaxNumber: TaxpayerID?
    private var billingTaxNumberPosition: Int32 = 0
    private var billingTaxonomy: String?
    private var billingTaxonomyPosition: Int32 = 0
    private var subscriber = X12Party()
    private var dependent: X12Party?
    private var birthDate: CalendarDate?
    private var birthPosition: Int32 = 0
    private var payer = ""
    /// Made for the first claim below them, and shared by the others.
    private var billing: X12BillingProvider?
    private var patient: X12Patient?
    private(set) var claim: X12Claim?
    /// Lines of the claim, those that are not kept with them.
    private var lines = 0
    private let limits: X12Limits

    init(limits: X12Limits) { self.limits = limits }

    /// Forgets the set before.
    mutating func begin() { self = ClaimExtractor(limits: limits) }

    /// Hands over the open claim, its end having come.
    mutating func finish() -> X12Claim? {
        guard var done = claim else { return nil }
        claim = nil
        ClaimChecks.run(&done)
        return done
    }

    /// A hierarchical level begins: 20 billing provider, 22 subscriber, 23 dependent.
    mutating func level(_ segment: X12Segment) {
        patient = nil
        dependent = nil
        birthDate = nil
        birthPosition = 0
        switch X12Bytes.number(segment.element(3)) {
        case 20:
            billing = nil
            billingParty = X12Party()
            billingTaxNumber = nil
            billingTaxonomy = nil
            subscriber = X12Party()
            payer = ""
        case 22:
            subscriber = X12Party()
            payer = ""
        default: break
        }
    }

    /// The number that the next line of the claim should have.
    var nextLine: Int { lines + 1 }

    /// Opens a claim; the one before has been handed over.
    mutating func open(_ segment: X12Segment, position: Int, in place: X12SetPlace) {
        let billing =
            billing
            ?? X12BillingProvider(
                billingParty,
                taxNumber: billingTaxNumber,
                taxonomy: billingTaxonomy,
                taxonomyPosition: billingTaxonomyPosition,
                taxNumberPosition: billingTaxNumberPosition
            )
        let patient =
            patient
            ?? X12Patient(
                subscriber: subscriber,
                dependent: dependent,
                birthDate: birthDate,
                birthPosition: birthPosition,
                payer: payer
            )
        self.billing = billing
        self.patient = patient
        lines = 0
        var claim = X12Claim(
            place: place,
            position: Int32(truncatingIfNeeded: position),
            number: segment.number,
            offset: segment.offset,
            billing: billing,
            patient: patient,
            account: segment.text(1)
        )
        claim.total = X12Amount.money(segment.element(2))
        claim.placeOfService = PlaceOfService(utf8: segment.component(5, 1))
        switch X12Bytes.number(segment.component(5, 3)) {
        case 1: break
        case 7: claim.frequency = .replacement
        case 8: claim.frequency = .void
        default:
            claim.faults.append(
                X12ClaimFault(
                    kind: .frequencyUnknown,
                    loop: "2300",
                    segment: "CLM",
                    element: 5,
                    component: 3,
                    position: claim.position
                )
            )
        }
        self.claim = claim
    }

    mutating func take(_ role: X12Role, _ segment: X12Segment, position: Int) {
        let place = Int32(truncatingIfNeeded: position)
        switch role {
        case .billingTaxonomy:
            billingTaxonomy = segment.text(3)
            billingTaxonomyPosition = place
        case .billing: billingParty = X12Party(segment, position: position)
        case .billingTaxNumber:
            billingTaxNumber = TaxpayerID(utf8: segment.element(2))
            billingTaxNumberPosition = place
        case .subscriber: subscriber = X12Party(segment, position: position)
        case .dependent: dependent = X12Party(segment, position: position)
        case .subscriberBirth, .dependentBirth:
            birthDate = X12Dates.date(segment.element(2))
            birthPosition = place
        case .payer: payer = segment.text(9)
        case .originalReference: claim?.originalReference = segment.text(2)
        case .traceNumber: claim?.trace = segment.text(2)
        case .diagnoses: takeDiagnoses(segment, place)
        case .rendering: claim?.rendering = X12Rendering(npi: NPI(utf8: segment.element(9)), position: place)
        case .renderingTaxonomy:
            claim?.rendering?.taxonomy = segment.text(3)
            claim?.rendering?.taxonomyPosition = place
        case .line:
            lines += 1
            if lines <= limits.linesOfClaim {
                claim?.lines.append(X12Line(position: place))
            } else {
                claim?.isCut = true
            }
        case .service: onLine { ClaimExtractor.takeService(segment, place, &$0) }
        case .serviceDate:
            onLine { line in
                line.datePosition = place
                if let period = X12Dates.period(segment.element(3)) {
                    (line.first, line.last) = period
                } else if let date = X12Dates.date(segment.element(3)) {
                    line.first = date
                    line.last = date
                }
            }
        case .lineRendering: onLine { $0.rendering = X12Rendering(npi: NPI(utf8: segment.element(9)), position: place) }
        case .lineRenderingTaxonomy:
            onLine { line in
                line.rendering?.taxonomy = segment.text(3)
                line.rendering?.taxonomyPosition = place
            }
        default: break
        }
    }

    private mutating func onLine(_ change: (inout X12Line) -> Void) {
        guard let count = claim?.lines.count, count > 0, count == lines else { return }
        change(&claim!.lines[count - 1])
    }

    private mutating func takeDiagnoses(_ segment: X12Segment, _ place: Int32) {
        claim?.diagnosesPosition = place
        for position in 1...max(1, segment.count) where !segment.isEmpty(position) {
            guard claim?.diagnoses.count ?? 0 < limits.elements else {
                claim?.isCut = true
                return
            }
            let qualifier = segment.component(position, 1)
            let isICD10 = qualifier.count == 3 && qualifier[0] == UInt8(ascii: "A")
            let code = isICD10 ? DiagnosisCode(utf8: segment.component(position, 2)) : nil
            if code == nil {
                claim?.faults.append(
                    X12ClaimFault(
                        kind: .diagnosisNotICD10,
                        loop: "2300",
                        segment: "HI",
                        element: position,
                        component: isICD10 ? 2 : 1,
                        position: place
                    )
                )
            }
            claim?.diagnoses.append(code)
        }
    }

    private static func takeService(_ segment: X12Segment, _ place: Int32, _ line: inout X12Line) {
        line.servicePosition = place
        let procedure = segment.element(1)
        let separator = segment.delimiters.component
        switch X12Word.pack(X12Segment.part(1, of: procedure, separatedBy: separator)) {
        case X12Word.word("HC"):
            line.isHCPCS = true
            line.code = ProcedureCode(utf8: X12Segment.part(2, of: procedure, separatedBy: separator))
        case X12Word.word("ER"), X12Word.word("IV"), X12Word.word("WK"): line.isOfOtherList = true
        default: break
        }
        for part in 3...6 {
            let bytes = X12Segment.part(part, of: procedure, separatedBy: separator)
            if let modifier = Modifier(utf8: bytes) { line.modifiers.append(modifier) }
        }
        line.charge = X12Amount.money(segment.element(2))
        if segment.packed(3) == X12Word.word("UN") { line.units = wholeUnits(segment.element(4)) }
        line.place = PlaceOfService(utf8: segment.element(5))
        for part in 1...4 {
            guard let pointer = X12Bytes.number(segment.component(7, part)) else { continue }
            line.pointers |= UInt32(min(pointer, 255)) << UInt32(8 * (part - 1))
        }
    }

    /// A whole number from 1, with zeros behind a point or without one.
    private static func wholeUnits(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let point = bytes.firstIndex(of: UInt8(ascii: ".")) ?? bytes.count
        guard bytes[min(point + 1, bytes.count)...].allSatisfy({ $0 == UInt8(ascii: "0") }),
            let units = X12Bytes.number(UnsafeBufferPointer(rebasing: bytes[..<point])), (1...999).contains(units)
        else { return nil }
        return units
    }
}
