/// Finds out where in a document a byte stands: line, column and JSON Pointer.
///
/// Reading keeps no path, because almost no document needs one; whoever has something to report pays for one more walk
/// over the document. The document must have been read without an error up to the offsets asked for.
struct JSONLocator {
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Spells out the place of a syntax error.
    ///
    /// - Parameter isOurs: whether a member name belongs to the contract. The pointer ends before the first that does
    ///   not, so that nothing the sender made up is repeated.
    func locate(_ error: JSONError, isOurs: (JSONName) -> Bool) -> JSONSyntaxProblem {
        let (line, column) = position(of: error.offset)
        var walk = JSONWalk(bytes)
        walk.run(to: error.offset, takingNameAtEnd: error.code == .duplicateMember)
        return JSONSyntaxProblem(
            code: error.code,
            offset: error.offset,
            line: line,
            column: column,
            pointer: walk.pointer(isOurs: isOurs)
        )
    }

    /// The pointers of the values that begin at `offsets`, which ascend.
    func pointers(ofValuesAt offsets: [Int]) -> [String] {
        var walk = JSONWalk(bytes)
        return offsets.map { offset in
            walk.run(to: offset, takingNameAtEnd: false)
            return walk.pointer { _ in true }
        }
    }

    /// Line and column, both from 1, of the byte at `offset`; columns count Unicode scalars.
    func position(of offset: Int) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == JSONByte.lineFeed {
                line += 1
                column = 1
            } else if !UTF8Form.isContinuation(byte) {
                column += 1
            }
        }
        return (line, column)
    }
}

/// A walk over tokens that knows which members and elements it is in.
private struct JSONWalk {
    /// One container that has been entered, with the place in it.
    private enum Step {
        case object(name: Range<Int>?)
        case array(index: Int)
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0
    private var steps: [Step] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Walks on to the token that begins at or runs over `offset`, and stays before it.
    mutating func run(to offset: Int, takingNameAtEnd: Bool) {
        while at < offset {
            let next = endOfToken(at)
            if next > offset, bytes[at] == JSONByte.quote, isBeforeName { return }
            step(over: at..<next)
            at = next
        }
        if takingNameAtEnd, at < bytes.count, bytes[at] == JSONByte.quote { step(over: at..<endOfToken(at)) }
    }

    private var isBeforeName: Bool {
        if case .object(name: nil) = steps.last { return true }
        return false
    }

    private mutating func step(over token: Range<Int>) {
        switch bytes[token.lowerBound] {
        case JSONByte.openObject: steps.append(.object(name: nil))
        case JSONByte.openArray: steps.append(.array(index: 0))
        case JSONByte.closeObject, JSONByte.closeArray: _ = steps.popLast()
        case JSONByte.comma:
            switch steps.popLast() {
            case .object: steps.append(.object(name: nil))
            case .array(let index): steps.append(.array(index: index + 1))
            case nil: break
            }
        case JSONByte.quote where isBeforeName:
            steps[steps.count - 1] = .object(name: token.lowerBound + 1..<token.upperBound - 1)
        default: break
        }
    }

    private func endOfToken(_ start: Int) -> Int {
        guard bytes[start] == JSONByte.quote else { return start + 1 }
        var index = start + 1
        while index < bytes.count {
            if bytes[index] == JSONByte.quote { return index + 1 }
            index += bytes[index] == JSONByte.backslash ? 2 : 1
        }
        // Past every offset, so that an unfinished name is never taken for one.
        return bytes.count + 1
    }

    func pointer(isOurs: (JSONName) -> Bool) -> String {
        var pointer = ""
        for step in steps {
            switch step {
            case .object(name: nil): return pointer
            case .array(let index): JSONPointer.append(index, to: &pointer)
            case .object(let range?):
                let raw = UnsafeBufferPointer(rebasing: bytes[range])
                let name = withResolvedName(raw) { name in isOurs(name) ? name.string : nil }
                guard let name else { return pointer }
                JSONPointer.append(name, to: &pointer)
            }
        }
        return pointer
    }

    private func withResolvedName<R>(_ raw: UnsafeBufferPointer<UInt8>, _ body: (JSONName) -> R) -> R {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: raw.count + 1) { buffer in
            guard let source = raw.baseAddress, let target = buffer.baseAddress else {
                preconditionFailure("both buffers have an address")
            }
            let length = JSONText.unescape(source, raw.count, into: target)
            return body(JSONName(target, length, offset: 0))
        }
    }
}
