/// What stands in the sender's document but could not be read, so that its absence from the care month shows nothing.
///
/// A rule that would conclude from something missing cannot tell where it may be among this.
public struct UnreadParts: Equatable, Sendable {
    /// Some of the claim's diagnoses.
    public var diagnoses = false
    /// Lines of the claim, and of other claims for the month: the code of each, nil where even that could not be read.
    public var lines: [ProcedureCode?] = []

    public init() {}

    /// Whether a line with this code may be among those that could not be read.
    public func mayBill(_ code: ProcedureCode) -> Bool {
        lines.contains { $0 == nil || $0 == code }
    }
}
