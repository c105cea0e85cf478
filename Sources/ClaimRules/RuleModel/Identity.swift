/// A rule's stable name. Ids are never reused: when the law changes, one rule's period ends and another begins.
///
/// Made of a static string, so that an id in a log can only be one that stands in the source.
public struct RuleID: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let name: StaticString

    public init(stringLiteral value: StaticString) {
        name = value
    }

    public var description: String { "\(name)" }

    public static func == (left: RuleID, right: RuleID) -> Bool {
        // One rule's id is most often one literal.
        if left.name.utf8CodeUnitCount == right.name.utf8CodeUnitCount, left.name.utf8Start == right.name.utf8Start {
            return true
        }
        return left.name.withUTF8Buffer { a in right.name.withUTF8Buffer { b in a.elementsEqual(b) } }
    }

    public func hash(into hasher: inout Hasher) {
        name.withUTF8Buffer { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

/// How much a broken rule weighs.
public enum Severity: String, CaseIterable, Comparable, Sendable {
    /// Worth knowing; changes no verdict.
    case info
    /// A person should look before the lines are billed.
    case warning
    /// The lines may not be billed as they are.
    case error

    private var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .error: 2
        }
    }

    public static func < (left: Severity, right: Severity) -> Bool {
        left.rank < right.rank
    }
}

/// Where a rule is written down.
public struct Citation: Equatable, Sendable {
    public let title: String
    public let section: String
    /// Where to read it; nil for a document that has no public address.
    public let url: String?
    /// How much weight the source bears, as graded in the documentation's list of sources.
    public let grade: Grade

    public init(title: String, section: String, url: String? = nil, grade: Grade) {
        self.title = title
        self.section = section
        self.url = url
        self.grade = grade
    }

    public enum Grade: String, Sendable {
        /// Read out of a CMS data file or the NCCI manual.
        case data = "A"
        /// Read on a page of CMS, a Medicare contractor, an inspector, a society or a payer.
        case published = "B"
        /// A vendor or a blog.
        case secondary = "C"
        /// The practice guides this service was first built from.
        case guide = "S"
        /// Known, but the source was not opened; such a rule is at most a warning.
        case unconfirmed = "K"

        /// What answers call it.
        public var word: StaticString {
            switch self {
            case .data: "data"
            case .published: "published"
            case .secondary: "secondary"
            case .guide: "guide"
            case .unconfirmed: "unconfirmed"
            }
        }
    }
}

/// First and last day on which something is in force; nil is open.
public struct EffectivePeriod: Equatable, Sendable {
    public let from: CalendarDate?
    public let through: CalendarDate?

    public init(from: CalendarDate? = nil, through: CalendarDate? = nil) {
        self.from = from
        self.through = through
    }

    /// In force on every day.
    public static let always = EffectivePeriod()

    public func contains(_ date: CalendarDate) -> Bool {
        if let from, date < from { return false }
        if let through, date > through { return false }
        return true
    }
}

/// The claim adjustment that a payer answers with when the rule is broken: group, reason and remark codes by number.
public struct Adjustment: Equatable, Sendable {
    public let group: String
    public let carc: String
    public let rarc: [String]

    public init(_ group: String, _ carc: String, _ rarc: String...) {
        self.group = group
        self.carc = carc
        self.rarc = rarc
    }
}
