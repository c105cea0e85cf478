/// What is wrong with a document that is JSON but not what was asked for. The set is closed; the raw values are part of
/// the wire contract.
public enum ShapeProblemCode: String, Sendable, CaseIterable {
    case required
    case wrongType = "wrong-type"
    case notAnInteger = "not-an-integer"
    case outOfRange = "out-of-range"
    case unknownWord = "unknown-word"
    case invalidMonth = "invalid-month"
    case invalidDate = "invalid-date"
    case invalidTime = "invalid-time"
    case invalidProcedureCode = "invalid-procedure-code"
    case invalidDiagnosisCode = "invalid-diagnosis-code"
    case invalidModifier = "invalid-modifier"
    case invalidPlaceOfService = "invalid-place-of-service"
    case invalidNPI = "invalid-npi"
    case invalidTIN = "invalid-tin"
    case invalidMoney = "invalid-money"
    case tooLong = "too-long"
    case tooManyItems = "too-many-items"
    case contradictory
    /// A FHIR modifier extension, which changes the meaning of what holds it in a way that is not understood.
    case modifierExtension = "modifier-extension"
}

/// One thing that is wrong with the shape of a document.
public struct ShapeProblem: Error, Sendable, Equatable {
    /// JSON Pointer (RFC 6901) to the value, or to where the missing one belongs; made of the contract's names and of
    /// indices only.
    public let pointer: String
    /// Where the value begins, or the object that lacks it, in bytes from the start of the document.
    public let offset: Int
    public let code: ShapeProblemCode
    /// One sentence that says what would be right. It never repeats what was sent.
    public let detail: String
    /// The same place as FHIRPath; nil for documents that are not FHIR.
    public let expression: String?

    public init(pointer: String, offset: Int, code: ShapeProblemCode, detail: String, expression: String? = nil) {
        self.pointer = pointer
        self.offset = offset
        self.code = code
        self.detail = detail
        self.expression = expression
    }
}

/// Why a document was not taken. The two kinds are kept apart because they mean different things to the sender.
public enum DocumentError: Error, Sendable, Equatable {
    /// Not JSON that we read: HTTP 400.
    case notParseable(JSONSyntaxProblem)
    /// JSON, but not what was asked for: HTTP 422. Every problem in the document's order, up to the limit; `leftOut` says
    /// how many more there were.
    case wrongShape([ShapeProblem], leftOut: Int)
}
