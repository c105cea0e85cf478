public import StructuredLog

/// A name and a value that tell one figure of a family from the others.
///
/// The values are of the closed types that a log line has, so nothing that a client sent can become a label: neither
/// does patient data get out this way, nor can anybody make the number of series grow.
public struct MetricLabel: Sendable {
    enum Value: Sendable {
        case word(LogWord)
        case status(Int)
        case version(LogVersion)
        case digest(LogDigest)
    }

    let name: StaticString
    let value: Value

    public static func word(_ name: StaticString, _ word: LogWord) -> MetricLabel {
        MetricLabel(name: name, value: .word(word))
    }

    /// A response status, three digits.
    public static func status(_ name: StaticString, _ code: Int) -> MetricLabel {
        MetricLabel(name: name, value: .status(code))
    }

    public static func version(_ name: StaticString, _ version: LogVersion) -> MetricLabel {
        MetricLabel(name: name, value: .version(version))
    }

    public static func digest(_ name: StaticString, _ digest: LogDigest) -> MetricLabel {
        MetricLabel(name: name, value: .digest(digest))
    }

    var text: String {
        switch value {
        case .word(let word): word.text
        case .status(let code): String(code)
        case .version(let version): version.description
        case .digest(let digest): digest.description
        }
    }
}
