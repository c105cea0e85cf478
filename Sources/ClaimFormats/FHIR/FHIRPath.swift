public import ClaimRules

/// Places in FHIR documents, as FHIRPath expressions.
enum FHIRPath {
    /// The expression that selects what a JSON Pointer points at: `/entry/0/resource/item/2/servicedDate` in a Bundle is
    /// `Bundle.entry[0].resource.item[2].serviced`.
    ///
    /// A choice of types has one name in FHIRPath, and an extended primitive is its element (`_use` is `use`).
    static func expression(_ pointer: String, in type: String) -> String {
        var expression = type
        // The type of a resource is no element of it.
        let pointer = pointer.hasSuffix("/resourceType") ? String(pointer.dropLast("/resourceType".count)) : pointer
        for step in pointer.utf8.split(separator: UInt8(ascii: "/")) {
            if step.allSatisfy(JSONByte.isDigit) {
                expression += "[\(Substring(step))]"
            } else {
                expression += "." + name(String(Substring(step)))
            }
        }
        return expression
    }

    private static func name(_ step: String) -> String {
        let plain = step.hasPrefix("_") ? String(step.dropFirst()) : step
        if let choice = choices.first(where: { plain.hasPrefix($0) && plain.utf8.count > $0.utf8.count }),
            plain.utf8.dropFirst(choice.utf8.count).first.map({ (0x41...0x5A).contains($0) }) ?? false,
            !wholeNames.contains(plain)
        {
            return choice
        }
        let isIdentifier =
            plain.utf8.allSatisfy { JSONByte.isDigit($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == 0x5F }
            && !plain.isEmpty
        if isIdentifier { return plain }
        // A delimited identifier; RFC 6901 escapes resolved, quotes escaped as FHIRPath has it.
        var text = "`"
        var rest = plain.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "~", let code = rest.popFirst() {
                text += code == "1" ? "/" : "~"
            } else {
                if scalar == "`" || scalar == "\\" { text += "\\" }
                text.unicodeScalars.append(scalar)
            }
        }
        return text + "`"
    }

    /// Elements that have a choice of types among those that are read.
    private static let choices = [
        "serviced", "location", "diagnosis", "performed", "onset", "abatement", "value", "scheduled", "timing", "item",
        "occurrence", "source", "content",
    ]
    /// Names that begin like a choice and are none.
    private static let wholeNames: Set<String> = [
        "diagnosisSequence", "valueSet", "itemSequence", "sourceReferences", "contentType", "diagnosisCode",
    ]
}

/// Where the parts of a care month stand in the FHIR document that it was read from.
public struct FHIRPlaces: Sendable, Equatable {
    /// The type of the outermost resource.
    let type: String
    /// JSON Pointer to the claim that is asked about.
    let claim: String
    /// JSON Pointers into the document, by pointers into the care month.
    var pointers: [String: String]
    /// The sequence a new item of the claim would have; nil where the last one is too large.
    var nextSequence: Int?
    /// Sequence numbers of the diagnoses by their positions, from 1.
    var diagnosisSequences: [Int: Int] = [:]

    /// The place of a part that has one of its own.
    func exactly(_ pointer: Pointer) -> String? { pointers[pointer.text] }

    /// The element of a list that a place stands for or in: a modifier's concept, not the code in it.
    func element(of pointer: Pointer, at place: String) -> String {
        guard pointer.text.contains("/modifiers/") else { return place }
        return place.hasSuffix("/coding/0/code") ? String(place.dropLast("/coding/0/code".count)) : place
    }

    /// The place in the document of a part of the care month, or of the innermost part around it that has one; else the
    /// claim's.
    public func place(of pointer: Pointer) -> (path: String, fhirPath: String) {
        var text = pointer.text[...]
        while !text.isEmpty {
            if let found = pointers[String(text)] { return (found, FHIRPath.expression(found, in: type)) }
            text = text[..<(text.lastIndex(of: "/") ?? text.startIndex)]
        }
        return (claim, FHIRPath.expression(claim, in: type))
    }
}
