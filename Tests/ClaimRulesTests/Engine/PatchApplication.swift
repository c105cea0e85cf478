import ClaimRules

extension CareMonth {
    /// The month after a fix: the part of JSON Patch that fixes use, on the model.
    func applying(_ fix: [PatchOperation]) throws -> CareMonth {
        var month = self
        for operation in fix { try month.apply(operation) }
        return month
    }

    private mutating func apply(_ operation: PatchOperation) throws {
        let (path, value): (Pointer, PlainValue?) =
            switch operation {
            case .add(let path, let value), .replace(let path, let value): (path, value)
            case .remove(let path): (path, nil)
            }
        let parts = path.text.split(separator: "/").map(String.init)
        switch (parts.first, parts.count) {
        case ("lines", 2):
            if parts[1] == "-" { lines.append(try ServiceLine(value)) } else { lines.remove(at: Int(parts[1])!) }
        case ("lines", _):
            try lines[Int(parts[1])!].apply(Array(parts.dropFirst(2)), value)
        case ("diagnoses", 2):
            guard case .text(let text)? = value, let code = DiagnosisCode(text) else { throw PatchError(path: path) }
            diagnoses = (diagnoses ?? []) + [code]
        default:
            throw PatchError(path: path)
        }
    }
}

struct PatchError: Error {
    let path: Pointer
}

extension ServiceLine {
    fileprivate init(_ value: PlainValue?) throws {
        guard case .object(let members)? = value,
            case .text(let text)? = members.first(where: { $0.name == "code" })?.value, let code = ProcedureCode(text)
        else { throw PatchError(path: "/lines/-") }
        self.init(code: code)
        for member in members { try apply([member.name], member.value) }
    }

    fileprivate mutating func apply(_ path: [String], _ value: PlainValue?) throws {
        switch (path[0], value) {
        case ("code", .text(let text)?): code = ProcedureCode(text)!
        case ("units", .integer(let count)?): units = count
        case ("date", .text(let text)?): date = CalendarDate(text)
        case ("placeOfService", .text(let text)?): placeOfService = PlaceOfService(text)
        case ("charge", nil): charge = nil
        case ("modifiers", nil): modifiers.remove(at: Int(path[1])!)
        case ("diagnosisPointers", nil): diagnosisPointers!.remove(at: Int(path[1])!)
        case ("diagnosisPointers", .list(let values)?):
            diagnosisPointers = values.compactMap { if case .integer(let number) = $0 { number } else { nil } }
        default: throw PatchError(path: Pointer(path[0]))
        }
    }
}
