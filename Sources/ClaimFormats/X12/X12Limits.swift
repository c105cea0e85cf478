/// What the X12 reader holds at once, whatever the size of the file.
public struct X12Limits: Sendable, Equatable {
    /// Bytes of an element's text that are kept, 128; none of those that are kept may have more than 80 by the guide.
    static let textBytes = 128

    /// Longest segment, in bytes without its terminator. Default 16 KiB: the longest of the guide takes about 1 KB.
    public var segmentBytes: Int
    /// Most data elements of a segment. Default 100; the standard's widest segments have about 30.
    public var elements: Int
    /// Most claims that are held to be joined by patient and month before they are judged. Default 5,000, which is what
    /// the guide allows in a transaction set.
    public var claims: Int
    /// Most service lines that are held so. Default 20,000; a claim of the guide has 50 at most.
    public var lines: Int
    /// Most service lines of one claim that are kept; those after it are an error of structure. Default 100, twice what the
    /// guide allows.
    public var linesOfClaim: Int
    /// Most service lines that are judged as one month. Default 200; further ones see those as history.
    public var linesOfMonth: Int
    /// Most services that are given to a month as its history. Default 100.
    public var history: Int
    /// Most claims and services of batches that have been judged that are remembered, in about 60 bytes each. Default
    /// 1,000,000; what comes after is compared with these.
    public var remembered: Int
    /// Most claims under one patient's loop, after which the rest is judged apart. Default 100, the guide's own bound.
    public var claimsOfPatient: Int
    /// How often the claims of one patient are joined to find the replacements that are rejected. Default 20; those of
    /// further replacements have their effect.
    public var resubmissionRounds: Int
    /// Most structural errors that are told of a transaction set; the rest are counted. Default 100.
    public var errors: Int
    /// Most structural errors that are told of a file. Default 1,000.
    public var errorsOfFile: Int
    /// Most interchanges, groups and transaction sets whose acknowledgement is held until the end. Default 10,000.
    public var envelopes: Int

    public init(
        segmentBytes: Int = 16_384,
        elements: Int = 100,
        claims: Int = 5_000,
        lines: Int = 20_000,
        linesOfClaim: Int = 100,
        linesOfMonth: Int = 200,
        history: Int = 100,
        remembered: Int = 1_000_000,
        claimsOfPatient: Int = 100,
        resubmissionRounds: Int = 20,
        errors: Int = 100,
        errorsOfFile: Int = 1_000,
        envelopes: Int = 10_000
    ) {
        self.segmentBytes = segmentBytes
        self.elements = elements
        self.claims = claims
        self.lines = lines
        self.linesOfClaim = linesOfClaim
        self.linesOfMonth = linesOfMonth
        self.history = history
        self.remembered = remembered
        self.claimsOfPatient = claimsOfPatient
        self.resubmissionRounds = resubmissionRounds
        self.errors = errors
        self.errorsOfFile = errorsOfFile
        self.envelopes = envelopes
    }
}
