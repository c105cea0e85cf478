import ArgumentParser
import Glibc

/// A file or standard input, looked at as far as it takes to tell one care month from many.
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

    /// Whether it holds care months one a line: by its name, or by what it begins with.
    ///
    /// - Throws: exit status 2 when it cannot be read.
    mutating func holdsLines() throws -> Bool {
        if name.hasSuffix(".ndjson") || name.hasSuffix(".jsonl") { return true }
        while true {
            switch InputKind(of: beginning) {
            case .lines: return true
            case .document: return false
            case .undecided:
                guard beginning.count <= DocumentInput.limit else { return false }
                guard let more = Descriptor.readSome(descriptor, atMost: 1 << 16) else { throw unreadable() }
                if more.isEmpty { return false }
                beginning += more
            }
        }
    }
}

/// What the beginning of an input shows.
enum InputKind: Equatable {
    /// An object that ends with its line and is followed by another one.
    case lines
    /// Anything else: one document, well-formed or not.
    case document
    /// Not enough of it is there.
    case undecided

    init(of beginning: [UInt8]) {
        func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0a, 0x0d].contains(byte) }
        guard let start = beginning.firstIndex(where: { !isBlank($0) }) else {
            self = .undecided
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
