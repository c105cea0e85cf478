import ClaimRules

/// Where in the file the reader is, and what it has found so far.
struct X12FileState {
    private let limits: X12Limits
    private var closed = X12Structure()
    private var set = X12Set()
    /// Claims that have ended and wait to be judged together.
    private(set) var claims: [X12Claim] = []
    /// Their lines.
    private(set) var lines = 0
    /// How many of the claims are of sets that have ended, and how many of interchanges that have.
    private(set) var settled = 0
    private(set) var closedClaims = 0
    /// Trailers follow as long as nothing else came: the end of a set, or of a group, was the last segment.
    private(set) var isBetweenTrailers = false
    /// The last segment began a patient's loop, so that what waits is whole patients.
    private(set) var isAtPatient = false
    /// All claims so far.
    private(set) var claimsInAll = 0

    private let guide = X12Guide.professional
    private var walker = GuideWalker(.professional)
    private var extractor: ClaimExtractor
    private var levels = X12Levels()
    private var isInInterchange = false
    private var isInGroup = false
    private var isInSet = false
    private var isWalking = false
    private var envelopes = 0
    private var issues = 0
    private var interchangeControls: Set<String> = []
    private var groupControls: Set<String> = []
    private var setControls: Set<String> = []

    init(limits: X12Limits) {
        self.limits = limits
        extractor = ClaimExtractor(limits: limits)
    }

    /// Takes so many claims from the beginning.
    mutating func takeClaims(_ count: Int) -> [X12Claim] {
        let taken = Array(claims.prefix(count))
        claims.removeFirst(count)
        lines -= taken.reduce(0) { $0 + $1.lines.count }
        settled -= min(settled, count)
        closedClaims -= min(closedClaims, count)
        return taken
    }

    var failure: X12Failure? { closed.failure }

    /// What was found so far, an open set with it.
    var structure: X12Structure {
        guard isInSet else { return closed }
        var structure = closed
        let interchange = structure.interchanges.count - 1
        let group = structure.interchanges[interchange].groups.count - 1
        structure.interchanges[interchange].groups[group].sets.append(set)
        return structure
    }

    mutating func take(_ segment: X12Segment) throws(X12Failure) {
        closed.segments += 1
        isAtPatient = false
        isBetweenTrailers = segment.tag == X12Word.se || segment.tag == X12Word.ge
        switch segment.tag {
        case X12Word.isa: try openInterchange(segment)
        case X12Word.iea: closeInterchange(segment)
        case X12Word.gs where !isInSet: try openGroup(segment)
        case X12Word.ge where !isInSet: closeGroup(segment)
        case X12Word.st: try openSet(segment)
        case X12Word.se where isInSet: closeSet(segment)
        case X12Word.ge, X12Word.gs:
            endSet(.trailerMissing)
            try take(segment)
            closed.segments -= 1
        case X12Word.ta1 where !isInGroup: break
        default:
            if isInSet { walk(segment) } else { addInterchangeFault(.structure) }
        }
    }

    /// The file cannot be read on: what is open ends here.
    mutating func fail(_ failure: X12Failure) {
        closed.failure = failure
        if isInInterchange { addInterchangeFault(.content) }
        endOpen()
    }

    mutating func end() {
        if isInInterchange { addInterchangeFault(.endOfFile) }
        endOpen()
    }

    private mutating func endOpen() {
        if isInSet { endSet(.trailerMissing) }
        if isInGroup { endGroup(.trailerMissing) }
        isInInterchange = false
        closedClaims = claims.count
    }

    private mutating func count(_ segment: X12Segment) throws(X12Failure) {
        envelopes += 1
        if envelopes > limits.envelopes {
            throw X12Failure(.tooManyEnvelopes, offset: segment.offset, segment: segment.number)
        }
    }
}

/// Interchanges and groups.
extension X12FileState {
    private mutating func openInterchange(_ segment: X12Segment) throws(X12Failure) {
        if isInInterchange { end() }
        try count(segment)
        var interchange = X12Interchange(
            control: segment.text(13),
            senderQualifier: segment.text(5),
            sender: X12Bytes.text(X12Bytes.trimmed(segment.element(6))),
            receiverQualifier: segment.text(7),
            receiver: X12Bytes.text(X12Bytes.trimmed(segment.element(8))),
            date: segment.text(9),
            time: segment.text(10),
            version: segment.text(12),
            isTest: segment.text(15) == "T",
            wantsAcknowledgement: segment.text(14) == "1",
            number: segment.number
        )
        if X12Bytes.number(segment.element(13)) == nil { interchange.faults.append(.controlNumber) }
        if !["P", "T"].contains(segment.text(15)) { interchange.faults.append(.testIndicator) }
        let key = "\(interchange.senderQualifier)|\(interchange.sender)|\(interchange.control)"
        if !interchangeControls.insert(key).inserted { interchange.faults.append(.duplicateControlNumber) }
        closed.interchanges.append(interchange)
        groupControls.removeAll()
        isInInterchange = true
    }

