import ArgumentParser
import ClaimFormats
import Glibc

/// Care months from a file or standard input: one document, or one a line where another follows the first line's.
struct CareMonthInput {
    private let name: String
    private let descriptor: Int32

    /// - Throws: exit status 2, after saying on standard error why the file cannot be read.
    init(_ file: String) throws {
        name = file == "-" ? "standard input" : file
        descriptor = file == "-" ? 0 : open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable() }
    }

    /// Hands each document to `body`; false where one was too large or `body` was false for one.
    ///
    /// No more than a document and a piece of the file are in memory, however long the file is.
    func read(_ body: (DocumentInput) throws -> Bool) throws -> Bool {
        defer { if descriptor != 0 { close(descriptor) } }
        guard var piece = Descriptor.read(descriptor, limit: DocumentInput.limit) else { throw unreadable() }
        if piece.count <= DocumentInput.limit, !hasSeveralDocuments(piece) {
            return try body(DocumentInput(name: name, bytes: piece))
        }
        var splitter = LineSplitter(limit: DocumentInput.limit)
        var isUsable = true
        while !piece.isEmpty {
            var position = 0
            var line: Line?
            repeat {
                line = nil
                _ = piece.withUnsafeBufferPointer { buffer in
                    splitter.next(in: buffer, from: &position) { line = Line($0, $1) }
                }
                if let line { isUsable = try hand(line, to: body) && isUsable }
            } while line != nil
            guard let more = Descriptor.read(descriptor, limit: 1 << 16) else { throw unreadable() }
            piece = more
        }
        var last: Line?
        _ = splitter.end { last = Line($0, $1) }
        if let last { isUsable = try hand(last, to: body) && isUsable }
        return isUsable
    }

    /// A line of a file, or nil bytes where it was too long.
    private struct Line {
        let bytes: [UInt8]?
        let number: Int

        init(_ bytes: UnsafeBufferPointer<UInt8>?, _ number: Int) {
            self.bytes = bytes.map(Array.init)
            self.number = number
        }
    }

    private func hand(_ line: Line, to body: (DocumentInput) throws -> Bool) throws -> Bool {
        guard let bytes = line.bytes else {
            StandardError.write("\(name): line \(line.number) is larger than \(DocumentInput.limit) bytes\n")
            return false
        }
        return try body(DocumentInput(name: "\(name), line \(line.number)", bytes: bytes))
    }

    /// True where the first line is a document and another follows it.
    private func hasSeveralDocuments(_ bytes: [UInt8]) -> Bool {
        guard let end = bytes.firstIndex(of: 0x0a), bytes[end...].contains(where: { $0 > 0x20 }) else { return false }
        do throws(DocumentError) {
            _ = try CareMonthDecoder().decode(Array(bytes[..<end]))
            return true
        } catch {
            // JSON of another shape is a line too; what ends too early is the beginning of one document.
            if case .wrongShape = error { return true }
            return false
        }
    }

    private func unreadable() -> ExitCode {
        StandardError.write("\(name): \(String(cString: strerror(errno)))\n")
        return ExitCode(2)
    }
}
