/// Finds each segment's place in the guide, one after the other, and says where the file departs from it.
///
/// A segment is looked for from the present place forward, in the innermost open loop first; what is passed over and
/// required is missing. A segment without a place is told and left out, and the walk goes on from where it was.
struct GuideWalker {
    private struct Frame {
        var loop: Int
        var node: Int
    }

    let guide: X12Guide
    private var frames: [Frame]
    private var counts: [UInt16]
    private(set) var depth = 0

    init(_ guide: X12Guide) {
        self.guide = guide
        frames = [Frame](repeating: Frame(loop: 0, node: 0), count: X12Guide.depth)
        counts = [UInt16](repeating: 0, count: X12Guide.depth * guide.widestLoop)
    }

    /// The loop that the last placed segment is in.
    var loopName: String { guide.loops[frames[max(0, depth - 1)].loop].name }

    /// What was found about a segment that is not simply in its place.
    enum Finding {
        /// A required segment or loop, by its node, that was passed over.
        case missing(node: Int, loop: Int)
        case tooOften(node: Int)
        /// The segment's name is right here, its qualifier is not.
        case wrongQualifier(X12ElementPlace)
        case misplaced(X12Issue.SegmentFault)
    }

    /// Begins with the transaction set's own header.
    mutating func begin() {
        depth = 0
        push(0)
    }

    /// The node of this segment, or nil where it has no place.
    mutating func place(_ segment: X12Segment, _ tell: (Finding) -> Void) -> Int? {
        let tag = segment.tag
        let first = segment.packed(1)
        var level = depth - 1
        while level >= 0 {
            let frame = frames[level]
            let end = guide.loops[frame.loop].nodes.upperBound
            // A loop's own first segment begins the loop anew, which is its outer loop's to find.
            var node = max(guide.nodes[frame.node].group, guide.loops[frame.loop].nodes.lowerBound + 1)
            while node < end {
                if guide.nodes[node].tag == tag, matches(node, segment, first) {
                    return take(node, at: level, tell)
                }
                node += 1
            }
            level -= 1
        }
        tell(misplacement(tag))
        return nil
    }

    @inline(__always)
    private func matches(_ index: Int, _ segment: X12Segment, _ first: UInt32) -> Bool {
        let node = guide.nodes[index]
        if node.values.isEmpty { return true }
        let place = node.qualifier
        let value =
            place.component > 0
            ? segment.packed(Int(place.element), Int(place.component))
            : place.element == 1 ? first : segment.packed(Int(place.element))
        return contains(node.values, value)
    }

    private func contains(_ values: Range<Int>, _ value: UInt32) -> Bool {
        for position in values where guide.values[position] == value { return true }
        return false
    }

    private mutating func take(_ index: Int, at level: Int, _ tell: (Finding) -> Void) -> Int {
        for inner in stride(from: depth - 1, to: level, by: -1) {
            let loop = guide.loops[frames[inner].loop]
            tellMissing(guide.nodes[frames[inner].node].group..<loop.nodes.upperBound, inner, tell)
        }
        let node = guide.nodes[index]
        let from = guide.nodes[frames[level].node].group
        if from < node.group { tellMissing(from..<node.group, level, tell) }
        depth = level + 1
        frames[level].node = index
        let slot = level * guide.widestLoop + index - guide.loops[frames[level].loop].nodes.lowerBound
        counts[slot] = min(counts[slot] &+ 1, .max - 1)
        if node.limit > 0, Int(counts[slot]) > node.limit { tell(.tooOften(node: index)) }
        guard node.loop >= 0 else { return index }
        push(node.loop)
        return guide.loops[node.loop].nodes.lowerBound
    }

    private mutating func push(_ loop: Int) {
        let nodes = guide.loops[loop].nodes
        frames[depth] = Frame(loop: loop, node: nodes.lowerBound)
        let start = depth * guide.widestLoop
        for slot in start..<start + nodes.count { counts[slot] = 0 }
        counts[start] = 1
        depth += 1
    }

    private func tellMissing(_ nodes: Range<Int>, _ level: Int, _ tell: (Finding) -> Void) {
        let loop = frames[level].loop
        let start = level * guide.widestLoop - guide.loops[loop].nodes.lowerBound
        for node in nodes where guide.nodes[node].isRequired && counts[start + node] == 0 {
            tell(.missing(node: node, loop: loop))
        }
    }

    /// Why a segment of this name has no place.
    private func misplacement(_ tag: UInt32) -> Finding {
        guard guide.tags.contains(tag) else { return .misplaced(.unrecognized) }
        let frame = frames[depth - 1]
        let loop = guide.loops[frame.loop].nodes
        for node in guide.nodes[frame.node].group..<loop.upperBound
        where guide.nodes[node].tag == tag && guide.nodes[node].loop < 0 && !guide.nodes[node].values.isEmpty {
            return .wrongQualifier(guide.nodes[node].qualifier)
        }
        for level in 0..<depth {
            for node in guide.loops[frames[level].loop].nodes.dropFirst() where guide.nodes[node].tag == tag {
                return .misplaced(.outOfSequence)
            }
        }
        return .misplaced(.unexpected)
    }
}
