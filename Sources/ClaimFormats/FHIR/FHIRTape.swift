/// A FHIR document as a list of its values in document order, each knowing its parent and its next sibling.
///
/// References in FHIR point forwards and backwards, so a document is read into this before anything is made of it. Values
/// stay bytes of the document until somebody asks; the tape must not outlive them.
final class FHIRTape {
    /// One value of the document.
    struct Node {
        let kind: JSONKind
        /// Where the value begins, in bytes.
        let offset: Int32
        /// Where the name of a member begins, without its quote, and its length; zero length for elements of lists.
        let name: Int32
        let nameLength: Int32
        let parent: Int32
        /// Position among the parent's values.
        let position: Int32
        var end: Int32 = 0
        var firstChild: Int32 = -1
        var next: Int32 = -1
    }

    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var nodes: [Node] = []
    /// Names that were written with escapes, resolved, by the node that bears them.
    private var escapedNames: [Int32: String] = [:]
    /// Whether a value was looked at, so that what was not can be told.
    private var isRead: [Bool] = []

    /// Reads a whole document; the root is node 0.
    init(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) throws(JSONError) {
        self.bytes = bytes
        var limits = limits
        limits.bytes = min(limits.bytes, Int(Int32.max))
        var reader = JSONReader(bytes, limits: limits)
        try reader.begin()
        try read(&reader, parent: -1, name: nil, position: 0)
        try reader.finish()
        isRead = [Bool](repeating: false, count: nodes.count)
    }

    private func read(_ reader: inout JSONReader, parent: Int32, name: JSONName?, position: Int) throws(JSONError) {
        let kind = try reader.peek()
        let index = nodes.count
        nodes.append(
            Node(
                kind: kind,
                offset: Int32(reader.offset),
                name: name.map { Int32($0.offset + 1) } ?? 0,
                nameLength: name.map { Int32($0.count) } ?? 0,
                parent: parent,
                position: Int32(position)
            )
        )
        if let name, !isInside(name.start) { escapedNames[Int32(index)] = name.string }
        var last = -1
        switch kind {
        case .object:
            var cursor = try reader.openObject()
            while let name = try reader.nextName(&cursor) {
                try reader.noteName(name, &cursor)
                link(nodes.count, after: &last, in: index)
                try read(&reader, parent: Int32(index), name: name, position: cursor.count - 1)
            }
        case .array:
            var cursor = try reader.openArray()
            while try reader.nextElement(&cursor) {
                link(nodes.count, after: &last, in: index)
                try read(&reader, parent: Int32(index), name: nil, position: cursor.count - 1)
            }
        case .string: _ = try reader.readString()
        case .number: _ = try reader.readNumber()
        case .boolean: _ = try reader.readBool()
        case .null: try reader.readNull()
        }
        nodes[index].end = Int32(reader.offset)
    }

    private func link(_ child: Int, after last: inout Int, in parent: Int) {
        if last < 0 { nodes[parent].firstChild = Int32(child) } else { nodes[last].next = Int32(child) }
        last = child
    }

    private func isInside(_ address: UnsafePointer<UInt8>) -> Bool {
        guard let start = bytes.baseAddress else { return false }
        return address >= start && address < start + bytes.count
    }

    // MARK: Names

    /// Whether the node is the member of this name.
    func isNamed(_ index: Int, _ name: StaticString) -> Bool {
        let node = nodes[index]
        let count = name.utf8CodeUnitCount
        guard Int(node.nameLength) == count, count > 0 else { return false }
        if !escapedNames.isEmpty, let escaped = escapedNames[Int32(index)] { return escaped == "\(name)" }
        let start = Int(node.name)
        for position in 0..<count where bytes[start + position] != name.utf8Start[position] { return false }
        return true
    }

    /// The name of a member; nil for an element of a list and for the root.
    func name(_ index: Int) -> String? {
        let node = nodes[index]
        if let escaped = escapedNames[Int32(index)] { return escaped }
        guard node.parent >= 0, nodes[Int(node.parent)].kind == .object else { return nil }
        let start = Int(node.name)
        return String(decoding: bytes[start..<start + Int(node.nameLength)], as: UTF8.self)
    }

    // MARK: What was read

    func markRead(_ index: Int) { isRead[index] = true }

    /// Marks a value and all in it, but for extensions, which are told whatever holds them.
    func markWhole(_ index: Int) {
        guard !isNamed(index, "extension"), !isNamed(index, "modifierExtension") else { return }
        isRead[index] = true
        var child = Int(nodes[index].firstChild)
        while child >= 0 {
            markWhole(child)
            child = Int(nodes[child].next)
        }
    }

    /// Takes the mark from a value and from all in it: it was looked at and left out.
    func unmark(_ index: Int) {
        isRead[index] = false
        var child = Int(nodes[index].firstChild)
        while child >= 0 {
            unmark(child)
            child = Int(nodes[child].next)
        }
    }

    /// The outermost values that were not read, in the document's order, at most so many.
    func unread(limit: Int) -> [Int] {
        var found: [Int] = []
        collectUnread(0, limit, &found)
        return found
    }

    private func collectUnread(_ index: Int, _ limit: Int, _ found: inout [Int]) {
        guard found.count < limit else { return }
        guard isRead[index] || index == 0 else {
            found.append(index)
            return
        }
        var child = Int(nodes[index].firstChild)
        while child >= 0 {
            collectUnread(child, limit, &found)
            child = Int(nodes[child].next)
        }
    }

    // MARK: Places

    /// The JSON Pointer (RFC 6901) to a value.
    func pointer(_ index: Int) -> String {
        var steps: [Int] = []
        var at = index
        while nodes[at].parent >= 0 {
            steps.append(at)
            at = Int(nodes[at].parent)
        }
        var pointer = ""
        for step in steps.reversed() {
            if let name = name(step) {
                JSONPointer.append(name, to: &pointer)
            } else {
                JSONPointer.append(Int(nodes[step].position), to: &pointer)
            }
        }
        return pointer
    }
}
