public import ClaimRules

/// The answer to: what do the recorded minutes and conditions support?
extension JSONWriter {
    /// - Parameters:
    ///   - ignored: pointers to the members of the document that were not read; left out when there are none.
    ///   - fhir: the FHIR document that was read; nil for a care month.
    ///   - claims: writes which claims of an X12 file the answer is about.
    public mutating func suggestion(
        _ suggestion: Suggestion,
        ignored: [String] = [],
        fhir: FHIRSource? = nil,
        claims: ((inout JSONWriter) -> Void)? = nil
    ) {
        beginObject()
        member("id", suggestion.id)
        minutes(suggestion.minutes, fhir)
        name("suggested")
        if let suggested = suggestion.suggested { proposal(suggested) } else { null() }
        list("alternatives", suggestion.alternatives) { $0.proposal($1) }
        object("next", suggestion.next) { writer, next in
            writer.member("code", next.code.text)
            writer.member("minutesNeeded", next.minutesNeeded)
            writer.member("performer", next.performer)
        }
        list("blockedBy", suggestion.blockedBy) { $0.blocker($1) }
        object("billed", suggestion.billed) { writer, billed in
            writer.member("verdict", billed.verdict)
            writer.object("difference", billed.difference) { writer, difference in
                writer.member("nonFacility", difference)
                writer.member("facility", billed.differenceInFacility)
                writer.member("atPlaceOfService", billed.differenceAtPlaceOfService)
            }
        }
        claims?(&self)
        notes(fhir)
        self.ignored(ignored)
        ruleset(suggestion.ruleset)
        endObject()
    }

    private mutating func minutes(_ minutes: CountedMinutes, _ fhir: FHIRSource?) {
        name("minutes")
        beginObject()
        member("clinicalStaff", minutes.clinicalStaff)
        member("practitioner", minutes.practitioner)
        if minutes.practitionerCountedAsStaff > 0 {
            member("practitionerCountedAsStaff", minutes.practitionerCountedAsStaff)
        }
        list("excluded", minutes.excluded) { writer, entry in
            writer.beginObject()
            writer.path(.item("timeLog", entry.entry), fhir)
            writer.member("minutes", entry.minutes)
            writer.member("reason", entry.reason)
            writer.endObject()
        }
        endObject()
    }

    private mutating func proposal(_ proposal: PathProposal) {
        beginObject()
        member("path", proposal.path)
        list("lines", proposal.lines) { writer, line in
            writer.beginObject()
            writer.member("code", line.code.text)
            writer.member("units", line.units)
            writer.endObject()
        }
        member("earliestDate", proposal.earliestDate)
        object("payment", proposal.payment) { writer, payment in
            writer.member("nonFacility", payment.nonFacility)
            writer.member("facility", payment.facility)
            writer.member("hospital", payment.hospital)
            writer.member("atPlaceOfService", payment.atPlaceOfService)
            writer.member("basis", payment.basis)
        }
        member("reason", proposal.reason)
        endObject()
    }

    mutating func blocker(_ blocker: Blocker) {
        beginObject()
        name("rule")
        string(blocker.rule.name)
        pointers("needs", blocker.needs)
        member("message", blocker.message)
        endObject()
    }
}
