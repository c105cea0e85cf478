/// What the systems that a trace went through have to say to one another: `tracestate` of W3C Trace Context, level 1.
///
/// It is text of others. It goes back to whoever sent it and nowhere else: there is no way from here into a log line.
public struct TraceState: Hashable, Sendable {
    /// The most members of a list.
    public static let members = 32
    /// The most that is passed on, in characters; what is longer loses members.
    public static let limit = 512
    /// Members longer than this, in characters, are the first to go.
    public static let longMember = 128

    /// The list as the field has it.
    public let text: String

    /// From all values of the field in their order; nil where there is nothing to pass on: no member, too many, a member that
    /// is not well-formed, or a key that comes twice (section 3.3).
    public init?(_ values: [String]) {
        var members: [Substring.UTF8View] = []
        var keys: Set<String> = []
        for value in values {
            for part in value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
                let member = Self.trimmed(part)
                // An empty member is allowed and says nothing.
                if member.isEmpty { continue }
                guard let key = Self.key(of: member), keys.insert(key).inserted, members.count < Self.members else {
                    return nil
                }
                members.append(member)
            }
        }
        members = Self.fitting(members)
        guard !members.isEmpty else { return nil }
        text = members.map { String(Substring($0)) }.joined(separator: ",")
    }

    /// Section 3.3.1.5: long members go first, then those at the end.
    private static func fitting(_ members: [Substring.UTF8View]) -> [Substring.UTF8View] {
        func length(_ members: [Substring.UTF8View]) -> Int { members.reduce(-1) { $0 + $1.count + 1 } }
        var members = members
        if length(members) > limit { members.removeAll { $0.count > longMember } }
        while length(members) > limit { members.removeLast() }
        return members
    }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }

    /// The key of a well-formed member.
    private static func key(of member: Substring.UTF8View) -> String? {
        guard let equals = member.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let key = member[..<equals]
        let value = member[member.index(after: equals)...]
        let parts = key.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        let isKey =
            parts.count == 1
            ? isName(parts[0], atMost: 256, beginsWithDigit: false)
            : parts.count == 2 && isName(parts[0], atMost: 241, beginsWithDigit: true)
                && isName(parts[1], atMost: 14, beginsWithDigit: false)
        // Printable, without commas and equals signs; blanks at its end are gone already.
        let isValue =
            (1...256).contains(value.count)
            && value.allSatisfy { (0x20...0x7e).contains($0) && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "=") }
        return isKey && isValue ? String(Substring(key)) : nil
    }

    private static func isName(_ text: Substring.UTF8View, atMost limit: Int, beginsWithDigit: Bool) -> Bool {
        guard let first = text.first, text.count <= limit else { return false }
        func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte) }
        func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
        guard isLetter(first) || beginsWithDigit && isDigit(first) else { return false }
        return text.allSatisfy { isLetter($0) || isDigit($0) || [0x5f, 0x2d, 0x2a, 0x2f].contains($0) }
    }
}
