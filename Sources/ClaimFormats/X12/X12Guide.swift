/// What the reader takes from a segment of the guide.
enum X12Role: String {
    case none, header, submitter, receiver, level, billingTaxonomy, billing, billingTaxNumber, subscriberInformation
    case subscriber, subscriberBirth, payer, dependent, dependentBirth, claim, originalReference, traceNumber, diagnoses
    case rendering, renderingTaxonomy, line, service, serviceDate, lineRendering, lineRenderingTaxonomy
}

/// A place within a segment; component 0 is the element as a whole.
struct X12ElementPlace: Equatable, Sendable {
    var element: UInt8
    var component: UInt8
}

/// The rules for one element or component.
struct X12ElementRule {
    enum Kind: UInt8 {
        case text, code, whole, decimal, amount, facility, date, time, period, notUsed, composite
    }

    var kind: Kind
    var shortest: UInt16
    var longest: UInt16
    /// Where a composite's components stand in the guide's list.
    var components: Range<Int>
}

/// One segment, or one inner loop, at its place in a loop. Lists are ranges of the guide's own, so that a node is copied
/// without counting references.
struct X12Node {
    var tag: UInt32
    /// The element that tells this segment from others of its name, and the values it may have; none where empty.
    var qualifier: X12ElementPlace
    var values: Range<Int>
    var isRequired: Bool
    /// Most uses; 0 is without bound.
    var limit: Int
    /// The inner loop that begins here, or -1.
    var loop: Int
    /// The first node of those that may come in any order with this one.
    var group: Int
    var role: X12Role
    var elements: Range<Int>
    var needs: Range<Int>
    var codes: Range<Int>
}

/// An implementation guide as tables: loops, their nodes, and what each segment may hold.
final class X12Guide: Sendable {
    struct Loop {
        let name: String
        let nodes: Range<Int>
    }

    struct CodeList {
        let place: X12ElementPlace
        let values: Range<Int>
    }

    let loops: [Loop]
    let nodes: [X12Node]
    let values: [UInt32]
    let needs: [X12ElementPlace]
    let codes: [CodeList]
    let elements: [X12ElementRule]
    /// The names of all segments of the guide.
    let tags: Set<UInt32>
    /// The most nodes that a loop has.
    let widestLoop: Int
    /// The deepest nesting of loops.
    static let depth = 8

    static let professional = X12Guide(loops: ProfessionalClaimGuide.loops, segments: ProfessionalClaimGuide.segments)

    private init(loops loopText: String, segments segmentText: String) {
        var builder = X12GuideBuilder()
        builder.addSegments(segmentText)
        builder.addLoops(loopText)
        loops = builder.loops
        nodes = builder.nodes
        values = builder.values
        needs = builder.needs
        codes = builder.codes
        elements = builder.elements
        tags = Set(builder.segments.keys)
        widestLoop = builder.loops.map(\.nodes.count).max() ?? 0
    }
}

/// Reads the guide's text. The text is part of the program, so a mistake in it stops the program at first use.
private struct X12GuideBuilder {
    var loops: [X12Guide.Loop] = []
    var nodes: [X12Node] = []
    var values: [UInt32] = []
    var needs: [X12ElementPlace] = []
    var codes: [X12Guide.CodeList] = []
    var elements: [X12ElementRule] = []
    var segments: [UInt32: Range<Int>] = [:]

    mutating func addSegments(_ text: String) {
        for row in text.split(separator: "\n") {
            let words = row.split(separator: " ")
            var rules: [X12ElementRule] = []
            for word in words.dropFirst() {
                let parts = (word == "H" ? "ID1-3/AN1-30/-/-/-/-/-/-/-" : word).split(separator: "/")
                if parts.count == 1 {
                    rules.append(rule(word))
                } else {
                    let start = elements.count
                    elements += parts.map(rule)
                    let components = start..<elements.count
                    rules.append(X12ElementRule(kind: .composite, shortest: 0, longest: 0, components: components))
                }
            }
            let start = elements.count
            elements += rules
            segments[X12Word.word(words[0])] = start..<elements.count
        }
    }

