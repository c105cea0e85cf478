import ArgumentParser
import Glibc

/// A file or standard input, looked at as far as it takes to tell what it holds.
struct InputFile {
    let name: String
    let descriptor: Int32
    /// What has been read to tell.
    private(set) var beginning: [UInt8] = []

    /// - Throws: exit status 2, after saying on standard error why the file cannot be read.
    init(_ file: String) throws {
        name = file == "-" ? "standard input" : file
        descriptor = file == "-" ? 0 : open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable() }
    }

    /// Says why reading failed; errno must still be that of the call.
    func unreadable() -> ExitCode {
        StandardError.write("\(name): \(String(cString: strerror(errno)))\n")
        return ExitCode(2)
    }

    /// Bytes in all, where that is known beforehand.
    var size: Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// What it holds: by its name, or by what it begins with.
    ///
    /// - Throws: exit status 2 when it cannot be read.
    mutating func kind() throws -> InputKind {
        let name = name.lowercased()
        if [".ndjson", ".jsonl"].contains(where: name.hasSuffix) { return .lines }
        if [".837", ".x12", ".edi"].contains(where: name.hasSuffix) { return .claims }
        while true {
            let kind = InputKind(of: beginning)
            guard kind == .undecided, beginning.count <= DocumentInput.limit else { return kind }
            let more = try readSome(atMost: 1 << 16)
            if more.isEmpty { return .document }
            beginning += more
        }
    }

    /// What was read to tell what it holds, then so many bytes at the most; none at the end.
    ///
    /// - Throws: exit status 2 when it cannot be read.
    mutating func next(atMost count: Int) throws -> [UInt8] {
        if beginning.isEmpty { return try readSome(atMost: count) }
        defer { beginning = [] }
        return beginning
    }

    private func readSome(atMost count: Int) throws -> [UInt8] {
        guard let bytes = Descriptor.readSome(descriptor, atMost: count) else { throw unreadable() }
        return bytes
    }

    /// Hands each document to `body`, one or many; false where one was too large or `body` was false for one.
    ///
    /// No more than a block of lines is in memory, however long the file is.
    mutating func eachDocument(_ body: (DocumentInput) throws -> Bool) throws -> Bool {
        guard try kind() == .lines else { return try body(DocumentInput(self)) }
        var blocks = LineBlocks(beginning: beginning, lineLimit: DocumentInput.limit) { [descriptor] in
            Descriptor.readSome(descriptor, atMost: $0)
        }
        var isUsable = true
        var number = 0
        while let block = blocks.next() {
            for line in block.split(separator: 0x0a, omittingEmptySubsequences: false).dropLast(
                block.last == 0x0a ? 1 : 0
            ) {
                number += 1
                if line.allSatisfy({ $0 <= 0x20 }) { continue }
                if line.count > DocumentInput.limit {
                    StandardError.write("\(name): line \(number) is larger than \(DocumentInput.limit) bytes\n")
                    isUsable = false
                } else {
                    isUsable = try body(DocumentInput(name: "\(name), line \(number)", bytes: Array(line))) && isUsable
                }
            }
        }
        if blocks.hasFailed { throw unreadable() }
        return isUsable
    }
}

/// What the beginning of an input shows.
enum InputKind: Equatable {
    /// An object that ends with its line and is followed by another one.
    case lines
    /// A file of professional claims.
    case claims
    /// Anything else: one document, well-formed or not.
    case document
    /// Not enough of it is there.
    case undecided

    init(of beginning: [UInt8]) {
        func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0a, 0x0d].contains(byte) }
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        let text = beginning.starts(with: mark) ? beginning.dropFirst(mark.count) : beginning[...]
        guard let start = text.firstIndex(where: { !isBlank($0) }) else {
            self = .undecided
            return
        }
        let header = Array("ISA".utf8)
        if beginning[start...].prefix(header.count).elementsEqual(header.prefix(beginning.count - start)) {
            self = beginning.count - start < header.count ? .undecided : .claims
            return
        }
        guard beginning[start] == UInt8(ascii: "{") else {
            self = .document
            return
        }
        guard let end = beginning[start...].firstIndex(of: 0x0a) else {
            self = .undecided
            return
        }
        guard beginning[start..<end].last(where: { !isBlank($0) }) == UInt8(ascii: "}"), end - start > 1 else {
            self = .document
            return
        }
        guard let next = beginning[end...].first(where: { !isBlank($0) }) else {
            self = .undecided
            return
        }
        self = next == UInt8(ascii: "{") ? .lines : .document
    }
}
