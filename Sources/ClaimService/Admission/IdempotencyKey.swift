import HTTPMessage

/// The name that a client gives a request, so that it can send it again without harm
/// (draft-ietf-httpapi-idempotency-key-header-06).
struct IdempotencyKey: Hashable {
    /// Longest key, in characters.
    static let limit = 255
    static let field = FieldName("Idempotency-Key")!

    private let text: String

    /// The key of a request: a string in double quotes, or the same without them, which many clients send. Nil when none was
    /// sent.
    init?(_ head: RequestHead) throws(Problem) {
        guard head.contains(Self.field) else { return nil }
        let values = head.values(Self.field)
        guard values.count == 1, let text = Self.unquoted(values[0]) else {
            throw Problem(.badIdempotencyKey)
        }
        self.text = text
    }

    private static func unquoted(_ value: String) -> String? {
        var text = value.utf8[...]
        if text.first == 0x22 {
            guard text.count >= 2, text.last == 0x22 else { return nil }
            text = text.dropFirst().dropLast()
        }
        // No spaces, no quotes and no backslashes: there is one way to write a key.
        guard (1...limit).contains(text.count),
            text.allSatisfy({ (0x21...0x7e).contains($0) && $0 != 0x22 && $0 != 0x5c && $0 != 0x2c })
        else { return nil }
        return String(Substring(text))
    }
}
