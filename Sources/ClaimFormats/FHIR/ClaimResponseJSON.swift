public import ClaimRules

/// The decision as a FHIR R4 ClaimResponse.
public enum ClaimResponseJSON: Sendable {
    /// The response to a document, which need not have been FHIR.
    public static func decision(_ decision: Decision, of document: DecodedCareMonth) -> [UInt8] {
        var response = Response(decision, document.fhir?.header ?? FHIRClaimHeader(document.month), document.fhir)
        return response.document()
    }

    /// One response as it is written.
    private struct Response {
        private let decision: Decision
        private let header: FHIRClaimHeader
        private let fhir: FHIRSource?
        private var writer = JSONWriter(reserving: 4_096)

        init(_ decision: Decision, _ header: FHIRClaimHeader, _ fhir: FHIRSource?) {
            self.decision = decision
            self.header = header
            self.fhir = fhir
        }

        mutating func document() -> [UInt8] {
            writer.beginObject()
            writer.name("resourceType")
            writer.string("ClaimResponse")
            writer.name("status")
            writer.string("active")
            type()
            writer.member("use", header.use ?? "claim")
            party("patient", header.patient, "The patient of the Claim")
            if let created = header.created { writer.member("created", created) } else { unknown("_created") }
            party("insurer", header.insurer, "The insurer of the Claim")
            if let request = header.request { party("request", request, "") }
            writer.name("outcome")
            writer.string(outcome)
            writer.member("disposition", disposition)
            items()
            notes()
            errors()
            writer.endObject()
            writer.endLine()
            return writer.bytes
        }

        /// `complete` where nothing is left to do, `partial` where a person has to look, `error` where lines are refused.
        private var outcome: StaticString {
            switch decision.verdict {
            case .accept: "complete"
            case .review: "partial"
            case .reject: "error"
            }
        }

        private var disposition: String {
            "\(decision.verdict.rawValue.uppercased()): \(FHIRWords.disposition(decision))"
                + " Judged by rules \(decision.ruleset.version), profile \(decision.ruleset.profile.rawValue)."
        }

        private mutating func type() {
            let type = header.type.isEmpty ? [.init(system: FHIRSystem.claimType, code: "professional")] : header.type
            writer.name("type")
            writer.beginObject()
            writer.list("coding", type) { writer, coding in
                writer.beginObject()
                writer.member("system", coding.system)
                writer.member("code", coding.code)
                writer.endObject()
            }
            writer.endObject()
        }

        private mutating func party(_ name: StaticString, _ reference: String?, _ display: String) {
            writer.name(name)
            writer.beginObject()
            if let reference { writer.member("reference", reference) } else { writer.member("display", display) }
            writer.endObject()
        }

        /// A value that must be there and is not known: nothing here reads a clock.
        private mutating func unknown(_ name: StaticString) {
            writer.name(name)
            writer.beginObject()
            writer.name("extension")
            writer.beginArray()
            writer.beginObject()
            writer.member("url", FHIRSystem.dataAbsent)
            writer.name("valueCode")
            writer.string("unknown")
            writer.endObject()
            writer.endArray()
            writer.endObject()
        }

        /// The item that a finding is about; nil where it is about the whole claim.
        private func sequence(_ finding: Finding) -> Int? {
            finding.line.flatMap { header.sequences.indices.contains($0) ? header.sequences[$0] : nil }
        }

        private mutating func items() {
            var sequences: [Int] = []
            for sequence in header.sequences where !sequences.contains(sequence) { sequences.append(sequence) }
            guard !sequences.isEmpty else { return }
            let findings = decision.findings.enumerated().map { (number: $0.offset + 1, finding: $0.element) }
            let response = self
            writer.list("item", sequences) { writer, sequence in
                let own = findings.filter { response.sequence($0.finding) == sequence }
                writer.beginObject()
                writer.member("itemSequence", sequence)
                if !own.isEmpty { writer.list("noteNumber", own) { $0.int($1.number) } }
                writer.name("adjudication")
                writer.beginArray()
                writer.adjudication(response.itemVerdict(own.map(\.finding.severity)), nil)
                for (_, finding) in own { writer.adjudication(response.verdict([finding.severity]), finding) }
                writer.endArray()
                writer.endObject()
            }
        }

        /// A claim is paid or rejected as a whole: a person looks at the items of one that is rejected before they are billed
        /// again. An item may also clash with one that the finding names in its place.
        private func itemVerdict(_ severities: [Severity]) -> Verdict {
            let own = verdict(severities)
            return own == .accept && decision.verdict == .reject ? .review : own
        }

        private func verdict(_ severities: [Severity]) -> Verdict {
            switch severities.max() {
            case .error: .reject
            case .warning: .review
            case .info, nil: .accept
            }
        }

        /// What a person should read: findings by their numbers, then what could not be verified, then how it was read.
        private mutating func notes() {
            var texts = decision.findings.map { "\($0.message) \($0.remedy)" }
            texts += decision.unverified.map { "Not verified: \($0.message)" }
            texts += (fhir?.notes ?? []).map { "\($0.fhirPath): \($0.message)" }
            guard !texts.isEmpty else { return }
            writer.list("processNote", Array(texts.enumerated())) { writer, note in
                writer.beginObject()
                writer.member("number", note.offset + 1)
                writer.name("type")
                writer.string("display")
                writer.member("text", note.element)
                writer.endObject()
            }
        }

        private mutating func errors() {
            let errors = decision.findings.filter { $0.severity == .error }
            guard !errors.isEmpty else { return }
            let response = self
            writer.list("error", errors) { writer, finding in
                writer.beginObject()
                writer.member("itemSequence", response.sequence(finding))
                writer.name("code")
                writer.reason(finding)
                writer.endObject()
            }
        }
    }
}

extension JSONWriter {
    /// One judgement of a line: its verdict, and the rule with the payer's code for it.
    fileprivate mutating func adjudication(_ verdict: Verdict, _ finding: Finding?) {
        beginObject()
        name("category")
        beginObject()
        name("coding")
        beginArray()
        coding(FHIRSystem.verdicts, verdict.rawValue)
        endArray()
        endObject()
        if let finding {
            name("reason")
            reason(finding)
        }
        endObject()
    }

    fileprivate mutating func reason(_ finding: Finding) {
        beginObject()
        name("coding")
        beginArray()
        coding(FHIRSystem.rules, finding.rule.description)
        if let adjustment = finding.adjustment { coding(FHIRSystem.carc, adjustment.carc) }
        endArray()
        member("text", finding.message)
        endObject()
    }
}
