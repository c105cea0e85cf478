public import ClaimRules

/// What has to be said of how a document was read, beside the answer to it. The set is closed; the raw values are part of
/// the wire contract.
public enum DocumentNoteCode: String, Sendable, CaseIterable {
    /// No line is one that this service judges.
    case nothingApplies = "nothing-applies"
    /// There are several claims; this is the one that was judged.
    case claimChosen = "claim-chosen"
    /// The claim is not one for payment, or not in force.
    case notForPayment = "not-for-payment"
    /// A resource of another patient was left out.
    case anotherPatient = "another-patient"
    /// A line of another month was taken as history.
    case anotherMonth = "another-month"
    /// A resource that was cancelled, refuted or entered in error was left out.
    case notInForce = "not-in-force"
    /// A reference leads to nothing in the document.
    case notResolved = "not-resolved"
    /// A line's code names no code system that this service reads.
    case codeSystem = "code-system"
    /// A line has several codes of procedures, of which one was judged.
    case severalCodes = "several-codes"
    /// A diagnosis or condition without an ICD-10-CM code.
    case notICD10CM = "not-icd-10-cm"
    /// A resource with a modifier extension that is not understood was left out.
    case modifierExtension = "modifier-extension"
    /// A service was billed by someone whom the document does not identify.
    case billerUnknown = "biller-unknown"
    /// An identifier is not of the form that its system has.
    case identifierForm = "identifier-form"
    /// A period of several days stands where one day or a length of work is needed.
    case severalDays = "several-days"
    /// An amount is not one in US dollars and cents.
    case amountForm = "amount-form"
    /// The coverage is not Medicare's, by whose rules the claim was judged.
    case notMedicare = "not-medicare"
}

/// One thing to be said of how a document was read. Nothing in it repeats a value of the document.
public struct DocumentNote: Sendable, Equatable {
    public let code: DocumentNoteCode
    /// A warning asks for a person's look: no decision with one is better than `review`.
    public let severity: Severity
    /// JSON Pointer (RFC 6901) to what the note is about.
    public let path: String
    /// The same place as FHIRPath.
    public let fhirPath: String
    public let message: String
}
