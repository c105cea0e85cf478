import ClaimRules

/// One patient's month with one practitioner, put together from claims, and where each part of it came from.
struct X12CareMonth: Sendable {
    /// A line of a claim by its place in the batch.
    struct Source: Hashable, Sendable {
        var claim: Int
        var line: Int
    }

    /// What a service of the history was taken from.
    struct Earlier: Hashable, Sendable {
        /// Position of the claim in the file.
        var number: Int
        /// The line, where its claim is of the same batch.
        var source: Source?
    }

    var month: CareMonth
    /// Why it does not count beside others; nil where it does.
    var aside: X12Aside?
    /// The claims that have lines here, in the order of the file.
    var claims: [Int]
    var lines: [Source]
    var history: [Earlier] = []
    /// For each diagnosis, the claim it stands on first and its position there, counted from 1.
    var diagnoses: [Source] = []
    /// The replacement that this month was judged for and rejects; its other claims are judged without it, in another.
    var subject: Int?
    /// The decision that rejects it.
    var rejection: Decision?

    /// The claims that the decision on this month is about.
    var answered: [Int] { subject.map { [$0] } ?? claims }
}

/// What became of a claim beside the decision on its month.
enum X12ClaimStanding: Equatable, Sendable {
    case judged
    /// By a later claim of the batch.
    case replaced(by: Int)
    case voided(by: Int)
    /// It voids another and bills nothing.
    case void
}

/// What makes a claim count for nothing beside others, though it is judged itself.
enum X12Aside: Hashable, Sendable {
    /// It is rejected with the transaction set that it stands in, or what that stands in.
    case set(X12SetPlace)
    /// It is rejected itself, by a fault or as a replacement by what was found; its position in the batch.
    case claim(Int)
}

/// What a replacement or void takes the place of.
enum X12Original: Equatable, Sendable {
    /// A claim of the same batch.
    case here(Int)
    /// A claim that was answered before, by its position in the file.
    case answered(number: Int)
    /// The claim at this position in the file, had it not been rejected itself.
    case stands(number: Int)
    /// None of the file that came before it.
    case notFound
}

extension X12Original {
    /// A sentence for people.
    func detail(of claim: X12Claim) -> String {
        let verb = claim.frequency == .void ? "voids" : "replaces"
        return switch self {
        case .here: "The claim that this one \(verb) is not judged."
        case .answered: "The claim that this one \(verb) was answered before; its answer no longer counts."
        case .stands where claim.frequency == .void: "As this claim is rejected, the one that it names is not void."
        case .stands: "As this claim is rejected, the one that it names is not replaced."
        case .notFound where claim.frequency == .void: "The claim that this one voids is not in this file before it."
        case .notFound:
            "The claim that this one replaces is not in this file before it; this one is judged by itself."
        }
    }
}

/// Puts the claims of a batch together by patient, month and practitioner.
///
/// The patient is told by payer, subscriber and dependent; the month by the first date of service; the practitioner by
/// the billing provider and whoever is named as having done the work. What another practitioner of the file billed for
/// the same patient and month earlier in it is history, and so is what anyone billed in a batch before.
struct CareMonthJoiner {
    private struct MonthKey: Hashable {
        var patient: String
        var month: CalendarMonth
        var billing: String
        var practitioner: NPI?
        var aside: X12Aside?
    }

    /// Whom a line was billed for, and by whom.
    private struct Practice: Hashable {
        var patient: String
        var billing: String
        var practitioner: NPI?
        /// What is rejected with a set is nothing that others lack.
        var aside: X12Aside?
    }

    /// A line that could not be read as far as to be judged.
    private struct UnreadLine {
        var month: CalendarMonth?
        var code: ProcedureCode?
    }

    private struct PatientMonth: Hashable {
        var patient: String
        var month: CalendarMonth
    }

    let claims: [X12Claim]
    private(set) var standings: [X12ClaimStanding]
    /// For each replacement and void what it takes the place of, by its position in the batch.
    private(set) var originals: [Int: X12Original] = [:]
    private(set) var months: [X12CareMonth] = []
    /// For each claim why it counts for nothing beside others; nil where it counts.
    let asides: [X12Aside?]

