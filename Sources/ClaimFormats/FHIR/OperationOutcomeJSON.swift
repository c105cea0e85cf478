public import ClaimRules

/// Answers and problems as FHIR R4 OperationOutcome resources.
public enum OperationOutcomeJSON: Sendable {
    /// The decision: an issue that says the verdict, then one for each finding, each rule that could not be decided, each note
    /// on the reading, and one for all that was not read.
    public static func decision(_ decision: Decision, of document: DecodedCareMonth) -> [UInt8] {
        let (ignored, fhir) = (document.ignored, document.fhir)
        return self.document { writer in
            writer.issue("information", "informational") { writer in
                writer.details(FHIRSystem.verdicts, decision.verdict.rawValue, FHIRWords.disposition(decision))
            }
            for finding in decision.findings { writer.issue(finding, fhir) }
            for unverified in decision.unverified { writer.issue(unverified, fhir) }
            for note in document.notes { writer.issue(note) }
            if !ignored.isEmpty {
                writer.issue("information", "not-supported") { writer in
                    writer.details(FHIRSystem.notes, "ignored", "These elements were not read.")
                    if let fhir {
                        writer.expressions(ignored.map { FHIRPath.expression($0, in: fhir.places.type) })
                    } else {
                        writer.member("diagnostics", ignored.joined(separator: ", "))
                    }
                }
            }
        }
    }

    /// One thing that is wrong with a request.
    public struct Fault: Sendable {
        public let code: String
        public let detail: String
        /// Where, as FHIRPath; nil where there is none.
        public let expression: String?
        /// Where, in words or as a JSON Pointer.
        public let place: String?

        public init(code: String, detail: String, expression: String?, place: String?) {
            self.code = code
            self.detail = detail
            self.expression = expression
            self.place = place
        }
    }

    /// A problem: an issue for each fault, or one for the problem itself where there is none.
    ///
    /// - Parameters:
    ///   - type: a code of the value set issue-type that fits the problem where a fault has no better one.
    ///   - isFatal: nothing of the document could be read.
    public static func problem(
        name: String,
        title: String,
        detail: String,
        type: StaticString,
        isFatal: Bool,
        faults: [Fault]
    ) -> [UInt8] {
        document { writer in
            if faults.isEmpty {
                writer.issue(isFatal ? "fatal" : "error", type) { writer in
                    writer.details(FHIRSystem.notes, name, title)
                    writer.member("diagnostics", detail)
                }
            }
            for fault in faults {
                let code = ShapeProblemCode(rawValue: fault.code).map(FHIRWords.issueType) ?? type
                writer.issue(isFatal ? "fatal" : "error", code) { writer in
                    writer.details(FHIRSystem.notes, fault.code, fault.detail)
                    writer.member("diagnostics", fault.place)
                    if let expression = fault.expression { writer.expressions([expression]) }
                }
            }
        }
    }

