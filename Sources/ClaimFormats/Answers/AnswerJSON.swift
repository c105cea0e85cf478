public import ClaimRules

/// Answers as JSON documents of one line, in the contract's names and order.
///
/// The same answer gives the same bytes, here and as a line of a stream.
public enum AnswerJSON: Sendable {
    /// Room for a usual answer, in bytes, so that writing it does not have to ask for more memory.
    private static let usualSize = 4_096

    public static func decision(_ decision: Decision, ignored: [String] = [], fhir: FHIRSource? = nil) -> [UInt8] {
        document { $0.decision(decision, ignored: ignored, fhir: fhir) }
    }

    public static func suggestion(
        _ suggestion: Suggestion,
        ignored: [String] = [],
        fhir: FHIRSource? = nil
    ) -> [UInt8] {
        document { $0.suggestion(suggestion, ignored: ignored, fhir: fhir) }
    }

    public static func checklist(_ checklist: Checklist, ignored: [String] = [], fhir: FHIRSource? = nil) -> [UInt8] {
        document { $0.checklist(checklist, ignored: ignored, fhir: fhir) }
    }

    private static func document(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(reserving: usualSize)
        write(&writer)
        writer.endLine()
        return writer.takeBytes()
    }
}
