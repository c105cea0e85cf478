public import ClaimRules

/// What was received, envelope by envelope, and what is wrong with it: all that TA1 and 999 are made from.
public struct X12Structure: Sendable {
    public var interchanges: [X12Interchange] = []
    /// Why reading stopped before the end; nil where it did not.
    public var failure: X12Failure?
    /// Segments of the file.
    public var segments = 0

    /// True where nothing was rejected.
    public var isAccepted: Bool { failure == nil && interchanges.allSatisfy(\.isAccepted) }
    /// True where nothing was wrong, not even with what is accepted all the same.
    public var isFaultless: Bool { isAccepted && interchanges.allSatisfy(\.faults.isEmpty) }

    /// What a claim at this place is rejected with, by what has been read so far; the innermost of them.
    func rejection(_ place: X12SetPlace) -> X12Envelope? {
        let interchange = interchanges[place.interchange]
        let group = interchange.groups[place.group]
        if !group.sets[place.set].isAccepted { return .transactionSet }
        if !group.faults.isEmpty { return .group }
        return interchange.isRejected ? .interchange : nil
    }
}

/// Where a transaction set stands in a file: positions of its interchange, its group and itself, counted from 0.
struct X12SetPlace: Hashable, Sendable {
    var interchange: Int
    var group: Int
    var set: Int
}

/// What a claim stands in, and is rejected with.
enum X12Envelope: String, Sendable {
    case transactionSet = "transaction-set-rejected"
    case group = "group-rejected"
    case interchange = "interchange-rejected"
}

extension X12Envelope {
    /// A sentence for people.
    var detail: String {
        switch self {
        case .transactionSet: "The claim's transaction set is rejected, and the claim with it."
        case .group: "The claim's functional group is rejected, and the claim with it."
        case .interchange: "The claim's interchange is rejected, and the claim with it."
        }
    }
}

/// One interchange, ISA to IEA.
public struct X12Interchange: Sendable {
    /// The raw value is the TA1's note code, TA105.
    public enum Fault: String, CaseIterable, Sendable {
        case controlNumbersDiffer = "001"
        case version = "017"
        case controlNumber = "018"
        case testIndicator = "020"
        case groupCount = "021"
        case structure = "022"
        case endOfFile = "023"
        case content = "024"
        case duplicateControlNumber = "025"
    }

    public var control: String
    public var senderQualifier: String
    public var sender: String
    public var receiverQualifier: String
    public var receiver: String
    /// As they stand in the header: six digits and four.
    public var date: String
    public var time: String
    public var version: String
    public var isTest: Bool
    public var wantsAcknowledgement: Bool
    /// Position of the header in the file, counted from 1.
    public var number: Int
    public var faults: [Fault] = []
    public var groups: [X12Group] = []

    /// By its TA1. What the trailer says wrong does no harm to what is inside: that is accepted, and the fault noted.
    public var isRejected: Bool { faults.contains { $0 != .groupCount && $0 != .controlNumbersDiffer } }
    public var isAccepted: Bool { !isRejected && groups.allSatisfy(\.isAccepted) }
}

/// One functional group, GS to GE.
public struct X12Group: Sendable {
    /// The raw value is the 999's AK905.
    public enum Fault: String, CaseIterable, Sendable {
        case notSupported = "1"
        case versionNotSupported = "2"
        case trailerMissing = "3"
        case controlNumbersDiffer = "4"
        case setCount = "5"
        case controlNumber = "6"
        case duplicateControlNumber = "19"
    }

    public var kind: String
    public var sender: String
    public var receiver: String
    public var control: String
    public var version: String
    public var number: Int
    public var faults: [Fault] = []
    public var sets: [X12Set] = []
    /// As its trailer says.
    public var declaredSets = 0

    public var isAccepted: Bool { faults.isEmpty && sets.allSatisfy(\.isAccepted) }
    public var acceptedSets: Int { faults.isEmpty ? sets.count { $0.isAccepted } : 0 }
}

/// One transaction set, ST to SE.
public struct X12Set: Sendable {
    /// The raw value is the 999's IK502.
    public enum Fault: String, CaseIterable, Sendable {
        case notSupported = "1"
        case trailerMissing = "2"
        case controlNumbersDiffer = "3"
        case segmentCount = "4"
        case segmentErrors = "5"
        case controlNumber = "7"
        case duplicateControlNumber = "23"
        case guideNotSupported = "I6"
    }

    public var kind = ""
    public var control = ""
    public var version = ""
    /// What the set is where it is not one that is taken: `institutional claim (837I)`.
    public var refusedAs: String?
    public var number = 0
    public var segments = 1
    public var claims = 0
    public var faults: [Fault] = []
    public var issues: [X12Issue] = []
    /// Further issues that are not told.
    public var moreIssues = 0
    /// The submitter's own number of the batch, BHT03.
    public var reference = ""
    public var created: CalendarDate?
    public var submitter = X12Party()
    public var receiver = X12Party()

    public var isAccepted: Bool { faults.isEmpty && issues.isEmpty && moreIssues == 0 }
}

/// A name with its identifier, as segment NM1 has it. Not for logs.
public struct X12Party: Equatable, Sendable {
    public var isPerson = false
    public var last = ""
    public var first = ""
    public var middle = ""
    public var identifierQualifier = ""
    public var identifier = ""
    /// Position of the segment in its transaction set; 0 where it was not sent.
    var position: Int32 = 0

    init() {}

    init(_ segment: X12Segment, position: Int) {
        isPerson = segment.packed(2) == X12Word.word("1")
        last = segment.text(3)
        first = segment.text(4)
        middle = segment.text(5)
        identifierQualifier = segment.text(8)
        identifier = segment.text(9)
        self.position = Int32(truncatingIfNeeded: position)
    }
}
