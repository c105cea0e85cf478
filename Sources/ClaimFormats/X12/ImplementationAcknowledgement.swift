/// TA1 and 999: what was received, whether it was taken, and what was wrong with its structure.
///
/// Source: ASC X12C 005010X231A1 for the 999; ASC X12 TA1.
enum ImplementationAcknowledgement {
    /// The interchange acknowledgements alone, one interchange for each that was received.
    static func interchanges(_ structure: X12Structure, _ stamp: X12Stamp) -> [UInt8] {
        var writer = X12Writer(stamp)
        for interchange in structure.interchanges {
            writer.beginInterchange(answering: interchange)
            acknowledge(interchange, &writer)
            writer.endInterchange()
        }
        return writer.bytes
    }

    /// A 999 for each group that was received, after a TA1 where one was asked for or the interchange has faults.
    static func groups(_ structure: X12Structure, _ stamp: X12Stamp) -> [UInt8] {
        var writer = X12Writer(stamp)
        for interchange in structure.interchanges {
            writer.beginInterchange(answering: interchange)
            // Acknowledgements are not acknowledged, or two systems would never stop; and of an interchange that its TA1
            // rejects nothing is accepted.
            let groups = interchange.groups.filter {
                $0.kind != "FA" && (!interchange.isRejected || $0.acceptedSets == 0)
            }
            if interchange.wantsAcknowledgement || !interchange.faults.isEmpty || groups.isEmpty {
                acknowledge(interchange, &writer)
            }
            for group in groups {
                writer.beginGroup("FA", answering: group, version: version)
                acknowledge(group, &writer)
                writer.endGroup()
            }
            writer.endInterchange()
        }
        return writer.bytes
    }

    private static let version = "005010X231A1"

    private static func acknowledge(_ interchange: X12Interchange, _ writer: inout X12Writer) {
        let fault = interchange.faults.first
        writer.raw(
            "TA1",
            [
                X12Writer.clean(interchange.control, 9), X12Writer.clean(interchange.date, 6),
                X12Writer.clean(interchange.time, 4), fault == nil ? "A" : interchange.isRejected ? "R" : "E",
                fault?.rawValue ?? "000",
            ]
        )
    }

    private static func acknowledge(_ group: X12Group, _ writer: inout X12Writer) {
        writer.beginSet("999", version: version)
        writer.segment(
            "AK1",
            X12Writer.clean(group.kind, 2),
            X12Writer.clean(group.control, 9),
            X12Writer.clean(group.version, 12)
        )
        for set in group.sets { acknowledge(set, &writer) }
        let accepted = group.acceptedSets
        let result =
            group.isAccepted ? "A" : accepted == 0 ? "R" : group.faults.isEmpty ? "P" : "R"
        let faults = group.faults.prefix(5).map(\.rawValue)
        writer.segment(
            "AK9",
            result,
            "\(group.declaredSets)",
            "\(group.sets.count)",
            "\(accepted)",
            faults.first ?? "",
            faults.count > 1 ? faults[1] : "",
            faults.count > 2 ? faults[2] : ""
        )
        writer.endSet()
    }

    private static func acknowledge(_ set: X12Set, _ writer: inout X12Writer) {
        writer.segment(
            "AK2",
            X12Writer.clean(set.kind, 3),
            X12Writer.clean(set.control, 9),
            X12Writer.clean(set.version, 35)
        )
        var position = 0
        while position < set.issues.count {
            // All that is wrong with one segment stands under one IK3.
            let first = set.issues[position]
            var end = position + 1
            while end < set.issues.count, isSameSegment(set.issues[end], first) { end += 1 }
            acknowledge(set.issues[position..<end], &writer)
            position = end
        }
        let faults = Array(set.faults.prefix(5).map(\.rawValue))
        writer.segment(
            "IK5",
            set.isAccepted ? "A" : "R",
            faults.first ?? "",
            faults.count > 1 ? faults[1] : "",
            faults.count > 2 ? faults[2] : "",
            faults.count > 3 ? faults[3] : ""
        )
    }

    private static func isSameSegment(_ left: X12Issue, _ right: X12Issue) -> Bool {
        left.position == right.position && left.segment == right.segment && left.fault == right.fault
            && left.fault == .elementErrors
    }

    private static func acknowledge(_ issues: ArraySlice<X12Issue>, _ writer: inout X12Writer) {
        guard let first = issues.first else { return }
        // The loop's name has room for four characters here.
        let segment = first.segment.utf8.count < 2 ? "ZZZ" : String(first.segment.prefix(3))
        writer.segment("IK3", segment, "\(first.position)", String(first.loop.prefix(4)), first.fault.rawValue)
        if let claim = first.claim.map({ X12Writer.clean($0, 35) }), !claim.isEmpty {
            writer.segment("CTX", "CLM01:\(claim)")
        }
        for issue in issues {
            guard let element = issue.element, let fault = issue.elementFault else { continue }
            writer.segment("IK4", "\(element)" + (issue.component.map { ":\($0)" } ?? ""), "", fault.rawValue)
        }
    }
}