    private mutating func closeInterchange(_ segment: X12Segment) {
        guard isInInterchange else { return }
        if isInSet { endSet(.trailerMissing) }
        if isInGroup { endGroup(.trailerMissing) }
        let last = closed.interchanges.count - 1
        if X12Bytes.number(segment.element(1)) != closed.interchanges[last].groups.count {
            addInterchangeFault(.groupCount)
        }
        if segment.text(2) != closed.interchanges[last].control { addInterchangeFault(.controlNumbersDiffer) }
        isInInterchange = false
        closedClaims = claims.count
    }

    private mutating func addInterchangeFault(_ fault: X12Interchange.Fault) {
        let last = closed.interchanges.count - 1
        guard last >= 0, !closed.interchanges[last].faults.contains(fault) else { return }
        closed.interchanges[last].faults.append(fault)
    }

    private mutating func openGroup(_ segment: X12Segment) throws(X12Failure) {
        guard isInInterchange else { return addInterchangeFault(.structure) }
        if isInGroup { endGroup(.trailerMissing) }
        try count(segment)
        var group = X12Group(
            kind: segment.text(1),
            sender: segment.text(2),
            receiver: segment.text(3),
            control: segment.text(6),
            version: segment.text(8),
            number: segment.number
        )
        if X12Bytes.number(segment.element(6)) == nil { group.faults.append(.controlNumber) }
        if !groupControls.insert(group.control).inserted { group.faults.append(.duplicateControlNumber) }
        if group.kind != "HC" {
            group.faults.append(.notSupported)
        } else if !X12GuideName.isTaken(group.version) {
            group.faults.append(.versionNotSupported)
        }
        closed.interchanges[closed.interchanges.count - 1].groups.append(group)
        setControls.removeAll()
        isInGroup = true
    }

    private mutating func closeGroup(_ segment: X12Segment) {
        guard isInGroup else { return addInterchangeFault(.structure) }
        onGroup { group in
            group.declaredSets = X12Bytes.number(segment.element(1)) ?? 0
            if group.declaredSets != group.sets.count { group.faults.append(.setCount) }
            if segment.text(2) != group.control { group.faults.append(.controlNumbersDiffer) }
        }
        isInGroup = false
    }

    private mutating func endGroup(_ fault: X12Group.Fault) {
        onGroup { group in
            group.declaredSets = group.sets.count
            group.faults.append(fault)
        }
        isInGroup = false
    }

    private mutating func onGroup(_ change: (inout X12Group) -> Void) {
        let interchange = closed.interchanges.count - 1
        let group = closed.interchanges[interchange].groups.count - 1
        change(&closed.interchanges[interchange].groups[group])
    }
}

/// Transaction sets.
extension X12FileState {
    private mutating func openSet(_ segment: X12Segment) throws(X12Failure) {
        if isInSet { endSet(.trailerMissing) }
        guard isInGroup else { return addInterchangeFault(.structure) }
        try count(segment)
        set = X12Set()
        set.kind = segment.text(1)
        set.control = segment.text(2)
        set.version = segment.text(3)
        set.number = segment.number
        if set.control.isEmpty || set.control.utf8.count > 9 { set.faults.append(.controlNumber) }
        if !setControls.insert(set.control).inserted { set.faults.append(.duplicateControlNumber) }
        var version = set.version
        onGroup { if version.isEmpty { version = $0.version } }
        set.refusedAs = X12GuideName.refusal(kind: set.kind, version: version)
        if set.refusedAs != nil { set.faults.append(set.kind == "837" ? .guideNotSupported : .notSupported) }
        isWalking = set.refusedAs == nil
        isInSet = true
        guard isWalking else { return }
        walker.begin()
        extractor.begin()
        levels = X12Levels()
        check(0, segment, position: 1)
    }

    private mutating func closeSet(_ segment: X12Segment) {
        set.segments += 1
        if isWalking { _ = place(segment) }
        if X12Bytes.number(segment.element(1)) != set.segments { set.faults.append(.segmentCount) }
        if segment.text(2) != set.control { set.faults.append(.controlNumbersDiffer) }
        endSet(nil)
    }

