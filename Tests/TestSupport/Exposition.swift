public import Metrics

/// What a collector reads, with everything that is wrong with it by the rules of the two forms.
public struct Exposition: Sendable {
    /// Values by name and labels, as written.
    public private(set) var samples: [String: Double] = [:]
    /// Types by family.
    public private(set) var families: [String: String] = [:]
    public private(set) var faults: [String] = []

    public init(_ text: String, _ form: MetricForm = .text) {
        var family = ""
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.popLast() != "" { faults.append("the last line has no end") }
        if form == .openMetrics, lines.popLast() != "# EOF" { faults.append("no # EOF at the end") }
        for line in lines {
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            if line.hasPrefix("# ") {
                guard words.count == 4, ["HELP", "TYPE", "UNIT"].contains(words[1]) else {
                    faults.append(line)
                    continue
                }
                if words[1] == "HELP" {
                    if families[words[2]] != nil { faults.append("\(words[2]) comes twice") }
                    family = words[2]
                    families[family] = ""
                } else if words[2] != family {
                    faults.append(line)
                }
                if words[1] == "TYPE" { families[family] = words[3] }
                if words[1] == "UNIT", form == .text || !family.hasSuffix("_" + words[3]) { faults.append(line) }
            } else {
                read(line, family, form)
            }
        }
    }

    private mutating func read(_ line: String, _ family: String, _ form: MetricForm) {
        let pattern = /([a-z][a-z_]*)(\{(?:[a-z_]+="(?:[^"\\\n]|\\.)*",?)*\})? ([0-9.e+-]+)/
        guard let match = line.wholeMatch(of: pattern), let value = Double(match.3) else {
            faults.append(line)
            return
        }
        let suffixes: [String] =
            switch families[family] {
            case "counter": form == .openMetrics ? ["_total"] : [""]
            case "histogram": ["_bucket", "_count", "_sum"]
            case "info": ["_info"]
            case "gauge": [""]
            default: []
            }
        if !suffixes.contains(where: { family + $0 == match.1 }) { faults.append("\(line) in \(family)") }
        if families[family] == "counter", !match.1.hasSuffix("_total") { faults.append(line) }
        let key = line.prefix(line.count - match.3.count - 1)
        if samples.updateValue(value, forKey: String(key)) != nil { faults.append("\(key) comes twice") }
    }
}
