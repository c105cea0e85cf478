/// Time of one performer that lies in two entries at once.
struct TimeOverlap: Equatable, Sendable {
    /// What the entry that shares the time is.
    enum Kind: Int, CaseIterable {
        /// Both entries are for care management: the time counts once.
        case counted
        /// One of the two was recorded for another program.
        case otherProgram
        /// One of the two was spent face to face with the patient.
        case faceToFace
    }

    /// The entry that came later by its start, as a position in the log.
    let entry: Int
    /// The entry that had the time already.
    let other: Int
    let milliseconds: Int64
    let kind: Kind
}

extension MinuteTally {
    /// The overlaps between entries with start and end by the same named performer of which one at least is for care
    /// management, so that no minute counts twice.
    ///
    /// Sorted by the entries' own values, so that the order of the log does not matter.
    static func overlaps(in log: [TimeEntry], excluded: [ExcludedTime]) -> [TimeOverlap] {
        var timed: [Interval] = []
        var reasons: [Int: ExclusionReason] = [:]
        for time in excluded { reasons[time.entry] = time.reason }
        for (position, entry) in log.enumerated() {
            guard case .interval(let start, let end)? = entry.duration, let performer = entry.performer?.id else {
                continue
            }
            guard let kind = kind(reasons[position]) else { continue }
            timed.append(
                Interval(
                    performer: performer,
                    start: start.milliseconds,
                    end: end.milliseconds,
                    entry: position,
                    kind: kind
                )
            )
        }
        guard timed.count > 1 else { return [] }
        timed.sort()
        var found: [TimeOverlap] = []
        // Of each kind the interval that reaches furthest.
        var latest = [Interval?](repeating: nil, count: TimeOverlap.Kind.allCases.count)
        for interval in timed {
            for kind in [TimeOverlap.Kind.otherProgram, .faceToFace, .counted] {
                guard interval.kind == .counted || kind == .counted, let known = latest[kind.rawValue],
                    let milliseconds = shared(interval, known)
                else { continue }
                found.append(
                    TimeOverlap(
                        entry: interval.entry,
                        other: known.entry,
                        milliseconds: milliseconds,
                        kind: interval.kind == .counted ? kind : interval.kind
                    )
                )
            }
            latest[interval.kind.rawValue] = later(interval, latest[interval.kind.rawValue])
        }
        return found
    }

    /// What an entry is that was left out for this reason; nil where its time is nobody's here.
    private static func kind(_ reason: ExclusionReason?) -> TimeOverlap.Kind? {
        switch reason {
        case nil, .outsideMonth, .facilityStay: .counted
        case .otherProgram: .otherProgram
        case .faceToFace: .faceToFace
        default: nil
        }
    }

    private static func shared(_ interval: Interval, _ known: Interval) -> Int64? {
        guard interval.performer == known.performer else { return nil }
        let milliseconds = min(interval.end, known.end) - interval.start
        return milliseconds > 0 ? milliseconds : nil
    }

    /// Of two intervals of a performer the one that reaches further; a new performer's always.
    private static func later(_ interval: Interval, _ known: Interval?) -> Interval {
        guard let known, known.performer == interval.performer, known.end > interval.end else { return interval }
        return known
    }

    private struct Interval: Comparable {
        let performer: String
        let start: Int64
        let end: Int64
        let entry: Int
        let kind: TimeOverlap.Kind

        static func < (left: Interval, right: Interval) -> Bool {
            if left.performer != right.performer { return left.performer < right.performer }
            if left.start != right.start { return left.start < right.start }
            return left.end != right.end ? left.end > right.end : left.entry < right.entry
        }
    }
}
