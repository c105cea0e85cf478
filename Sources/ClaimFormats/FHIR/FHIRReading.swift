import ClaimRules

/// One reading of one FHIR document: the tape, and what is found out on the way.
final class FHIRReading {
    let tape: FHIRTape
    let limits: ShapeLimits
    private var problems: [(index: Int, member: StaticString?, code: ShapeProblemCode, detail: String)] = []
    private(set) var problemCount = 0
    private var remarks: [(index: Int, code: DocumentNoteCode, severity: Severity, message: String)] = []
    private var noted: Set<Note> = []

    private struct Note: Hashable {
        let index: Int
        let code: DocumentNoteCode
    }

    init(_ tape: FHIRTape, limits: ShapeLimits) {
        self.tape = tape
        self.limits = limits
    }

    var root: FHIRElement {
        tape.markRead(0)
        return FHIRElement(reading: self, index: 0)
    }

    /// The type of the outermost resource, if it is one of those that may be.
    var rootType: StaticString {
        let root = root
        for type: StaticString in ["Bundle", "Parameters", "Claim"] where root.isResource(type) { return type }
        return "Resource"
    }

    // MARK: Problems

    /// Notes what is wrong with a value, or with a member that it lacks.
    func problem(_ code: ShapeProblemCode, _ element: FHIRElement, _ detail: String, member: StaticString? = nil) {
        guard !problems.contains(where: { $0.index == element.index && $0.code == code && member == nil }) else {
            return
        }
        problemCount += 1
        if problems.count < limits.problems { problems.append((element.index, member, code, detail)) }
    }

    func missing(_ member: StaticString, in element: FHIRElement) {
        problem(.required, element, "This element is required.", member: member)
    }

    /// Every problem in the document's order.
    var shapeProblems: [ShapeProblem] {
        let type = "\(rootType)"
        return problems.enumerated().sorted { ($0.element.index, $0.offset) < ($1.element.index, $1.offset) }.map {
            let problem = $0.element
            let pointer = tape.pointer(problem.index) + (problem.member.map { "/\($0)" } ?? "")
            return ShapeProblem(
                pointer: pointer,
                offset: Int(tape.nodes[problem.index].offset),
                code: problem.code,
                detail: problem.detail,
                expression: FHIRPath.expression(pointer, in: type)
            )
        }
    }

    // MARK: Notes

    /// Notes something about how an element was read, once for each element and kind.
    func note(_ code: DocumentNoteCode, _ element: FHIRElement, _ message: String, severity: Severity = .info) {
        guard noted.insert(Note(index: element.index, code: code)).inserted else { return }
        remarks.append((element.index, code, severity, message))
    }

    /// Notes why a resource is left out; it is listed among what was not read, too.
    func leaveOut(_ element: FHIRElement, _ code: DocumentNoteCode, _ message: String, severity: Severity = .info) {
        note(code, element, message, severity: severity)
        tape.unmark(element.index)
    }

    /// The notes in the document's order, warnings before the limit cuts off.
    var documentNotes: [DocumentNote] {
        let type = "\(rootType)"
        let order = remarks.enumerated().sorted { left, right in
            let isWarning = (left.element.severity == .warning, right.element.severity == .warning)
            if isWarning.0 != isWarning.1 { return isWarning.0 }
            return (left.element.index, left.offset) < (right.element.index, right.offset)
        }
        return order.prefix(limits.problems).map(\.element).map { remark in
            let pointer = tape.pointer(remark.index)
            return DocumentNote(
                code: remark.code,
                severity: remark.severity,
                path: pointer,
                fhirPath: FHIRPath.expression(pointer, in: type),
                message: remark.message
            )
        }
    }
}
