import Synchronization

/// Room for the answers of clients that send everything before they read anything.
///
/// Such a client and a server that waits for it to read would wait for each other. A few at a time may therefore have
/// a longer backlog; the number of loans bounds the memory.
final class BacklogLoans: Sendable {
    private let available: Atomic<Int>

    init(_ count: Int) {
        available = Atomic(count)
    }

    /// A loan that lasts as long as the object, or nil when all are taken.
    func take() -> BacklogLoan? {
        if available.subtract(1, ordering: .relaxed).newValue >= 0 { return BacklogLoan(self) }
        giveBack()
        return nil
    }

    fileprivate func giveBack() {
        available.add(1, ordering: .relaxed)
    }
}

final class BacklogLoan: Sendable {
    private let loans: BacklogLoans

    fileprivate init(_ loans: BacklogLoans) {
        self.loans = loans
    }

    deinit { loans.giveBack() }
}
