import ClaimFormats
import ClaimRules

/// A document about which the question cannot be answered, with everything that is wrong with it.
public struct UnusableDocument: Error, Sendable {
    /// One thing that is wrong, and where. Nothing in it is text from the document.
    public struct Fault: Sendable {
        /// A JSON Pointer into the document.
        public let pointer: String
        /// Where reading stopped, or where the value or the object that lacks it begins, in bytes from the start.
        public let offset: Int
        /// Line and column from 1 of a document that is not JSON; nil where the pointer says more.
        public let position: (line: Int, column: Int)?
        /// A stable word for programs.
        public let code: String
        /// A sentence for people, which says what would be right.
        public let detail: String
        /// The same place as FHIRPath; nil for documents that are not FHIR.
        public var expression: String?
    }

    let kind: ProblemKind
    public private(set) var faults: [Fault]
    /// How many more faults there are than are told.
    public let leftOut: Int
    /// What to do about it, where that is not in the faults.
    private(set) var hint: String?

    /// The same for a body that looks like FHIR and was not sent as that.
    var lookingLikeFHIR: UnusableDocument {
        var copy = self
        copy.hint = "It looks like FHIR, which is taken as \(MediaType.fhir.rawValue), one document a request."
        return copy
    }

    init(_ error: DocumentError, in source: DocumentForm = .careMonth) {
        switch error {
        case .notParseable(let problem):
            kind = .notJSON
            faults = [
                Fault(
                    pointer: problem.pointer,
                    offset: problem.offset,
                    position: (problem.line, problem.column),
                    code: problem.code.rawValue,
                    detail: problem.detail
                )
            ]
            leftOut = 0
        case .wrongShape(let problems, let leftOut):
            kind = source == .fhir ? .notAFHIRClaim : .notACareMonth
            faults = problems.map {
                Fault(
                    pointer: $0.pointer,
                    offset: $0.offset,
                    position: nil,
                    code: $0.code.rawValue,
                    detail: $0.detail,
                    expression: $0.expression
                )
            }
            self.leftOut = leftOut
        }
    }

    private init(_ kind: ProblemKind, _ pointer: String, _ code: ShapeProblemCode, _ detail: String) {
        self.kind = kind
        faults = [Fault(pointer: pointer, offset: 0, position: nil, code: code.rawValue, detail: detail)]
        leftOut = 0
    }

    static let noLines = UnusableDocument(.noLines, "/lines", .required, "At least one line is needed.")

    /// - Parameter fhir: the FHIR document that names the profile; nil for a care month.
    static func unknownProfile(_ profiles: ProfileSet, in fhir: FHIRSource?) -> UnusableDocument {
        let place = fhir?.places.place(of: "/profile")
        var document = UnusableDocument(
            fhir == nil ? .notACareMonth : .notAFHIRClaim,
            place?.path ?? "/profile",
            .unknownWord,
            "This must be one of \(profiles.all.map(\.id.rawValue).joined(separator: ", "))."
        )
        document.faults[0].expression = place?.fhirPath
        return document
    }

    /// The same as a problem document's content.
    var problem: Problem { problem(line: nil) }

    /// The same for a document that is one line of a stream.
    func problem(line: Int?) -> Problem {
        var detail: String?
        if let position = faults.first?.position {
            detail = "Line \(line ?? position.line), column \(position.column): \(faults[0].detail)"
        } else if leftOut > 0 {
            detail = "\(faults.count + leftOut) errors, of which the first \(faults.count) are listed."
        } else if faults.count == 1 {
            detail = faults[0].detail
        } else {
            detail = "\(faults.count) errors."
        }
        let errors = faults.map { fault in
            ProblemError(
                place: fault.position.map {
                    .position(pointer: fault.pointer, line: line ?? $0.line, column: $0.column)
                } ?? line.map { .inLine($0, pointer: fault.pointer) } ?? .pointer(fault.pointer),
                code: fault.code,
                detail: fault.detail,
                expression: fault.expression
            )
        }
        if let hint { detail = detail.map { "\(hint) \($0)" } ?? hint }
        return Problem(kind, detail: detail, errors: errors)
    }
}
