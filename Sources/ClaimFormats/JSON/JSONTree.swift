/// A small JSON document read whole, strictly, with the place of every value: for files of settings and for tokens.
///
/// Claims are read by `CareMonthDecoder`, which builds nothing that nobody asked for. This is for documents of a few
/// kilobytes whose reader wants to walk about in them.
public struct JSONTree: Sendable, Equatable {
    public enum Content: Sendable, Equatable {
        case object([Member])
        case array([JSONTree])
        case string(String)
        /// As it was written.
        case number(String)
        case boolean(Bool)
        case null
    }

    public struct Member: Sendable, Equatable {
        public let name: String
        /// Where the name's opening quote stands, in bytes from the start.
        public let offset: Int
        public let value: JSONTree
    }

    public let content: Content
    /// Where the value begins, in bytes from the start.
    public let offset: Int

    /// Reads a document: RFC 8259 without duplicate members, lone surrogates, a byte order mark, or more than the limits.
    public static func read(_ bytes: [UInt8], limits: JSONLimits) throws(JSONSyntaxProblem) -> JSONTree {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONSyntaxProblem) in
            var reader = JSONReader(buffer, limits: limits)
            do throws(JSONError) {
                try reader.begin()
                let tree = try value(&reader)
                try reader.finish()
                return tree
            } catch {
                throw JSONLocator(buffer).locate(error) { _ in false }
            }
        }
    }

    /// Line and column, both from 1, of the byte at `offset`; columns count Unicode scalars.
    public static func position(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
        bytes.withUnsafeBufferPointer { JSONLocator($0).position(of: offset) }
    }

    private static func value(_ reader: inout JSONReader) throws(JSONError) -> JSONTree {
        let kind = try reader.peek()
        let offset = reader.offset
        switch kind {
        case .string: return JSONTree(content: .string(try reader.readString().string), offset: offset)
        case .number: return JSONTree(content: .number(try reader.readNumber().text), offset: offset)
        case .boolean: return JSONTree(content: .boolean(try reader.readBool()), offset: offset)
        case .null:
            try reader.readNull()
            return JSONTree(content: .null, offset: offset)
        case .array:
            var elements: [JSONTree] = []
            var cursor = try reader.openArray()
            while try reader.nextElement(&cursor) { elements.append(try value(&reader)) }
            return JSONTree(content: .array(elements), offset: offset)
        case .object:
            var members: [Member] = []
            var cursor = try reader.openObject()
            while let name = try reader.nextName(&cursor) {
                try reader.noteName(name, &cursor)
                let text = name.string
                members.append(Member(name: text, offset: name.offset, value: try value(&reader)))
            }
            return JSONTree(content: .object(members), offset: offset)
        }
    }

    /// The value of a member; nil when this is no object or has no such member.
    public subscript(name: String) -> JSONTree? {
        guard case .object(let members) = content else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text; nil for other values.
    public var string: String? { if case .string(let text) = content { text } else { nil } }

    /// The elements; nil for other values.
    public var elements: [JSONTree]? { if case .array(let elements) = content { elements } else { nil } }
}