    private let limits: X12Limits
    private let setAside: [Int: [X12CareMonth]]
    /// Claims of batches before that one of this batch takes the place of.
    private var superseded: Set<UInt32> = []

    /// - Parameters:
    ///   - structure: what was received as far as it is known.
    ///   - memory: what the batches before have billed.
    ///   - setAside: replacements that are rejected, with the months that reject them.
    init(
        _ claims: [X12Claim],
        in structure: X12Structure,
        after memory: X12Memory,
        limits: X12Limits,
        setAside: [Int: [X12CareMonth]]
    ) {
        self.claims = claims
        asides = claims.enumerated().map { index, claim in
            if setAside[index] != nil { return .claim(index) }
            // A line that could not be read may be what others need, so that an original with one stays with them.
            if !claim.faults.isEmpty, claim.frequency != .original || !claim.hasUnreadLines { return .claim(index) }
            return structure.rejection(claim.place) == nil ? nil : .set(claim.place)
        }
        self.limits = limits
        self.setAside = setAside
        standings = [X12ClaimStanding](repeating: .judged, count: claims.count)
        settleResubmissions(memory)
        gather()
        let unread = unreadLines()
        for index in months.indices where months[index].subject == nil {
            // Taken out first: with both in hand, every change would copy the whole list.
            var joined = months[index]
            complete(&joined)
            if !unread.isEmpty || memory.hasUnread { addUnread(&joined, unread, memory) }
            months[index] = joined
        }
        addHistory()
        if memory.count > 0 { addHistory(memory) }
    }

    /// Finds what replacements and voids take the place of: an earlier claim of the same patient and billing provider with
    /// the same number of either party, of this batch or of one before. One that is rejected itself takes the place of none,
    /// nor does one of a rejected set, save of a claim of the same set.
    private mutating func settleResubmissions(_ memory: X12Memory) {
        guard claims.contains(where: { $0.frequency != .original }) else { return }
        struct Place: Hashable {
            var patient: String
            var billing: String
            var aside: X12Aside?
        }
        var earlier: [Place: [Int]] = [:]
        for (index, claim) in claims.enumerated() {
            // An original that is rejected can be replaced all the same, by what mends it.
            let isRejected = asides[index] == .claim(index) && claim.frequency != .original
            var key = Place(patient: claim.patient.key, billing: claim.billing.party.identifier)
            if case .set = asides[index] { key.aside = asides[index] }
            if claim.frequency != .original {
                if !isRejected, let match = latest(claim, earlier[key]) {
                    standings[match] = claim.frequency == .void ? .voided(by: index) : .replaced(by: index)
                    originals[index] = .here(match)
                } else if asides[index] == nil {
                    let found = memory.latest(claim, besides: superseded)
                    if let found { superseded.insert(found) }
                    originals[index] = found.map { .answered(number: Int($0)) } ?? .notFound
                } else {
                    let counting = Place(patient: key.patient, billing: key.billing)
                    let found =
                        latest(claim, earlier[counting]).map { claims[$0].number }
                        ?? memory.latest(claim, besides: superseded).map { Int($0) }
                    if let found { originals[index] = .stands(number: found) }
                }
            }
            if claim.frequency == .void {
                standings[index] = .void
            } else if !isRejected {
                earlier[key, default: []].append(index)
            }
        }
    }

    /// The latest of these claims that this one names and nothing has taken the place of.
    private func latest(_ claim: X12Claim, _ earlier: [Int]?) -> Int? {
        let reference = claim.originalReference ?? ""
        return earlier?.last { other in
            guard standings[other] == .judged else { return false }
            let original = claims[other]
            return original.account == claim.account
                || !reference.isEmpty && [original.account, original.originalReference].contains(reference)
        }
    }

