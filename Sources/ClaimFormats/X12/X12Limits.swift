/// What the X12 reader holds at once, whatever the size of the file.
public struct X12Limits: Sendable, Equatable {
    /// Longest segment, in bytes without its terminator. Default 16 KiB: the longest of the guide takes about 1 KB.
    public var segmentBytes: Int
    /// Most data elements of a segment. Default 100; the standard's widest segments have about 30.
    public var elements: Int
    /// Most claims that are held to be joined by patient and month before they are judged. Default 5,000, which is what
    /// the guide allows in a transaction set.
    public var claims: Int
    /// Most claims under one patient's loop, after which the rest is judged apart. Default 100, the guide's own bound.
    public var claimsOfPatient: Int
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
        claimsOfPatient: Int = 100,
        errors: Int = 100,
        errorsOfFile: Int = 1_000,
        envelopes: Int = 10_000
    ) {
        self.segmentBytes = segmentBytes
        self.elements = elements
        self.claims = claims
        self.claimsOfPatient = claimsOfPatient
        self.errors = errors
        self.errorsOfFile = errorsOfFile
        self.envelopes = envelopes
    }
}
