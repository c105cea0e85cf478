import ClaimRules

/// Claims that are to be judged together, and what was known of the file when they were complete.
struct X12Claims: Sendable {
    var claims: [X12Claim]
    var structure: X12Structure
}

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
    var failure: X12Failure? { state.failure }
    /// Claims that have ended so far.
    var claims: Int { state.claimsInAll }

    /// The claims that have ended and were not handed out yet.
    mutating func takeClaims() -> X12Claims {
        X12Claims(claims: state.takeClaims(state.claims.count), structure: state.structure)
    }

    /// The claims of transaction sets that have ended and were not handed out yet.
    mutating func takeSettled() -> X12Claims {
        X12Claims(claims: state.takeClaims(state.settled), structure: state.structure)
    }

    /// Reads a piece of the file, and hands out claims whenever as many are held as may be.
    mutating func feed(_ piece: UnsafeBufferPointer<UInt8>, _ take: (X12Claims) -> Void) {
        guard state.failure == nil else { return }
        let limits = limits
        do throws(X12Failure) {
            try tokenizer.feed(piece) { (segment) throws(X12Failure) in
                try state.take(segment)
                guard state.claims.count >= limits.claims || state.lines >= limits.lines, !state.isBetweenTrailers
                else { return }
                // What has ended, as it is known of that whether it is rejected: whole interchanges, else whole sets; else
                // whole patients.
                let isTooMuch =
                    state.claims.count >= limits.claims + limits.claimsOfPatient
                    || state.lines >= limits.lines + limits.linesOfClaim
                let ended = state.closedClaims > 0 ? state.closedClaims : state.settled
                let count = ended > 0 ? ended : state.isAtPatient || isTooMuch ? state.claims.count : 0
                if count > 0 {
                    let structure = state.structure
                    take(X12Claims(claims: state.takeClaims(count), structure: structure))
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
