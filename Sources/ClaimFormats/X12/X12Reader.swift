import ClaimRules

/// Reads a file of interchanges: holds the envelopes against their trailers and the sets against their guide, and hands
/// out claims as they end. What it holds is bounded by its limits, whatever the size of the file.
struct X12Reader {
    let limits: X12Limits
    private var tokenizer: X12Tokenizer
    private var state: X12FileState

    init(limits: X12Limits = X12Limits()) {
        self.limits = limits
        tokenizer = X12Tokenizer(limits: limits)
        state = X12FileState(limits: limits)
    }

    var structure: X12Structure { state.structure }

    /// The claims that have ended and were not taken yet.
    mutating func takeClaims() -> [X12Claim] {
        defer { state.claims.removeAll(keepingCapacity: true) }
        return state.claims
    }

    /// Reads a piece of the file, and calls `drain` whenever claims have to be taken.
    mutating func feed(_ piece: UnsafeBufferPointer<UInt8>, drain: (inout [X12Claim], X12Structure) -> Void) {
        guard state.failure == nil else { return }
        let limits = limits
        do throws(X12Failure) {
            try tokenizer.feed(piece) { (segment) throws(X12Failure) in
                try state.take(segment)
                if state.claims.count >= limits.claims,
                    state.isAtPatient || state.claims.count >= limits.claims + limits.claimsOfPatient
                {
                    drain(&state.claims, state.structure)
                    state.claims.removeAll(keepingCapacity: true)
                }
            }
        } catch {
            state.fail(error)
        }
    }

    /// The file has ended.
    mutating func end() {
        guard state.failure == nil else { return }
        do throws(X12Failure) {
            try tokenizer.end { (segment) throws(X12Failure) in try state.take(segment) }
        } catch {
            state.fail(error)
        }
        state.end()
    }
}
