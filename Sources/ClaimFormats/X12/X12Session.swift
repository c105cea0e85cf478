import ClaimRules

/// The forms in which a file of professional claims is answered.
public enum X12Form: String, CaseIterable, Sendable {
    /// One document: an answer for each month, counts, and what was received.
    case json
    /// A line for each month, and one at the end for the rest.
    case ndjson
    case text
    /// Interchange acknowledgements.
    case ta1
    /// Implementation acknowledgements of structure.
    case implementation = "999"
    /// Claim acknowledgements.
    case claims = "277ca"

    /// Whether claims are judged for it, and not only the structure read.
    public var isJudged: Bool { self != .ta1 && self != .implementation }

    /// Written as X12.
    public var isX12: Bool { self == .ta1 || self == .implementation || self == .claims }

    /// Whether a question can be answered in this form.
    public func answers(_ question: ClaimQuestion) -> Bool { question == .validate || !isX12 }
}

/// Why a file gets no answer but a refusal.
public enum X12Refusal: Error, Equatable, Sendable {
    /// It is not X12, or breaks off before anything could be read.
    case unreadable(X12Failure)
    /// It is X12, but there is no professional claim in it: what there is instead.
    case notProfessional(String)
}

/// Answers a file of professional claims: bytes in, in pieces of any size; the answer out, in pieces as it grows.
///
/// Pure: no input or output, no clock, and the same bytes for the same file, stamp, inquiry and limits. What it holds is
/// bounded by its limits. Reading and answering are apart, so that who serves many can answer a little at a time:
/// ``read(_:)`` and ``endReading()`` take the file, ``work(atMost:_:)`` answers what has been read.
public struct X12Session: Sendable {
    private let form: X12Form
    private let inquiry: X12Inquiry
    private let limits: X12Limits
    private var reader: X12Reader
    private var out: X12Output
    private var memory: X12Memory
    private var waiting: [X12Claims] = []
    private var settlement: X12Settlement?
    private var run: X12BatchRun?
    private var hasEnded = false
    private var isComplete = false

    /// - Parameters:
    ///   - form: one that answers the question.
    ///   - mayRemember: whether there is room to remember so many more services and claims.
    public init(
        _ inquiry: X12Inquiry = X12Inquiry(),
        form: X12Form,
        stamp: X12Stamp,
        limits: X12Limits = X12Limits(),
        mayRemember: @escaping @Sendable (Int) -> Bool = { _ in true }
    ) {
        self.form = form
        self.inquiry = inquiry
        self.limits = limits
        reader = X12Reader(limits: limits)
        out = X12Output(inquiry.question, form, stamp)
        memory = X12Memory(limit: limits.remembered, mayGrow: mayRemember)
    }

    /// What was received so far.
    public var structure: X12Structure { reader.structure }
    public var counts: X12Counts { out.counts }
    /// Claims that have ended so far, answered or not.
    public var claimsRead: Int { reader.claims }

    /// True where nothing is in the way of any claim: the structure accepted, every month clear.
    public var isClear: Bool {
        reader.structure.isFaultless && counts.clear == counts.months
            && (inquiry.question != .validate || counts.rejected == 0)
    }

    /// Whether something that was read waits to be answered.
    public var isBusy: Bool { isAtWork || !waiting.isEmpty || hasEnded && !isComplete }

    private var isAtWork: Bool { run != nil || settlement != nil }

    /// Why there will be no answer, as soon as that is known.
    public var refusal: X12Refusal? {
        guard let failure = reader.failure, reader.structure.interchanges.isEmpty else { return nil }
        return .unreadable(failure)
    }

    /// Reads a piece of the file.
    public mutating func read(_ piece: UnsafeBufferPointer<UInt8>) {
        let isJudged = form.isJudged
        reader.feed(piece) { if isJudged { waiting.append($0) } }
    }

    /// The file has ended.
    ///
    /// - Throws: a refusal where there is nothing to answer. Acknowledgements of structure refuse only what is not X12.
    public mutating func endReading() throws(X12Refusal) {
        reader.end()
        if let refusal { throw refusal }
        let rest = reader.takeClaims()
        if form.isJudged {
            if let name = X12Session.refusal(rest.structure) { throw .notProfessional(name) }
            if form == .claims, reader.claims == 0 { throw .notProfessional("a file without a claim") }
            if !rest.claims.isEmpty { waiting.append(rest) }
        }
        hasEnded = true
    }

    /// Answers at most so many months of what was read.
    ///
    /// - Parameter answers: the answers about these months, `X12Work.answers()` or the same on several threads.
    public mutating func work(atMost months: Int = .max, _ answers: (X12Work) -> [X12MonthAnswer] = { $0.answers() }) {
        var left = months
        while left > 0, begin(&left) {
            guard var current = run.take() else { return }
            let work = X12Work(run: current, inquiry: inquiry, range: current.next(min(left, 1 << 20)))
            let found = answers(work)
            precondition(found.count == work.count, "an answer about every month")
            out.add(found, to: &current)
            left -= max(1, found.count)
            if current.isComplete {
                memory.add(current.batch, current.outcomes)
            } else {
                run = current
            }
        }
        if hasEnded, !isComplete, !isAtWork, waiting.isEmpty {
            out.end(reader.structure, memory)
            isComplete = true
        }
    }

    /// Ends the answer before the end of the file has been read: what can be answered of what has been read is, and the form
    /// is closed, so that it can be read. Claims of a transaction set that has not ended are not answered, and what is
    /// acknowledged of structure, which comes at the end, is not begun.
    public mutating func breakOff(_ answers: (X12Work) -> [X12MonthAnswer] = { $0.answers() }) {
        if form.isJudged, !hasEnded {
            let settled = reader.takeSettled()
            if !settled.claims.isEmpty { waiting.append(settled) }
        }
        work(answers)
        if isComplete { return }
        if form.isJudged { out.end(reader.structure, memory, isCut: true) }
        hasEnded = true
        isComplete = true
    }

    /// Reads a piece of the file and answers what can be.
    public mutating func feed(_ piece: UnsafeBufferPointer<UInt8>) {
        read(piece)
        work()
    }

    /// The file has ended: what is open is answered and the answer is completed.
    public mutating func end() throws(X12Refusal) {
        try endReading()
        work()
    }

    /// The part of the answer that was written since the last call.
    public mutating func takeAnswer() -> [UInt8] { out.take() }

    /// Goes on with the next batch where none is under way; false where there is none, or its turn has no room for one.
    private mutating func begin(_ left: inout Int) -> Bool {
        if run != nil { return true }
        if settlement == nil {
            guard !waiting.isEmpty else { return false }
            settlement = X12Settlement(waiting.removeFirst())
        }
        guard var settlement = settlement.take() else { return false }
        left -= settlement.work(atMost: left, after: memory, profile: inquiry.profile, limits: limits)
        guard settlement.isDone else {
            self.settlement = settlement
            return false
        }
        let batch = settlement.batch(after: memory, limits: limits)
        run = X12BatchRun(batch, settlement.structure)
        return true
    }

    /// What the file holds instead of professional claims; nil where it holds some.
    private static func refusal(_ structure: X12Structure) -> String? {
        let sets = structure.interchanges.flatMap(\.groups).flatMap(\.sets)
        if sets.contains(where: { $0.refusedAs == nil }) { return nil }
        return sets.first?.refusedAs ?? "an interchange without a transaction set"
    }
}
