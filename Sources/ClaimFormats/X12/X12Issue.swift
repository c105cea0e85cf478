/// One departure of a transaction set from its guide: a segment, or an element of it.
public struct X12Issue: Sendable, Equatable {
    /// What is wrong with a segment; the raw value is the 999's IK304.
    public enum SegmentFault: String, CaseIterable, Sendable {
        case unrecognized = "1"
        case unexpected = "2"
        case missing = "3"
        case loopRepeatedTooOften = "4"
        case repeatedTooOften = "5"
        case outOfSequence = "7"
        case elementErrors = "8"
        case missingHere = "I6"
    }

    /// What is wrong with an element; the raw value is the 999's IK403.
    public enum ElementFault: String, CaseIterable, Sendable {
        case missing = "1"
        case missingInItsPair = "2"
        case tooManyElements = "3"
        case tooShort = "4"
        case tooLong = "5"
        case invalidCharacter = "6"
        case invalidCode = "7"
        case invalidDate = "8"
        case invalidTime = "9"
        case tooManyComponents = "13"
        case notUsed = "I10"
    }

    /// The segment's name, from the file where it is one of the guide's.
    public var segment: String
    /// Position in the transaction set, the header ST being 1; for a missing segment, where its absence showed.
    public var position: Int
    /// Position in the file, counted from 1.
    public var number: Int
    /// Bytes of the file before the segment.
    public var offset: Int
    /// The loop by the guide's name.
    public var loop: String
    public var fault: SegmentFault
    /// The element, its component or nil, and what is wrong with it.
    public var element: Int?
    public var component: Int?
    public var elementFault: ElementFault?
    /// The claim's own number where the segment belongs to a claim. Not for logs.
    public var claim: String?

    /// `2400 SV101-2, segment 41`.
    public var place: String {
        X12Position.text(loop: loop, segment: segment, element: element, component: component, position: position)
    }
}

/// How places of a transaction set are written.
enum X12Position {
    static func text(loop: String, segment: String, element: Int?, component: Int?, position: Int) -> String {
        var text = "\(loop) \(segment)"
        if let element {
            text += element < 10 ? "0\(element)" : "\(element)"
            if let component { text += "-\(component)" }
        }
        return text + ", segment \(position)"
    }
}

extension X12Issue {
    /// A sentence for people, with nothing of the file in it.
    public var detail: String {
        switch elementFault {
        case .missing: return "This element is required."
        case .missingInItsPair: return "This element is required where its pair is sent."
        case .tooManyElements: return "The segment has no element here."
        case .tooShort: return "This is too short."
        case .tooLong: return "This is too long."
        case .invalidCharacter: return "This has a character that an element of its type may not have."
        case .invalidCode: return "This is not one of the codes that the guide allows here."
        case .invalidDate: return "This is not a date, or not one in the form that is announced."
        case .invalidTime: return "This is not a time."
        case .tooManyComponents: return "This has more components than the guide knows."
        case .notUsed: return "The guide does not use this element."
        case nil: break
        }
        switch fault {
        case .unrecognized: return "There is no such segment in the guide."
        case .unexpected: return "This segment may not stand here."
        case .missing: return "This segment is required and was not found before this place."
        case .loopRepeatedTooOften: return "The loop is repeated more often than the guide allows."
        case .repeatedTooOften: return "The segment is repeated more often than the guide allows."
        case .outOfSequence: return "This segment comes too late in its loop."
        case .elementErrors: return "An element of this segment is wrong."
        case .missingHere: return "What is said elsewhere in the claim makes this segment necessary."
        }
    }
}