    private static func document(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(reserving: 4_096)
        writer.beginObject()
        writer.name("resourceType")
        writer.string("OperationOutcome")
        writer.name("issue")
        writer.beginArray()
        write(&writer)
        writer.endArray()
        writer.endObject()
        writer.endLine()
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func issue(
        _ severity: StaticString,
        _ code: StaticString,
        _ write: (inout JSONWriter) -> Void
    ) {
        beginObject()
        name("severity")
        string(severity)
        name("code")
        string(code)
        write(&self)
        endObject()
    }

    fileprivate mutating func details(_ system: String, _ code: String, _ text: String) {
        name("details")
        beginObject()
        name("coding")
        beginArray()
        coding(system, code)
        endArray()
        member("text", text)
        endObject()
    }

    fileprivate mutating func expressions(_ expressions: [String]) {
        list("expression", expressions) { $0.string($1) }
    }

    fileprivate mutating func issue(_ finding: Finding, _ fhir: FHIRSource?) {
        let isInfo = finding.severity == .info
        issue(FHIRWords.severity(finding.severity), isInfo ? "informational" : "business-rule") { writer in
            writer.name("details")
            writer.beginObject()
            writer.name("coding")
            writer.beginArray()
            writer.coding(FHIRSystem.rules, finding.rule.description)
            if let adjustment = finding.adjustment {
                writer.coding(FHIRSystem.carc, adjustment.carc)
                for remark in adjustment.rarc { writer.coding(FHIRSystem.rarc, remark) }
            }
            writer.endArray()
            writer.member("text", finding.message)
            writer.endObject()
            writer.member("diagnostics", FHIRWords.diagnostics(finding))
            if let fhir { writer.expressions([fhir.places.place(of: finding.path).fhirPath]) }
        }
    }

    fileprivate mutating func issue(_ unverified: Unverified, _ fhir: FHIRSource?) {
        issue("warning", "required") { writer in
            writer.details(FHIRSystem.rules, unverified.rule.description, unverified.message)
            writer.member("diagnostics", FHIRWords.needs(unverified))
            guard let fhir else { return }
            var places: [String] = []
            for need in unverified.needs {
                let place = fhir.places.place(of: need).fhirPath
                if !places.contains(place) { places.append(place) }
            }
            if !places.isEmpty { writer.expressions(places) }
        }
    }

    fileprivate mutating func issue(_ note: DocumentNote) {
        issue(FHIRWords.severity(note.severity), FHIRWords.issueType(note.code)) { writer in
            writer.details(FHIRSystem.notes, note.code.rawValue, note.message)
            writer.expressions([note.fhirPath])
        }
    }

    mutating func coding(_ system: String, _ code: String) {
        beginObject()
        member("system", system)
        member("code", code)
        endObject()
    }
}

/// The words of FHIR for what we say.
enum FHIRWords {
    static func severity(_ severity: Severity) -> StaticString {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .info: "information"
        }
    }

    static func disposition(_ decision: Decision) -> String {
        switch decision.verdict {
        case .accept: "The lines may be billed; nothing stands in the way."
        case .review: "A person should look before the lines are billed."
        case .reject: "The lines may not be billed as they are."
        }
    }

    static func diagnostics(_ finding: Finding) -> String {
        var text = finding.remedy
        if let adjustment = finding.adjustment {
            text += " Denial: \(adjustment.group)-\(adjustment.carc)"
            if !adjustment.rarc.isEmpty { text += ", remark " + adjustment.rarc.joined(separator: ", ") }
            text += "."
        }
        text += " Source: " + finding.citation.title
        if !finding.citation.section.isEmpty { text += ", " + finding.citation.section }
        return text + (finding.citation.url.map { " <\($0)>" } ?? "")
    }

    static func needs(_ unverified: Unverified) -> String? {
        if unverified.needs.isEmpty { return nil }
        let members = unverified.needs.map { $0.text.dropFirst().replacing("/") }.joined(separator: ", ")
        return "Needed, by the care month's names: \(members)."
    }

    /// A code of the value set issue-type.
    static func issueType(_ code: DocumentNoteCode) -> StaticString {
        switch code {
        case .modifierExtension: "extension"
        case .notResolved: "not-found"
        case .codeSystem, .notICD10CM: "code-invalid"
        case .identifierForm, .amountForm, .severalDays: "value"
        case .nothingApplies, .claimChosen, .notForPayment, .anotherPatient, .anotherMonth, .notInForce, .billerUnknown,
            .notMedicare, .severalCodes:
            "informational"
        }
    }

    static func issueType(_ code: ShapeProblemCode) -> StaticString {
        switch code {
        case .required: "required"
        case .wrongType: "structure"
        case .unknownWord, .invalidProcedureCode, .invalidDiagnosisCode, .invalidModifier, .invalidPlaceOfService:
            "code-invalid"
        case .tooLong: "too-long"
        case .tooManyItems: "too-costly"
        case .contradictory: "invariant"
        case .modifierExtension: "extension"
        case .notAnInteger, .outOfRange, .invalidMonth, .invalidDate, .invalidTime, .invalidNPI, .invalidTIN,
            .invalidMoney:
            "value"
        }
    }
}

extension Substring {
    /// The steps of a pointer as people write them.
    fileprivate func replacing(_ separator: Character) -> String {
        split(separator: separator).joined(separator: ".")
    }
}
