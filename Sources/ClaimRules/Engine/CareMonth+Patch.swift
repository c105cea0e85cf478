/// The part of JSON Patch (RFC 6902) that fixes use.
extension CareMonth {
    /// Applies a fix; false where it does not fit the month.
    mutating func apply(_ fix: [PatchOperation]) -> Bool {
        for operation in fix {
            let (path, value): (Pointer, PlainValue?) =
                switch operation {
                case .add(let path, let value), .replace(let path, let value): (path, value)
                case .remove(let path): (path, nil)
                }
            guard apply(PatchPath(path), value) else { return false }
        }
        return true
    }

    private mutating func apply(_ path: PatchPath?, _ value: PlainValue?) -> Bool {
        switch (path, value) {
        case (.diagnosis?, .text(let text)?):
            guard let code = DiagnosisCode(text) else { return false }
            diagnoses = (diagnoses ?? []) + [code]
            return true
        case (.line(nil)?, .object(let members)?):
            guard case .text(let text)? = members.first(where: { $0.name == "code" })?.value,
                let code = ProcedureCode(text)
            else { return false }
            var line = ServiceLine(code: code)
            for member in members {
                guard let name = PatchPath.Member(rawValue: member.name), line.apply(name, nil, member.value) else {
                    return false
                }
            }
            lines.append(line)
            return true
        case (.line(let index?)?, nil):
            guard lines.indices.contains(index) else { return false }
            lines.remove(at: index)
            return true
        case (.lineMember(let index, let member, let position)?, _):
            guard lines.indices.contains(index) else { return false }
            return lines[index].apply(member, position, value)
        default:
            return false
        }
    }
}

extension ServiceLine {
    fileprivate mutating func apply(_ member: PatchPath.Member, _ position: Int?, _ value: PlainValue?) -> Bool {
        switch (member, value) {
        case (.code, .text(let text)?):
            guard let code = ProcedureCode(text) else { return false }
            self.code = code
        case (.units, .integer(let count)?): units = count
        case (.date, .text(let text)?): date = CalendarDate(text)
        case (.placeOfService, .text(let text)?): placeOfService = PlaceOfService(text)
        case (.charge, nil): charge = nil
        case (.modifiers, .text(let text)?):
            guard let modifier = Modifier(text) else { return false }
            modifiers.append(modifier)
        case (.modifiers, .list(let values)?):
            modifiers = values.compactMap { if case .text(let text) = $0 { Modifier(text) } else { nil } }
        case (.modifiers, nil):
            guard let position, modifiers.indices.contains(position) else { return false }
            modifiers.remove(at: position)
        case (.diagnosisPointers, .list(let values)?):
            diagnosisPointers = values.compactMap { if case .integer(let number) = $0 { number } else { nil } }
        case (.diagnosisPointers, nil):
            guard let position, diagnosisPointers?.indices.contains(position) == true else { return false }
            diagnosisPointers?.remove(at: position)
        default:
            return false
        }
        return true
    }
}

/// What a fix's pointer leads to.
private enum PatchPath {
    /// A new diagnosis.
    case diagnosis
    /// A line; nil is a new one.
    case line(Int?)
    /// A line's member, or an element of it.
    case lineMember(Int, Member, Int?)

    enum Member: String {
        case code, units, date, placeOfService, charge, modifiers, diagnosisPointers
    }

    init?(_ pointer: Pointer) {
        if pointer.text == "/lines/-" {
            self = .line(nil)
            return
        }
        if pointer.text == "/diagnoses/-" {
            self = .diagnosis
            return
        }
        guard pointer.text.hasPrefix("/lines/") else { return nil }
        let parts = pointer.text.utf8.dropFirst(7).split(separator: UInt8(ascii: "/"))
        guard (1...3).contains(parts.count), let index = Int(Substring(parts[0])) else { return nil }
        if parts.count == 1 {
            self = .line(index)
        } else {
            guard let member = Member(rawValue: String(Substring(parts[1]))) else { return nil }
            self = .lineMember(index, member, parts.count == 3 ? Int(Substring(parts[2])) : nil)
        }
    }
}
