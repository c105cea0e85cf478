/// Why a file could not be read on, and where.
public struct X12Failure: Error, Equatable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// There is nothing in it.
        case empty
        /// It does not begin with an interchange header.
        case notX12 = "not-x12"
        /// Something other than an interchange header follows the end of an interchange.
        case afterInterchange = "after-interchange"
        /// A segment is longer than the limit, or its terminator is missing.
        case segmentTooLong = "segment-too-long"
        case tooManyElements = "too-many-elements"
        /// More interchanges, groups and transaction sets than can be acknowledged at once.
        case tooManyEnvelopes = "too-many-envelopes"
        /// The file ends inside a segment.
        case truncated
    }

    public let kind: Kind
    /// Bytes before the place.
    public let offset: Int
    /// The segment's position in the file, counted from 1.
    public let segment: Int

    init(_ kind: Kind, offset: Int, segment: Int) {
        self.kind = kind
        self.offset = offset
        self.segment = segment
    }

    /// A sentence for people, with nothing of the file in it.
    public var detail: String {
        switch kind {
        case .empty: "There is nothing in it."
        case .notX12: "This must be an X12 interchange: a header ISA of 106 bytes, with its separators in their places."
        case .afterInterchange: "After the end of an interchange only another header ISA of 106 bytes may follow."
        case .segmentTooLong: "A segment is too long, or its terminator is missing."
        case .tooManyElements: "A segment has too many elements."
        case .tooManyEnvelopes: "There are too many interchanges, groups or transaction sets in one file."
        case .truncated: "The file ends inside a segment."
        }
    }
}
