import ClaimRules

/// The contract's terms in words that people use.
enum PlainWords {
    /// `March 2026`.
    static func month(_ month: CalendarMonth) -> String {
        let names = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November",
            "December",
        ]
        return "\(names[month.number - 1]) \(month.year)"
    }

    /// `1 error`, `2 errors`.
    static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
        "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
    }

    /// `a`, `a and b`, `a, b and c`.
    static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    /// `99490`, `99439 x 2`.
    static func line(_ line: ProposedLine) -> String {
        line.units == 1 ? line.code.text : "\(line.code.text) x \(line.units)"
    }

    static func performer(_ kind: PerformerKind) -> String {
        switch kind {
        case .clinicalStaff: "clinical staff"
        case .practitioner: "practitioner"
        case .nonClinical: "non-clinical"
        }
    }

    static func path(_ path: BillingPath) -> String {
        switch path {
        case .staff: "Clinical staff time"
        case .practitioner: "Practitioner time"
        case .complex: "Complex care"
        }
    }

    static func exclusion(_ reason: ExclusionReason) -> String {
        switch reason {
        case .noDuration: "no time recorded"
        case .noDate: "no date"
        case .noPerformer: "no performer"
        case .outsideMonth: "outside the month"
        case .otherProgram: "another program"
        case .faceToFace: "face to face"
        case .nonClinical: "not clinical staff"
        case .facilityStay: "during a facility stay"
        }
    }

    /// Where a pointer leads: `/lines/1/units` is `line 2, units`. Members of lists count from 1.
    static func place(_ pointer: Pointer) -> String {
        let parts = pointer.text.split(separator: "/").map(unescaped)
        guard let first = parts.first else { return "the whole document" }
        var words: [String] = []
        var rest = parts.dropFirst()
        if let index = rest.first.flatMap({ Int($0) }) {
            words.append("\(element(first)) \(index + 1)")
            rest = rest.dropFirst()
        } else if rest.first == "-" {
            words.append("a new \(element(first))")
            rest = rest.dropFirst()
        } else if first == "attestations", let item = rest.first {
            return "attestation of \(item)"
        } else {
            words.append(spaced(first))
        }
        for part in rest { words.append(Int(part).map { "number \($0 + 1)" } ?? spaced(part)) }
        return words.joined(separator: ", ")
    }

    /// A part of a pointer as it was before it was escaped (RFC 6901, section 4). Hardly any is, and looking for what is
    /// takes longer than all the rest.
    private static func unescaped(_ part: Substring) -> String {
        guard part.utf8.contains(UInt8(ascii: "~")) else { return String(part) }
        return part.split(separator: "~1", omittingEmptySubsequences: false).map {
            $0.split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
        }.joined(separator: "/")
    }

    /// What one element of a list is called.
    private static func element(_ list: String) -> String {
        switch list {
        case "lines": "line"
        case "timeLog": "time entry"
        case "conditions": "condition"
        case "diagnoses": "diagnosis"
        case "history": "history entry"
        case "stays": "stay"
        default: spaced(list)
        }
    }

    /// `lastsTwelveMonths` as `lasts twelve months`; abbreviations keep their capitals.
    static func spaced(_ name: String) -> String {
        switch name {
        case "npi", "practitionerNPI": return "NPI"
        case "groupTIN": return "group TIN"
        case "icd10": return "ICD-10 code"
        case "ccmDiscussed": return "CCM discussed"
        case "timeLog": return "time log"
        default: break
        }
        var words: [UInt8] = []
        for byte in name.utf8 {
            let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            if isCapital { words.append(UInt8(ascii: " ")) }
            words.append(isCapital ? byte | 0x20 : byte)
        }
        return String(decoding: words, as: UTF8.self)
    }
}
