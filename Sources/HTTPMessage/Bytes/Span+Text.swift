extension Span where Element == UInt8 {
    /// Whether these are exactly the bytes of a text.
    @inline(__always)
    func equals(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[unchecked: index] != text.utf8Start[index] { return false }
        return true
    }

    /// Whether these are the bytes of a lower-case text, their own letter case set aside.
    @inline(__always)
    func equalsLowercased(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && startsLowercased(with: text)
    }

    /// Whether these bytes of a token are a lower-case text of letters and hyphens, their own letter case set aside.
    @inline(__always)
    func isToken(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        // The bit turns letters into small ones; what else it turns into a letter or a hyphen is in no token.
        for index in 0..<count where self[unchecked: index] | 0x20 != text.utf8Start[index] { return false }
        return true
    }

    /// Whether these begin with the bytes of a lower-case text, their own letter case set aside.
    @inline(__always)
    func startsLowercased(with text: StaticString) -> Bool {
        guard count >= text.utf8CodeUnitCount else { return false }
        for index in 0..<text.utf8CodeUnitCount
        where ByteClass.lowercased(self[unchecked: index]) != text.utf8Start[index] {
            return false
        }
        return true
    }

    /// The bytes as text; what is not UTF-8 becomes replacement characters.
    var text: String {
        withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
