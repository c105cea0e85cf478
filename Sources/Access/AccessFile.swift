import ClaimFormats

/// One thing that is wrong with a file of keys or clients, and where.
public struct AccessFileProblem: Error, Sendable, Equatable {
    /// Line and column from 1; columns count Unicode scalars.
    public let line: Int
    public let column: Int
    /// A sentence that says what would be right. It never repeats what the file holds.
    public let detail: String

    public init(line: Int, column: Int, detail: String) {
        self.line = line
        self.column = column
        self.detail = detail
    }
}

extension AccessFileProblem: CustomStringConvertible {
    public var description: String { "\(line):\(column): \(detail)" }
}

/// Reads the small JSON files of this module, strictly: what is not known is an error, so that a misspelt expiry is not
/// a key that never expires.
struct AccessFile {
    /// The largest file, in bytes.
    static let limit = 1 << 18

    let bytes: [UInt8]
    let root: JSONTree

    init(_ bytes: [UInt8]) throws(AccessFileProblem) {
        self.bytes = bytes
        do throws(JSONSyntaxProblem) {
            root = try JSONTree.read(bytes, limits: JSONLimits(bytes: Self.limit, depth: 8, items: 10_000))
        } catch {
            throw AccessFileProblem(line: error.line, column: error.column, detail: error.detail)
        }
    }

    func problem(_ offset: Int, _ detail: String) -> AccessFileProblem {
        let (line, column) = JSONTree.position(of: offset, in: bytes)
        return AccessFileProblem(line: line, column: column, detail: detail)
    }

    /// The list that is the only member of the document's object, at most so long.
    func list(_ name: String, atMost count: Int) throws(AccessFileProblem) -> [JSONTree] {
        try checkMembers(root, [name], [])
        guard let elements = root[name]?.elements else {
            throw problem(root[name]?.offset ?? root.offset, "`\(name)` is a list.")
        }
        guard elements.count <= count else {
            throw problem(elements[count].offset, "At most \(count) of `\(name)` are taken.")
        }
        return elements
    }

    /// Sees to it that a value is an object with these members and no others.
    func checkMembers(
        _ tree: JSONTree,
        _ required: [String],
        _ optional: [String]
    ) throws(AccessFileProblem) {
        guard case .object(let members) = tree.content else {
            throw problem(tree.offset, "This is an object with \(Self.words(required)).")
        }
        for member in members where !required.contains(member.name) && !optional.contains(member.name) {
            throw problem(member.offset, "The members are \(Self.words(required + optional)).")
        }
        for name in required where tree[name] == nil { throw problem(tree.offset, "`\(name)` is missing.") }
    }

    /// A text that `make` takes.
    func value<Value>(
        _ tree: JSONTree,
        _ name: String,
        _ form: String,
        _ make: (String) -> Value?
    ) throws(AccessFileProblem) -> Value {
        guard let member = tree[name] else { throw problem(tree.offset, "`\(name)` is missing.") }
        guard let value = member.string.flatMap(make) else { throw problem(member.offset, "`\(name)` is \(form).") }
        return value
    }

    /// The scopes of the member `scopes`: at least one.
    func scopes(_ tree: JSONTree) throws(AccessFileProblem) -> Scopes {
        let all = Self.words(Scope.allCases.map(\.rawValue))
        let member = tree["scopes"]
        guard let elements = member?.elements, !elements.isEmpty else {
            throw problem(member?.offset ?? tree.offset, "`scopes` is a list of at least one of \(all).")
        }
        var scopes: [Scope] = []
        for element in elements {
            guard let scope = element.string.flatMap(Scope.init(rawValue:)) else {
                throw problem(element.offset, "A scope is one of \(all).")
            }
            guard !scopes.contains(scope) else { throw problem(element.offset, "This scope is there already.") }
            scopes.append(scope)
        }
        return Scopes(scopes)
    }

    private static func words(_ names: [String]) -> String {
        names.map { "`\($0)`" }.joined(separator: ", ")
    }
}

/// The name that an operator gives a client.
///
/// Small letters, digits, points and hyphens, a letter first, at most 64 of them.
public struct ClientName: Sendable, Hashable {
    public static let limit = 64
    static let form = "a name of small letters, digits, points and hyphens, a letter first, at most \(limit) characters"

    public let text: String

    public init?(_ text: String) {
        guard let first = text.utf8.first, (0x61...0x7a).contains(first), text.utf8.count <= Self.limit,
            text.utf8.allSatisfy({
                (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d || $0 == 0x2e
            })
        else { return nil }
        self.text = text
    }
}
