import ClaimRules

@testable import ClaimFormats

/// An 837P file put together for a test: one interchange, one group, sets of segments. Trailers count what is there.
struct ClaimFile {
    var interchange = "000000101"
    var group = "7"
    var version = "005010X222A1"
    var wantsAcknowledgement = true
    var sets: [[String]]

    init(_ claims: [String]..., provider: [String] = ClaimFile.provider, subscriber: [String] = ClaimFile.subscriber) {
        sets = [ClaimFile.heading + provider + subscriber + claims.flatMap { $0 }]
    }

    init(sets: [[String]]) { self.sets = sets }

    /// A valid file of one clean month.
    static var clean: ClaimFile { ClaimFile(claim()) }

    static let heading = [
        "BHT*0019*00*B1*20260401*1200*CH", "NM1*41*2*GOOD BILLING*****46*SUB1", "PER*IC*JANE*TE*5551234567",
        "NM1*40*2*MEDICARE*****46*12345",
    ]
    static let provider = [
        "HL*1**20*1", "NM1*85*2*GOOD CLINIC*****XX*1093817465", "N3*1 MAIN ST", "N4*BALTIMORE*MD*212340000",
        "REF*EI*123456789",
    ]
    static let subscriber = subscriber(level: 2)

    static func subscriber(level: Int, parent: Int = 1, id: String = "1EG4TE5MK73", last: String = "DOE") -> [String] {
        [
            "HL*\(level)*\(parent)*22*0", "SBR*P*18*******MB", "NM1*IL*1*\(last)*JOHN****MI*\(id)", "N3*2 MAIN ST",
            "N4*BALTIMORE*MD*212340000", "DMG*D8*19450510*M", "NM1*PR*2*MEDICARE*****PI*12345",
        ]
    }

    static let renderer = ["NM1*82*1*SMITH*ANN****XX*1234567893", "PRV*PE*PXC*207Q00000X"]

    /// A claim; the total is the sum of its lines.
    static func claim(
        _ account: String = "A1",
        frequency: Int = 1,
        total: String? = nil,
        reference: String? = nil,
        diagnoses: String = "HI*ABK:I10*ABF:E119",
        rendering: [String] = ClaimFile.renderer,
        lines: [[String]] = [line(1)]
    ) -> [String] {
        let charges = lines.compactMap { $0.first { $0.hasPrefix("SV1*") } }.map { $0.split(separator: "*")[2] }
        let cents = charges.reduce(0) { $0 + (Int($1) ?? 0) }
        return ["CLM*\(account)*\(total ?? "\(cents)")***11:B:\(frequency)*Y*A*Y*Y"]
            + (reference.map { ["REF*F8*\($0)"] } ?? []) + [diagnoses] + rendering + lines.flatMap { $0 }
    }

    static func line(
        _ number: Int,
        _ code: String = "99490",
        charge: Int = 75,
        units: String = "1",
        pointers: String = "1:2",
        date: String = "D8*20260331"
    ) -> [String] {
        ["LX*\(number)", "SV1*HC:\(code)*\(charge)*UN*\(units)***\(pointers)", "DTP*472*\(date)"]
    }

    /// One segment for another, wherever it stands first.
    func replacing(_ segment: String, with others: String...) -> ClaimFile {
        var copy = self
        let at = copy.sets[0].firstIndex { $0.hasPrefix(segment) }!
        copy.sets[0].replaceSubrange(at...at, with: others)
        return copy
    }

    var segments: [String] {
        var all = [
            "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260401*1200*^*00501*\(interchange)*\(wantsAcknowledgement ? 1 : 0)*T*:",
            "GS*HC*SENDER*RECEIVER*20260401*1200*\(group)*X*\(version)",
        ]
        for (index, set) in sets.enumerated() {
            let control = "000\(index + 1)"
            all += ["ST*837*\(control)*\(version)"] + set + ["SE*\(set.count + 2)*\(control)"]
        }
        return all + ["GE*\(sets.count)*\(group)", "IEA*1*\(interchange)"]
    }

    var text: String { segments.joined(separator: "~\n") + "~\n" }
    var bytes: [UInt8] { Array(text.utf8) }
}

/// What a reader made of a file.
struct ReadFile {
    var structure: X12Structure
    var batch: X12Batch
    var decisions: [Decision]
    var outcomes: [X12Outcome]

    init(_ bytes: [UInt8], piece: Int = .max, limits: X12Limits = X12Limits(), profile: Profile = .cmsFeeForService) {
        var reader = X12Reader(limits: limits)
        var all: [X12Claim] = []
        bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                let end = piece < bytes.count - start ? start + piece : bytes.count
                reader.feed(UnsafeBufferPointer(rebasing: bytes[start..<end])) { all += $0.claims }
                start = end
            }
        }
        reader.end()
        let structure = reader.structure
        let memory = X12Memory(limit: 0)
        var settlement = X12Settlement(X12Claims(claims: all + reader.takeClaims().claims, structure: structure))
        _ = settlement.work(atMost: .max, after: memory, profile: profile, limits: limits)
        let batch = settlement.batch(after: memory, limits: limits)
        self.structure = structure
        self.batch = batch
        var run = X12BatchRun(batch, structure)
        let work = X12Work(run: run, inquiry: X12Inquiry(profile: profile), range: batch.months.indices)
        for answer in work.answers() { run.add(answer) }
        outcomes = run.outcomes.all
        decisions = []
        while let (_, answer) = run.take() { if case .decision(let decision) = answer { decisions.append(decision) } }
    }

    init(_ file: ClaimFile, profile: Profile = .cmsFeeForService) { self.init(file.bytes, profile: profile) }

    var firstSet: X12Set { structure.interchanges[0].groups[0].sets[0] }
    var months: [CareMonth] { batch.months.map(\.month) }

    /// `place fault` of every structural issue.
    var issues: [String] {
        firstSet.issues.map { "\($0.place): \($0.elementFault.map { "\($0)" } ?? "\($0.fault)")" }
    }

    /// Findings of a month other than notes, with their place.
    func findings(_ month: Int = 0) -> [String] {
        let places = X12Places(batch: batch, month: batch.months[month])
        return decisions[month].findings.filter { $0.severity != .info }
            .map { "\($0.rule) at \(places.place($0.path)?.text ?? $0.path.text)" }
    }
}

/// A whole answer to a file.
func answer(
    _ bytes: [UInt8],
    _ form: X12Form,
    _ inquiry: X12Inquiry = X12Inquiry(),
    piece: Int = .max,
    limits: X12Limits = X12Limits()
) throws(X12Refusal) -> String {
    let stamp = X12Stamp(date: "2026-04-02", minute: 545, control: 21)
    var session = X12Session(inquiry, form: form, stamp: stamp, limits: limits)
    var text: [UInt8] = []
    bytes.withUnsafeBufferPointer { bytes in
        var start = 0
        while start < bytes.count {
            let end = piece < bytes.count - start ? start + piece : bytes.count
            session.feed(UnsafeBufferPointer(rebasing: bytes[start..<end]))
            text += session.takeAnswer()
            start = end
        }
    }
    try session.end()
    return String(decoding: text + session.takeAnswer(), as: UTF8.self)
}
