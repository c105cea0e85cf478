import ClaimRules

/// What the batches before have billed: the history of the months that come, and the claims that they may replace or void.
///
/// Claims and months are told by 64-bit hashes that are keyed at random by process start. Two different ones among a
/// million fall together with odds of one in thirty million.
struct X12Memory: Sendable {
    /// A service of an earlier batch.
    struct Service: Sendable {
        var code: ProcedureCode
        var units: Int?
        var date: CalendarDate
        /// Position of its claim in the file.
        var claim: UInt32
        var practice: Int32
        /// The service that the same month had before it; -1 for none.
        var next: Int32
    }

    /// Who billed, and for whom.
    struct Practice: Hashable, Sendable {
        var billing: String
        var npi: NPI?
        var groupTIN: TaxpayerID?
    }

    /// Which of its numbers a claim is known by.
    private enum Number: Hashable {
        /// The submitter's own.
        case account
        /// The payer's.
        case reference
    }

    /// How many claims and services are remembered at most.
    let limit: Int
    /// Whether one was not remembered for want of room.
    private(set) var isFull = false
    private let mayGrow: @Sendable (Int) -> Bool
    private var granted = 0
    private var services: [Service] = []
    private var months: [UInt64: Int32] = [:]
    private var claims: [UInt64: UInt32] = [:]
    private var practices: [Practice] = []
    private var practiceNumbers: [Practice: Int32] = [:]
    /// Patients and billing providers with lines that could not be read.
    private var unread: Set<UInt64> = []
    /// Claims that a later one has taken the place of.
    private var superseded: Set<UInt32> = []

    /// Claims and services for which room is asked at a time.
    private static let grant = 4_096

    /// - Parameter mayGrow: whether there is room for so many more.
    init(limit: Int, mayGrow: @escaping @Sendable (Int) -> Bool = { _ in true }) {
        self.limit = limit
        self.mayGrow = mayGrow
    }

    /// How many claims and services are remembered.
    var count: Int { services.count + claims.count + unread.count }
    /// Whether there was a line that could not be read.
    var hasUnread: Bool { !unread.isEmpty }

    /// Whether one of this patient's lines by this billing provider could not be read.
    func hasUnread(_ patient: String, _ billing: String) -> Bool {
        !unread.isEmpty && unread.contains(X12Memory.key(patient, billing))
    }

    /// The latest that was billed for this patient and month, in the order of the file.
    ///
    /// - Parameter superseded: claims that count no more, besides those that are known here.
    func history(
        _ patient: String,
        _ month: CalendarMonth,
        most: Int,
        besides superseded: Set<UInt32> = []
    ) -> [Service] {
        if months.isEmpty { return [] }
        var found: [Service] = []
        var next = months[X12Memory.key(patient, month)] ?? -1
        while next >= 0, found.count < most {
            let service = services[Int(next)]
            if !self.superseded.contains(service.claim), !superseded.contains(service.claim) { found.append(service) }
            next = service.next
        }
        found.reverse()
        return found
    }

    func practice(of service: Service) -> Practice { practices[Int(service.practice)] }

    /// The latest claim that this one names.
    ///
    /// - Parameter superseded: claims that count no more, besides those that are known here.
    func latest(_ claim: X12Claim, besides superseded: Set<UInt32>) -> UInt32? {
        if claims.isEmpty { return nil }
        var keys = [X12Memory.key(claim, .account, claim.account)]
        if let reference = claim.originalReference, !reference.isEmpty {
            keys += [X12Memory.key(claim, .account, reference), X12Memory.key(claim, .reference, reference)]
        }
        return keys.compactMap { claims[$0] }
            .filter { !self.superseded.contains($0) && !superseded.contains($0) }.max()
    }

    /// Remembers a batch that has been answered, so far as it counts: what was rejected was not billed.
    mutating func add(_ batch: X12Batch, _ outcomes: X12Outcomes) {
        for original in batch.originals.values {
            if case .answered(let number) = original { superseded.insert(UInt32(clamping: number)) }
        }
        for (index, claim) in batch.claims.enumerated() {
            // A void bills nothing, what was replaced or voided within the batch is settled, and what is rejected with its
            // set was not billed.
            guard batch.standings[index] == .judged else { continue }
            switch batch.asides[index] {
            case .set: continue
            case .claim where claim.frequency != .original: continue
            case .claim, nil: break
            }
            if claim.hasUnreadLines, makeRoom() {
                unread.insert(X12Memory.key(claim.patient.key, claim.billing.party.identifier))
            }
            remember(claim, .account, claim.account)
            if let reference = claim.originalReference, !reference.isEmpty { remember(claim, .reference, reference) }
        }
        for joined in batch.months where joined.aside == nil {
            let first = batch.claims[joined.claims[0]]
            let practice = Practice(
                billing: first.billing.party.identifier,
                npi: joined.month.practitioner?.npi,
                groupTIN: joined.month.practitioner?.groupTIN
            )
            let key = X12Memory.key(first.patient.key, joined.month.serviceMonth)
            for (source, line) in zip(joined.lines, joined.month.lines) where outcomes.all[source.claim].isAccepted {
                guard let date = line.date, CodeTable.concerns(line.code), makeRoom() else { continue }
                services.append(
                    Service(
                        code: line.code,
                        units: line.units,
                        date: date,
                        claim: UInt32(clamping: batch.claims[source.claim].number),
                        practice: number(of: practice),
                        next: months[key] ?? -1
                    )
                )
                months[key] = Int32(services.count - 1)
            }
        }
    }

    private mutating func remember(_ claim: X12Claim, _ kind: Number, _ number: String) {
        let key = X12Memory.key(claim, kind, number)
        if claims[key] == nil, !makeRoom() { return }
        claims[key] = UInt32(clamping: claim.number)
    }

    private mutating func number(of practice: Practice) -> Int32 {
        if let known = practiceNumbers[practice] { return known }
        let number = Int32(practices.count)
        practices.append(practice)
        practiceNumbers[practice] = number
        return number
    }

    private mutating func makeRoom() -> Bool {
        if count < limit, count < granted { return true }
        if count < limit, mayGrow(X12Memory.grant) {
            granted += X12Memory.grant
            return true
        }
        isFull = true
        return false
    }

    private static func key(_ patient: String, _ month: CalendarMonth) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(patient)
        hasher.combine(month)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    private static func key(_ patient: String, _ billing: String) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(patient)
        hasher.combine(billing)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    private static func key(_ claim: X12Claim, _ kind: Number, _ number: String) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(claim.patient.key)
        hasher.combine(claim.billing.party.identifier)
        hasher.combine(kind)
        hasher.combine(number)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
