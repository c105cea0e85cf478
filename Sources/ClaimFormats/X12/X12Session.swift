public import ClaimRules

/// The forms in which a file of professional claims is answered.
public enum X12Form: String, CaseIterable, Sendable {
    /// One document: decisions, counts, and what was received.
    case json
    /// A line for each decision, and one at the end for the rest.
    case ndjson
    case text
    /// Interchange acknowledgements.
    case ta1
    /// Implementation acknowledgements of structure.
    case implementation = "999"
    /// Claim acknowledgements.
    case claims = "277ca"

    /// Written as X12.
    public var isX12: Bool { self == .ta1 || self == .implementation || self == .claims }
}

/// How much was read and what came of it.
public struct X12Counts: Equatable, Sendable {
    public var claims = 0
    public var accepted = 0
    public var rejected = 0
    public var months = 0
    public var accept = 0
    public var review = 0
    public var reject = 0
}

/// Care months that wait for a decision, each of which can be judged on its own and on any thread.
public struct X12Work: Sendable {
    let batch: X12Batch
    let profile: Profile

    public var count: Int { batch.months.count }

    /// The decision on the month at this position.
    public func decision(_ index: Int) -> Decision { batch.decision(index, profile: profile) }

    /// All decisions, one after the other.
    public func decisions() -> [Decision] { (0..<count).map(decision) }
}

/// A batch with its decisions and what they mean for its claims.
struct X12JudgedBatch {
    let batch: X12Batch
    let decisions: [Decision]
    let outcomes: [X12Outcome]
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
/// Pure: no input or output, no clock, and the same bytes for the same file, stamp, profile and limits. What it holds is
/// bounded by its limits.
public struct X12Session: Sendable {
    private let form: X12Form
    private let profile: Profile
    private let judge: @Sendable (X12Work) -> [Decision]
    private let stamp: X12Stamp
    private var reader: X12Reader
    private var out: X12Output

    /// - Parameter judge: decides the months of a batch, `X12Work.decisions()` or the same on several threads.
    public init(
        form: X12Form,
        stamp: X12Stamp,
        profile: Profile = .cmsFeeForService,
        limits: X12Limits = X12Limits(),
        judge: @escaping @Sendable (X12Work) -> [Decision] = { $0.decisions() }
    ) {
        self.form = form
        self.stamp = stamp
        self.profile = profile
        self.judge = judge
        reader = X12Reader(limits: limits)
        out = X12Output(form: form, stamp: stamp)
    }

    /// What was received so far.
    public var structure: X12Structure { reader.structure }
    public var counts: X12Counts { out.counts }

    /// True where nothing is in the way of any claim: the structure accepted, every verdict `accept`.
    public var isClear: Bool {
        reader.structure.isAccepted && counts.rejected == 0 && counts.review == 0 && counts.reject == 0
    }

    /// Reads a piece of the file.
    public mutating func feed(_ piece: UnsafeBufferPointer<UInt8>) {
        let (judge, profile) = (judge, profile)
        reader.feed(piece) { [form] claims, structure in
            out.add(claims, structure, form, profile, judge)
        }
    }

    /// The file has ended: what is open is judged and the answer is completed.
    ///
    /// - Throws: a refusal where there is nothing to answer. Acknowledgements of structure refuse only what is not X12.
    public mutating func end() throws(X12Refusal) {
        reader.end()
        let structure = reader.structure
        if let failure = structure.failure, structure.interchanges.isEmpty { throw .unreadable(failure) }
        if form != .ta1, form != .implementation, let name = X12Session.refusal(structure) {
            throw .notProfessional(name)
        }
        out.add(reader.takeClaims(), structure, form, profile, judge)
        if form == .claims, counts.claims == 0 { throw .notProfessional("a file without a claim") }
        out.end(structure, form, stamp)
    }

    /// The part of the answer that was written since the last call.
    public mutating func takeAnswer() -> [UInt8] { out.take() }