    private mutating func gather() {
        var places: [MonthKey: Int] = [:]
        for (index, claim) in claims.enumerated() where standings[index] == .judged {
            if let judged = setAside[index] {
                months += judged
                continue
            }
            for (position, line) in claim.lines.enumerated() {
                guard let date = line.first, let code = line.code else { continue }
                let key = MonthKey(
                    patient: claim.patient.key,
                    month: date.month,
                    billing: claim.billing.party.identifier,
                    practitioner: CareMonthJoiner.rendering(line, claim)?.npi ?? claim.billing.npi,
                    aside: asides[index]
                )
                let place: Int
                if let known = places[key], months[known].lines.count < limits.linesOfMonth {
                    place = known
                } else {
                    place = months.count
                    places[key] = place
                    let month = CareMonth(serviceMonth: key.month)
                    months.append(X12CareMonth(month: month, aside: key.aside, claims: [], lines: []))
                }
                if months[place].claims.last != index { months[place].claims.append(index) }
                months[place].lines.append(X12CareMonth.Source(claim: index, line: position))
                var served = ServiceLine(code: code, units: line.units, date: line.last)
                served.modifiers = line.modifiers
                served.placeOfService = line.place ?? claim.placeOfService
                served.charge = line.charge
                months[place].month.lines.append(served)
            }
        }
    }

    /// Who did the work of a line: named on the line, else on the claim.
    static func rendering(_ line: X12Line, _ claim: X12Claim) -> X12Rendering? { line.rendering ?? claim.rendering }

    private func complete(_ joined: inout X12CareMonth) {
        let first = claims[joined.claims[0]]
        joined.month.id = first.account.isEmpty ? nil : first.account
        var patient = Patient()
        let identifier = first.patient.subscriber.identifier
        patient.id = identifier.isEmpty ? nil : identifier
        patient.birthDate = first.patient.birthDate
        joined.month.patient = patient
        joined.month.practitioner = practitioner(of: joined.lines[0])
        addDiagnoses(&joined)
    }

    /// Lines without a date or without a code, which are in no month though they may belong to one.
    private func unreadLines() -> [Practice: [UnreadLine]] {
        var unread: [Practice: [UnreadLine]] = [:]
        for (index, claim) in claims.enumerated() where standings[index] == .judged && claim.hasUnreadLines {
            for line in claim.lines where line.isUnread {
                let found = UnreadLine(month: line.first?.month, code: line.code)
                unread[practice(index, line), default: []].append(found)
            }
            if claim.isCut { unread[practice(index, nil), default: []].append(UnreadLine()) }
        }
        return unread
    }

    private func practice(_ index: Int, _ line: X12Line?) -> Practice {
        let claim = claims[index]
        return Practice(
            patient: claim.patient.key,
            billing: claim.billing.party.identifier,
            practitioner: (line?.rendering ?? claim.rendering)?.npi ?? claim.billing.npi,
            aside: asides[index]
        )
    }

    /// Tells the month what was not read of it, so that nothing is concluded from its absence.
    private func addUnread(_ joined: inout X12CareMonth, _ unread: [Practice: [UnreadLine]], _ memory: X12Memory) {
        let first = joined.lines[0]
        let practice = practice(first.claim, claims[first.claim].lines[first.line])
        for line in unread[practice] ?? [] where line.month ?? joined.month.serviceMonth == joined.month.serviceMonth {
            // One of each is enough, however many there are.
            if !joined.month.unread.lines.contains(line.code) { joined.month.unread.lines.append(line.code) }
        }
        if joined.aside == nil, memory.hasUnread(practice.patient, practice.billing),
            !joined.month.unread.lines.contains(nil)
        {
            joined.month.unread.lines.append(nil)
        }
    }

    private func practitioner(of source: X12CareMonth.Source) -> Practitioner {
        let claim = claims[source.claim]
        let rendering = CareMonthJoiner.rendering(claim.lines[source.line], claim)
        var practitioner = Practitioner()
        practitioner.npi = rendering?.npi ?? claim.billing.npi
        let taxonomy = rendering == nil ? claim.billing.taxonomy : rendering?.taxonomy
        practitioner.taxonomy = taxonomy
        practitioner.kind = taxonomy.flatMap(PractitionerKind.init(taxonomy:))
        practitioner.groupTIN = claim.billing.taxNumber
        return practitioner
    }