    private mutating func endSet(_ fault: X12Set.Fault?) {
        finishClaim()
        if let fault { set.faults.append(fault) }
        if !set.issues.isEmpty || set.moreIssues > 0 { set.faults.append(.segmentErrors) }
        onGroup { [set] in $0.sets.append(set) }
        settled = claims.count
        isInSet = false
        isAtPatient = true
    }

    private mutating func finishClaim() {
        guard let claim = extractor.finish() else { return }
        claims.append(claim)
        claimsInAll += 1
        lines += claim.lines.count
        set.claims += 1
    }

    private mutating func walk(_ segment: X12Segment) {
        set.segments += 1
        guard isWalking else { return }
        guard let node = place(segment) else { return }
        let position = set.segments
        let role = guide.nodes[node].role
        switch role {
        case .none: break
        case .level:
            finishClaim()
            extractor.level(segment)
            if let element = levels.take(segment) {
                add(issue(.elementErrors, segment, position, element: element, .invalidCode))
            }
            isAtPatient = true
        case .claim:
            finishClaim()
            let interchange = closed.interchanges.count - 1
            let group = closed.interchanges[interchange].groups.count - 1
            let set = closed.interchanges[interchange].groups[group].sets.count
            let place = X12SetPlace(interchange: interchange, group: group, set: set)
            extractor.open(segment, position: position, in: place)
        case .header:
            set.reference = segment.text(3)
            set.created = X12Dates.date(segment.element(4))
        case .submitter: set.submitter = X12Party(segment, position: position)
        case .receiver: set.receiver = X12Party(segment, position: position)
        case .line:
            if X12Bytes.number(segment.element(1)) != extractor.nextLine {
                add(issue(.elementErrors, segment, position, element: 1, .invalidCode))
            }
            extractor.take(role, segment, position: position)
        default: extractor.take(role, segment, position: position)
        }
    }

    /// The segment's node, after telling what is wrong with it and its place.
    private mutating func place(_ segment: X12Segment) -> Int? {
        let position = set.segments
        var found: [GuideWalker.Finding] = []
        let node = walker.place(segment) { found.append($0) }
        for finding in found { tell(finding, segment, position) }
        if let node { check(node, segment, position: position) }
        return node
    }

    private mutating func check(_ node: Int, _ segment: X12Segment, position: Int) {
        var faults: [(Int, Int?, X12Issue.ElementFault)] = []
        ElementCheck(guide: guide, segment: segment).run(node) { faults.append(($0, $1, $2)) }
        for (element, component, fault) in faults {
            add(issue(.elementErrors, segment, position, element: element, component: component, fault))
        }
    }

    private mutating func tell(_ finding: GuideWalker.Finding, _ segment: X12Segment, _ position: Int) {
        switch finding {
        case .missing(let node, let loop):
            var missing = issue(.missing, segment, position)
            // What is missing is missing from the claim that ends here.
            missing.claim = extractor.claim?.account
            missing.segment = X12Word.text(guide.nodes[node].tag)
            let inner = guide.nodes[node].loop
            missing.loop = guide.loops[inner >= 0 ? inner : loop].name
            add(missing)
        case .tooOften(let node):
            add(issue(guide.nodes[node].loop >= 0 ? .loopRepeatedTooOften : .repeatedTooOften, segment, position))
        case .wrongQualifier(let place):
            let component = place.component > 0 ? Int(place.component) : nil
            let element = Int(place.element)
            add(issue(.elementErrors, segment, position, element: element, component: component, .invalidCode))
        case .misplaced(let fault): add(issue(fault, segment, position))
        }
    }

    private func issue(
        _ fault: X12Issue.SegmentFault,
        _ segment: X12Segment,
        _ position: Int,
        element: Int? = nil,
        component: Int? = nil,
        _ elementFault: X12Issue.ElementFault? = nil
    ) -> X12Issue {
        X12Issue(
            segment: X12Word.text(segment.tag),
            position: position,
            number: segment.number,
            offset: segment.offset,
            loop: walker.loopName,
            fault: fault,
            element: element,
            component: component,
            elementFault: elementFault,
            claim: account(segment)
        )
    }

    /// The claim's own number where the segment belongs to a claim.
    private func account(_ segment: X12Segment) -> String? {
        switch segment.tag {
        case X12Word.clm: segment.text(1)
        case X12Word.hl, X12Word.se: nil
        default: extractor.claim?.account
        }
    }

    private mutating func add(_ issue: X12Issue) {
        issues += 1
        if issues <= limits.errorsOfFile, set.issues.count < limits.errors {
            set.issues.append(issue)
        } else {
            set.moreIssues += 1
        }
    }
}
