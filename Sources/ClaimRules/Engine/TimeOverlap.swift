/// Time of one performer that lies in two entries at once.
struct TimeOverlap: Equatable, Sendable {
    /// The entry that came later by its start, as a position in the log.
    let entry: Int
    /// The entry that had the time already.
    let other: Int
    let milliseconds: Int64
    /// One of the two was recorded for another program.
    let isOtherProgram: Bool
}

extension MinuteTally {
    /// The overlaps between entries with start and end by the same named performer, so that no minute counts twice.
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
            let reason = reasons[position]
            guard reason == nil || reason == .otherProgram || reason == .outsideMonth || reason == .facilityStay else {
                continue
            }
            timed.append(
                Interval(
                    performer: performer,
                    start: start.milliseconds,
                    end: end.milliseconds,
                    entry: position,
                    isOtherProgram: reason == .otherProgram
                )
            )
        }
        guard timed.count > 1 else { return [] }
        timed.sort()
        var found: [TimeOverlap] = []
        var own: Interval?
        var foreign: Interval?
        for interval in timed {
            if let known = foreign, let overlap = overlap(interval, known), !interval.isOtherProgram {
                found.append(overlap)
            }
            if let known = own, let overlap = overlap(interval, known) { found.append(overlap) }
            if interval.isOtherProgram {
                foreign = later(interval, foreign)
            } else {
                own = later(interval, own)
            }
        }
        return found
    }

    private static func overlap(_ interval: Interval, _ known: Interval) -> TimeOverlap? {
        guard interval.performer == known.performer else { return nil }
        let milliseconds = min(interval.end, known.end) - interval.start
        guard milliseconds > 0 else { return nil }
        return TimeOverlap(
            entry: interval.entry,
            other: known.entry,
            milliseconds: milliseconds,
            isOtherProgram: interval.isOtherProgram != known.isOtherProgram
        )
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
        let isOtherProgram: Bool

        static func < (left: Interval, right: Interval) -> Bool {
            if left.performer != right.performer { return left.performer < right.performer }
            if left.start != right.start { return left.start < right.start }
            return left.end != right.end ? left.end > right.end : left.entry < right.entry
        }
    }
}
