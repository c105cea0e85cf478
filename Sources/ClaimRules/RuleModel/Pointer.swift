/// A JSON Pointer (RFC 6901) into the care month that was sent.
public struct Pointer: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let text: String

    public init(_ text: String) {
        self.text = text
    }

    public init(stringLiteral value: String) {
        text = value
    }

    public var description: String { text }

    /// The claim line at this position, counted from 0, or a member of it.
    public static func line(_ index: Int, _ member: String? = nil) -> Pointer {
        item("lines", index, member)
    }

    /// The element at this position of one of the care month's lists, or a member of it.
    public static func item(_ list: String, _ index: Int, _ member: String? = nil) -> Pointer {
        // Put together in one go: broken months make dozens of them.
        let digits = index < 10 ? 1 : String(index).utf8.count
        let length = list.utf8.count + digits + 2 + (member.map { $0.utf8.count + 1 } ?? 0)
        return Pointer(
            String(unsafeUninitializedCapacity: length) { buffer in
                var end = ASCII.write("/", to: buffer, at: 0)
                end = ASCII.write(list, to: buffer, at: end)
                end = ASCII.write("/", to: buffer, at: end)
                ASCII.write(index, to: buffer, at: end, width: digits)
                guard let member else { return end + digits }
                end = ASCII.write("/", to: buffer, at: end + digits)
                return ASCII.write(member, to: buffer, at: end)
            }
        )
    }
}

/// A value as JSON knows it, for the facts a finding rests on and the values a fix puts in.
public enum PlainValue: Equatable, Sendable {
    case bool(Bool)
    case integer(Int)
    case text(String)
    case list([PlainValue])
    /// Members in the order in which they are written.
    case object([Member])

    public struct Member: Equatable, Sendable {
        public let name: String
        public let value: PlainValue

        public init(_ name: String, _ value: PlainValue) {
            self.name = name
            self.value = value
        }
    }
}

/// One step of a JSON Patch (RFC 6902).
public enum PatchOperation: Equatable, Sendable {
    case add(Pointer, PlainValue)
    case replace(Pointer, PlainValue)
    case remove(Pointer)
}
