/// What a caller may ask for.
public enum Scope: String, CaseIterable, Sendable {
    case validateClaims = "claims:validate"
    case suggestCodes = "claims:suggest"
    case findGaps = "claims:gaps"
    /// The tables, rules and profiles: public knowledge, but for a deployment's own profiles.
    case readRules = "rules:read"
    case readMetrics = "metrics:read"

    fileprivate var bit: UInt8 {
        switch self {
        case .validateClaims: 1
        case .suggestCodes: 2
        case .findGaps: 4
        case .readRules: 8
        case .readMetrics: 16
        }
    }
}

/// A set of scopes.
public struct Scopes: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public init(_ scopes: [Scope]) { rawValue = scopes.reduce(0) { $0 | $1.bit } }

    /// The three questions, and what is public anyway.
    public static let claims = Scopes([.validateClaims, .suggestCodes, .findGaps, .readRules])
    public static let all = Scopes(Scope.allCases)

    public func contains(_ scope: Scope) -> Bool { rawValue & scope.bit != 0 }

    /// In the order of their declaration.
    public var list: [Scope] { Scope.allCases.filter(contains) }
}