    /// The diagnoses of all claims, each once, and the lines' pointers into them.
    private func addDiagnoses(_ joined: inout X12CareMonth) {
        var codes: [DiagnosisCode] = []
        var positions: [[Int?]] = []
        for (turn, index) in joined.claims.enumerated() {
            var places: [Int?] = []
            for (position, code) in claims[index].diagnoses.enumerated() {
                guard let code else {
                    places.append(nil)
                    continue
                }
                // A code that a claim has twice stays twice; one that an earlier claim has is the same diagnosis.
                if turn > 0, let known = codes.firstIndex(of: code) {
                    places.append(known + 1)
                } else {
                    codes.append(code)
                    joined.diagnoses.append(X12CareMonth.Source(claim: index, line: position + 1))
                    places.append(codes.count)
                }
            }
            positions.append(places)
        }
        // ICD-9-CM codes, right until October 2015, say nothing here: then the diagnoses are unknown, not absent.
        let isOld = joined.month.serviceMonth < "2015-10" && positions.contains { !$0.isEmpty }
        joined.month.unread.diagnoses = !isOld && positions.contains { $0.contains(nil) }
        joined.month.diagnoses = codes.isEmpty && (isOld || joined.month.unread.diagnoses) ? nil : codes
        var turn = 0
        for (position, source) in joined.lines.enumerated() {
            while joined.claims[turn] != source.claim { turn += 1 }
            let raw = claims[source.claim].lines[source.line].pointers
            var pointers: [Int] = []
            for part in 0..<4 {
                let pointer = Int(raw >> UInt32(8 * part) & 0xFF)
                if pointer == 0 { continue }
                // One that leads past its own claim's diagnoses leads past those of all.
                guard pointer <= positions[turn].count else {
                    pointers.append(CareMonthLimits.diagnosisPointer)
                    continue
                }
                if let place = positions[turn][pointer - 1] { pointers.append(place) }
            }
            joined.month.lines[position].diagnosisPointers = pointers.isEmpty ? nil : pointers
        }
    }

    private mutating func addHistory() {
        var known: [PatientMonth: [Int]] = [:]
        for index in months.indices where months[index].subject == nil {
            let key = PatientMonth(
                patient: claims[months[index].claims[0]].patient.key,
                month: months[index].month.serviceMonth
            )
            if let others = known[key] {
                let isAside = months[index].aside != nil
                let spared = spared(months[index])
                for other in others where months[index].history.count < limits.history {
                    // What is rejected was not billed, save for what is rejected with it.
                    if let aside = months[other].aside, aside != months[index].aside { continue }
                    for (source, line) in zip(months[other].lines, months[other].month.lines) {
                        guard let date = line.date, months[index].history.count < limits.history,
                            !spared.contains(claims[source.claim].number),
                            !isAside || source.claim < months[index].claims[0]
                        else { continue }
                        var service = BilledService(code: line.code, date: date, units: line.units)
                        service.practitionerNPI = months[other].month.practitioner?.npi
                        service.groupTIN = months[other].month.practitioner?.groupTIN
                        months[index].month.history = (months[index].month.history ?? []) + [service]
                        let earlier = X12CareMonth.Earlier(number: claims[source.claim].number, source: source)
                        months[index].history.append(earlier)
                    }
                }
            }
            known[key, default: []].append(index)
        }
    }

    /// What a month's rejected resubmissions name: they were not made to be billed beside it.
    private func spared(_ joined: X12CareMonth) -> [Int] {
        guard joined.aside != nil else { return [] }
        return joined.claims.compactMap { claim in
            if case .stands(let number) = originals[claim] { number } else { nil }
        }
    }

    /// Adds what batches before have billed for the same patients and months. What the same practitioner billed is this
    /// practice's own, as an earlier claim of the same month is.
    private mutating func addHistory(_ memory: X12Memory) {
        for index in months.indices where months[index].subject == nil {
            let first = claims[months[index].claims[0]]
            let spared = spared(months[index])
            let practitioner = months[index].month.practitioner
            let month = months[index].month.serviceMonth
            for earlier in memory.history(first.patient.key, month, most: limits.history, besides: superseded)
            where !spared.contains(Int(earlier.claim)) {
                let practice = memory.practice(of: earlier)
                var service = BilledService(code: earlier.code, date: earlier.date, units: earlier.units)
                if practice.billing != first.billing.party.identifier || practice.npi != practitioner?.npi {
                    service.practitionerNPI = practice.npi
                    service.groupTIN = practice.groupTIN
                }
                months[index].month.history = (months[index].month.history ?? []) + [service]
                months[index].history.append(X12CareMonth.Earlier(number: Int(earlier.claim), source: nil))
            }
        }
    }
}