    private func rule(_ word: Substring) -> X12ElementRule {
        let letters = word.prefix { !$0.isNumber && $0 != "-" }
        let bounds = word.dropFirst(letters.count).split(separator: "-").map { UInt16($0)! }
        let kinds: [Substring: X12ElementRule.Kind] = [
            "AN": .text, "ID": .code, "N": .whole, "R": .decimal, "M": .amount,
            "F": .facility, "D": .date, "T": .time, "P": .period, "": .notUsed,
        ]
        return X12ElementRule(
            kind: kinds[letters]!,
            shortest: bounds.first ?? 0,
            longest: bounds.last ?? 0,
            components: 0..<0
        )
    }

    mutating func addLoops(_ text: String) {
        let blocks = text.split(separator: "\n\n")
        let names = blocks.map { String($0.prefix { $0 != "\n" }.dropFirst(5)) }
        for (name, block) in zip(names, blocks) {
            let start = nodes.count
            for row in block.split(separator: "\n").dropFirst() { addNode(row.split(separator: " "), names) }
            loops.append(X12Guide.Loop(name: name, nodes: start..<nodes.count))
        }
        // A loop node answers to its first segment; neighbours of one name may come in any order.
        for index in nodes.indices where nodes[index].loop >= 0 {
            let trigger = nodes[loops[nodes[index].loop].nodes.lowerBound]
            nodes[index].tag = trigger.tag
            nodes[index].qualifier = trigger.qualifier
            nodes[index].values = trigger.values
        }
        for loop in loops {
            for index in loop.nodes {
                let isFirst = index == loop.nodes.lowerBound
                let joins = !isFirst && nodes[index - 1].tag == nodes[index].tag
                let bothLoops = !isFirst && (nodes[index - 1].loop >= 0) == (nodes[index].loop >= 0)
                nodes[index].group = joins && bothLoops ? nodes[index - 1].group : index
            }
        }
    }

    private mutating func addNode(_ words: [Substring], _ names: [String]) {
        let isLoop = words[0].hasPrefix("+")
        let tag = isLoop ? 0 : X12Word.word(words[0])
        var node = X12Node(
            tag: tag,
            qualifier: X12ElementPlace(element: 0, component: 0),
            values: 0..<0,
            isRequired: words[1] == "R",
            limit: Int(words[2])!,
            loop: isLoop ? names.firstIndex(of: String(words[0].dropFirst()))! : -1,
            group: 0,
            role: .none,
            elements: isLoop ? 0..<0 : segments[tag]!,
            needs: needs.count..<needs.count,
            codes: codes.count..<codes.count
        )
        for word in words.dropFirst(3) {
            let mark = word.firstIndex(of: "=")!
            let value = word[word.index(after: mark)...]
            switch word[..<mark] {
            case "is": (node.qualifier, node.values) = list(value)
            case "as": node.role = X12Role(rawValue: String(value))!
            case "need":
                let start = needs.count
                needs += value.split(separator: ",").map(place)
                node.needs = start..<needs.count
            default:
                let start = codes.count
                for item in value.split(separator: ";") {
                    let (place, values) = list(item)
                    codes.append(X12Guide.CodeList(place: place, values: values))
                }
                node.codes = start..<codes.count
            }
        }
        nodes.append(node)
    }

    /// `1:EI,SY` is a place and the values it may have.
    private mutating func list(_ text: Substring) -> (X12ElementPlace, Range<Int>) {
        let parts = text.split(separator: ":")
        let start = values.count
        values += parts[1].split(separator: ",").map { X12Word.word($0) }
        return (place(parts[0]), start..<values.count)
    }

    /// `5.2` is the second component of the fifth element.
    private func place(_ text: Substring) -> X12ElementPlace {
        let parts = text.split(separator: ".").map { UInt8($0)! }
        return X12ElementPlace(element: parts[0], component: parts.count > 1 ? parts[1] : 0)
    }
}
