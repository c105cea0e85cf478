import ClaimRules

/// From a pointer into a joined care month to the segment and element it was read from.
struct X12Places {
    let batch: X12Batch
    let month: X12CareMonth

    /// A place in a transaction set, and the claim it belongs to.
    struct Place: Equatable {
        var loop: StaticString
        var segment: StaticString
        var element: Int?
        var component: Int?
        var position: Int32
        var claim: Int

        init(
            _ loop: StaticString,
            _ segment: StaticString,
            _ element: Int?,
            _ component: Int? = nil,
            at position: Int32,
            of claim: Int
        ) {
            self.loop = loop
            self.segment = segment
            self.element = element
            self.component = component
            self.position = position
            self.claim = claim
        }

        static func == (left: Place, right: Place) -> Bool { left.text == right.text && left.claim == right.claim }

        /// `2400 SV101-2, segment 41`.
        var text: String {
            X12Position.text(
                loop: "\(loop)",
                segment: "\(segment)",
                element: element,
                component: component,
                position: Int(position)
            )
        }
    }

    /// The place of what a pointer leads to; nil for what an 837P cannot say.
    func place(_ pointer: Pointer) -> Place? {
        let parts = pointer.text.split(separator: "/")
        guard let member = parts.first else { return place(ofLine: 0, []) }
        let index = parts.count > 1 ? Int(parts[1]) : nil
        switch member {
        case "lines":
            guard let index else { return place(ofLine: 0, []) }
            return place(ofLine: index, parts.dropFirst(2))
        case "history":
            guard let index, month.history.indices.contains(index) else { return nil }
            return month.history[index].source.map { place(of: $0, []) }
        case "diagnoses": return place(ofDiagnosis: index)
        case "practitioner": return place(ofPractitioner: parts.count > 1 ? parts[1] : "npi")
        case "patient": return place(ofPatient: parts.count > 1 ? parts[1] : "id")
        case "serviceMonth": return place(ofLine: 0, ["date"])
        default: return nil
        }
    }

    /// The claims that a finding is about: the one with the line, those with the diagnosis or the taxonomy code, and for
    /// what the month has or lacks as a whole all that are joined in it.
    func claims(of finding: Finding) -> [Int] {
        let parts = finding.path.text.split(separator: "/")
        let index = parts.count > 1 ? Int(parts[1]) : nil
        switch parts.first {
        case "lines": if let index, month.lines.indices.contains(index) { return [month.lines[index].claim] }
        // What clashes with the history is wrong here, not there.
        case "history":
            if let line = finding.line, month.lines.indices.contains(line) { return [month.lines[line].claim] }
        case "diagnoses":
            guard let index, let codes = month.month.diagnoses, codes.indices.contains(index) else { break }
            return month.claims.filter { batch.claims[$0].diagnoses.contains(codes[index]) }
        case "practitioner" where parts.last != "npi" && parts.last != "groupTIN":
            let taxonomy = taxonomy(of: month.lines[0])
            let alike = Set(month.lines.filter { self.taxonomy(of: $0) == taxonomy }.map(\.claim))
            return month.claims.filter(alike.contains)
        default: break
        }
        return month.claims
    }

    private func taxonomy(of source: X12CareMonth.Source) -> String? {
        let claim = batch.claims[source.claim]
        guard let rendering = CareMonthJoiner.rendering(claim.lines[source.line], claim) else {
            return claim.billing.taxonomy
        }
        return rendering.taxonomy
    }

    private func place(ofLine index: Int, _ member: ArraySlice<Substring>) -> Place? {
        guard month.lines.indices.contains(index) else { return nil }
        return place(of: month.lines[index], member)
    }

    private func place(of source: X12CareMonth.Source, _ member: ArraySlice<Substring>) -> Place {
        let claim = batch.claims[source.claim]
        let line = claim.lines[source.line]
        let position = member.dropFirst().first.flatMap { Int($0) } ?? 0
        func service(_ element: Int, _ component: Int? = nil) -> Place {
            Place("2400", "SV1", element, component, at: line.servicePosition, of: source.claim)
        }
        switch member.first {
        case "units": return service(4)
        case "charge": return service(2)
        case "modifiers": return service(1, 3 + position)
        case "diagnosisPointers": return service(7, member.count > 1 ? position + 1 : nil)
        case "date":
            return Place("2400", "DTP", 3, at: max(line.datePosition, line.position), of: source.claim)
        case "placeOfService":
            return line.place == nil ? Place("2300", "CLM", 5, 1, at: claim.position, of: source.claim) : service(5)
        default: return service(1, 2)
        }
    }

    private func place(ofDiagnosis index: Int?) -> Place? {
        if let index, month.diagnoses.indices.contains(index) {
            let source = month.diagnoses[index]
            let position = batch.claims[source.claim].diagnosesPosition
            return Place("2300", "HI", source.line, 2, at: position, of: source.claim)
        }
        let claim = batch.claims[month.claims[0]]
        return claim.diagnosesPosition > 0
            ? Place("2300", "HI", 1, at: claim.diagnosesPosition, of: month.claims[0])
            : Place("2300", "CLM", nil, at: claim.position, of: month.claims[0])
    }

    private func place(ofPractitioner member: Substring) -> Place {
        let source = month.lines[0]
        let claim = batch.claims[source.claim]
        let line = claim.lines[source.line]
        let billing = claim.billing
        if member == "groupTIN", billing.taxNumberPosition > 0 {
            return Place("2010AA", "REF", 2, at: billing.taxNumberPosition, of: source.claim)
        }
        if let rendering = CareMonthJoiner.rendering(line, claim) {
            let loop: StaticString = line.rendering == nil ? "2310B" : "2420A"
            return member != "npi" && rendering.taxonomyPosition > 0
                ? Place(loop, "PRV", 3, at: rendering.taxonomyPosition, of: source.claim)
                : Place(loop, "NM1", 9, at: rendering.position, of: source.claim)
        }
        return member != "npi" && billing.taxonomyPosition > 0
            ? Place("2000A", "PRV", 3, at: billing.taxonomyPosition, of: source.claim)
            : Place("2010AA", "NM1", 9, at: billing.party.position, of: source.claim)
    }

    private func place(ofPatient member: Substring) -> Place {
        let index = month.claims[0]
        let patient = batch.claims[index].patient
        let loop: StaticString = patient.dependent == nil ? "2010BA" : "2010CA"
        if member == "birthDate", patient.birthPosition > 0 {
            return Place(loop, "DMG", 2, at: patient.birthPosition, of: index)
        }
        return member == "id"
            ? Place("2010BA", "NM1", 9, at: patient.subscriber.position, of: index)
            : Place(loop, "NM1", 3, at: patient.name.position, of: index)
    }
}