    /// What the file holds instead of professional claims; nil where it holds some.
    private static func refusal(_ structure: X12Structure) -> String? {
        let sets = structure.interchanges.flatMap(\.groups).flatMap(\.sets)
        if sets.contains(where: { $0.refusedAs == nil }) { return nil }
        return sets.first?.refusedAs ?? "an interchange without a transaction set"
    }
}

/// The answer as it grows.
private struct X12Output {
    private var bytes: [UInt8] = []
    private var writer: JSONWriter
    private var acknowledgement: ClaimAcknowledgement
    private(set) var counts = X12Counts()

    init(form: X12Form, stamp: X12Stamp) {
        writer = JSONWriter()
        acknowledgement = ClaimAcknowledgement(stamp)
        if form == .json {
            writer.beginObject()
            writer.name("decisions")
            writer.beginArray()
        }
    }

    mutating func take() -> [UInt8] {
        defer { bytes.removeAll() }
        return bytes
    }

    mutating func add(
        _ claims: [X12Claim],
        _ structure: X12Structure,
        _ form: X12Form,
        _ profile: Profile,
        _ judge: (X12Work) -> [Decision]
    ) {
        if claims.isEmpty || form == .ta1 || form == .implementation { return }
        let batch = X12Batch(claims)
        let decisions = judge(X12Work(batch: batch, profile: profile))
        precondition(decisions.count == batch.months.count, "a decision for every month")
        let outcomes = X12Outcome.all(batch, decisions) { claim in
            !structure.interchanges[claim.interchange].groups[claim.group].sets[claim.set].isAccepted
        }
        let judged = X12JudgedBatch(batch: batch, decisions: decisions, outcomes: outcomes)
        count(judged)
        if form == .claims {
            acknowledgement.add(batch, outcomes, structure)
            bytes += acknowledgement.take()
            return
        }
        for index in batch.months.indices {
            switch form {
            case .text: bytes += X12AnswerText.month(index, judged)
            default:
                writer.decision(batch, index, judged, structure)
                flush(form)
            }
        }
        var isJudged = [Bool](repeating: false, count: claims.count)
        for month in batch.months { for claim in month.claims { isJudged[claim] = true } }
        for index in claims.indices where !isJudged[index] {
            switch form {
            case .text: bytes += X12AnswerText.unjudged(index, judged)
            default:
                writer.unjudged(index, judged, structure)
                flush(form)
            }
        }
    }

    private mutating func flush(_ form: X12Form) {
        if form == .ndjson {
            writer.endLine()
            bytes += writer.bytes
            writer.reset()
        } else if writer.bytes.count > 1 << 16 {
            bytes += writer.takeBytes()
        }
    }

    private mutating func count(_ judged: X12JudgedBatch) {
        counts.claims += judged.outcomes.count
        counts.accepted += judged.outcomes.count { $0.isAccepted }
        counts.rejected += judged.outcomes.count { !$0.isAccepted }
        counts.months += judged.decisions.count
        for decision in judged.decisions {
            switch decision.verdict {
            case .accept: counts.accept += 1
            case .review: counts.review += 1
            case .reject: counts.reject += 1
            }
        }
    }

    mutating func end(_ structure: X12Structure, _ form: X12Form, _ stamp: X12Stamp) {
        switch form {
        case .ta1: bytes += ImplementationAcknowledgement.interchanges(structure, stamp)
        case .implementation: bytes += ImplementationAcknowledgement.groups(structure, stamp)
        case .claims:
            acknowledgement.end()
            bytes += acknowledgement.take()
        case .text: bytes += X12AnswerText.summary(structure, counts)
        case .json, .ndjson:
            if form == .json { writer.endArray() } else { writer.beginObject() }
            writer.summary(counts)
            writer.name("structure")
            writer.structure(structure)
            writer.endObject()
            writer.endLine()
            bytes += writer.takeBytes()
        }
    }
}

extension JSONWriter {
    fileprivate mutating func summary(_ counts: X12Counts) {
        name("summary")
        beginObject()
        member("claims", counts.claims)
        member("accepted", counts.accepted)
        member("rejected", counts.rejected)
        member("careMonths", counts.months)
        member("accept", counts.accept)
        member("review", counts.review)
        member("reject", counts.reject)
        endObject()
    }
}
